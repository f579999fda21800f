/* Every file of the shared folder that can be read: written in each of the
 * plain formats, it reads back as the same numbers. */
#include "parse.h"
#include "sanitized.h"
#include "scratch.h"
#include "units.h"

#include <limits.h>
#include <unistd.h>

/* Of each file, where every access to memory is watched. */
enum { SPECTRA_MOST = SANITIZED ? 8 : INT_MAX };

TestSuite(round, .init = scratch_make, .fini = scratch_remove);

/* The spectra of one file. */
typedef struct given {
    vib_spectrum *spectra; /* [capacity], of which count are there */
    size_t count, capacity;
    size_t first, end, at; /* those that are written, and the next of them */
} given;

static int give(vib_spectrum *out, void *payload)
{
    given *g = payload;

    if (g->at == g->end)
        return 0;
    copy_spectrum(out, &g->spectra[g->at++]);
    return 1;
}

static void forget(given *g)
{
    for (size_t i = 0; i < g->count; i++)
        vib_spectrum_release(&g->spectra[i]);
    g->count = 0;
}

static void keep(given *g, vib_spectrum *spectrum)
{
    if (g->count == g->capacity) {
        g->capacity = g->capacity ? 2 * g->capacity : 64;
        g->spectra = realloc(g->spectra, g->capacity * sizeof *g->spectra);
        cr_assert(g->spectra);
    }
    g->spectra[g->count++] = *spectrum;
    *spectrum = (vib_spectrum)VIB_SPECTRUM_INIT;
}

static bool same_axis(const vib_spectrum *a, const vib_spectrum *b)
{
    return a->n == b->n && memcmp(a->x, b->x, a->n * sizeof *a->x) == 0;
}

/* An even axis goes through JCAMP-DX by its ends. */
static void check_points(const vib_spectrum *s, const vib_spectrum *read,
                         bool even)
{
    const char *source = field(s, "source");
    double near = even ? 1e-12 : 0;

    cr_assert_eq(read->n, s->n, "%s: %zu of %zu points", source, read->n,
                 s->n);
    for (size_t i = 0; i < s->n; i++) {
        cr_assert(read->y[i] == s->y[i], "%s: y[%zu] %a %a", source, i,
                  read->y[i], s->y[i]);
        cr_assert(fabs(read->x[i] - s->x[i]) <= near * fabs(s->x[i]) + near,
                  "%s: x[%zu] %a %a", source, i, read->x[i], s->x[i]);
    }
}

static void check_unit(const vib_spectrum *s, const vib_spectrum *read)
{
    const char *unit = field(s, "x_unit"), *back = field(read, "x_unit");

    cr_assert_eq(vib_unit_of(back), vib_unit_of(unit), "%s: x in \"%s\", "
                 "then in \"%s\"", field(s, "source"), unit, back);
}

/* Write spectra first .. end - 1 in one file and read them again. Several that
 * would not be known again in an array are refused, and go alone. */
static void go_round(given *g, size_t first, size_t end, const char *name)
{
    char path[300];
    const char *paths[] = { path };
    vib_spectrum read = VIB_SPECTRUM_INIT;
    vib_reader *reader = NULL;
    size_t written;
    int status;

    snprintf(path, sizeof path, "%s/%s", scratch, name);
    g->at = first;
    g->end = end;
    status = vib_spectra_save(&written, path, NULL, give, g);
    if (status < 0 && end > first + 1 &&
        strstr(vib_last_error(), "would not show which row")) {
        for (; first < end; first++)
            go_round(g, first, first + 1, name);
        return;
    }
    cr_assert_eq(status, VIB_OK, "%s: %s",
                 field(&g->spectra[first], "source"), vib_last_error());
    cr_assert_eq(vib_reader_open(&reader, paths, 1), VIB_OK);
    for (size_t k = first; k < end; k++) {
        cr_assert_eq(vib_reader_next(&read, reader), 1, "%s: %s",
                     field(&g->spectra[k], "source"), vib_last_error());
        check_points(&g->spectra[k], &read, strstr(name, "jdx"));
        if (!strstr(name, "npy")) /* which has room for numbers only */
            check_unit(&g->spectra[k], &read);
        vib_spectrum_release(&read);
    }
    cr_assert_eq(vib_reader_next(&read, reader), 0);
    vib_reader_close(reader);
}

/* All in one JCAMP-DX file; tables of those that share their axis. */
static void check_file(given *g)
{
    if (g->count > 0)
        go_round(g, 0, g->count, "a.jdx");
    for (size_t i = 0, end; i < g->count; i = end) {
        for (end = i + 1; end < g->count &&
                          same_axis(&g->spectra[i], &g->spectra[end]); end++)
            continue;
        go_round(g, i, end, "a.csv");
        go_round(g, i, end, "a.npy");
    }
    forget(g);
}

/* Do two spectra come from one file? Their source ends with "#" and which of
 * its spectra they are. */
static bool one_source(const vib_spectrum *a, const vib_spectrum *b)
{
    const char *source = field(a, "source"), *hash = strrchr(source, '#');
    size_t n = hash ? (size_t)(hash - source) + 1 : strlen(source) + 1;

    return strncmp(source, field(b, "source"), n) == 0;
}

Test(round, every_file_that_can_be_read_comes_back)
{
    const char *paths[] = { VIB_SHARED_DIR "/formats" };
    vib_reader *reader = NULL;
    vib_spectrum s = VIB_SPECTRUM_INIT;
    given g = { 0 };
    size_t files = 0;
    int status;

    if (access(VIB_SHARED_DIR "/formats/truth.csv", R_OK) < 0)
        cr_skip_test("SKIPPED: there is no " VIB_SHARED_DIR);
    cr_assert_eq(vib_reader_open(&reader, paths, 1), VIB_OK);
    while ((status = vib_reader_next(&s, reader)) != 0) {
        if (status < 0)
            continue;
        if (g.count > 0 && !one_source(&s, &g.spectra[g.count - 1])) {
            check_file(&g);
            files++;
        }
        if (g.count < SPECTRA_MOST)
            keep(&g, &s);
        vib_spectrum_release(&s);
    }
    check_file(&g);
    cr_expect_gt(files, 300, "%zu files", files);
    vib_reader_close(reader);
    free(g.spectra);
}
