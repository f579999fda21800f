/* test_edit.c - metadata is changed; points, vectors and ids are not. */
#include "scene.h"

#include "library.h"

static const uint64_t all[] = { 1, 2, 3 };

static void begin(struct scene *scene)
{
    scene_begin(scene);
    scene_fill(scene->db, 3, 1);
}

static size_t edit(vib_db *db, const uint64_t *ids, size_t n, vib_edit edit)
{
    size_t changed = 99;

    OK(vib_db_edit(&changed, db, ids, n, &edit, 1));
    return changed;
}

/* How often spectrum `id` has this field. */
static int count(const vib_db *db, uint64_t id, const char *key,
                 const char *value)
{
    vib_spectrum fields = VIB_SPECTRUM_INIT;
    int n = 0;

    OK(vib_db_fields(&fields, db, id));
    for (size_t i = 0; i < fields.field_count; i++)
        n += strcmp(fields.fields[i].key, key) == 0 &&
             strcmp(fields.fields[i].value, value) == 0;
    vib_spectrum_release(&fields);
    return n;
}

Test(edit, a_new_name_is_what_the_next_search_shows)
{
    vib_search how = VIB_SEARCH_DEFAULT;
    struct scene scene;
    vib_hits hits;
    size_t found = 99;

    begin(&scene);
    cr_expect_eq(edit(scene.db, all + 1, 1,
                      (vib_edit){ VIB_SET_FIELD, "name", "Quartz" }), 1);
    hits = scene_search(scene.db, scene_spectrum(2, 1), &how);
    cr_expect_eq(hits.hit[0].id, 2);
    cr_expect_str_eq(hits.hit[0].name, "Quartz");
    vib_hits_release(&hits);
    OK(vib_db_check(&found, scene.db, NULL, NULL));
    cr_expect_eq(found, 0);
    scene_end(&scene);
}

Test(edit, tags_stand_beside_one_another_and_only_once)
{
    struct scene scene;

    begin(&scene);
    cr_expect_eq(edit(scene.db, all, 3,
                      (vib_edit){ VIB_ADD_VALUE, "tag", "blue" }), 3);
    cr_expect_eq(edit(scene.db, all, 1,
                      (vib_edit){ VIB_ADD_VALUE, "tag", "old" }), 1);
    cr_expect_eq(edit(scene.db, all, 3,
                      (vib_edit){ VIB_ADD_VALUE, "tag", "blue" }), 0);
    cr_expect_eq(count(scene.db, 1, "tag", "blue"), 1);
    cr_expect_eq(edit(scene.db, all, 3,
                      (vib_edit){ VIB_REMOVE_VALUE, "TAG", "blue" }), 3);
    cr_expect_eq(count(scene.db, 1, "tag", "blue"), 0);
    cr_expect_eq(count(scene.db, 1, "tag", "old"), 1);
    scene_end(&scene);
}

Test(edit, a_field_that_is_set_has_one_value)
{
    struct scene scene;

    begin(&scene);
    edit(scene.db, all, 1, (vib_edit){ VIB_ADD_VALUE, "tag", "a" });
    edit(scene.db, all, 1, (vib_edit){ VIB_ADD_VALUE, "tag", "b" });
    edit(scene.db, all, 1, (vib_edit){ VIB_SET_FIELD, "tag", "c" });
    cr_expect_eq(count(scene.db, 1, "tag", "a"), 0);
    cr_expect_eq(count(scene.db, 1, "tag", "b"), 0);
    cr_expect_eq(count(scene.db, 1, "tag", "c"), 1);
    edit(scene.db, all, 1, (vib_edit){ VIB_CLEAR_FIELD, "tag", NULL });
    cr_expect_eq(count(scene.db, 1, "tag", "c"), 0);
    cr_expect_eq(count(scene.db, 1, "specimen", "S1"), 1);
    scene_end(&scene);
}

Test(edit, an_unknown_id_changes_nothing_at_all)
{
    static const uint64_t ids[] = { 1, 99 };
    vib_edit rename = { VIB_SET_FIELD, "name", "Quartz" };
    struct scene scene;
    size_t changed = 99;

    begin(&scene);
    cr_expect_eq(vib_db_edit(&changed, scene.db, ids, 2, &rename, 1),
                 VIB_NOT_FOUND);
    cr_expect_not_null(strstr(vib_last_error(), "99"), "%s", vib_last_error());
    cr_expect_eq(changed, 99);
    cr_expect_eq(count(scene.db, 1, "name", "Quartz"), 0);
    scene_end(&scene);
}

Test(edit, what_is_no_edit_is_refused)
{
    vib_edit edits[] = { { VIB_SET_FIELD, "", "x" },
                         { VIB_SET_FIELD, "name", NULL },
                         { VIB_ADD_VALUE, NULL, "x" } };
    struct scene scene;
    size_t changed;

    begin(&scene);
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
        cr_expect_eq(vib_db_edit(&changed, scene.db, all, 1, &edits[i], 1),
                     VIB_BAD_ARG);
    scene_end(&scene);
}

/* To the bit: what was not asked for stays as it is. */
Test(edit, leaves_points_and_vectors_alone)
{
    static const vib_table tables[] = { VIB_SPECTRA, VIB_VECTORS,
                                        VIB_PROFILES };
    struct scene scene;
    char before[3][9000];
    vib_value value;
    vib_txn *txn = NULL;

    begin(&scene);
    OK(vib_txn_begin(&txn, scene.db->store, VIB_READ));
    for (int i = 0; i < 3; i++) {
        OK(vib_get(&value, txn, tables[i], 1));
        cr_assert_lt(value.size, sizeof before[i]);
        memcpy(before[i], value.data, value.size);
    }
    vib_txn_abort(txn);
    edit(scene.db, all, 1, (vib_edit){ VIB_SET_FIELD, "name", "Quartz" });
    OK(vib_txn_begin(&txn, scene.db->store, VIB_READ));
    for (int i = 0; i < 3; i++) {
        OK(vib_get(&value, txn, tables[i], 1));
        cr_expect_eq(memcmp(before[i], value.data, value.size), 0);
    }
    vib_txn_abort(txn);
    scene_end(&scene);
}

/* 0: spectrum 1 took the value. */
static int set(vib_db *db, const char *key, const char *value)
{
    const vib_edit one = { VIB_SET_FIELD, key, value };
    size_t changed = 0;

    return vib_db_edit(&changed, db, all, 1, &one, 1);
}

Test(edit, what_would_make_another_vector_is_refused)
{
    static const char *const bad[][2] = {
        { "x_unit", "um" },      { "X_UNIT", "nm" },
        { "x_unit", "seconds" }, { "x_unit", "furlong" },
        { "laser", "abc" },      { "technique", "infrared" },
        { "technique", "NMR" },  { "y_unit", "%T" },
    };
    static const char *const good[][2] = {
        { "x_unit", "1/cm" },      { "x_unit", "Raman shift (cm-1)" },
        { "laser", "785 nm" },     { "y_unit", "counts" },
        { "technique", "raman" },  { "remark", "um" },
    };
    size_t found = 99;
    struct scene scene;

    begin(&scene);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_expect_lt(set(scene.db, bad[i][0], bad[i][1]), 0, "%s=%s",
                     bad[i][0], bad[i][1]);
        cr_expect_eq(strncmp(vib_last_error(), "spectrum 1: ", 12), 0, "%s",
                     vib_last_error());
        cr_expect_eq(count(scene.db, 1, bad[i][0], bad[i][1]), 0);
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        cr_expect_eq(set(scene.db, good[i][0], good[i][1]), 0, "%s=%s: %s",
                     good[i][0], good[i][1], vib_last_error());
    OK(vib_db_check(&found, scene.db, NULL, NULL));
    cr_expect_eq(found, 0);
    scene_end(&scene);
}
