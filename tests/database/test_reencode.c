/* Another encoder for a library that is there. */
#include "library.h"

#include "scene.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SPECTRA = 600 }; /* three batches */

/* A library of SPECTRA, and the encoder it is to have. */
static vib_encoder *begin(struct scene *scene)
{
    scene_begin(scene);
    scene_add_range(scene->db, 1, SPECTRA);
    return scene_encoder(7);
}

static int stop_after(size_t done, size_t total, const char *line,
                      void *payload)
{
    (void)total;
    (void)line;
    return done >= *(size_t *)payload;
}

static void expect_encoder(const vib_db *db, const vib_encoder *encoder)
{
    vib_encoder_facts wanted;
    vib_db_facts facts;

    vib_encoder_describe(&wanted, encoder);
    OK(vib_db_describe(&facts, db));
    cr_expect_str_eq(facts.encoder.identity, wanted.identity);
}

static void expect_clean(const vib_db *db)
{
    size_t found = 99;

    OK(vib_db_check(&found, db, NULL, NULL));
    cr_expect_eq(found, 0);
}

static void expect_found(const vib_db *db, uint64_t first, uint64_t last)
{
    for (uint64_t i = first; i <= last; i += 37)
        cr_expect_eq(scene_first(db, scene_spectrum(i, 1), VIB_EMBEDDING), i);
}

/* Entries of a table of derived values, of both sets. */
static uint64_t count(struct scene *scene, vib_table table)
{
    uint64_t n = 0;
    vib_txn *txn = NULL;

    OK(vib_txn_begin(&txn, scene->db->store, VIB_READ));
    OK(vib_table_count(&n, txn, table));
    vib_txn_abort(txn);
    return n;
}

Test(reencode, all_vectors_become_the_new_encoders_and_the_old_ones_go)
{
    struct scene scene;
    vib_encoder *encoder = begin(&scene);

    OK(vib_db_reencode(scene.db, encoder, NULL, NULL));
    expect_encoder(scene.db, encoder);
    expect_clean(scene.db);
    expect_found(scene.db, 1, SPECTRA);
    cr_expect_eq(count(&scene, VIB_VECTORS), SPECTRA);
    cr_expect_eq(count(&scene, VIB_PROFILES), SPECTRA);
    OK(vib_db_reencode(scene.db, scene.encoder, NULL, NULL));
    expect_encoder(scene.db, scene.encoder);
    expect_clean(scene.db);
    cr_expect_eq(count(&scene, VIB_VECTORS), SPECTRA, "and back again");
    vib_encoder_close(encoder);
    scene_end(&scene);
}

Test(reencode, a_stopped_run_changes_no_search_and_goes_on_where_it_was)
{
    struct scene scene;
    vib_encoder *encoder = begin(&scene);
    size_t half = 256, none = 0, all = SIZE_MAX;

    cr_expect_eq(vib_db_reencode(scene.db, encoder, stop_after, &half),
                 VIB_STOPPED);
    expect_encoder(scene.db, scene.encoder);
    expect_found(scene.db, 1, SPECTRA);
    expect_clean(scene.db);
    cr_expect_eq(count(&scene, VIB_VECTORS), SPECTRA + 256);
    cr_expect_eq(vib_db_reencode(scene.db, encoder, stop_after, &none),
                 VIB_STOPPED);
    cr_expect_eq(count(&scene, VIB_VECTORS), SPECTRA + 256, "kept");
    OK(vib_db_reencode(scene.db, encoder, stop_after, &all));
    expect_encoder(scene.db, encoder);
    expect_clean(scene.db);
    vib_encoder_close(encoder);
    scene_end(&scene);
}

Test(reencode, what_is_added_and_removed_meanwhile_is)
{
    struct scene scene;
    vib_encoder *encoder = begin(&scene);
    uint64_t gone[] = { 3, 500 };
    size_t half = 256;

    cr_expect_eq(vib_db_reencode(scene.db, encoder, stop_after, &half),
                 VIB_STOPPED);
    scene_add_range(scene.db, SPECTRA + 1, SPECTRA + 5);
    OK(vib_db_remove(scene.db, gone, 2));
    expect_found(scene.db, SPECTRA + 1, SPECTRA + 1);
    OK(vib_db_reencode(scene.db, encoder, NULL, NULL));
    expect_clean(scene.db);
    expect_found(scene.db, SPECTRA + 1, SPECTRA + 5);
    cr_expect_eq(count(&scene, VIB_VECTORS), SPECTRA + 3);
    vib_encoder_close(encoder);
    scene_end(&scene);
}

Test(reencode, a_third_encoder_begins_anew)
{
    struct scene scene;
    vib_encoder *second = begin(&scene), *third = scene_encoder(8);
    size_t half = 256;

    cr_expect_eq(vib_db_reencode(scene.db, second, stop_after, &half),
                 VIB_STOPPED);
    OK(vib_db_reencode(scene.db, third, NULL, NULL));
    expect_encoder(scene.db, third);
    expect_clean(scene.db);
    vib_encoder_close(second);
    vib_encoder_close(third);
    scene_end(&scene);
}

Test(reencode, the_own_encoder_takes_back_what_was_begun)
{
    struct scene scene;
    vib_encoder *second = begin(&scene);
    size_t half = 256;

    cr_expect_eq(vib_db_reencode(scene.db, second, stop_after, &half),
                 VIB_STOPPED);
    OK(vib_db_reencode(scene.db, scene.encoder, NULL, NULL));
    cr_expect_eq(count(&scene, VIB_VECTORS), SPECTRA);
    OK(vib_db_reencode(scene.db, second, NULL, NULL));
    expect_encoder(scene.db, second);
    expect_clean(scene.db);
    vib_encoder_close(second);
    scene_end(&scene);
}

Test(reencode, an_open_reader_changes_over_with_its_index)
{
    struct scene scene;
    vib_encoder *encoder = begin(&scene);
    vib_db *reader = NULL;

    OK(vib_db_index(scene.db, "HNSW16,Flat"));
    OK(vib_db_open(&reader, scene.path, VIB_READ));
    expect_found(reader, 1, SPECTRA);
    OK(vib_db_reencode(scene.db, encoder, NULL, NULL));
    expect_encoder(reader, encoder);
    expect_found(reader, 1, SPECTRA);
    vib_db_close(reader);
    vib_encoder_close(encoder);
    scene_end(&scene);
}

Test(reencode, a_spectrum_the_encoder_is_not_for_stops_it_and_changes_nothing)
{
    struct scene scene;
    vib_encoder *encoder;
    vib_training training = VIB_TRAINING_DEFAULT;

    scene_begin(&scene);
    scene_add_range(scene.db, 1, 3);
    training.pipeline = "raman grid=2000:3200:4 despike=8 snip=20 "
                        "derivative=11,2";
    training.network = "resnet in=3x301 stem=4k5 blocks=4/2 kernel=3 head=4 "
                       "out=16";
    training.synthetic = 1;
    training.steps = 1;
    training.batch = 8;
    OK(vib_encoder_train(&encoder, NULL, NULL, &training));
    cr_expect_eq(vib_db_reencode(scene.db, encoder, NULL, NULL), VIB_BAD_DATA);
    cr_expect(strstr(vib_last_error(), "spectrum 1") != NULL, "%s",
              vib_last_error());
    expect_encoder(scene.db, scene.encoder);
    expect_clean(scene.db);
    vib_encoder_close(encoder);
    scene_end(&scene);
}

/* ---- killed, and searched meanwhile ------------------------------------ */

/* What the other process is told. */
struct order {
    char library[96], model[128];
};

static int die_after(size_t done, size_t total, const char *line, void *payload)
{
    (void)total;
    (void)line;
    (void)payload;
    if (done >= 256)
        kill(getpid(), SIGKILL);
    return 0;
}

/* Forked before any thread is there, it waits for its order; it does not come
 * back. */
static int reencode_and_die(int pipe)
{
    struct order order;
    vib_encoder *encoder = NULL;
    vib_db *db = NULL;

    if (read(pipe, &order, sizeof order) == (ssize_t)sizeof order &&
        vib_encoder_open(&encoder, order.model) == VIB_OK &&
        vib_db_open(&db, order.library, VIB_WRITE) == VIB_OK)
        vib_db_reencode(db, encoder, die_after, NULL);
    return 1;
}

Test(reencode, a_killed_run_changes_no_search_and_goes_on_where_it_was)
{
    struct scene scene;
    struct order order = { "", "" };
    vib_encoder *encoder;
    size_t none = 0;
    int status, ends[2];
    pid_t child;

    cr_assert_eq(pipe(ends), 0);
    child = fork();
    if (child == 0)
        _exit(reencode_and_die(ends[0]));
    encoder = begin(&scene);
    snprintf(order.library, sizeof order.library, "%s", scene.path);
    snprintf(order.model, sizeof order.model, "%s/other.vibm", scratch);
    OK(vib_encoder_save(encoder, order.model));
    cr_assert_eq(write(ends[1], &order, sizeof order), (ssize_t)sizeof order);
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFSIGNALED(status), "it was killed");
    expect_encoder(scene.db, scene.encoder);
    expect_found(scene.db, 1, SPECTRA);
    expect_clean(scene.db);
    cr_expect_eq(vib_db_reencode(scene.db, encoder, stop_after, &none),
                 VIB_STOPPED);
    cr_expect_eq(count(&scene, VIB_VECTORS), SPECTRA + 256, "kept");
    OK(vib_db_reencode(scene.db, encoder, NULL, NULL));
    expect_encoder(scene.db, encoder);
    expect_clean(scene.db);
    vib_encoder_close(encoder);
    scene_end(&scene);
}

struct reader {
    const vib_db *db;
    volatile bool stop;
    int wrong, searches;
};

static void *search_all_the_time(void *payload)
{
    struct reader *reader = payload;

    while (!reader->stop) {
        uint64_t i = (uint64_t)(reader->searches++ * 13) % SPECTRA + 1;

        reader->wrong +=
            scene_first(reader->db, scene_spectrum(i, 1), VIB_EMBEDDING) != i;
    }
    return NULL;
}

Test(reencode, searches_go_on_while_it_runs_and_find_all)
{
    struct scene scene;
    vib_encoder *encoder = begin(&scene);
    struct reader reader = { NULL, false, 0, 0 };
    vib_db *db = NULL;
    pthread_t thread;

    OK(vib_db_open(&db, scene.path, VIB_READ));
    reader.db = db;
    pthread_create(&thread, NULL, search_all_the_time, &reader);
    OK(vib_db_reencode(scene.db, encoder, NULL, NULL));
    OK(vib_db_reencode(scene.db, scene.encoder, NULL, NULL));
    reader.stop = true;
    pthread_join(thread, NULL);
    cr_expect_eq(reader.wrong, 0, "%d of %d", reader.wrong, reader.searches);
    cr_expect_gt(reader.searches, 0);
    vib_db_close(db);
    vib_encoder_close(encoder);
    scene_end(&scene);
}
