#include "command.h"
#include "options.h"
#include "place.h"
#include "talk.h"

static int back_up(const char *library, const char *path)
{
    vib_db *db = NULL;
    int rc = cli_open_library(&db, library, VIB_READ);

    if (rc != CLI_GO)
        return rc;
    rc = CLI_DONE;
    if (vib_db_backup(db, path) < 0) {
        cli_error("%s", vib_last_error());
        rc = CLI_FAILED;
    } else {
        cli_note("made %s, a copy of %s; 'vibrary check %s' reads it back",
                 path, library, path);
    }
    vib_db_close(db);
    return rc;
}

int cmd_backup(int argc, char **argv)
{
    const cli_usage usage = {
        .command = "backup",
        .operands = "LIB OUT",
        .about = "Copy a library to the new folder OUT, while others read and "
                 "change it: all of\nit, of one moment, or nothing. The index "
                 "is not copied: 'vibrary index OUT' makes\none.",
        .examples = "vibrary backup minerals.vib /mnt/safe/minerals.vib\n",
        .least = 2,
        .most = 2,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    return rc != CLI_GO ? rc : back_up(operands.item[0], operands.item[1]);
}
