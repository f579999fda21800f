#include "command.h"
#include "edit.h"
#include "options.h"
#include "talk.h"

#include <stdlib.h>
#include <string.h>

/* Split "KEY=VALUE", in place. False: it is none, which is told. */
static bool split(vib_edit *out, char *pair)
{
    char *equals = strchr(pair, '=');

    if (!equals || equals == pair) {
        cli_error("option --set takes KEY=VALUE, not '%s'", pair);
        return false;
    }
    *equals = '\0';
    *out = (vib_edit){ VIB_SET_FIELD, pair, equals + 1 };
    return true;
}

/* Fields to clear, then those to set. */
static int annotate(const char *library, const cli_which *which,
                    const cli_list *gone, const cli_list *set)
{
    size_t n = gone->count + set->count;
    vib_edit *edits = cli_new(n, sizeof *edits);
    char **pairs = cli_new(set->count, sizeof *pairs);
    int rc = CLI_GO;

    for (size_t i = 0; i < gone->count; i++)
        edits[i] = (vib_edit){ VIB_CLEAR_FIELD, gone->item[i], NULL };
    for (size_t i = 0; i < set->count && rc == CLI_GO; i++) {
        pairs[i] = cli_copy(set->item[i]);
        if (!split(&edits[gone->count + i], pairs[i]))
            rc = CLI_MISUSE;
    }
    if (rc == CLI_GO)
        rc = cli_edit(library, which, edits, n);
    for (size_t i = 0; i < set->count; i++)
        free(pairs[i]);
    free(pairs);
    free(edits);
    return rc;
}

int cmd_annotate(int argc, char **argv)
{
    cli_which which = { NULL, 0, NULL };
    cli_list gone = { NULL, 0 }, set = { NULL, 0 };
    const cli_option options[] = {
        { 0, "set", CLI_LIST, &set, "KEY=VALUE",
          "give them this field; any number of times" },
        { 0, "clear", CLI_LIST, &gone, "KEY",
          "take this field away; any number of times" },
        { 0, "named", CLI_TEXT, &which.name, "NAME",
          "instead of IDs: all spectra of this name" },
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
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc == CLI_GO && gone.count + set.count == 0) {
        cli_error("say what to change: --set KEY=VALUE or --clear KEY");
        rc = CLI_MISUSE;
    }
    if (rc == CLI_GO) {
        which.ids = operands.item + 1;
        which.count = operands.count - 1;
        rc = annotate(operands.item[0], &which, &gone, &set);
    }
    free(gone.item);
    free(set.item);
    return rc;
}
