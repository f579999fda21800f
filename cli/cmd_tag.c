#include "command.h"
#include "edit.h"
#include "options.h"

#include <stdlib.h>

int cmd_tag(int argc, char **argv)
{
    const char *named = NULL;
    cli_list gone = { NULL, 0 }, given = { NULL, 0 };
    const cli_option options[] = {
        { 0, "add", CLI_LIST, &given, "TAG",
          "give them this tag; any number of times" },
        { 0, "remove", CLI_LIST, &gone, "TAG",
          "take this tag away; any number of times" },
        cli_named_option(&named),
    };
    const cli_usage usage = {
        .command = "tag",
        .operands = "LIB [ID...]",
        .about = "Give spectra tags, or take them away. A tag is a field "
                 "'tag', of which a spectrum\nmay have any number.",
        .examples = "vibrary tag minerals.vib 17 18 --add checked\n"
                    "vibrary tag minerals.vib --named Quartz --add silicate "
                    "--remove todo\n",
        .least = 1,
        .most = SIZE_MAX,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    const cli_change changes[2] = {
        { VIB_REMOVE_VALUE, VIB_KEY_TAG, &gone },
        { VIB_ADD_VALUE, VIB_KEY_TAG, &given },
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc == CLI_GO)
        rc = cli_change_all(&operands, named, changes,
                            "say which tag: --add TAG or --remove TAG");
    free(gone.item);
    free(given.item);
    return rc;
}
