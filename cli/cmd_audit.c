#include "command.h"
#include "options.h"
#include "place.h"
#include "sheet.h"
#include "talk.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static const cli_column columns[] = {
    { .name = "kind" },
    { .name = "id", .number = true },
    { .name = "name" },
    { .name = "specimen" },
    { .name = "other_id", .number = true },
    { .name = "other_name" },
    { .name = "other_specimen" },
    { .name = "similarity", .number = true },
    { .name = "advice" },
};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* What each kind is called, and what is to be done about it. */
static const struct {
    const char *name, *advice;
} kinds[VIB_DOUBTS] = {
    [VIB_SAME_POINTS] = { "duplicate", "remove one" },
    [VIB_SAME_POINTS_NAMES] = { "same-points", "one name is wrong, or both "
                                "are one compound: rename and remove one" },
    [VIB_SPECIMEN_NAMES] = { "specimen", "rename, unless the specimen holds "
                             "both" },
    [VIB_NEAR] = { "near", "remove one, if it is one measurement" },
    [VIB_NEAR_NAMES] = { "near-names", "one measurement under two names, or "
                         "compounds that no search tells apart" },
    [VIB_LABEL] = { "label", "look at the first: it is like the other, not "
                    "like its own name" },
    [VIB_OUTLIER] = { "outlier", "look at the first: it is like none of its "
                      "name" },
};

typedef struct audit {
    cli_sheet sheet;
    cli_meter meter;
    bool seen[VIB_DOUBTS];
} audit;

static void report(const vib_doubt *doubt, void *payload)
{
    audit *a = payload;
    char id[2][32], similarity[32] = "";

    a->seen[doubt->kind] = true;
    for (size_t i = 0; i < 2; i++)
        snprintf(id[i], sizeof id[i], "%" PRIu64, doubt->id[i]);
    if (!isnan(doubt->similarity))
        snprintf(similarity, sizeof similarity, "%.4f",
                 (double)doubt->similarity);
    cli_sheet_row(&a->sheet, (const char *const[COLUMNS]){
        kinds[doubt->kind].name, id[0], doubt->name[0], doubt->specimen[0],
        id[1], doubt->name[1], doubt->specimen[1], similarity,
        kinds[doubt->kind].advice });
}

/* A table has no room for the advice beside each row: below it, by kind. */
static void advise(audit *a)
{
    for (size_t k = 0; k < VIB_DOUBTS; k++)
        if (a->seen[k]) {
            char *line = cli_format("%s: %s", kinds[k].name, kinds[k].advice);

            cli_sheet_footing(&a->sheet, line);
            free(line);
        }
}

static int show(size_t done, size_t total, const char *line, void *payload)
{
    audit *a = payload;

    return cli_meter_progress(done, total, line, &a->meter);
}

static int run(const char *library, vib_audit how, int format)
{
    vib_db *db = NULL;
    audit a = { 0 };
    size_t shown = cli_format_resolve(format, stdout) == CLI_TABLE
                       ? COLUMNS - 1
                       : COLUMNS;
    size_t found = 0;
    int rc = cli_open_library(&db, library, VIB_READ);

    if (rc != CLI_GO)
        return rc;
    how.report = report;
    how.progress = show;
    how.payload = &a;
    cli_catch_interrupts();
    cli_sheet_open(&a.sheet, stdout, format, columns, shown);
    cli_meter_start(&a.meter);
    a.meter.what = "comparisons";
    rc = vib_db_audit(&found, db, &how);
    cli_meter_end();
    advise(&a);
    cli_sheet_close(&a.sheet);
    if (rc == VIB_OK)
        cli_note("%zu %s to look at; 'vibrary show' has all about a spectrum, "
                 "'rename' and 'remove' change it", found,
                 found == 1 ? "thing" : "things");
    else
        cli_error("%s", vib_last_error());
    vib_db_close(db);
    return rc == VIB_OK ? CLI_DONE : rc == VIB_STOPPED ? CLI_STOPPED
                                                       : CLI_FAILED;
}

int cmd_audit(int argc, char **argv)
{
    vib_audit how = VIB_AUDIT_DEFAULT;
    double near = (double)how.near, alike = (double)how.alike;
    double unlike = (double)how.unlike, margin = (double)how.margin;
    int format = CLI_AUTO;
    const cli_option options[] = {
        { 0, "near", CLI_NUMBER, &near, "HQI",
          "nearly the same from here on [0.995]" },
        { 0, "alike", CLI_NUMBER, &alike, "HQI",
          "perhaps the other's name, from here on [0.85]" },
        { 0, "unlike", CLI_NUMBER, &unlike, "HQI",
          "an outlier below this to all of its name [0.3]" },
        { 0, "margin", CLI_NUMBER, &margin, "HQI",
          "label: more like the other than its own, by this [0.25]" },
        { 0, "format", CLI_CHOICE, &format, CLI_FORMATS, CLI_FORMAT_HELP },
    };
    const cli_usage usage = {
        .command = "audit",
        .operands = "LIB",
        .about = "Find what a curator should look at, a line for each pair of "
                 "spectra:\n"
                 "duplicate    the same points, the same name\n"
                 "same-points  the same points under two names\n"
                 "specimen     one specimen under two names\n"
                 "near         nearly the same, the same name\n"
                 "near-names   nearly the same, under two names\n"
                 "label        the first is like the other, not like its own "
                 "name\n"
                 "outlier      the first is like none of its name",
        .examples = "vibrary audit minerals.vib\n"
                    "vibrary audit minerals.vib | grep ^same-points\n"
                    "vibrary audit minerals.vib --near 0.99\n",
        .least = 1,
        .most = 1,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc != CLI_GO)
        return rc;
    how.near = (float)near;
    how.alike = (float)alike;
    how.unlike = (float)unlike;
    how.margin = (float)margin;
    return run(operands.item[0], how, format);
}
