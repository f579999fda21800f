/* What is written reads back as the same numbers. */
#include "parse.h"
#include "random.h"
#include "scratch.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

TestSuite(save, .init = scratch_make, .fini = scratch_remove);

/* Gives spectra [count], which stay the caller's. */
typedef struct given {
    const vib_spectrum *spectra;
    size_t count, at;
} given;

static int give(vib_spectrum *out, void *payload)
{
    given *g = payload;

    if (g->at == g->count)
        return 0;
    copy_spectrum(out, &g->spectra[g->at++]);
    return 1;
}

static int save(const char *path, const vib_spectrum *spectra, size_t count)
{
    given g = { spectra, count, 0 };
    size_t written = 0;
    int status = vib_spectra_save(&written, path, NULL, give, &g);

    if (status == VIB_OK)
        cr_assert_eq(written, count);
    return status;
}

static vib_spectrum make(size_t n, double first, double step)
{
    vib_spectrum s;

    cr_assert_eq(vib_points_new(&s, n), VIB_OK);
    for (size_t i = 0; i < n; i++)
        s.x[i] = first + step * (double)i;
    return s;
}

/* Save, read, compare: y to the bit, x to the bit or as an even axis. */
static void check_round(const char *ending, const vib_spectrum *spectra,
                        size_t count)
{
    char path[300];
    const char *paths[] = { path };
    vib_reader *reader = NULL;

    snprintf(path, sizeof path, "%s/a%s", scratch, ending);
    cr_assert_eq(save(path, spectra, count), VIB_OK, "%s", vib_last_error());
    cr_assert_eq(vib_reader_open(&reader, paths, 1), VIB_OK);
    for (size_t k = 0; k < count; k++) {
        vib_spectrum s = VIB_SPECTRUM_INIT;

        cr_assert_eq(vib_reader_next(&s, reader), 1, "%s %s", ending,
                     vib_last_error());
        cr_assert_eq(s.n, spectra[k].n);
        for (size_t i = 0; i < s.n; i++) {
            double x = spectra[k].x[i];

            cr_assert(s.y[i] == spectra[k].y[i], "%s y[%zu] %a %a", ending, i,
                      s.y[i], spectra[k].y[i]);
            cr_assert(fabs(s.x[i] - x) <= 1e-12 * fabs(x), "%s x[%zu] %a %a",
                      ending, i, s.x[i], x);
        }
        vib_spectrum_release(&s);
    }
    vib_reader_close(reader);
}

static const char *const endings[] = { ".csv", ".jdx", ".npy" };
enum { ENDINGS = sizeof endings / sizeof *endings };

/* One of the kinds of numbers that instruments give. */
static double some_number(vib_random *random, size_t kind)
{
    double value = vib_random_uniform(random) * 2 - 1;

    switch (kind) {
    case 0: /* counts */
        return rint(value * 60000);
    case 1: /* decimals */
        return rint(value * 1e6) / 1e4;
    case 2: /* floats */
        return (double)(float)(value * 1000);
    case 3: /* floats of very different sizes */
        return (double)(float)ldexp(value, (int)vib_random_below(random, 90));
    case 4: /* doubles */
        return value;
    default: /* long runs of the same */
        return vib_random_below(random, 9) == 0 ? 7 : 0;
    }
}

Test(save, numbers_of_all_kinds_come_back)
{
    vib_random random = vib_random_stream(5, 6, 7);

    for (size_t kind = 0; kind < 6; kind++)
        for (size_t k = 0; k < ENDINGS; k++) {
            vib_spectrum s = make(200, 399.7, -0.25);

            for (size_t i = 0; i < s.n; i++)
                s.y[i] = some_number(&random, kind);
            check_round(endings[k], &s, 1);
            s.x[17] += 0.01; /* no longer even */
            check_round(endings[k], &s, 1);
            vib_spectrum_release(&s);
        }
}

Test(save, several_spectra_come_back)
{
    vib_spectrum s[3];

    for (size_t k = 0; k < 3; k++) {
        s[k] = make(5, 100, 2);
        for (size_t i = 0; i < 5; i++)
            s[k].y[i] = (double)(k * 10 + i) / 8;
    }
    for (size_t k = 0; k < ENDINGS; k++)
        check_round(endings[k], s, 3);
    for (size_t k = 0; k < 3; k++)
        vib_spectrum_release(&s[k]);
}

/* What a reader would take for columns is not written as rows. */
Test(save, an_array_that_would_be_misread_is_refused)
{
    vib_spectrum two[2] = { make(2, 100, 2), make(2, 100, 2) };
    vib_spectrum many[4];
    char path[300];

    two[0].y[0] = 7;
    two[1].y[1] = 5;
    check_round(".npy", two, 1);
    snprintf(path, sizeof path, "%s/b.npy", scratch);
    cr_assert_eq(save(path, two, 2), VIB_BAD_DATA);
    cr_assert_mentions(vib_last_error(), "which row is the axis");
    for (size_t k = 0; k < 4; k++) {
        many[k] = make(3, 100, 2);
        many[k].y[0] = 200 + (double)k;
    }
    cr_expect_eq(save(path, many, 4), VIB_BAD_DATA);
    many[3].y[0] = 0;
    check_round(".npy", many, 4);
    for (size_t k = 0; k < 4; k++)
        vib_spectrum_release(&many[k]);
    vib_spectrum_release(&two[0]);
    vib_spectrum_release(&two[1]);
}

Test(save, only_jcamp_takes_spectra_whose_axes_differ)
{
    vib_spectrum s[2] = { make(3, 100, 2), make(4, 7, -1) };
    char path[300];

    check_round(".jdx", s, 2);
    snprintf(path, sizeof path, "%s/b.csv", scratch);
    cr_assert_eq(save(path, s, 2), VIB_BAD_DATA);
    cr_assert_mentions(vib_last_error(), "spectrum 1");
    cr_assert_mentions(vib_last_error(), "write JCAMP-DX");
    cr_expect_lt(access(path, F_OK), 0, "half a file is left");
    vib_spectrum_release(&s[0]);
    vib_spectrum_release(&s[1]);
}

Test(save, metadata_goes_through_jcamp)
{
    static const char *const fields[][2] = {
        { "title", "one $$ two" }, { "name", "Quartz" }, { "laser", "532" },
        { "technique", "raman" }, { "MOLFORM", "Si O2" },
        { "odd=key", "a\n##b\nc" },
    };
    static const char *const expected[][2] = {
        { "title", "one $ $ two" }, { "name", "Quartz" }, { "laser", "532" },
        { "technique", "raman" }, { "MOLFORM", "Si O2" },
        { "$odd_key", "a\n# #b\nc" }, { "x_unit", "1/CM" },
        { "y_unit", "counts" },
    };
    vib_spectrum s = make(3, 100, 2), read = VIB_SPECTRUM_INIT;
    char path[300];

    vib_spectrum_set(&s, "x_unit", "Raman shift cm-1");
    vib_spectrum_set(&s, "y_unit", "counts");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        vib_spectrum_set(&s, fields[i][0], fields[i][1]);
    snprintf(path, sizeof path, "%s/m.dx", scratch);
    cr_assert_eq(save(path, &s, 1), VIB_OK);
    cr_assert_eq(vib_spectrum_load(&read, path), VIB_OK);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        cr_expect_str_eq(field(&read, expected[i][0]), expected[i][1], "%s",
                         expected[i][0]);
    vib_spectrum_release(&read);
    vib_spectrum_release(&s);
}

Test(save, nothing_is_written_of_nothing)
{
    char path[300];

    snprintf(path, sizeof path, "%s/n.npy", scratch);
    cr_assert_eq(save(path, NULL, 0), VIB_BAD_DATA);
    cr_expect_lt(access(path, F_OK), 0);
    cr_assert_eq(save("a.doc", NULL, 0), VIB_BAD_ARG);
    cr_assert_mentions(vib_last_error(), "csv, jcamp and npy");
}

/* A limit of the size of files is for a program what a full disk is. */
Test(save, what_cannot_be_written_is_told_before_all_is_read)
{
    enum { MANY = 200, POINTS = 1000, READ_AHEAD = 20 };
    const struct rlimit limit = { 100000, 100000 };
    vib_spectrum one = make(POINTS, 100, 1), many[MANY];
    static const char *const kinds[] = { ".jdx", ".npy" };

    for (size_t i = 0; i < POINTS; i++)
        one.y[i] = sqrt((double)i);
    for (size_t k = 0; k < MANY; k++)
        many[k] = one;
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    for (size_t k = 0; k < 2; k++) {
        given g = { many, MANY, 0 };
        const char *path = scratch_path(kinds[k]);
        size_t written = 7;

        cr_expect_eq(vib_spectra_save(&written, path, NULL, give, &g),
                     VIB_SYSTEM);
        cr_expect(strstr(vib_last_error(), strerror(EFBIG)), "%s",
                  vib_last_error());
        cr_expect(strstr(vib_last_error(), path), "%s", vib_last_error());
        cr_expect_lt(g.at, READ_AHEAD);
        cr_expect_eq(written, 7);
        cr_expect(access(path, F_OK) < 0);
    }
    vib_spectrum_release(&one);
}
