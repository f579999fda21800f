#include "vibrary.h"

#include <criterion/criterion.h>

#include "scene.h"

/* A spectrum with bands at these places. */
static vib_spectrum spectrum_of(const double *at, size_t bands)
{
    vib_spectrum spectrum = scene_spectrum(1, 0);

    for (size_t i = 0; i < spectrum.n; i++) {
        spectrum.y[i] = 10;
        for (size_t k = 0; k < bands; k++)
            spectrum.y[i] += 1000 / (double)(k + 1) /
                             (1 + pow((spectrum.x[i] - at[k]) / 8, 2));
    }
    return spectrum;
}

static const double of_unknown[] = { 300, 500, 700 };
static const double of_reference[] = { 303, 702, 1000 };

static vib_reasons explain(const vib_db *db, vib_spectrum query,
                           const vib_comparison *what)
{
    vib_reasons reasons = VIB_REASONS_INIT;

    OK(vib_db_explain(&reasons, db, &query, what));
    vib_spectrum_release(&query);
    return reasons;
}

Test(explain, tells_which_bands_are_found_missing_and_extra)
{
    static const vib_reason_kind kinds[] = { VIB_BAND_FOUND, VIB_BAND_MISSING,
                                           VIB_BAND_FOUND, VIB_BAND_EXTRA };
    struct scene scene;
    vib_comparison what = { .id = 1 };
    vib_reasons reasons;

    scene_begin(&scene);
    scene_add(scene.db, spectrum_of(of_reference, 3));
    reasons = explain(scene.db, spectrum_of(of_unknown, 3), &what);
    cr_assert_eq(reasons.count, 4);
    for (size_t i = 0; i < 4; i++)
        cr_expect_eq(reasons.band[i].kind, kinds[i]);
    cr_expect_float_eq(reasons.band[0].query, 300, 1);
    cr_expect_float_eq(reasons.band[0].reference, 303, 1);
    cr_expect_float_eq(reasons.band[1].query, 500, 1);
    cr_expect(isnan(reasons.band[1].reference));
    cr_expect_float_eq(reasons.band[3].reference, 1000, 1);
    cr_expect_gt(reasons.agreement, 0.4);
    cr_expect_lt(reasons.agreement, 0.9);
    vib_reasons_release(&reasons);
    scene_end(&scene);
}

Test(explain, looks_only_where_something_counts)
{
    static const vib_region region = { 900, 1300, 0 };
    struct scene scene;
    vib_comparison what = { 1, 0, &region, 1 };
    vib_reasons reasons;

    scene_begin(&scene);
    scene_add(scene.db, spectrum_of(of_reference, 3));
    reasons = explain(scene.db, spectrum_of(of_unknown, 3), &what);
    cr_expect_eq(reasons.count, 3);
    vib_reasons_release(&reasons);
    scene_end(&scene);
}

Test(explain, takes_the_shift_away_first)
{
    static const double moved[] = { 323, 722, 1020 };
    struct scene scene;
    vib_comparison what = { .id = 1, .shift = 20 };
    vib_reasons reasons;

    scene_begin(&scene);
    scene_add(scene.db, spectrum_of(of_reference, 3));
    reasons = explain(scene.db, spectrum_of(moved, 3), &what);
    cr_expect_eq(reasons.count, 3);
    cr_expect_gt(reasons.agreement, 0.98);
    vib_reasons_release(&reasons);
    scene_end(&scene);
}

Test(explain, needs_a_stored_reference)
{
    struct scene scene;
    vib_reasons reasons = VIB_REASONS_INIT;
    vib_comparison what = { .id = 7 };
    vib_spectrum query = scene_spectrum(1, 1);

    scene_begin(&scene);
    cr_expect_eq(vib_db_explain(&reasons, scene.db, &query, &what),
                 VIB_NOT_FOUND);
    cr_expect_eq(reasons.count, 0);
    vib_spectrum_release(&query);
    scene_end(&scene);
}
