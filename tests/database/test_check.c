/* A sound library has no findings; each kind of damage has its own. The store
 * is changed behind the library's back through its own door. */
#include "scene.h"

#include "derived.h"
#include "library.h"

struct findings {
    size_t n;
    uint64_t id;
    char what[200];
};

static void keep(uint64_t id, const char *what, void *payload)
{
    struct findings *findings = payload;

    findings->n++;
    findings->id = id;
    snprintf(findings->what, sizeof findings->what, "%s", what);
}

static struct findings check(const vib_db *db)
{
    struct findings findings = { 0, 0, "" };
    size_t found = 99;

    OK(vib_db_check(&found, db, keep, &findings));
    cr_expect_eq(found, findings.n);
    return findings;
}

static void expect_finding(const vib_db *db, uint64_t id, const char *what)
{
    struct findings findings = check(db);

    cr_expect_geq(findings.n, 1);
    cr_expect_eq(findings.id, id);
    cr_expect(strstr(findings.what, what) != NULL, "\"%s\"", findings.what);
}

static void put(vib_db *db, vib_table table, uint64_t id, vib_value value)
{
    vib_txn *txn = NULL;

    OK(vib_txn_begin(&txn, db->store, VIB_WRITE));
    OK(vib_put(txn, table, id, value));
    OK(vib_txn_commit(txn));
}

static void take(vib_db *db, vib_table table, uint64_t id)
{
    vib_txn *txn = NULL;

    OK(vib_txn_begin(&txn, db->store, VIB_WRITE));
    OK(vib_delete(txn, table, id));
    OK(vib_txn_commit(txn));
}

Test(check, a_sound_library_has_no_findings)
{
    struct scene scene;

    scene_begin(&scene);
    cr_expect_eq(check(scene.db).n, 0);
    scene_fill(scene.db, 300, 1);
    cr_expect_eq(check(scene.db).n, 0);
    OK(vib_db_index(scene.db, "Flat"));
    scene_add(scene.db, scene_spectrum(301, 1));
    cr_expect_eq(check(scene.db).n, 0);
    scene_end(&scene);
}

Test(check, a_vector_of_another_spectrum_is_found)
{
    struct scene scene;
    float vector[16] = { 1 };

    scene_begin(&scene);
    scene_fill(scene.db, 4, 1);
    put(scene.db, VIB_VECTORS, 3, (vib_value){ vector, sizeof vector });
    expect_finding(scene.db, 3, "vector");
    scene_end(&scene);
}

Test(check, a_profile_of_another_spectrum_is_found)
{
    static const uint16_t halves[40] = { 0 };
    struct scene scene;

    scene_begin(&scene);
    scene_fill(scene.db, 4, 1);
    put(scene.db, VIB_PROFILES, 2, (vib_value){ halves, sizeof halves });
    expect_finding(scene.db, 2, "profile");
    scene_end(&scene);
}

/* Change the first byte of every value of this name, behind its checksum. */
static void damage(const char *library, const char *name)
{
    size_t size = strlen(name), n;
    char path[128], *bytes = calloc(1, 1 << 20);
    FILE *file;

    snprintf(path, sizeof path, "%s/data.mdb", library);
    file = fopen(path, "r+b");
    cr_assert(file && bytes);
    n = fread(bytes, 1, 1 << 20, file);
    for (size_t i = 0; i + size + 9 < n; i++)
        if (memcmp(bytes + i, name, size) == 0)
            bytes[i + size + 8] ^= 1;
    rewind(file);
    cr_assert_eq(fwrite(bytes, 1, n, file), n);
    fclose(file);
    free(bytes);
}

Test(check, a_damaged_fact_is_found)
{
    static const char *const names[] = { "last id", "some fact" };
    struct scene scene;
    vib_txn *txn = NULL;

    for (int i = 0; i < 2; i++) {
        scene_begin(&scene);
        scene_fill(scene.db, 2, 1);
        OK(vib_txn_begin(&txn, scene.db->store, VIB_WRITE));
        OK(vib_put_fact(txn, "some fact", (vib_value){ "12345678", 8 }));
        OK(vib_txn_commit(txn));
        vib_db_close(scene.db);
        damage(scene.path, names[i]);
        OK(vib_db_open(&scene.db, scene.path, VIB_WRITE));
        expect_finding(scene.db, 0, names[i]);
        scene_end(&scene);
    }
}

Test(check, what_is_missing_is_found)
{
    static const vib_table tables[] = { VIB_FIELDS, VIB_VECTORS,
                                        VIB_PROFILES };

    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        struct scene scene;

        scene_begin(&scene);
        scene_fill(scene.db, 3, 1);
        take(scene.db, tables[i], 2);
        expect_finding(scene.db, 2, "2");
        scene_end(&scene);
    }
}

Test(check, what_belongs_to_no_spectrum_is_found)
{
    struct scene scene;

    scene_begin(&scene);
    scene_fill(scene.db, 3, 1);
    take(scene.db, VIB_SPECTRA, 2);
    cr_expect_geq(check(scene.db).n, 4, "three tables and a hash");
    scene_end(&scene);
}

Test(check, unreadable_points_are_found_and_can_be_removed)
{
    struct scene scene;
    uint64_t id = 2;

    scene_begin(&scene);
    scene_fill(scene.db, 3, 1);
    put(scene.db, VIB_SPECTRA, 2, (vib_value){ "rubbish", 7 });
    expect_finding(scene.db, 2, "");
    OK(vib_db_remove(scene.db, &id, 1));
    cr_expect_eq(scene_first(scene.db, scene_spectrum(3, 1), VIB_FUSED), 3);
    scene_end(&scene);
}

Test(check, a_damaged_index_file_is_found)
{
    struct scene scene;
    char path[128];
    FILE *file;

    scene_begin(&scene);
    scene_fill(scene.db, 20, 1);
    OK(vib_db_index(scene.db, "Flat"));
    snprintf(path, sizeof path, "%s/index.faiss", scene.path);
    file = fopen(path, "wb");
    cr_assert_not_null(file);
    fputs("not an index", file);
    fclose(file);
    expect_finding(scene.db, 0, "index");
    scene_end(&scene);
}

/* Search must not answer from damaged bytes, and must say where they are. */
Test(check, a_search_meets_damage_with_an_error)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_spectrum query = scene_spectrum(2, 1);
    vib_hits hits = VIB_HITS_INIT;

    scene_begin(&scene);
    scene_fill(scene.db, 4, 1);
    put(scene.db, VIB_PROFILES, 2, (vib_value){ "x", 1 });
    cr_expect_eq(vib_db_search(&hits, scene.db, &query, 1, &how),
                 VIB_BAD_DATA);
    cr_expect(strstr(vib_last_error(), "2") != NULL);
    cr_expect_null(hits.hit);
    vib_spectrum_release(&query);
    scene_end(&scene);
}
