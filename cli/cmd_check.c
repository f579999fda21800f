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

/* What is to be done about what is found. */
typedef struct task {
    const char *library;
    bool repair;
    const char *model; /* for where the library's own cannot be read, or NULL */
} task;

static void report(uint64_t id, const char *what, void *payload)
{
    char number[32] = "";

    if (id)
        snprintf(number, sizeof number, "%llu", (unsigned long long)id);
    cli_sheet_row(payload, (const char *const[COLUMNS]){ number, what });
}

static int fail(void)
{
    cli_error("%s", vib_last_error());
    return CLI_FAILED;
}

/* What came of it. */
typedef struct outcome {
    vib_db *db;   /* NULL when it was repaired */
    size_t found; /* things that were wrong    */
    vib_repaired done;
} outcome;

/* ---- Doing it ---------------------------------------------------------- */

static int repair(outcome *out, const task *how, cli_sheet *sheet)
{
    vib_encoder *spare = NULL;
    int rc = how->model ? cli_open_model(&spare, how->model) : CLI_GO;

    if (rc != CLI_GO)
        return rc;
    vib_db_close(out->db); /* no one may have open what is repaired */
    out->db = NULL;
    if (vib_db_repair(&out->done, how->library, spare, report, sheet) < 0)
        rc = fail();
    vib_encoder_close(spare);
    return rc;
}

/* A damaged library that does not even open may be repaired all the same: then
 * out->db stays NULL. */
static int open_library(outcome *out, const task *how)
{
    int rc = vib_db_open(&out->db, how->library, VIB_READ);

    if (rc == VIB_OK || (rc == VIB_BAD_DATA && how->repair))
        return CLI_GO;
    return cli_open_library(&out->db, how->library, VIB_READ);
}

static int check(outcome *out, const task *how, cli_sheet *sheet)
{
    if (!out->db) {
        report(0, vib_last_error(), sheet);
        return repair(out, how, sheet);
    }
    if (vib_db_check(&out->found, out->db, report, sheet) < 0)
        return fail();
    return out->found && how->repair ? repair(out, how, sheet) : CLI_GO;
}

/* ---- Telling it -------------------------------------------------------- */

static int say_well(const vib_db *db)
{
    vib_db_facts facts;

    if (vib_db_describe(&facts, db) < 0)
        return fail();
    cli_note("%llu spectra, %llu bytes, index %s, encoder %s: all is well",
             (unsigned long long)facts.spectra,
             (unsigned long long)facts.bytes, facts.index,
             facts.encoder.identity);
    cli_recall_note(&facts);
    return CLI_DONE;
}

static int say_wrong(size_t found, const char *library)
{
    cli_error("%zu %s wrong in %s; 'vibrary check %s --repair' makes a sound "
              "library of the rest", found,
              found == 1 ? "thing is" : "things are", library, library);
    return CLI_FAILED;
}

static int say_repaired(const vib_repaired *done)
{
    if (!done->aside[0]) {
        cli_note("the index was made again; all is well");
        return CLI_DONE;
    }
    cli_note("made a sound library of %llu spectra, %llu of them without their "
             "metadata; the damaged one is %s now",
             (unsigned long long)done->spectra,
             (unsigned long long)done->bare, done->aside);
    if (done->lost == 0)
        return CLI_DONE;
    cli_error("%llu %s not be kept; 'vibrary add' brings back what is still in "
              "files", (unsigned long long)done->lost,
              done->lost == 1 ? "spectrum could" : "spectra could");
    return CLI_FAILED;
}

static int conclude(const outcome *out, const task *how)
{
    if (!out->db)
        return say_repaired(&out->done);
    return out->found ? say_wrong(out->found, how->library)
                      : say_well(out->db);
}

int cmd_check(int argc, char **argv)
{
    int format = CLI_AUTO;
    task how = { .repair = false };
    const cli_option options[] = {
        { 0, "repair", CLI_FLAG, &how.repair, NULL,
          "make a sound library of what can be read" },
        { 0, "model", CLI_TEXT, &how.model, "NAME|FILE",
          "its encoder, where that cannot be read" },
        { 0, "format", CLI_CHOICE, &format, CLI_FORMATS, CLI_FORMAT_HELP },
    };
    const cli_usage usage = {
        .command = "check",
        .operands = "LIB",
        .about = "Read everything back and name what is wrong, a line each; "
                 "then the exit status is 1.\nWith --repair, a damaged library "
                 "is kept, as LIB.damaged, and a sound one put in\nits place, "
                 "with all that could be read, under the same ids.",
        .examples = "vibrary check minerals.vib\n"
                    "vibrary check minerals.vib --repair\n",
        .least = 1,
        .most = 1,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    cli_sheet sheet;
    outcome out = { .db = NULL };
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc != CLI_GO)
        return rc;
    how.library = operands.item[0];
    rc = open_library(&out, &how);
    if (rc != CLI_GO)
        return rc;
    cli_sheet_open(&sheet, stdout, format, columns, COLUMNS);
    rc = check(&out, &how, &sheet);
    cli_sheet_close(&sheet);
    if (rc == CLI_GO)
        rc = conclude(&out, &how);
    vib_db_close(out.db);
    return rc;
}
