#include "command.h"
#include "input.h"
#include "options.h"
#include "place.h"
#include "sheet.h"
#include "talk.h"
#include "text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const cli_column columns[] = {
    { .name = "id", .number = true },
    { .name = "key" },
    { .name = "value" },
};
enum { COLUMNS = sizeof columns / sizeof *columns, SUMMARY = 5 };

/* What the points say, as one more field each. */
typedef struct summary {
    const char *key[SUMMARY];
    char value[SUMMARY][32];
} summary;

static double smallest(const double *values, size_t n)
{
    double least = values[0];

    for (size_t i = 1; i < n; i++)
        if (values[i] < least)
            least = values[i];
    return least;
}

static double largest(const double *values, size_t n)
{
    double most = values[0];

    for (size_t i = 1; i < n; i++)
        if (values[i] > most)
            most = values[i];
    return most;
}

static summary summarise(const vib_spectrum *spectrum)
{
    size_t n = spectrum->n;
    summary out = { { "points", "x_min", "x_max", "y_min", "y_max" },
                    { "" } };
    const double range[] = {
        n ? smallest(spectrum->x, n) : 0, n ? largest(spectrum->x, n) : 0,
        n ? smallest(spectrum->y, n) : 0, n ? largest(spectrum->y, n) : 0,
    };

    snprintf(out.value[0], sizeof out.value[0], "%zu", n);
    for (size_t i = 1; i < SUMMARY; i++)
        snprintf(out.value[i], sizeof out.value[i], "%.9g", range[i - 1]);
    return out;
}

/* A row for each field and each number of the summary. */
static void show_rows(cli_sheet *sheet, uint64_t id,
                      const vib_spectrum *spectrum, const summary *points)
{
    char number[32];

    snprintf(number, sizeof number, "%" PRIu64, id);
    for (size_t i = 0; i < spectrum->field_count; i++) {
        const vib_field *field = &spectrum->fields[i];

        cli_sheet_row(sheet, (const char *const[COLUMNS]){
                                 number, field->key, field->value });
    }
    for (size_t i = 0; i < SUMMARY; i++)
        cli_sheet_row(sheet, (const char *const[COLUMNS]){
                                 number, points->key[i], points->value[i] });
}

static bool is_same_key(const vib_field *a, const vib_field *b)
{
    return strcmp(a->key, b->key) == 0;
}

/* The values of field `first` and all after it with its key: a text, or an
 * array of them where there are several. */
static void show_values(const vib_spectrum *spectrum, size_t first)
{
    const vib_field *fields = spectrum->fields;
    size_t n = 0;

    for (size_t i = first; i < spectrum->field_count; i++)
        n += is_same_key(&fields[i], &fields[first]);
    fputs(n > 1 ? "[" : "", stdout);
    cli_json_text(stdout, fields[first].value);
    for (size_t i = first + 1; n > 1 && i < spectrum->field_count; i++)
        if (is_same_key(&fields[i], &fields[first])) {
            fputs(", ", stdout);
            cli_json_text(stdout, fields[i].value);
        }
    fputs(n > 1 ? "]" : "", stdout);
}

static bool is_shown(const vib_spectrum *spectrum, size_t i)
{
    for (size_t before = 0; before < i; before++)
        if (is_same_key(&spectrum->fields[before], &spectrum->fields[i]))
            return true;
    return false;
}

/* Each key once, as JSON asks for. */
static void show_fields(const vib_spectrum *spectrum)
{
    for (size_t i = 0; i < spectrum->field_count; i++) {
        if (is_shown(spectrum, i))
            continue;
        fputs(i ? ", " : "", stdout);
        cli_json_text(stdout, spectrum->fields[i].key);
        fputs(": ", stdout);
        show_values(spectrum, i);
    }
}

/* An object: {"id": 1, "points": 2500, ..., "fields": {...}, still open. */
static void show_object(bool first, uint64_t id, const vib_spectrum *spectrum,
                        const summary *points)
{
    printf("%s{\"id\": %" PRIu64, first ? "[\n " : ",\n ", id);
    for (size_t i = 0; i < SUMMARY; i++)
        printf(", \"%s\": %s", points->key[i], points->value[i]);
    printf(", \"fields\": {");
    show_fields(spectrum);
    putchar('}');
}

/* ---- neighbours -------------------------------------------------------- */

enum { NEIGHBOURS = 5 };

/* The spectra most like this one, itself among them, by the fused score. None
 * when it cannot be searched for, such as without a known laser. */
static void find_neighbours(vib_hits *out, const vib_db *db,
                            const vib_spectrum *spectrum)
{
    vib_search how = VIB_SEARCH_DEFAULT;

    how.k = NEIGHBOURS + 1;
    if (vib_db_search(out, db, spectrum, 1, &how) < 0)
        cli_error("%s", vib_last_error());
}

static bool has_specimen(const vib_db *db, uint64_t id,
                         const vib_spectrum *spectrum)
{
    const char *specimen = cli_field(spectrum, VIB_KEY_SPECIMEN);
    vib_spectrum other = VIB_SPECTRUM_INIT;
    bool same = *specimen && vib_db_fields(&other, db, id) == VIB_OK &&
                strcmp(specimen, cli_field(&other, VIB_KEY_SPECIMEN)) == 0;

    vib_spectrum_release(&other);
    return same;
}

/* "17 Quartz 0.912 own specimen", or as an object. */
static char *neighbour_text(const vib_hit *hit, bool own)
{
    return cli_format("%" PRIu64 " %s %.3f%s", hit->id,
                      cli_text_name(hit->name), (double)hit->score,
                      own ? " own specimen" : "");
}

static void neighbour_object(const vib_hit *hit, bool own, bool first)
{
    printf("%s{\"id\": %" PRIu64 ", \"name\": ", first ? "" : ", ", hit->id);
    cli_json_text(stdout, hit->name);
    printf(", \"score\": %.4f, \"own_specimen\": %s}", (double)hit->score,
           own ? "true" : "false");
}

/* A row each on the sheet, or, without one (NULL), an array. */
static void show_neighbours(cli_sheet *sheet, const vib_db *db, uint64_t id,
                            const vib_spectrum *spectrum)
{
    vib_hits hits = VIB_HITS_INIT;
    char number[32];
    size_t shown = 0;

    snprintf(number, sizeof number, "%" PRIu64, id);
    find_neighbours(&hits, db, spectrum);
    for (size_t i = 0; i < hits.count && shown < NEIGHBOURS; i++) {
        bool own = has_specimen(db, hits.hit[i].id, spectrum);
        char *text;

        if (hits.hit[i].id == id)
            continue;
        if (!sheet) {
            neighbour_object(&hits.hit[i], own, shown++ == 0);
            continue;
        }
        text = neighbour_text(&hits.hit[i], own);
        cli_sheet_row(sheet, (const char *const[COLUMNS]){
                                 number, "neighbour", text });
        free(text);
        shown++;
    }
    vib_hits_release(&hits);
}

static bool get(vib_spectrum *out, const vib_db *db, uint64_t id)
{
    int rc = vib_db_get(out, db, id);

    if (rc < 0)
        cli_error("%s%s", vib_last_error(),
                  rc == VIB_NOT_FOUND ? "; 'vibrary list' shows the ids" : "");
    return rc == VIB_OK;
}

static int show(const vib_db *db, const uint64_t *ids, size_t count,
                int format)
{
    bool as_objects = cli_format_resolve(format, stdout) == CLI_JSON;
    cli_sheet sheet;
    size_t shown = 0;

    cli_sheet_open(&sheet, stdout, as_objects ? CLI_TSV : format, columns,
                   COLUMNS);
    for (size_t i = 0; i < count; i++) {
        vib_spectrum spectrum = VIB_SPECTRUM_INIT;
        summary points;

        if (!get(&spectrum, db, ids[i]))
            continue;
        points = summarise(&spectrum);
        if (as_objects) {
            show_object(shown == 0, ids[i], &spectrum, &points);
            fputs(", \"neighbours\": [", stdout);
            show_neighbours(NULL, db, ids[i], &spectrum);
            fputs("]}", stdout);
        } else {
            show_rows(&sheet, ids[i], &spectrum, &points);
            show_neighbours(&sheet, db, ids[i], &spectrum);
        }
        shown++;
        vib_spectrum_release(&spectrum);
    }
    if (as_objects)
        puts(shown ? "\n]" : "[]");
    else
        cli_sheet_close(&sheet);
    return shown == count ? CLI_DONE : CLI_FAILED;
}

int cmd_show(int argc, char **argv)
{
    int format = CLI_AUTO;
    const cli_option options[] = {
        { 0, "format", CLI_CHOICE, &format, CLI_FORMATS, CLI_FORMAT_HELP },
    };
    const cli_usage usage = {
        .command = "show",
        .operands = "LIB ID...",
        .about = "Show all that is known about spectra of a library, and the "
                 "five others that are\nmost like each, with their fused "
                 "scores. In JSON, the values of a key that "
                 "comes\nseveral times, such as tag, are an array.",
        .examples = "vibrary show minerals.vib 17\n"
                    "vibrary show minerals.vib 17 18 --format json\n",
        .least = 2,
        .most = SIZE_MAX,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    vib_db *db = NULL;
    uint64_t *ids = NULL;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc != CLI_GO)
        return rc;
    ids = cli_parse_ids(operands.item + 1, operands.count - 1);
    if (!ids)
        return CLI_MISUSE;
    rc = cli_open_library(&db, operands.item[0], VIB_READ);
    if (rc == CLI_GO)
        rc = show(db, ids, operands.count - 1, format);
    vib_db_close(db);
    free(ids);
    return rc;
}
