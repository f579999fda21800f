/* The files of the shared data folder against its table of expected values,
 * truth.csv, and the counts of its archives. */
#include "parse.h"

#include "units.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

/* The formats that have a reader, as column `format` of truth.csv calls them,
 * and how many rows they have there: one line for each. Rows that are wrong
 * are in truth/<format>.csv; see truth/README.md. */
static const struct {
    const char *name;
    size_t rows;
} formats[] = {
    { "jcamp", 290 },
    { "jcamp_ntuples", 6 },
    { "spc", 58 },
    { "labspec_text", 4 },
    { "labspec_xml", 4 },
    { "oceanoptics_avantes_text", 39 },
    { "asd", 3 },
    { "asd_text", 1 },
    { "rruff_text", 3 },
    { "spc_text", 4 },
    { "text_text", 29 },
    { "text_bwspec", 3 },
    { "wdf_text", 1 },
    { "wdf", 19 },
    { "opus", 55 },
    { "omnic", 10 },
    { "perkinelmer_sp", 1 },
    { "spe", 5 },
    { "witec_text", 4 },
};

enum { FORMATS = sizeof formats / sizeof *formats };

enum { LINE = 2048, PATH = 512 };
enum { FILE_NAME, FORMAT, POINTS, X_FIRST, X_LAST, Y_FIRST, Y_LAST, Y_MIN,
       Y_MAX, X_UNIT, Y_UNIT, TITLE, SOURCE, COLUMNS };

typedef struct truth_row {
    char line[LINE];
    char *cell[COLUMNS]; /* in line */
} truth_row;

/* Where the shared folder is absent its tests are skipped, loudly. */
static void require_shared(void)
{
    if (access(VIB_SHARED_DIR "/formats/truth.csv", R_OK) < 0)
        cr_skip_test("SKIPPED: there is no " VIB_SHARED_DIR);
}

/* Split a row of csv in place. */
static size_t split(char *cell[COLUMNS], char *at)
{
    bool last = false;
    size_t n = 0;

    at[strcspn(at, "\r\n")] = '\0';
    while (n < COLUMNS && !last) {
        bool quoted = *at == '"';
        char *end = quoted ? strchr(++at, '"') : at + strcspn(at, ",");

        cr_assert(end, "no end of a quotation: %s", at);
        cell[n++] = at;
        last = end[quoted] == '\0';
        at = end + quoted + 1;
        *end = '\0';
    }
    return n;
}

/* The next row of a table; false at its end. */
static bool next_row(truth_row *row, FILE *table)
{
    if (!fgets(row->line, sizeof row->line, table))
        return false;
    cr_assert(strchr(row->line, '\n'), "a row too long: %s", row->line);
    cr_assert_eq(split(row->cell, row->line), COLUMNS, "%s", row->line);
    return true;
}

/* Put what truth/<format>.csv knows better into *row; *better holds it. */
static void correct(truth_row *row, truth_row *better)
{
    char path[PATH];
    bool found = false;
    FILE *table;

    snprintf(path, sizeof path, "%s/tests/formats/truth/%s.csv",
             VIB_SOURCE_DIR, row->cell[FORMAT]);
    table = fopen(path, "r");
    while (table && !found && next_row(better, table))
        found = strcmp(better->cell[FILE_NAME], row->cell[FILE_NAME]) == 0;
    if (table)
        fclose(table);
    for (size_t i = POINTS; i < COLUMNS && found; i++)
        if (*better->cell[i])
            row->cell[i] = better->cell[i];
}

/* Is this the spectrum that the name in the table means? "#k": the k-th of its
 * file; "@key": the first whose field "block" is key; else the first. */
static bool is_meant(const vib_spectrum *s, size_t k, const char *part)
{
    if (*part == '@')
        return strcmp(field(s, "block"), part + 1) == 0;
    return k == (*part == '#' ? strtoul(part + 1, NULL, 10) : 0);
}

/* Load the spectrum of a row; false when its file does not give it. */
static bool load(vib_spectrum *out, const char *name)
{
    char path[PATH];
    const char *paths[] = { path }, *dot = strrchr(name, '.');
    const char *part = dot + strcspn(dot, "#@");
    vib_reader *reader = NULL;
    bool found = false;
    int status = 1;

    snprintf(path, sizeof path, "%s/formats/%.*s", VIB_SHARED_DIR,
             (int)(part - name), name);
    cr_assert_eq(vib_reader_open(&reader, paths, 1), VIB_OK);
    for (size_t k = 0; !found && status == 1; k++) {
        vib_spectrum_release(out);
        status = vib_reader_next(out, reader);
        found = status == 1 && is_meant(out, k, part);
    }
    vib_reader_close(reader);
    return found;
}

/* An empty cell says nothing. */
static bool close_to(double value, const char *expected, double tolerance)
{
    return !*expected || fabs(value - strtod(expected, NULL)) <= tolerance;
}

static double range(char *const cells[], int a, int b)
{
    double width = fabs(strtod(cells[b], NULL) - strtod(cells[a], NULL));

    return width > 0 ? width : 1;
}

static void check_points(const vib_spectrum *s, char *const cells[])
{
    double low = INFINITY, high = -INFINITY;
    double x_off = 1e-5 * range(cells, X_FIRST, X_LAST);
    double y_off = 2e-5 * range(cells, Y_MIN, Y_MAX);

    for (size_t i = 0; i < s->n; i++) {
        low = fmin(low, s->y[i]);
        high = fmax(high, s->y[i]);
    }
    cr_expect_eq(s->n, strtoul(cells[POINTS], NULL, 10), "%s: %zu points",
                 cells[FILE_NAME], s->n);
    cr_expect(close_to(s->x[0], cells[X_FIRST], x_off) &&
              close_to(s->x[s->n - 1], cells[X_LAST], x_off),
              "%s: x %.9g to %.9g", cells[FILE_NAME], s->x[0],
              s->x[s->n - 1]);
    cr_expect(close_to(s->y[0], cells[Y_FIRST], y_off) &&
              close_to(s->y[s->n - 1], cells[Y_LAST], y_off),
              "%s: y %.9g to %.9g", cells[FILE_NAME], s->y[0],
              s->y[s->n - 1]);
    cr_expect(close_to(low, cells[Y_MIN], y_off) &&
              close_to(high, cells[Y_MAX], y_off),
              "%s: y within %.9g to %.9g", cells[FILE_NAME], low, high);
}

/* Where the table has units and title: the same unit of the axis, however it
 * is written; the others word for word, but for the case of letters. */
static void check_words(const vib_spectrum *s, char *const cells[])
{
    if (*cells[X_UNIT])
        cr_expect_eq(vib_unit_of(field(s, "x_unit")),
                     vib_unit_of(cells[X_UNIT]), "%s: x in %s",
                     cells[FILE_NAME], field(s, "x_unit"));
    if (*cells[Y_UNIT])
        cr_expect_eq(strcasecmp(field(s, "y_unit"), cells[Y_UNIT]), 0,
                     "%s: y in %s", cells[FILE_NAME], field(s, "y_unit"));
    if (*cells[TITLE])
        cr_expect_str_eq(field(s, "title"), cells[TITLE], "%s",
                         cells[FILE_NAME]);
}

static void check_row(truth_row *row)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;
    truth_row better;
    bool given;

    correct(row, &better);
    given = load(&s, row->cell[FILE_NAME]);
    if (strcmp(row->cell[POINTS], "0") == 0) {
        cr_expect(!given, "%s is read, though %s", row->cell[FILE_NAME],
                  row->cell[SOURCE]);
    } else if (!given) {
        cr_expect_fail("%s: %s", row->cell[FILE_NAME], vib_last_error());
    } else {
        check_points(&s, row->cell);
        check_words(&s, row->cell);
    }
    vib_spectrum_release(&s);
}

Test(truth, every_row_of_the_formats_with_a_reader_is_what_we_read)
{
    size_t checked[FORMATS] = { 0 };
    truth_row row;
    FILE *table;

    require_shared();
    table = fopen(VIB_SHARED_DIR "/formats/truth.csv", "r");
    cr_assert(table);
    while (next_row(&row, table))
        for (size_t i = 0; i < FORMATS; i++)
            if (strcmp(row.cell[FORMAT], formats[i].name) == 0) {
                check_row(&row);
                checked[i]++;
            }
    fclose(table);
    for (size_t i = 0; i < FORMATS; i++)
        cr_expect_eq(checked[i], formats[i].rows, "%s: %zu rows",
                     formats[i].name, checked[i]);
}

Test(truth, the_archives_have_as_many_spectra_as_they_say)
{
    static const struct {
        const char *path;
        size_t spectra;
        const char *format, *x_unit;
    } archives[] = {
        { "/data/rruff_raw_processed_pairs.zip", 138, "rruff", "cm-1" },
        { "/data/primpke_ftir.zip", 270, "delimited", "" },
        { "/data/ramanmp_plastics_pigments.zip", 356, "delimited", "" },
    };

    require_shared();
    for (size_t i = 0; i < sizeof archives / sizeof *archives; i++) {
        char path[PATH];
        const char *paths[] = { path };
        vib_reader *reader = NULL;
        vib_spectrum s = VIB_SPECTRUM_INIT;
        size_t n = 0;

        snprintf(path, sizeof path, "%s%s", VIB_SHARED_DIR, archives[i].path);
        cr_assert_eq(vib_reader_open(&reader, paths, 1), VIB_OK);
        for (; vib_reader_next(&s, reader) == 1; n++) {
            cr_assert_str_eq(field(&s, "format"), archives[i].format);
            cr_assert_str_eq(field(&s, "x_unit"), archives[i].x_unit);
            cr_assert(*field(&s, "name"));
            vib_spectrum_release(&s);
        }
        cr_expect_eq(n, archives[i].spectra, "%s: %zu, then %s", path, n,
                     vib_last_error());
        vib_reader_close(reader);
    }
}
