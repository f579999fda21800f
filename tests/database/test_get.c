#include "scene.h"

Test(get, a_spectrum_comes_back_bit_by_bit_with_its_fields)
{
    struct scene scene;
    vib_spectrum in = scene_named(1, 1, "quartz", "R1"), twin = in;
    vib_spectrum out = VIB_SPECTRUM_INIT;
    vib_added added;

    scene_begin(&scene);
    OK(vib_spectrum_set(&in, "Laser", "532"));
    OK(vib_db_add(&added, scene.db, &in, 1));
    OK(vib_db_get(&out, scene.db, added.id));
    twin = in;
    cr_assert_eq(out.n, twin.n);
    cr_expect_arr_eq(out.x, twin.x, twin.n * sizeof *twin.x);
    cr_expect_arr_eq(out.y, twin.y, twin.n * sizeof *twin.y);
    cr_assert_eq(out.field_count, 3);
    cr_expect_str_eq(out.fields[0].key, VIB_KEY_NAME);
    cr_expect_str_eq(out.fields[0].value, "quartz");
    cr_expect_str_eq(out.fields[2].key, "Laser");
    vib_spectrum_release(&out);
    vib_spectrum_release(&in);
    scene_end(&scene);
}

Test(get, fields_come_without_points)
{
    struct scene scene;
    vib_spectrum out = VIB_SPECTRUM_INIT;

    scene_begin(&scene);
    scene_fill(scene.db, 2, 1);
    OK(vib_db_fields(&out, scene.db, 2));
    cr_expect_eq(out.n, 0);
    cr_expect_null(out.x);
    cr_expect_str_eq(vib_spectrum_get(&out, VIB_KEY_NAME), "compound 2");
    vib_spectrum_release(&out);
    scene_end(&scene);
}

Test(get, points_are_counted_without_being_read)
{
    struct scene scene;
    vib_spectrum whole = VIB_SPECTRUM_INIT;
    size_t n = 77;

    scene_begin(&scene);
    scene_fill(scene.db, 2, 1);
    OK(vib_db_get(&whole, scene.db, 2));
    cr_expect_eq(vib_db_points(&n, scene.db, 3), VIB_NOT_FOUND);
    cr_expect_eq(n, 77, "changed by a call that failed");
    OK(vib_db_points(&n, scene.db, 2));
    cr_expect_eq(n, whole.n);
    vib_spectrum_release(&whole);
    scene_end(&scene);
}

Test(get, an_id_that_is_not_stored_is_not_found)
{
    static const uint64_t ids[] = { 0, 3, UINT64_MAX };
    struct scene scene;
    vib_spectrum out = VIB_SPECTRUM_INIT;

    scene_begin(&scene);
    scene_fill(scene.db, 2, 1);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        cr_expect_eq(vib_db_get(&out, scene.db, ids[i]), VIB_NOT_FOUND);
        cr_expect_eq(vib_db_fields(&out, scene.db, ids[i]), VIB_NOT_FOUND);
    }
    cr_expect_null(out.x);
    cr_expect_null(out.fields);
    scene_end(&scene);
}

Test(get, next_walks_over_all_ids_and_ends)
{
    struct scene scene;
    uint64_t id = 0, gone = 2;

    scene_begin(&scene);
    scene_fill(scene.db, 3, 1);
    OK(vib_db_remove(scene.db, &gone, 1));
    cr_expect_eq(vib_db_next(&id, scene.db), 1);
    cr_expect_eq(id, 1);
    cr_expect_eq(vib_db_next(&id, scene.db), 1);
    cr_expect_eq(id, 3);
    cr_expect_eq(vib_db_next(&id, scene.db), 0);
    cr_expect_eq(id, 3, "untouched at the end");
    id = UINT64_MAX;
    cr_expect_eq(vib_db_next(&id, scene.db), 0);
    scene_end(&scene);
}
