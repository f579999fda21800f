/* test_repair.c - a library that is damaged is made sound: what can be read is
 * kept, what cannot is told, and the damaged one is still there. */
#include "scene.h"

#include "library.h"
#include "record.h"

#include <fcntl.h>
#include <unistd.h>

enum { SPECTRA = 12 };

struct told {
    size_t n;
    uint64_t ids[100];
};

static void keep(uint64_t id, const char *what, void *payload)
{
    struct told *told = payload;

    cr_expect(what[0]);
    if (told->n < 100)
        told->ids[told->n++] = id;
}

static bool was_told(const struct told *told, uint64_t id)
{
    for (size_t i = 0; i < told->n; i++)
        if (told->ids[i] == id)
            return true;
    return false;
}

static void begin(struct scene *scene)
{
    scene_begin(scene);
    scene_fill(scene->db, SPECTRA, 1);
}

static void change(vib_db *db, vib_table table, uint64_t id, const char *text)
{
    vib_txn *txn = NULL;

    OK(vib_txn_begin(&txn, db->store, VIB_WRITE));
    if (text)
        OK(vib_put(txn, table, id, (vib_value){ text, strlen(text) }));
    else
        OK(vib_delete(txn, table, id));
    OK(vib_txn_commit(txn));
}

/* Repair and open again; nothing may be wrong then. */
static vib_repaired repair(struct scene *scene, struct told *told)
{
    vib_repaired done;
    size_t found = 99;

    vib_db_close(scene->db);
    scene->db = NULL;
    OK(vib_db_repair(&done, scene->path, NULL, keep, told));
    OK(vib_db_open(&scene->db, scene->path, VIB_WRITE));
    OK(vib_db_check(&found, scene->db, NULL, NULL));
    cr_expect_eq(found, 0);
    return done;
}

/* Each spectrum but `lost` is there as it was, and finds itself. */
static void expect_kept(const vib_db *db, uint64_t lost)
{
    for (uint64_t id = 1; id <= SPECTRA; id++) {
        vib_spectrum stored = VIB_SPECTRUM_INIT;
        vib_spectrum made = made_spectrum(id, 1);

        if (id == lost) {
            cr_expect_eq(vib_db_get(&stored, db, id), VIB_NOT_FOUND);
        } else {
            OK(vib_db_get(&stored, db, id));
            cr_expect_eq(memcmp(stored.y, made.y, made.n * sizeof *made.y), 0);
            cr_expect_eq(scene_first(db, made_spectrum(id, 1), VIB_EMBEDDING),
                         id);
        }
        vib_spectrum_release(&stored);
        vib_spectrum_release(&made);
    }
}

Test(repair, unreadable_points_are_told_and_stay_in_the_damaged_library)
{
    struct told told = { .n = 0 };
    struct scene scene;
    vib_repaired done;
    vib_db *damaged = NULL;

    begin(&scene);
    change(scene.db, VIB_SPECTRA, 2, "rubbish");
    done = repair(&scene, &told);
    cr_expect_eq(done.spectra, SPECTRA - 1);
    cr_expect_eq(done.lost, 1);
    cr_expect(was_told(&told, 2));
    cr_expect_eq(told.n, 1);
    expect_kept(scene.db, 2);
    OK(vib_db_open(&damaged, done.aside, VIB_READ));
    vib_db_close(damaged);
    cr_expect_eq(scene_add(scene.db, scene_spectrum(50, 1)).id, SPECTRA + 1,
                 "ids go on where they were");
    scene_end(&scene);
}

/* Its vector is made of its unit and laser line, which are metadata. */
Test(repair, a_spectrum_in_nm_stays_what_it_is)
{
    vib_spectrum spectrum = made_spectrum(SPECTRA + 1, 1);
    struct told told = { .n = 0 };
    struct scene scene;
    vib_repaired done;

    begin(&scene);
    for (size_t i = 0; i < spectrum.n; i++)
        spectrum.x[i] = 1e7 / (1e7 / 532 - spectrum.x[i]);
    OK(vib_spectrum_set(&spectrum, VIB_KEY_X_UNIT, "nm"));
    OK(vib_spectrum_set(&spectrum, VIB_KEY_LASER, "532"));
    cr_assert_eq(scene_add(scene.db, spectrum).id, SPECTRA + 1);
    change(scene.db, VIB_SPECTRA, 2, "rubbish");
    done = repair(&scene, &told);
    cr_expect_eq(done.spectra, SPECTRA);
    cr_expect_eq(scene_first(scene.db, made_spectrum(SPECTRA + 1, 1),
                             VIB_EMBEDDING), SPECTRA + 1);
    scene_end(&scene);
}

/* What an older version let be annotated. */
Test(repair, what_has_no_vector_any_more_is_left_out)
{
    vib_spectrum um = VIB_SPECTRUM_INIT;
    vib_buffer record = { NULL, 0, 0, false };
    struct told told = { .n = 0 };
    struct scene scene;
    vib_txn *txn = NULL;

    begin(&scene);
    OK(vib_spectrum_set(&um, VIB_KEY_X_UNIT, "um"));
    OK(vib_fields_write(&record, &um));
    OK(vib_txn_begin(&txn, scene.db->store, VIB_WRITE));
    OK(vib_put(txn, VIB_FIELDS, 2, (vib_value){ record.data, record.size }));
    OK(vib_txn_commit(txn));
    cr_expect_eq(repair(&scene, &told).lost, 1);
    cr_expect(was_told(&told, 2));
    vib_buffer_release(&record);
    vib_spectrum_release(&um);
    scene_end(&scene);
}

Test(repair, without_its_metadata_a_spectrum_is_kept)
{
    struct told told = { .n = 0 };
    vib_spectrum fields = VIB_SPECTRUM_INIT;
    struct scene scene;
    vib_repaired done;

    begin(&scene);
    change(scene.db, VIB_FIELDS, 3, "x");
    change(scene.db, VIB_FIELDS, 4, NULL);
    done = repair(&scene, &told);
    cr_expect_eq(done.bare, 2);
    cr_expect_eq(done.lost, 0);
    cr_expect(was_told(&told, 3) && was_told(&told, 4));
    expect_kept(scene.db, 0);
    OK(vib_db_fields(&fields, scene.db, 3));
    cr_expect_not_null(vib_spectrum_get(&fields, "remark"));
    vib_spectrum_release(&fields);
    scene_end(&scene);
}

Test(repair, what_is_made_of_spectra_is_made_again)
{
    struct told told = { .n = 0 };
    struct scene scene;

    begin(&scene);
    change(scene.db, VIB_VECTORS, 3, NULL);
    change(scene.db, VIB_VECTORS, 4, "x");
    change(scene.db, VIB_PROFILES, 5, "x");
    change(scene.db, VIB_VECTORS, 77, "of no spectrum");
    cr_expect_eq(repair(&scene, &told).spectra, SPECTRA);
    cr_expect_eq(told.n, 0);
    expect_kept(scene.db, 0);
    scene_end(&scene);
}

Test(repair, of_the_index_alone_leaves_the_store_where_it_is)
{
    struct told told = { .n = 0 };
    char file[128];
    struct scene scene;
    vib_repaired done;

    begin(&scene);
    OK(vib_db_index(scene.db, "Flat"));
    snprintf(file, sizeof file, "%s/index.faiss", scene.path);
    cr_assert_eq(truncate(file, 100), 0);
    done = repair(&scene, &told);
    cr_expect_str_eq(done.aside, "");
    cr_expect_eq(done.spectra, SPECTRA);
    expect_kept(scene.db, 0);
    scene_end(&scene);
}

Test(repair, a_spare_encoder_stands_for_one_that_cannot_be_read)
{
    struct told told = { .n = 0 };
    struct scene scene;
    vib_txn *txn = NULL;
    vib_repaired done;

    begin(&scene);
    OK(vib_txn_begin(&txn, scene.db->store, VIB_WRITE));
    OK(vib_put_fact(txn, VIB_FACT_ENCODER, (vib_value){ "x", 1 }));
    OK(vib_put_fact(txn, "told by a later version", (vib_value){ "y", 1 }));
    OK(vib_txn_commit(txn));
    vib_db_close(scene.db);
    scene.db = NULL;
    cr_expect_eq(vib_db_repair(&done, scene.path, NULL, keep, &told),
                 VIB_BAD_DATA);
    cr_expect_eq(vib_db_open(&scene.db, scene.path, VIB_READ), VIB_BAD_DATA);
    OK(vib_db_repair(&done, scene.path, scene.encoder, keep, &told));
    OK(vib_db_open(&scene.db, scene.path, VIB_WRITE));
    expect_kept(scene.db, 0);
    OK(vib_txn_begin(&txn, scene.db->store, VIB_READ));
    OK(vib_get_fact(&(vib_value){ 0 }, txn, "told by a later version"));
    vib_txn_abort(txn);
    scene_end(&scene);
}

Test(repair, waits_for_no_one)
{
    struct scene scene;
    vib_repaired done;

    begin(&scene);
    cr_expect_eq(vib_db_repair(&done, scene.path, NULL, NULL, NULL), VIB_BUSY);
    scene_end(&scene);
}

/* ---- pages ------------------------------------------------------------- */

static void copy_file(const char *to, const char *from)
{
    char command[300];

    snprintf(command, sizeof command, "cp %s %s", from, to);
    cr_assert_eq(system(command), 0);
}

static void zero_page(const char *file, off_t page)
{
    static const char zeros[4096];
    int fd = open(file, O_WRONLY);

    cr_assert_eq(pwrite(fd, zeros, sizeof zeros, page * 4096), 4096);
    close(fd);
}

/* Nothing is there that was not; what is not has been told, by a check too. */
static void expect_told(const vib_db *db, const struct told *told,
                        const struct told *checked)
{
    for (uint64_t id = 1; id <= SPECTRA; id++) {
        vib_spectrum stored = VIB_SPECTRUM_INIT, made = made_spectrum(id, 1);
        int rc = vib_db_get(&stored, db, id);

        if (rc == VIB_OK)
            cr_expect_eq(memcmp(stored.y, made.y, made.n * sizeof *made.y), 0);
        else
            cr_expect(was_told(told, id) && was_told(checked, id),
                      "%llu is gone without a word", (unsigned long long)id);
        vib_spectrum_release(&stored);
        vib_spectrum_release(&made);
    }
}

/* What a library says that does not open. */
static struct told all_told(void)
{
    struct told told = { .n = 0 };

    for (uint64_t id = 1; id <= SPECTRA; id++)
        told.ids[told.n++] = id;
    return told;
}

/* With one page of zeros: whether the library could be repaired. */
static bool survive(struct scene *scene, off_t page)
{
    struct told told = { .n = 0 }, checked = { .n = 0 };
    vib_repaired done;
    char command[400], file[128], kept[128];
    size_t found = 99;
    int rc;

    snprintf(file, sizeof file, "%s/data.mdb", scene->path);
    snprintf(kept, sizeof kept, "%s/kept", scratch);
    copy_file(file, kept);
    zero_page(file, page);
    if (vib_db_open(&scene->db, scene->path, VIB_READ) == VIB_OK)
        OK(vib_db_check(&found, scene->db, keep, &checked));
    else
        checked = all_told();
    vib_db_close(scene->db);
    scene->db = NULL;
    rc = vib_db_repair(&done, scene->path, scene->encoder, keep, &told);
    if (rc == VIB_OK) {
        OK(vib_db_open(&scene->db, scene->path, VIB_WRITE));
        OK(vib_db_check(&found, scene->db, NULL, NULL));
        cr_expect_eq(found, 0, "page %ld", (long)page);
        expect_told(scene->db, &told, &checked);
        vib_db_close(scene->db);
        scene->db = NULL;
    }
    snprintf(command, sizeof command, "rm -rf %s.*", scene->path);
    cr_assert_eq(system(command), 0);
    return rc == VIB_OK;
}

/* Pages 0 and 1 are where LMDB begins to read; of the others few hold all
 * together. */
Test(repair, any_page_may_be_lost, .timeout = 600)
{
    struct scene scene;
    struct stat facts;
    char file[128], kept[128];
    int pages = 0, repaired = 0;

    begin(&scene);
    vib_db_close(scene.db);
    scene.db = NULL;
    snprintf(file, sizeof file, "%s/data.mdb", scene.path);
    snprintf(kept, sizeof kept, "%s/kept", scratch);
    copy_file(kept, file);
    cr_assert_eq(stat(file, &facts), 0);
    for (off_t page = 2; page < facts.st_size / 4096; page++) {
        pages++;
        repaired += survive(&scene, page);
    }
    fprintf(stderr, "%d of %d pages\n", repaired, pages);
    cr_expect_gt(repaired * 10, pages * 8);
    scene_end(&scene);
}
