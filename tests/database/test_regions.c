#include "vibrary.h"

#include <criterion/criterion.h>

#include "scene.h"

/* Spectrum `which` where it is measured, another one's points elsewhere. */
static vib_spectrum patchwork(uint64_t which, uint64_t other, double from,
                              double to)
{
    vib_spectrum spectrum = scene_spectrum(which, 2);
    vib_spectrum patch = scene_spectrum(other, 3);

    for (size_t i = 0; i < spectrum.n; i++)
        if (spectrum.x[i] < from || spectrum.x[i] > to)
            spectrum.y[i] = patch.y[i];
    vib_spectrum_release(&patch);
    return spectrum;
}

static const vib_score scores[] = { VIB_HQI, VIB_ALIGNED, VIB_PEARSON_ROOT,
                                    VIB_PEARSON_FIRST, VIB_PEAKS };

Test(regions, outside_the_range_nothing_counts)
{
    const vib_region regions[] = { { -INFINITY, INFINITY, 0 },
                                   { 400, 900, 1 } };
    struct scene scene;

    scene_begin(&scene);
    scene_fill(scene.db, 40, 1);
    for (size_t s = 0; s < sizeof scores / sizeof *scores; s++)
        for (uint64_t i = 1; i <= 8; i++) {
            vib_search how = VIB_SEARCH_DEFAULT;
            vib_hits a, b;

            how.score = scores[s];
            how.regions = regions;
            how.region_count = 2;
            a = scene_search(scene.db, patchwork(i, i + 11, 330, 970), &how);
            b = scene_search(scene.db, scene_spectrum(i, 2), &how);
            cr_expect_eq(a.hit[0].id, i, "score %d: %d", scores[s], (int)i);
            cr_expect_float_eq(a.hit[0].hqi, b.hit[0].hqi, 5e-3);
            cr_expect_eq(a.hit[0].overlap, 1);
            vib_hits_release(&a);
            vib_hits_release(&b);
        }
    scene_end(&scene);
}

Test(regions, fused_takes_the_range_for_vectors_too)
{
    const vib_region regions[] = { { -INFINITY, INFINITY, 0 },
                                   { 400, 900, 1 } };
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits;

    scene_begin(&scene);
    scene_fill(scene.db, 40, 1);
    how.regions = regions;
    how.region_count = 2;
    hits = scene_search(scene.db, scene_spectrum(7, 1), &how);
    cr_expect_eq(hits.hit[0].id, 7);
    cr_expect_float_eq(hits.hit[0].embedding, 1, 1e-5);
    cr_expect_float_eq(hits.hit[0].score, 1, 1e-5);
    vib_hits_release(&hits);
    scene_end(&scene);
}

/* More than 50 spectra a candidate: found by vectors, and widened until there
 * are enough. */
Test(regions, in_a_large_library_are_compared_on_what_vectors_find)
{
    const vib_region region = { 400, 900, 3 };
    struct scene scene;
    vib_search few = VIB_SEARCH_DEFAULT, all = VIB_SEARCH_DEFAULT;
    vib_hits a, b;

    scene_begin(&scene);
    scene_fill(scene.db, 120, 1);
    few.regions = all.regions = &region;
    few.region_count = all.region_count = 1;
    few.candidates = 1;
    few.k = all.k = 30;
    a = scene_search(scene.db, scene_spectrum(7, 1), &few);
    b = scene_search(scene.db, scene_spectrum(7, 1), &all);
    cr_assert_eq(a.count, 30);
    cr_expect_eq(a.hit[0].id, 7);
    for (size_t i = 0; i < a.count; i++)
        for (size_t k = 0; k < b.count; k++)
            if (a.hit[i].id == b.hit[k].id)
                cr_expect_eq(a.hit[i].hqi, b.hit[k].hqi);
    vib_hits_release(&a);
    vib_hits_release(&b);
    scene_end(&scene);
}

Test(regions, a_weight_of_one_changes_nothing)
{
    const vib_region region = { 400, 900, 1 };
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits a, b;

    scene_begin(&scene);
    scene_fill(scene.db, 20, 1);
    how.score = VIB_HQI;
    a = scene_search(scene.db, scene_spectrum(7, 9), &how);
    how.regions = &region;
    how.region_count = 1;
    b = scene_search(scene.db, scene_spectrum(7, 9), &how);
    cr_assert_eq(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        cr_expect_eq(a.hit[i].id, b.hit[i].id);
        cr_expect_eq(a.hit[i].score, b.hit[i].score);
    }
    vib_hits_release(&a);
    vib_hits_release(&b);
    scene_end(&scene);
}

Test(regions, that_leave_nothing_are_a_reason)
{
    const vib_region region = { -INFINITY, INFINITY, 0 };
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits;

    scene_begin(&scene);
    scene_fill(scene.db, 3, 1);
    how.regions = &region;
    how.region_count = 1;
    hits = scene_search(scene.db, scene_spectrum(2, 9), &how);
    cr_expect_eq(hits.status, VIB_BAD_DATA);
    cr_expect(strstr(hits.reason, "leaves 0 points"));
    vib_hits_release(&hits);
    scene_end(&scene);
}

/* A search in a library of one spectrum ends well, and says this. */
static void expect_told(vib_spectrum reference, vib_spectrum query,
                        const char *reason)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits;

    scene_begin(&scene);
    scene_add(scene.db, reference);
    hits = scene_search(scene.db, query, &how);
    cr_expect_eq(hits.status, VIB_OK);
    cr_expect_str_eq(hits.reason, reason);
    vib_hits_release(&hits);
    scene_end(&scene);
}

/* 120 to 232 cm^-1. */
static vib_spectrum small_part(void)
{
    vib_spectrum part = scene_spectrum(1, 1);

    part.n = 60;
    return part;
}

Test(regions, a_query_that_is_a_small_part_of_the_best_hit_is_told)
{
    expect_told(scene_spectrum(1, 2), small_part(),
                "the query covers only 10 % of the best answer's range: how "
                "sure it is cannot be said");
}

Test(regions, a_best_hit_that_shares_little_is_told)
{
    expect_told(small_part(), scene_spectrum(1, 2),
                "the best answer shares only 10 % of the query's range: how "
                "sure it is cannot be said");
}
