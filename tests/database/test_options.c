/* What a search may ask for: by compound, leaving out, how many. */
#include "scene.h"

static const vib_score scores[] = { VIB_FUSED, VIB_EMBEDDING, VIB_HQI,
                                    VIB_ALIGNED, VIB_EMBEDDING_ALIGNED };

Test(options, by_compound_lists_each_name_once_with_its_best)
{
    struct scene scene;

    scene_begin(&scene);
    scene_fill(scene.db, 12, 6);
    for (size_t s = 0; s < sizeof scores / sizeof *scores; s++) {
        vib_search how = VIB_SEARCH_DEFAULT;
        vib_hits names, all;

        how.score = scores[s];
        how.k = 72;
        all = scene_search(scene.db, scene_spectrum(5, 9), &how);
        how.by_compound = true;
        how.k = 12;
        names = scene_search(scene.db, scene_spectrum(5, 9), &how);
        cr_assert_eq(all.count, 72);
        cr_assert_eq(names.count, 12, "widened until all names are there");
        for (size_t i = 0, k = 0; i < all.count && k < 12; i++) {
            bool seen = false;

            for (size_t j = 0; j < k; j++)
                seen |= strcmp(all.hit[i].name, names.hit[j].name) == 0;
            if (!seen)
                cr_expect_eq(all.hit[i].id, names.hit[k++].id);
        }
        vib_hits_release(&names);
        vib_hits_release(&all);
    }
    scene_end(&scene);
}

Test(options, spectra_without_a_name_each_count_for_themselves)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits;

    scene_begin(&scene);
    for (uint64_t i = 1; i <= 4; i++)
        scene_add(scene.db, scene_spectrum(i, 0));
    how.by_compound = true;
    hits = scene_search(scene.db, scene_spectrum(1, 0), &how);
    cr_expect_eq(hits.count, 4);
    cr_expect_str_empty(hits.hit[0].name);
    vib_hits_release(&hits);
    scene_end(&scene);
}

Test(options, leave_out_hides_what_has_the_querys_value_even_its_own_points)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits;

    scene_begin(&scene);
    scene_add(scene.db, scene_named(1, 1, "quartz", "R1"));
    scene_add(scene.db, scene_named(1, 2, "quartz", "R1"));
    scene_add(scene.db, scene_named(1, 3, "quartz", "R2"));
    scene_add(scene.db, scene_named(2, 1, "calcite", NULL));
    how.leave_out = VIB_KEY_SPECIMEN;
    hits = scene_search(scene.db, scene_named(1, 1, "quartz", "R1"), &how);
    cr_assert_eq(hits.count, 2);
    for (size_t i = 0; i < hits.count; i++)
        cr_expect(hits.hit[i].id >= 3);
    vib_hits_release(&hits);
    scene_end(&scene);
}

Test(options, a_query_without_the_field_leaves_nothing_out)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits;

    scene_begin(&scene);
    scene_fill(scene.db, 3, 1);
    how.leave_out = VIB_KEY_SPECIMEN;
    hits = scene_search(scene.db, scene_spectrum(1, 1), &how);
    cr_expect_eq(hits.count, 3);
    cr_expect_eq(hits.hit[0].id, 1);
    vib_hits_release(&hits);
    scene_end(&scene);
}

/* 90 of the nearest are of the query's specimen: k are found all the same. */
Test(options, leaving_out_widens_the_search_until_there_are_k)
{
    struct scene scene;
    vib_spectrum spectra[110];

    scene_begin(&scene);
    for (uint64_t i = 0; i < 90; i++)
        spectra[i] = scene_named(1, 1 + i, "quartz", "R1");
    for (uint64_t i = 90; i < 110; i++)
        spectra[i] = scene_named(i, 1, "other", "R2");
    scene_add_all(scene.db, spectra, 110);
    for (size_t s = 0; s < sizeof scores / sizeof *scores; s++) {
        vib_search how = VIB_SEARCH_DEFAULT;
        vib_hits hits;

        how.score = scores[s];
        how.candidates = 5;
        how.k = 7;
        how.leave_out = VIB_KEY_SPECIMEN;
        hits = scene_search(scene.db, scene_named(1, 1, "quartz", "R1"), &how);
        cr_assert_eq(hits.count, 7);
        for (size_t i = 0; i < hits.count; i++)
            cr_expect_gt(hits.hit[i].id, 90);
        vib_hits_release(&hits);
    }
    scene_end(&scene);
}

Test(options, more_hits_than_spectra_gives_all_of_them)
{
    struct scene scene;

    scene_begin(&scene);
    scene_fill(scene.db, 5, 1);
    for (size_t s = 0; s < sizeof scores / sizeof *scores; s++) {
        vib_search how = VIB_SEARCH_DEFAULT;
        vib_hits hits;

        how.score = scores[s];
        how.k = SIZE_MAX;
        hits = scene_search(scene.db, scene_spectrum(1, 1), &how);
        cr_expect_eq(hits.count, 5);
        vib_hits_release(&hits);
    }
    scene_end(&scene);
}

Test(options, fewer_candidates_than_hits_still_give_k)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits;

    scene_begin(&scene);
    scene_fill(scene.db, 30, 1);
    how.candidates = 1;
    hits = scene_search(scene.db, scene_spectrum(1, 9), &how);
    cr_expect_eq(hits.count, how.k);
    vib_hits_release(&hits);
    scene_end(&scene);
}
