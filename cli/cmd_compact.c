#include "command.h"
#include "options.h"
#include "place.h"
#include "talk.h"

static int compact(const char *library)
{
    uint64_t before = 0, after = 0;
    vib_db *db = NULL;
    int rc = cli_open_library(&db, library, VIB_WRITE);

    if (rc != CLI_GO)
        return rc;
    rc = CLI_DONE;
    if (vib_db_compact(&before, &after, db) < 0) {
        cli_error("%s", vib_last_error());
        rc = CLI_FAILED;
    } else {
        cli_note("%s has %.1f MB now, %.1f before", library,
                 1e-6 * (double)after, 1e-6 * (double)before);
    }
    vib_db_close(db);
    return rc;
}

int cmd_compact(int argc, char **argv)
{
    const cli_usage usage = {
        .command = "compact",
        .operands = "LIB",
        .about = "Give back the space of what was removed. Others may read the "
                 "library meanwhile;\nwho changes it waits. There must be room "
                 "for a second library beside it until it\nis done.",
        .examples = "vibrary compact minerals.vib\n",
        .least = 1,
        .most = 1,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    return rc != CLI_GO ? rc : compact(operands.item[0]);
}
