#include "command.h"
#include "options.h"
#include "place.h"
#include "talk.h"

#include <stdlib.h>

/* How many of ids [n] are not the same as one before. */
static size_t count_distinct(const uint64_t *ids, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        size_t k = 0;

        while (ids[k] != ids[i])
            k++;
        count += k == i;
    }
    return count;
}

static int remove_spectra(const char *library, const uint64_t *ids,
                          size_t count)
{
    vib_db *db = NULL;
    int rc = cli_open_library(&db, library, VIB_WRITE);

    if (rc != CLI_GO)
        return rc;
    rc = CLI_DONE;
    if (vib_db_remove(db, ids, count) < 0) {
        cli_error("%s; nothing was removed, 'vibrary list' shows the ids",
                  vib_last_error());
        rc = CLI_FAILED;
    } else {
        cli_note("removed %zu", count_distinct(ids, count));
    }
    vib_db_close(db);
    return rc;
}

int cmd_remove(int argc, char **argv)
{
    const cli_usage usage = {
        .command = "remove",
        .operands = "LIB ID...",
        .about = "Delete spectra, all of them or, when one does not exist, "
                 "none. Their ids are\nnever given out again.",
        .examples = "vibrary remove minerals.vib 17 18\n",
        .least = 2,
        .most = SIZE_MAX,
    };
    cli_operands operands;
    uint64_t *ids;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc != CLI_GO)
        return rc;
    ids = cli_parse_ids(operands.item + 1, operands.count - 1);
    if (!ids)
        return CLI_MISUSE;
    rc = remove_spectra(operands.item[0], ids, operands.count - 1);
    free(ids);
    return rc;
}
