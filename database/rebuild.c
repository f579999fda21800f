/* rebuild.c - making the index file anew, or doing without. */
#include "library.h"

#include "derived.h"
#include "memory.h"
#include "nearest.h"
#include "status.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

/* Recall is to hold for spectra that are not stored: it is measured by stored
 * vectors that the index was not trained on; their own row does not count. */
enum {
    TRIAL = 1000,           /* such vectors, less than                       */
    TRIAL_SHARE = 10,       /* one in so many, or all are trained on too     */
    NEAREST = 10            /* neighbours of each                            */
};

/* One rebuilding, from one state of the store. */
struct rebuild {
    const vib_db *db;
    vib_view view;  /* what is needed of it to search exactly */
    vib_span all;   /* every vector                           */
    vib_rows trial; /* those recall is measured by            */
    vib_index *index;
};

static int remove_file(const char *file)
{
    return unlink(file) == 0 || errno == ENOENT
               ? VIB_OK
               : vib_fail_errno("cannot remove %s", file);
}

/* ---- filling ----------------------------------------------------------- */

/* Trained on a sample, then filled a chunk at a time: the library is never in
 * memory as a whole. */
static int create(struct rebuild *build, const char *factory)
{
    size_t all = build->view.spectra;
    size_t wanted = vib_index_sample(factory, all);
    bool enough = all / TRIAL_SHARE >= build->trial.count;
    vib_rows sample = VIB_ROWS_INIT;
    int rc = vib_rows_sample(&sample, build->all, all, wanted,
                             enough ? &build->trial : NULL);

    if (rc == VIB_OK)
        rc = vib_index_create(&build->index, factory, sample.row, sample.count,
                              build->view.dimension);
    vib_rows_release(&sample);
    return rc;
}

static int fill(struct rebuild *build, vib_stamp *stamp)
{
    vib_span span = build->all;
    vib_rows chunk = VIB_ROWS_INIT;
    int rc = vib_rows_make(&chunk, VIB_ROWS_CHUNK, span.dimension);

    while (rc == VIB_OK) {
        rc = vib_rows_take(&chunk, &span, VIB_ROWS_CHUNK);
        if (rc < 0 || chunk.count == 0)
            break;
        rc = vib_index_append(build->index, chunk.row, chunk.id, chunk.count);
        stamp->count += chunk.count;
    }
    stamp->last_id = span.after;
    vib_rows_release(&chunk);
    return rc;
}

/* ---- measuring --------------------------------------------------------- */

static int read_vector(float *out, uint64_t id, void *payload)
{
    const vib_span *all = payload;
    const uint8_t *stored = NULL;
    int rc = vib_vector_get(&stored, all->txn, all->set, id, all->dimension);

    if (rc < 0)
        return rc;
    memcpy(out, stored, all->dimension * sizeof *out);
    return 1;
}

/* Stored vectors ask for their neighbours: first everything is compared, which
 * tells the truth, then the index is asked. */
static int tune(struct rebuild *build)
{
    enum { ROOM = NEAREST + 1 };
    const vib_rows *queries = &build->trial;
    vib_neighbour *truth = vib_new(queries->count * ROOM, sizeof *truth);
    size_t *found = vib_new(queries->count, sizeof *found);
    vib_trial trial = { queries->row, queries->id, truth, found,
                        queries->count, NEAREST };
    vib_originals originals = { read_vector, &build->all };
    vib_ask ask = { .view = &build->view,
                    .txn = build->all.txn,
                    .vectors = queries->row,
                    .n = queries->count,
                    .room = ROOM };
    int rc = VIB_NO_MEMORY;

    if (truth && found)
        rc = vib_nearest_exact(truth, found, &ask, build->all);
    if (rc == VIB_OK)
        rc = vib_index_tune(build->index, &trial, &originals);
    free(truth);
    free(found);
    return rc;
}

/* ---- all of it --------------------------------------------------------- */

static int put_builds(const vib_db *db, const uint8_t *builds, size_t size)
{
    vib_txn *txn = NULL;
    int rc = vib_txn_begin(&txn, db->store, VIB_WRITE);

    if (rc == VIB_OK)
        rc = vib_put_fact(txn, VIB_FACT_INDEX, (vib_value){ builds, size });
    if (rc == VIB_OK)
        return vib_txn_commit(txn);
    vib_txn_abort(txn);
    return rc;
}

/* Write the file (or remove it, when there is no index) while nobody else
 * changes the library: a compaction takes the file along that it sees. */
static int place(const char *file, const struct rebuild *build,
                 const vib_stamp *stamp)
{
    vib_txn *txn = NULL;
    int rc = vib_txn_begin(&txn, build->db->store, VIB_WRITE);

    if (rc == VIB_OK)
        rc = build->index ? vib_index_save(build->index, stamp, file)
                          : remove_file(file);
    vib_txn_abort(txn);
    return rc;
}

/* The store knows of the file before it is there; the one before stays good
 * until it is, and if it will never be. */
static int publish(const char *file, struct rebuild *build, vib_stamp *stamp)
{
    enum { SIZE = sizeof stamp->build };
    uint8_t builds[2 * SIZE] = { 0 };
    vib_value known = { NULL, 0 };
    int rc = vib_get_fact(&known, build->all.txn, VIB_FACT_INDEX);

    if (rc < 0 && rc != VIB_NOT_FOUND)
        return rc;
    if (known.size >= SIZE)
        memcpy(builds + SIZE, known.data, SIZE);
    if (getrandom(stamp->build, SIZE, 0) != SIZE)
        return vib_fail_errno("no random bytes");
    memcpy(builds, stamp->build, SIZE);
    rc = put_builds(build->db, builds, sizeof builds);
    return rc == VIB_OK ? place(file, build, stamp) : rc;
}

static int write_file(const char *file, struct rebuild *build,
                      const char *factory)
{
    vib_stamp stamp = { .count = 0 };
    int rc = vib_rows_sample(&build->trial, build->all, build->view.spectra,
                             TRIAL, NULL);

    if (rc == VIB_OK)
        rc = create(build, factory);
    if (rc == VIB_OK)
        rc = fill(build, &stamp);
    if (rc == VIB_OK)
        rc = tune(build);
    memcpy(stamp.library, vib_store_library(build->db->store),
           sizeof stamp.library);
    memcpy(stamp.encoder, vib_encoder_identity(build->view.set.encoder),
           sizeof stamp.encoder);
    if (rc == VIB_OK)
        rc = publish(file, build, &stamp);
    vib_index_close(build->index);
    vib_rows_release(&build->trial);
    return rc;
}

/* Exact search needs no file: the store has the vectors. */
static int rebuild(const char *file, struct rebuild *build,
                   const char *factory)
{
    char chosen[VIB_FACTORY_ROOM];
    uint64_t count = 0;
    int rc = vib_table_count(&count, build->all.txn, VIB_SPECTRA);

    if (rc == VIB_OK)
        rc = vib_db_set(&build->view.set, build->db, build->all.txn);
    if (rc < 0)
        return rc;
    build->view.spectra = (size_t)count;
    build->view.dimension = vib_encoder_dimension(build->view.set.encoder);
    build->all.set = build->view.set.keys;
    build->all.dimension = build->view.dimension;
    if (!factory) {
        vib_index_choose(chosen, sizeof chosen, build->view.spectra,
                         build->view.dimension);
        factory = strcmp(chosen, "Flat") == 0 ? "exact" : chosen;
    }
    if (count == 0 || strcmp(factory, "exact") == 0)
        return place(file, build, NULL);
    return write_file(file, build, factory);
}

int vib_db_index(vib_db *db, const char *factory)
{
    struct rebuild build = { .db = db };
    char *file;
    int rc;

    if (db->mode != VIB_WRITE)
        return vib_fail(VIB_READ_ONLY, "%s was opened for reading", db->path);
    file = vib_held_path(db->path);
    rc = file ? vib_txn_begin(&build.all.txn, db->store, VIB_READ)
              : VIB_NO_MEMORY;
    if (rc == VIB_OK)
        rc = rebuild(file, &build, factory);
    vib_txn_abort(build.all.txn);
    free(file);
    return rc;
}
