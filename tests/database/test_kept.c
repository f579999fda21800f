/* test_kept.c - a library of each release, which this one must open and find
 * to the last digit as it was; tests/data/make_library.sh made them. */
#include "scene.h"

static const char *const releases[] = { "0.1.0" };
enum { RELEASES = sizeof releases / sizeof *releases };

static const char *kept_path(const char *release, const char *rest)
{
    static char path[512];

    snprintf(path, sizeof path, "%s/tests/data/library-%s%s", VIB_SOURCE_DIR,
             release, rest);
    return path;
}

/* A copy that may be written. */
static vib_db *open_copy(const char *release)
{
    const char *path = scratch_path(release);
    char command[1200];
    vib_db *db = NULL;

    snprintf(command, sizeof command, "cp -r %s %s && chmod -R u+w %s",
             kept_path(release, ""), path, path);
    cr_assert_eq(system(command), 0);
    OK(vib_db_open(&db, path, VIB_WRITE));
    return db;
}

/* All spectra as text, as the script wrote them. */
static char *contents(const vib_db *db)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    uint64_t id = 0;

    while (vib_db_next(&id, db) > 0) {
        vib_spectrum spectrum = VIB_SPECTRUM_INIT;

        OK(vib_db_get(&spectrum, db, id));
        fprintf(out, "== %llu\n", (unsigned long long)id);
        OK(vib_spectrum_write(out, &spectrum));
        vib_spectrum_release(&spectrum);
    }
    fclose(out);
    return text;
}

static char *read_text(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = calloc(1, 1 << 20);

    cr_assert_not_null(file, "%s", path);
    cr_assert_gt(fread(text, 1, (1 << 20) - 1, file), 0);
    fclose(file);
    return text;
}

/* Of the index a later version may think otherwise: it is made again. */
static void expect_index(uint64_t id, const char *what, void *payload)
{
    (void)payload;
    cr_expect(id == 0 && strstr(what, "index"), "%llu: %s",
              (unsigned long long)id, what);
}

static void expect_self_found(const vib_db *db)
{
    vib_search how = VIB_SEARCH_DEFAULT;
    uint64_t id = 0;

    while (vib_db_next(&id, db) > 0) {
        vib_spectrum query = VIB_SPECTRUM_INIT;
        vib_hits hits;

        OK(vib_db_get(&query, db, id));
        hits = scene_search(db, query, &how);
        cr_expect_eq(hits.hit[0].id, id);
        cr_expect_gt(hits.hit[0].embedding, 0.9999f);
        vib_hits_release(&hits);
    }
}

TestSuite(kept, .init = scratch_make, .fini = scratch_remove);

Test(kept, a_library_of_each_release_opens_and_has_all_it_had)
{
    for (int i = 0; i < RELEASES; i++) {
        vib_db *db = open_copy(releases[i]);
        char *is = contents(db);
        char *was = read_text(kept_path(releases[i], ".txt"));
        size_t found;

        cr_expect_str_eq(is, was, "of %s", releases[i]);
        OK(vib_db_check(&found, db, expect_index, NULL));
        expect_self_found(db);
        free(is);
        free(was);
        vib_db_close(db);
    }
}

Test(kept, a_library_of_each_release_can_be_changed)
{
    for (int i = 0; i < RELEASES; i++) {
        vib_db *db = open_copy(releases[i]);
        uint64_t first = 1;

        cr_expect_gt(scene_add(db, scene_spectrum(1, 1)).id, 6);
        OK(vib_db_remove(db, &first, 1));
        OK(vib_db_index(db, "Flat"));
        expect_self_found(db);
        vib_db_close(db);
    }
}
