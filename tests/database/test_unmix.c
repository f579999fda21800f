#include "vibrary.h"

#include <criterion/criterion.h>

#include "scene.h"

/* Spectrum number `which`: bands narrow enough to be above the baseline whole,
 * of area 100 together. */
static vib_spectrum narrow(uint64_t which)
{
    enum { BANDS = 4 };
    vib_random bands = vib_random_stream(which, 2, 0);
    vib_spectrum spectrum = scene_spectrum(1, 0);
    double area = 0;

    memset(spectrum.y, 0, spectrum.n * sizeof *spectrum.y);
    for (int band = 0; band < BANDS; band++) {
        double at = 180 + 950 * vib_random_uniform(&bands);
        double height = 0.3 + vib_random_uniform(&bands);

        for (size_t i = 0; i < spectrum.n; i++) {
            double d = (spectrum.x[i] - at) / 6;

            spectrum.y[i] += height * exp(-d * d);
        }
    }
    for (size_t i = 0; i < spectrum.n; i++)
        area += spectrum.y[i];
    for (size_t i = 0; i < spectrum.n; i++)
        spectrum.y[i] *= 100 / area;
    return spectrum;
}

/* These parts of them, with noise. */
static vib_spectrum mix(const uint64_t *which, const double *part, size_t count)
{
    vib_random noise = vib_random_stream(9, 0, 0);
    vib_spectrum sum = narrow(1);

    for (size_t i = 0; i < sum.n; i++)
        sum.y[i] = 0.01 * vib_random_normal(&noise);
    for (size_t k = 0; k < count; k++) {
        vib_spectrum one = narrow(which[k]);

        for (size_t i = 0; i < one.n; i++)
            sum.y[i] += part[k] * one.y[i];
        vib_spectrum_release(&one);
    }
    return sum;
}

/* Compounds 1 .. n. */
static void fill(vib_db *db, size_t n)
{
    for (size_t i = 1; i <= n; i++) {
        vib_spectrum spectrum = narrow(i);
        char name[32];

        snprintf(name, sizeof name, "compound %zu", i);
        OK(vib_spectrum_set(&spectrum, VIB_KEY_NAME, name));
        scene_add(db, spectrum);
    }
}

static vib_mixture unmix(const vib_db *db, vib_spectrum query,
                         const vib_unmix *how)
{
    vib_mixture mixture = VIB_MIXTURE_INIT;

    OK(vib_db_unmix(&mixture, db, &query, how));
    vib_spectrum_release(&query);
    return mixture;
}

Test(unmix, two_components_are_found_with_their_fractions)
{
    static const uint64_t which[] = { 7, 12 };
    static const double part[] = { 0.7, 0.3 };
    vib_unmix how = VIB_UNMIX_DEFAULT;
    struct scene scene;
    vib_mixture mixture;

    scene_begin(&scene);
    fill(scene.db, 30);
    mixture = unmix(scene.db, mix(which, part, 2), &how);
    cr_assert_eq(mixture.count, 2);
    for (size_t i = 0; i < 2; i++) {
        cr_expect_eq(mixture.component[i].id, which[i]);
        cr_expect_float_eq(mixture.component[i].fraction, part[i], 0.03);
        cr_expect_gt(mixture.component[i].confidence, 0.95);
        cr_expect_eq(mixture.component[i].shift, 0);
    }
    cr_expect_str_eq(mixture.component[0].name, "compound 7");
    cr_expect_lt(mixture.residual, 0.02);
    vib_mixture_release(&mixture);
    scene_end(&scene);
}

Test(unmix, one_component_stays_one)
{
    static const uint64_t which[] = { 3 };
    static const double part[] = { 1 };
    vib_unmix how = VIB_UNMIX_DEFAULT;
    struct scene scene;
    vib_mixture mixture;

    scene_begin(&scene);
    fill(scene.db, 30);
    mixture = unmix(scene.db, mix(which, part, 1), &how);
    cr_assert_eq(mixture.count, 1);
    cr_expect_eq(mixture.component[0].id, 3);
    cr_expect_float_eq(mixture.component[0].fraction, 1, 1e-6);
    vib_mixture_release(&mixture);
    scene_end(&scene);
}

Test(unmix, the_fit_is_the_baseline_and_the_parts)
{
    static const uint64_t which[] = { 7, 12 };
    static const double part[] = { 0.6, 0.4 };
    vib_unmix how = VIB_UNMIX_DEFAULT;
    struct scene scene;
    vib_mixture m;

    scene_begin(&scene);
    fill(scene.db, 20);
    m = unmix(scene.db, mix(which, part, 2), &how);
    cr_assert_gt(m.n, 200);
    for (size_t i = 0; i < m.n; i++) {
        float sum = m.baseline[i];

        for (size_t k = 0; k < m.count; k++)
            sum += m.component[k].part[i];
        cr_assert_float_eq(m.fit[i], sum, 1e-5);
        cr_assert_float_eq(m.fit[i], m.measured[i], 0.2);
        cr_assert(i == 0 || m.x[i] > m.x[i - 1]);
    }
    vib_mixture_release(&m);
    scene_end(&scene);
}

Test(unmix, passes_over_what_does_not_hold_and_stops_at_most)
{
    static const uint64_t which[] = { 7, 12 };
    static const double part[] = { 0.7, 0.3 };
    vib_unmix how = VIB_UNMIX_DEFAULT;
    vib_where *where = NULL;
    struct scene scene;
    vib_mixture mixture;

    scene_begin(&scene);
    fill(scene.db, 20);
    how.most = 1;
    mixture = unmix(scene.db, mix(which, part, 2), &how);
    cr_expect_eq(mixture.count, 1);
    cr_expect_eq(mixture.component[0].id, 7);
    vib_mixture_release(&mixture);
    OK(vib_where_open(&where, "not name='compound 7'"));
    how.most = 8;
    how.where = where;
    mixture = unmix(scene.db, mix(which, part, 2), &how);
    for (size_t i = 0; i < mixture.count; i++)
        cr_expect_neq(mixture.component[i].id, 7);
    vib_mixture_release(&mixture);
    vib_where_close(where);
    scene_end(&scene);
}

Test(unmix, refuses_sizes_that_are_none_and_flat_spectra)
{
    static const size_t bad[][2] = { { 0, 32 }, { 9, 32 }, { SIZE_MAX, 32 },
                                     { 4, 0 }, { 4, 101 }, { 4, SIZE_MAX } };
    vib_mixture mixture = VIB_MIXTURE_INIT;
    vib_spectrum query = scene_spectrum(1, 0);
    vib_unmix how = VIB_UNMIX_DEFAULT;
    struct scene scene;

    scene_begin(&scene);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        vib_unmix wrong = { bad[i][0], bad[i][1], NULL };

        cr_expect_eq(vib_db_unmix(&mixture, scene.db, &query, &wrong),
                     VIB_BAD_ARG);
    }
    for (size_t i = 0; i < query.n; i++)
        query.y[i] = 1;
    cr_expect_eq(vib_db_unmix(&mixture, scene.db, &query, &how), VIB_BAD_DATA);
    cr_expect_null(mixture.component);
    vib_spectrum_release(&query);
    scene_end(&scene);
}

Test(unmix, an_empty_library_has_no_components)
{
    vib_unmix how = { 8, 100, NULL };
    struct scene scene;
    vib_mixture mixture;

    scene_begin(&scene);
    mixture = unmix(scene.db, scene_spectrum(1, 1), &how);
    cr_expect_eq(mixture.count, 0);
    cr_expect_gt(mixture.n, 0);
    vib_mixture_release(&mixture);
    scene_end(&scene);
}
