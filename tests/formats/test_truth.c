/* The text files of the shared data folder against its table of expected
 * values, truth.csv, and the counts of its archives. */
#include "parse.h"

#include "units.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { COLUMNS = 13, ROW = 2048, PATH = 512 };
enum { FILE_NAME, FORMAT, POINTS, X_FIRST, X_LAST, Y_FIRST, Y_LAST, Y_MIN,
       Y_MAX, X_UNIT, Y_UNIT, TITLE };

/* Rows of truth.csv that are wrong, with what is right. Each was taken from
 * "the longest numeric table, first column x, second y". */
static const struct {
    const char *file, *reason;
    size_t n;
    double x_first, x_last;
} wrong[] = {
    { "text/ramanchada2/PST_532_SEX139.txt",
      "x is Raman_Shift, not the pixel; y is Processed_Data, not Wavelength",
      2048, -1118.2901370987172, 4751.536933410046 },
    { "text/ramanchada2/PST_532nm_EZI860.txt",
      "x is Raman_Shift, not the pixel; y is Processed_Data, not Wavelength",
      2048, -1108.7552434383913, 4744.7110501634315 },
    { "oceanoptics_avantes/photobiology/SPECTRUM0005.jaz",
      "stops at nan in another column: there are 2048 pixels", 2048,
      190.313904, 892.611511 },
    { "oceanoptics_avantes/photobiology/SPECTRUM0006.jaz",
      "stops at nan in another column: there are 2048 pixels", 2048,
      190.313904, 892.611511 },
    { "oceanoptics_avantes/photobiology/SPECTRUM0011.jaz",
      "stops at nan in another column: there are 2048 pixels", 2048,
      190.313904, 892.611511 },
    { "oceanoptics_avantes/photobiology/SPECTRUM0015.jaz",
      "stops at nan in another column: there are 2048 pixels", 2048,
      190.313904, 892.611511 },
};

static void require_shared(void)
{
    if (access(VIB_SHARED_DIR "/formats/truth.csv", R_OK) < 0)
        cr_skip_test("SKIPPED: there is no " VIB_SHARED_DIR);
}

/* Split a row of csv in place. */
static size_t split(char *cells[COLUMNS], char *row)
{
    size_t n = 0;

    row[strcspn(row, "\r\n")] = '\0';
    while (n < COLUMNS) {
        char *end;

        if (*row == '"') {
            cells[n++] = ++row;
            end = strchr(row, '"');
            cr_assert(end);
            *end++ = '\0';
        } else {
            cells[n++] = row;
            end = row + strcspn(row, ",");
        }
        if (*end == '\0')
            break;
        *end = '\0';
        row = end + 1;
    }
    return n;
}

/* Load spectrum k ("#k") of a file. */
static void load(vib_spectrum *out, const char *file)
{
    char path[PATH];
    const char *paths[] = { path }, *number = strchr(file, '#');
    size_t k = number ? strtoul(number + 1, NULL, 10) : 0;
    vib_reader *reader = NULL;

    snprintf(path, sizeof path, "%s/formats/%.*s", VIB_SHARED_DIR,
             number ? (int)(number - file) : PATH / 2, file);
    cr_assert_eq(vib_reader_open(&reader, paths, 1), VIB_OK);
    for (size_t i = 0; i <= k; i++) {
        vib_spectrum_release(out);
        cr_assert_eq(vib_reader_next(out, reader), 1, "%s: %s", file,
                     vib_last_error());
    }
    vib_reader_close(reader);
}

static bool close_to(double value, const char *expected, double tolerance)
{
    return fabs(value - strtod(expected, NULL)) <= tolerance;
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
              "%s: x %g to %g", cells[FILE_NAME], s->x[0], s->x[s->n - 1]);
    cr_expect(close_to(s->y[0], cells[Y_FIRST], y_off) &&
              close_to(s->y[s->n - 1], cells[Y_LAST], y_off),
              "%s: y %g to %g", cells[FILE_NAME], s->y[0], s->y[s->n - 1]);
    cr_expect(close_to(low, cells[Y_MIN], y_off) &&
              close_to(high, cells[Y_MAX], y_off), "%s: y within %g to %g",
              cells[FILE_NAME], low, high);
}

/* Where the table has units and title: the same unit, however it is written. */
static void check_words(const vib_spectrum *s, char *const cells[])
{
    if (*cells[X_UNIT])
        cr_expect_eq(vib_unit_of(field(s, "x_unit")),
                     vib_unit_of(cells[X_UNIT]), "%s: %s", cells[FILE_NAME],
                     field(s, "x_unit"));
    if (*cells[Y_UNIT])
        cr_expect_str_eq(field(s, "y_unit"), cells[Y_UNIT], "%s",
                         cells[FILE_NAME]);
    if (*cells[TITLE])
        cr_expect_str_eq(field(s, "title"), cells[TITLE], "%s",
                         cells[FILE_NAME]);
}

static bool is_ours(const char *format)
{
    const char *end = strrchr(format, '_');

    return end && (strcmp(end, "_text") == 0 || strcmp(end, "_bwspec") == 0);
}

static bool is_wrong(const char *file)
{
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (strcmp(wrong[i].file, file) == 0)
            return true;
    return false;
}

Test(truth, text_files_agree_with_it)
{
    char row[ROW], *cells[COLUMNS];
    size_t checked = 0;
    FILE *table;

    require_shared();
    table = fopen(VIB_SHARED_DIR "/formats/truth.csv", "r");
    cr_assert(table);
    while (fgets(row, sizeof row, table)) {
        vib_spectrum s = VIB_SPECTRUM_INIT;

        cr_assert_geq(split(cells, row), TITLE + 1);
        if (!is_ours(cells[FORMAT]) || is_wrong(cells[FILE_NAME]))
            continue;
        load(&s, cells[FILE_NAME]);
        check_points(&s, cells);
        check_words(&s, cells);
        vib_spectrum_release(&s);
        checked++;
    }
    fclose(table);
    cr_expect_geq(checked, 82, "only %zu rows were checked", checked);
}

Test(truth, where_it_is_wrong_we_read_what_is_right)
{
    require_shared();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        vib_spectrum s = VIB_SPECTRUM_INIT;

        load(&s, wrong[i].file);
        cr_expect(s.n == wrong[i].n && s.x[0] == wrong[i].x_first &&
                  s.x[s.n - 1] == wrong[i].x_last, "%s (%s): %zu, %.17g %.17g",
                  wrong[i].file, wrong[i].reason, s.n, s.x[0], s.x[s.n - 1]);
        vib_spectrum_release(&s);
    }
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
