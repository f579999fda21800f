#include "command.h"
#include "edit.h"
#include "options.h"
#include "talk.h"

#include <stdlib.h>

/* Tags to take away, then those to give. */
static int tag(const char *library, const cli_which *which,
               const cli_list *gone, const cli_list *given)
{
    size_t n = gone->count + given->count;
    vib_edit *edits = cli_new(n, sizeof *edits);
    int rc;

    for (size_t i = 0; i < n; i++)
        edits[i] = (vib_edit){
            i < gone->count ? VIB_REMOVE_VALUE : VIB_ADD_VALUE, VIB_KEY_TAG,
            i < gone->count ? gone->item[i] : given->item[i - gone->count] };
    rc = cli_edit(library, which, edits, n);
    free(edits);
    return rc;
}

int cmd_tag(int argc, char **argv)
{
    cli_which which = { NULL, 0, NULL };
    cli_list gone = { NULL, 0 }, given = { NULL, 0 };
    const cli_option options[] = {
        { 0, "add", CLI_LIST, &given, "TAG",
          "give them this tag; any number of times" },
        { 0, "remove", CLI_LIST, &gone, "TAG",
          "take this tag away; any number of times" },
        { 0, "named", CLI_TEXT, &which.name, "NAME",
          "instead of IDs: all spectra of this name" },
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
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc == CLI_GO && gone.count + given.count == 0) {
        cli_error("say which tag: --add TAG or --remove TAG");
        rc = CLI_MISUSE;
    }
    if (rc == CLI_GO) {
        which.ids = operands.item + 1;
        which.count = operands.count - 1;
        rc = tag(operands.item[0], &which, &gone, &given);
    }
    free(gone.item);
    free(given.item);
    return rc;
}
