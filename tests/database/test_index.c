/* The index file, and the search around it. */
#include "scene.h"

#include <unistd.h>

/* Half of the library is in the index, half was added after it. */
static void fill_around_index(struct scene *scene)
{
    scene_begin(scene);
    scene_fill(scene->db, 30, 1);
    OK(vib_db_index(scene->db, "HNSW16,Flat"));
    scene_add_range(scene->db, 31, 60);
}

static void index_path(char *path, size_t room, const struct scene *scene)
{
    snprintf(path, room, "%s/index.faiss", scene->path);
}

static void expect_all_found(const vib_db *db)
{
    for (uint64_t i = 1; i <= 60; i++)
        cr_expect_eq(scene_first(db, scene_spectrum(i, 1), VIB_EMBEDDING), i);
}

static void expect_described(const vib_db *db, const char *index,
                             uint64_t indexed)
{
    vib_db_facts facts;

    OK(vib_db_describe(&facts, db));
    cr_expect(strstr(facts.index, index) != NULL, "\"%s\"", facts.index);
    cr_expect_eq(facts.indexed, indexed);
}

Test(index, what_was_added_after_the_index_is_found)
{
    struct scene scene;

    fill_around_index(&scene);
    expect_described(scene.db, "HNSW16", 30);
    expect_all_found(scene.db);
    scene_end(&scene);
}

Test(index, what_was_removed_after_the_index_is_not_found)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    uint64_t ids[] = { 1, 2, 3, 4, 5, 40 };
    vib_hits hits;

    fill_around_index(&scene);
    OK(vib_db_remove(scene.db, ids, 6));
    how.score = VIB_EMBEDDING;
    how.k = 20;
    hits = scene_search(scene.db, scene_spectrum(1, 1), &how);
    cr_expect_eq(hits.count, 20, "as many as asked for all the same");
    for (size_t i = 0; i < hits.count; i++)
        cr_expect(hits.hit[i].id > 5 && hits.hit[i].id != 40);
    vib_hits_release(&hits);
    scene_end(&scene);
}

Test(index, a_damaged_index_is_searched_around_and_said)
{
    struct scene scene;
    vib_db *db = NULL;
    char path[128];
    FILE *file;
    int byte;

    fill_around_index(&scene);
    index_path(path, sizeof path, &scene);
    file = fopen(path, "r+b");
    cr_assert_not_null(file);
    fseek(file, 300, SEEK_SET);
    byte = fgetc(file);
    fseek(file, 300, SEEK_SET);
    fputc(byte ^ 1, file);
    fclose(file);
    OK(vib_db_open(&db, scene.path, VIB_READ));
    expect_described(db, "damaged", 0);
    expect_all_found(db);
    vib_db_close(db);
    scene_end(&scene);
}

Test(index, an_index_of_another_library_is_searched_around_and_said)
{
    struct scene scene, other;
    char path[128], command[256];

    fill_around_index(&scene);
    scene_begin(&other);
    scene_add_range(other.db, 1, 60);
    index_path(path, sizeof path, &scene);
    snprintf(command, sizeof command, "cp %s %s", path, other.path);
    cr_assert_eq(system(command), 0);
    expect_described(other.db, "another library", 0);
    expect_all_found(other.db);
    scene_end(&other);
    scene_end(&scene);
}

static void copy_file(const char *to, const char *from)
{
    char command[400];

    snprintf(command, sizeof command, "cp %s %s", from, to);
    cr_assert_eq(system(command), 0);
}

/* The ids that the index knows mean other spectra in the library as it was put
 * back and went on. */
Test(index, an_index_of_a_state_that_was_put_back_is_searched_around)
{
    struct scene scene;
    char data[128], kept[128];

    scene_begin(&scene);
    snprintf(data, sizeof data, "%s/data.mdb", scene.path);
    snprintf(kept, sizeof kept, "%s/kept.mdb", scratch);
    scene_fill(scene.db, 30, 1);
    OK(vib_db_index(scene.db, "Flat"));
    vib_db_close(scene.db);
    copy_file(kept, data);
    OK(vib_db_open(&scene.db, scene.path, VIB_WRITE));
    scene_add_range(scene.db, 101, 130);
    OK(vib_db_index(scene.db, "Flat"));
    vib_db_close(scene.db);
    copy_file(data, kept);
    OK(vib_db_open(&scene.db, scene.path, VIB_WRITE));
    expect_described(scene.db, "another state", 0);
    scene_add_range(scene.db, 31, 70);
    expect_described(scene.db, "another state", 0);
    expect_all_found(scene.db);
    OK(vib_db_index(scene.db, "Flat"));
    expect_described(scene.db, "Flat", 70);
    scene_end(&scene);
}

/* Put back alone, it is of an earlier state, and what came after it is
 * searched exactly. */
Test(index, an_older_index_is_as_good_as_it_was)
{
    struct scene scene;
    char path[128], kept[128];

    scene_begin(&scene);
    scene_fill(scene.db, 30, 1);
    OK(vib_db_index(scene.db, "Flat"));
    index_path(path, sizeof path, &scene);
    snprintf(kept, sizeof kept, "%s/kept.index", scratch);
    copy_file(kept, path);
    scene_add_range(scene.db, 31, 60);
    OK(vib_db_index(scene.db, "Flat"));
    copy_file(path, kept);
    expect_described(scene.db, "Flat", 30);
    expect_all_found(scene.db);
    scene_end(&scene);
}

/* Whatever byte it ends at, and whatever bit is wrong. */
Test(index, any_damage_of_the_file_is_searched_around)
{
    struct scene scene;
    struct stat facts;
    char path[128];

    fill_around_index(&scene);
    index_path(path, sizeof path, &scene);
    cr_assert_eq(stat(path, &facts), 0);
    for (off_t size = facts.st_size - 1; size >= 0; size -= 1 + size / 20) {
        vib_db *db = NULL;

        cr_assert_eq(truncate(path, size), 0);
        OK(vib_db_open(&db, scene.path, VIB_READ));
        expect_described(db, "damaged", 0);
        cr_expect_eq(scene_first(db, scene_spectrum(7, 1), VIB_EMBEDDING), 7);
        vib_db_close(db);
    }
    scene_end(&scene);
}

Test(index, a_deleted_index_is_searched_around)
{
    struct scene scene;
    char path[128];

    fill_around_index(&scene);
    index_path(path, sizeof path, &scene);
    expect_all_found(scene.db);
    cr_assert_eq(remove(path), 0);
    expect_described(scene.db, "exact", 0);
    expect_all_found(scene.db);
    scene_end(&scene);
}

Test(index, exact_takes_the_file_away_and_a_small_library_needs_none)
{
    static const char *const factories[] = { "exact", NULL };
    struct stat status;
    struct scene scene;
    char path[128];

    fill_around_index(&scene);
    index_path(path, sizeof path, &scene);
    for (size_t i = 0; i < 2; i++) {
        OK(vib_db_index(scene.db, "Flat"));
        cr_expect_eq(stat(path, &status), 0);
        expect_described(scene.db, "Flat", 60);
        OK(vib_db_index(scene.db, factories[i]));
        cr_expect_neq(stat(path, &status), 0);
        expect_described(scene.db, "exact", 0);
    }
    scene_end(&scene);
}

Test(index, a_factory_string_that_faiss_refuses_leaves_the_old_index)
{
    struct scene scene;

    fill_around_index(&scene);
    cr_expect_eq(vib_db_index(scene.db, "no such index"), VIB_BAD_ARG);
    expect_described(scene.db, "HNSW16", 30);
    scene_end(&scene);
}

Test(index, an_empty_library_is_indexed_to_nothing)
{
    struct scene scene;

    scene_begin(&scene);
    OK(vib_db_index(scene.db, "HNSW16,Flat"));
    expect_described(scene.db, "exact", 0);
    scene_end(&scene);
}

Test(index, recall_is_measured_and_stays_with_the_file)
{
    struct scene scene;
    vib_db_facts facts;
    vib_db *reader = NULL;

    scene_begin(&scene);
    scene_fill(scene.db, 60, 1);
    OK(vib_db_index(scene.db, "IVF4,SQ8"));
    OK(vib_db_open(&reader, scene.path, VIB_READ));
    OK(vib_db_describe(&facts, reader));
    cr_expect_eq(facts.trial, 60);
    cr_expect_geq(facts.recall, 0.99);
    cr_expect_eq(strncmp(facts.effort, "nprobe=", 7), 0, "%s", facts.effort);
    vib_db_close(reader);
    scene_end(&scene);
}
