#include "scene.h"

Test(remove, what_is_removed_is_in_no_table)
{
    struct scene scene;
    vib_spectrum out = VIB_SPECTRUM_INIT;
    uint64_t ids[] = { 2, 3 };
    vib_db_facts facts;
    size_t found = 99;

    scene_begin(&scene);
    scene_fill(scene.db, 4, 1);
    OK(vib_db_remove(scene.db, ids, 2));
    cr_expect_eq(vib_db_get(&out, scene.db, 2), VIB_NOT_FOUND);
    OK(vib_db_describe(&facts, scene.db));
    cr_expect_eq(facts.spectra, 2);
    for (int score = VIB_FUSED; score <= VIB_ALIGNED; score++) {
        uint64_t id = scene_first(scene.db, scene_spectrum(2, 1),
                                  (vib_score)score);

        cr_expect(id == 1 || id == 4);
    }
    OK(vib_db_check(&found, scene.db, NULL, NULL));
    cr_expect_eq(found, 0);
    scene_end(&scene);
}

Test(remove, an_unknown_id_is_named_and_nothing_is_removed)
{
    struct scene scene;
    uint64_t ids[] = { 1, 77 };
    vib_db_facts facts;

    scene_begin(&scene);
    scene_fill(scene.db, 2, 1);
    cr_expect_eq(vib_db_remove(scene.db, ids, 2), VIB_NOT_FOUND);
    cr_expect(strstr(vib_last_error(), "77") != NULL, "%s", vib_last_error());
    OK(vib_db_describe(&facts, scene.db));
    cr_expect_eq(facts.spectra, 2);
    scene_end(&scene);
}

Test(remove, ids_are_never_given_out_again)
{
    struct scene scene;
    uint64_t id = 2;

    scene_begin(&scene);
    scene_fill(scene.db, 2, 1);
    OK(vib_db_remove(scene.db, &id, 1));
    cr_expect_eq(scene_add(scene.db, scene_spectrum(2, 1)).id, 3);
    scene_end(&scene);
}

Test(remove, what_was_removed_can_be_added_again)
{
    struct scene scene;
    uint64_t id = 1;

    scene_begin(&scene);
    scene_fill(scene.db, 1, 1);
    OK(vib_db_remove(scene.db, &id, 1));
    cr_expect_eq(scene_add(scene.db, scene_named(1, 1, "compound 1", NULL))
                     .outcome,
                 VIB_ADDED);
    cr_expect_eq(scene_first(scene.db, scene_spectrum(1, 1), VIB_FUSED), 2);
    scene_end(&scene);
}
