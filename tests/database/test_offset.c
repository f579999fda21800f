#include "vibrary.h"

#include <criterion/criterion.h>
#include <math.h>

#include "scene.h"

static vib_spectrum moved(uint64_t which, double by)
{
    vib_spectrum spectrum = scene_spectrum(which, 2);

    for (size_t i = 0; i < spectrum.n; i++)
        spectrum.x[i] += by;
    return spectrum;
}

Test(offset, of_the_axis_is_found_and_taken_away)
{
    const double shifts[] = { -9.5, -6, -3.3, 4, 7.7, 10 };
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;

    scene_begin(&scene);
    scene_fill(scene.db, 40, 1);
    how.find_shift = 12;
    for (size_t s = 0; s < sizeof shifts / sizeof *shifts; s++)
        for (uint64_t i = 3; i < 8; i++) {
            vib_hits hits = scene_search(scene.db, moved(i, shifts[s]), &how);

            cr_expect_float_eq(hits.shift, shifts[s], 1, "%g: %g", shifts[s],
                               (double)hits.shift);
            cr_expect_eq(hits.hit[0].id, i);
            cr_expect_gt(hits.hit[0].hqi, 0.9);
            vib_hits_release(&hits);
        }
    scene_end(&scene);
}

Test(offset, that_is_none_is_zero_and_the_query_stays)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;

    scene_begin(&scene);
    scene_fill(scene.db, 40, 1);
    how.find_shift = 10;
    for (uint64_t i = 1; i < 8; i++) {
        vib_hits hits = scene_search(scene.db, scene_spectrum(i, 1), &how);

        cr_expect_eq(hits.shift, 0);
        cr_expect_eq(hits.hit[0].hqi, 1);
        vib_hits_release(&hits);
    }
    scene_end(&scene);
}

Test(offset, is_not_looked_for_unless_asked)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits;

    scene_begin(&scene);
    scene_fill(scene.db, 10, 1);
    hits = scene_search(scene.db, moved(3, 8), &how);
    cr_expect_eq(hits.shift, 0);
    vib_hits_release(&hits);
    how.find_shift = 10;
    scene_end(&scene);
}

Test(offset, is_not_found_by_what_the_search_hides)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    float shifts[2];

    scene_begin(&scene);
    scene_fill(scene.db, 10, 1);
    how.find_shift = 10;
    for (int hidden = 0; hidden < 2; hidden++) {
        vib_spectrum query = moved(3, 8);
        vib_hits hits;

        OK(vib_spectrum_set(&query, VIB_KEY_SPECIMEN, "S3"));
        how.leave_out = hidden ? VIB_KEY_SPECIMEN : NULL;
        hits = scene_search(scene.db, query, &how);
        shifts[hidden] = hits.shift;
        vib_hits_release(&hits);
    }
    cr_expect_float_eq(shifts[0], 8, 1);
    cr_expect(fabsf(shifts[1] - 8) > 1, "%g", (double)shifts[1]);
    scene_end(&scene);
}

Test(offset, of_an_empty_library_is_none)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits;

    scene_begin(&scene);
    how.find_shift = 10;
    hits = scene_search(scene.db, moved(3, 8), &how);
    cr_expect_eq(hits.status, VIB_OK);
    cr_expect_eq(hits.count, 0);
    vib_hits_release(&hits);
    scene_end(&scene);
}
