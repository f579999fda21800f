#include "command.h"
#include "edit.h"
#include "fields.h"
#include "options.h"

#include <stdlib.h>

int cmd_annotate(int argc, char **argv)
{
    const char *named = NULL;
    cli_list gone = { NULL, 0 }, set = { NULL, 0 };
    const cli_option options[] = {
        cli_fields_option(&set),
        { 0, "clear", CLI_LIST, &gone, "KEY",
          "take this field away; any number of times" },
        cli_named_option(&named),
    };
    const cli_usage usage = {
        .command = "annotate",
        .operands = "LIB [ID...]",
        .about = "Change the metadata of spectra: all of them or, when one "
                 "does not exist, none.",
        .examples = "vibrary annotate minerals.vib 17 --set laser=532 --set "
                    "locality='Herkimer, USA'\n"
                    "vibrary annotate minerals.vib --named Quartz --clear "
                    "remark\n",
        .least = 1,
        .most = SIZE_MAX,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    const cli_change changes[2] = {
        { VIB_CLEAR_FIELD, NULL, &gone },
        { VIB_SET_FIELD, NULL, &set },
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc == CLI_GO)
        rc = cli_fields_read(&set);
    if (rc == CLI_GO)
        rc = cli_change_all(&operands, named, changes,
                            "say what to change: --set KEY=VALUE or --clear "
                            "KEY");
    free(gone.item);
    free(set.item);
    return rc;
}
