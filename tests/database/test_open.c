#include "scene.h"

Test(open, an_empty_library_is_described)
{
    struct scene scene;
    vib_db_facts facts;
    vib_encoder_facts encoder;

    scene_begin(&scene);
    OK(vib_db_describe(&facts, scene.db));
    vib_encoder_describe(&encoder, scene.encoder);
    cr_expect_eq(facts.spectra, 0);
    cr_expect_gt(facts.bytes, 0);
    cr_expect_str_eq(facts.index, "exact");
    cr_expect_eq(facts.indexed, 0);
    cr_expect_str_eq(facts.encoder.identity, encoder.identity);
    cr_expect_str_eq(facts.encoder.pipeline, encoder.pipeline);
    scene_end(&scene);
}

Test(open, create_leaves_what_is_there_alone)
{
    struct scene scene;

    scene_begin(&scene);
    cr_expect_eq(vib_db_create(scene.path, scene.encoder), VIB_EXISTS);
    cr_expect(strstr(vib_last_error(), scene.path) != NULL);
    cr_expect_eq(scene_add(scene.db, scene_spectrum(1, 0)).outcome, VIB_ADDED);
    scene_end(&scene);
}

Test(open, a_missing_library_is_not_found)
{
    vib_db *db = NULL;

    cr_expect_eq(vib_db_open(&db, "/tmp/no-such-library.vib", VIB_READ),
                 VIB_NOT_FOUND);
    cr_expect_null(db);
    cr_expect(strstr(vib_last_error(), "/tmp/no-such-library.vib") != NULL);
}

Test(open, a_folder_that_is_no_library_is_refused)
{
    vib_db *db = NULL;
    struct scene scene;

    scene_begin(&scene);
    cr_expect_lt(vib_db_open(&db, scratch, VIB_READ), 0);
    cr_expect_null(db);
    scene_end(&scene);
}

Test(open, a_library_opened_for_reading_cannot_be_changed)
{
    struct scene scene;
    vib_db *db = NULL;
    vib_added added = { VIB_REJECTED, 77, "" };
    uint64_t id = 1;
    vib_spectrum spectrum = scene_spectrum(1, 0);

    scene_begin(&scene);
    scene_fill(scene.db, 1, 1);
    OK(vib_db_open(&db, scene.path, VIB_READ));
    cr_expect_eq(vib_db_add(&added, db, &spectrum, 1), VIB_READ_ONLY);
    cr_expect_eq(added.id, 77, "outputs are untouched on failure");
    cr_expect_eq(vib_db_remove(db, &id, 1), VIB_READ_ONLY);
    cr_expect_eq(vib_db_index(db, NULL), VIB_READ_ONLY);
    vib_db_close(db);
    vib_spectrum_release(&spectrum);
    scene_end(&scene);
}

Test(open, the_encoder_travels_inside)
{
    struct scene scene;
    vib_encoder *exported = NULL;
    vib_encoder_facts before, after;

    scene_begin(&scene);
    OK(vib_db_export_encoder(scene.db, scratch_path("model.vibm")));
    OK(vib_encoder_open(&exported, scratch_path("model.vibm")));
    vib_encoder_describe(&before, scene.encoder);
    vib_encoder_describe(&after, exported);
    cr_expect_str_eq(before.identity, after.identity);
    vib_encoder_close(exported);
    scene_end(&scene);
}

Test(open, a_closed_library_opens_again_with_everything)
{
    struct scene scene;
    vib_db *db = NULL;

    scene_begin(&scene);
    scene_fill(scene.db, 3, 2);
    vib_db_close(scene.db);
    scene.db = NULL;
    OK(vib_db_open(&db, scene.path, VIB_READ));
    for (uint64_t i = 0; i < 6; i++)
        cr_expect_eq(scene_first(db, scene_spectrum(i / 2 + 1, i % 2 + 1),
                                 VIB_FUSED),
                     i + 1);
    vib_db_close(db);
    scene_end(&scene);
}

Test(open, close_accepts_null)
{
    vib_db_close(NULL);
}
