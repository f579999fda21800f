#include "scene.h"

#include "threads.h"

Test(add, ids_count_from_one_in_the_order_given)
{
    struct scene scene;

    scene_begin(&scene);
    scene_fill(scene.db, 4, 1);
    cr_expect_eq(scene_add(scene.db, scene_spectrum(9, 0)).id, 5);
    scene_end(&scene);
}

Test(add, the_same_points_under_the_same_name_are_a_duplicate)
{
    struct scene scene;
    vib_added first, second;

    scene_begin(&scene);
    first = scene_add(scene.db, scene_named(1, 0, "quartz", "A"));
    second = scene_add(scene.db, scene_named(1, 0, "quartz", "B"));
    cr_expect_eq(second.outcome, VIB_DUPLICATE);
    cr_expect_eq(second.id, first.id);
    scene_end(&scene);
}

Test(add, the_same_points_under_another_name_are_stored)
{
    struct scene scene;
    vib_added first, second, third;

    scene_begin(&scene);
    first = scene_add(scene.db, scene_named(1, 0, "quartz", NULL));
    second = scene_add(scene.db, scene_named(1, 0, "tridymite", NULL));
    third = scene_add(scene.db, scene_named(1, 0, NULL, NULL));
    cr_expect_eq(second.outcome, VIB_ADDED);
    cr_expect_eq(third.outcome, VIB_ADDED);
    cr_expect(first.id != second.id && second.id != third.id);
    scene_end(&scene);
}

Test(add, a_batch_knows_its_own_duplicates)
{
    struct scene scene;
    vib_spectrum spectra[3] = { scene_named(1, 0, "a", NULL),
                                scene_named(2, 0, "b", NULL),
                                scene_named(1, 0, "a", NULL) };
    vib_added added[3];
    vib_db_facts facts;
    vib_encoder_facts encoder;

    scene_begin(&scene);
    OK(vib_db_add(added, scene.db, spectra, 3));
    cr_expect_eq(added[2].outcome, VIB_DUPLICATE);
    cr_expect_eq(added[2].id, added[0].id);
    OK(vib_db_describe(&facts, scene.db));
    OK(vib_db_encoder(&encoder, scene.db));
    cr_expect_str_eq(encoder.identity, facts.encoder.identity);
    cr_expect_str_eq(encoder.pipeline, facts.encoder.pipeline);
    cr_expect_eq(facts.spectra, 2);
    for (int i = 0; i < 3; i++)
        vib_spectrum_release(&spectra[i]);
    scene_end(&scene);
}

Test(add, what_cannot_be_used_is_rejected_with_a_reason_and_harms_no_other)
{
    struct scene scene;
    vib_spectrum spectra[4] = { scene_spectrum(1, 0), scene_spectrum(2, 0),
                                VIB_SPECTRUM_INIT, scene_spectrum(3, 0) };
    vib_added added[4];

    scene_begin(&scene);
    for (size_t i = 0; i < spectra[1].n; i++)
        spectra[1].y[i] = 5; /* flat */
    OK(vib_db_add(added, scene.db, spectra, 4));
    cr_expect_eq(added[0].outcome, VIB_ADDED);
    cr_expect_eq(added[1].outcome, VIB_REJECTED);
    cr_expect_eq(added[2].outcome, VIB_REJECTED);
    cr_expect_eq(added[3].outcome, VIB_ADDED);
    cr_expect_eq(added[3].id, 2);
    cr_expect(added[1].reason[0] != 0 && added[2].reason[0] != 0);
    cr_expect_str_empty(added[0].reason);
    for (int i = 0; i < 4; i++)
        vib_spectrum_release(&spectra[i]);
    scene_end(&scene);
}

Test(add, a_spectrum_outside_the_grid_is_rejected)
{
    struct scene scene;
    vib_spectrum spectrum = scene_spectrum(1, 0);
    vib_added added;

    scene_begin(&scene);
    for (size_t i = 0; i < spectrum.n; i++)
        spectrum.x[i] += 5000;
    added = scene_add(scene.db, spectrum);
    cr_expect_eq(added.outcome, VIB_REJECTED);
    cr_expect(added.reason[0] != 0);
    scene_end(&scene);
}

/* More than one batch in one call, and calls of their own. */
Test(add, vectors_do_not_depend_on_threads_or_batches)
{
    struct scene one, three;
    vib_search how = VIB_SEARCH_DEFAULT;

    scene_begin(&one);
    vib_set_threads(1);
    scene_fill(one.db, 300, 1);
    scene_begin(&three);
    vib_set_threads(3);
    for (uint64_t i = 1; i <= 300; i += 100)
        scene_add_range(three.db, i, i + 99);
    for (uint64_t i = 1; i <= 300; i += 37) {
        vib_hits a = scene_search(one.db, scene_spectrum(i, 2), &how);
        vib_hits b = scene_search(three.db, scene_spectrum(i, 2), &how);

        cr_assert_eq(a.count, b.count);
        for (size_t k = 0; k < a.count; k++) {
            cr_expect_eq(a.hit[k].id, b.hit[k].id);
            cr_expect_eq(a.hit[k].embedding, b.hit[k].embedding);
            cr_expect_eq(a.hit[k].hqi, b.hit[k].hqi);
        }
        vib_hits_release(&a);
        vib_hits_release(&b);
    }
    vib_set_threads(0);
    scene_end(&three);
    scene_end(&one);
}

Test(add, nothing_is_added_from_nothing)
{
    struct scene scene;
    vib_added added;
    vib_db_facts facts;

    scene_begin(&scene);
    OK(vib_db_add(&added, scene.db, NULL, 0));
    OK(vib_db_describe(&facts, scene.db));
    cr_expect_eq(facts.spectra, 0);
    scene_end(&scene);
}
