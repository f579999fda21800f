#include "command.h"
#include "options.h"
#include "place.h"
#include "sheet.h"
#include "talk.h"

static const cli_column columns[] = {
    { .name = "id", .number = true },
    { .name = "finding" },
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void report(uint64_t id, const char *what, void *payload)
{
    char number[32] = "";

    if (id)
        snprintf(number, sizeof number, "%llu", (unsigned long long)id);
    cli_sheet_row(payload, (const char *const[COLUMNS]){ number, what });
}

static int conclude(const vib_db *db, size_t found, const char *library)
{
    vib_db_facts facts;

    if (found) {
        cli_error("%zu %s wrong in %s; 'vibrary remove' takes out a damaged "
                  "spectrum, 'vibrary add' brings it back", found,
                  found == 1 ? "thing is" : "things are", library);
        return CLI_FAILED;
    }
    if (vib_db_describe(&facts, db) < 0) {
        cli_error("%s", vib_last_error());
        return CLI_FAILED;
    }
    cli_note("%llu spectra, %llu bytes, index %s, encoder %s: all is well",
             (unsigned long long)facts.spectra,
             (unsigned long long)facts.bytes, facts.index,
             facts.encoder.identity);
    cli_recall_note(&facts);
    return CLI_DONE;
}

static int check(const char *library, int format)
{
    vib_db *db = NULL;
    cli_sheet sheet;
    size_t found = 0;
    int rc = cli_open_library(&db, library, VIB_READ);

    if (rc != CLI_GO)
        return rc;
    cli_sheet_open(&sheet, stdout, format, columns, COLUMNS);
    rc = vib_db_check(&found, db, report, &sheet);
    cli_sheet_close(&sheet);
    if (rc < 0) {
        cli_error("%s", vib_last_error());
        rc = CLI_FAILED;
    } else {
        rc = conclude(db, found, library);
    }
    vib_db_close(db);
    return rc;
}

int cmd_check(int argc, char **argv)
{
    int format = CLI_AUTO;
    const cli_option options[] = {
        { 0, "format", CLI_CHOICE, &format, CLI_FORMATS, CLI_FORMAT_HELP },
    };
    const cli_usage usage = {
        .command = "check",
        .operands = "LIB",
        .about = "Read everything back and name what is wrong, a line each; "
                 "then the exit status is 1.",
        .examples = "vibrary check minerals.vib\n",
        .least = 1,
        .most = 1,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    return rc != CLI_GO ? rc : check(operands.item[0], format);
}
