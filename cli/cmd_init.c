#include "command.h"
#include "options.h"
#include "place.h"
#include "talk.h"

#include <unistd.h>

int cmd_init(int argc, char **argv)
{
    const char *model = "raman";
    const cli_option options[] = {
        { 0, "model", CLI_TEXT, &model, "NAME|FILE",
          "the encoder, shipped or your own [raman]" },
    };
    const cli_usage usage = {
        .command = "init",
        .operands = "LIB",
        .about = "Make an empty library, a folder, with its own copy of the "
                 "encoder.",
        .examples = "vibrary init minerals.vib\n"
                    "vibrary init ours.vib --model trained.vibm\n",
        .least = 1,
        .most = 1,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    vib_encoder *encoder = NULL;
    const char *path;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc != CLI_GO)
        return rc;
    path = operands.item[0];
    rc = cli_open_model(&encoder, model);
    if (rc != CLI_GO)
        return rc;
    if (vib_db_create(path, encoder) < 0) {
        cli_error("%s%s", vib_last_error(),
                  access(path, F_OK) == 0
                      ? "; 'vibrary add' puts spectra into a library" : "");
        rc = CLI_FAILED;
    } else {
        cli_note("made %s; next: vibrary add %s PATH...", path, path);
        rc = CLI_DONE;
    }
    vib_encoder_close(encoder);
    return rc;
}
