#include "calibrate.h"
#include "command.h"
#include "options.h"
#include "place.h"
#include "talk.h"

#include <string.h>

static int rebuild(const char *library, const char *factory)
{
    vib_db_facts facts;
    vib_db *db = NULL;
    double start = cli_seconds();
    int rc = cli_open_library(&db, library, VIB_WRITE);

    if (rc != CLI_GO)
        return rc;
    rc = CLI_DONE;
    if (vib_db_index(db, factory) < 0 || vib_db_describe(&facts, db) < 0) {
        cli_error("%s", vib_last_error());
        rc = CLI_FAILED;
    } else if (strcmp(facts.index, "exact") == 0) {
        cli_note("exact, without an index: each search compares all %llu "
                 "spectra",
                 (unsigned long long)facts.spectra);
    } else {
        cli_note("indexed %llu of %llu spectra as %s in %.1f s",
                 (unsigned long long)facts.indexed,
                 (unsigned long long)facts.spectra, facts.index,
                 cli_seconds() - start);
        cli_recall_note(&facts);
    }
    if (rc == CLI_DONE && (rc = cli_calibrate(db, true)) == CLI_GO)
        rc = CLI_DONE;
    vib_db_close(db);
    return rc;
}

int cmd_index(int argc, char **argv)
{
    const char *factory = NULL;
    const cli_option options[] = {
        { 0, "factory", CLI_TEXT, &factory, "STRING",
          "a FAISS factory string, or exact [chosen by size]" },
    };
    const cli_usage usage = {
        .command = "index",
        .operands = "LIB",
        .about = "Take what was added and removed into the index, and measure "
                 "how much of the\nexact answer it finds. Small libraries need "
                 "no index. Searches find all that is\nstored, indexed or not; "
                 "this makes them quick again. It also calibrates anew how\n"
                 "sure answers are.",
        .examples = "vibrary index minerals.vib\n"
                    "vibrary index big.vib --factory HNSW32,Flat\n",
        .least = 1,
        .most = 1,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    return rc != CLI_GO ? rc : rebuild(operands.item[0], factory);
}
