/* reencode.c - another encoder for a library that is there.
 *
 * The new vectors are made beside the old ones, a batch a transaction; searches
 * use the old ones meanwhile, and what is added gets them. The batch after
 * which nothing is left to encode also makes the new set the one in use, so
 * there is no moment between. How far it came is stored with each batch: a run
 * that was ended goes on there. */
#include "library.h"

#include "derived.h"
#include "memory.h"
#include "prepare.h"
#include "status.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct reencode {
    vib_db *db;
    const vib_encoder *encoder; /* the new one                             */
    uint64_t keys;              /* of the set in the making                */
    uint64_t done;              /* the last id it has                      */
    size_t count, total;        /* spectra it has, of how many there are   */
};

/* Spectra of one batch. */
struct batch {
    uint64_t id[VIB_BATCH];
    vib_spectrum spectrum[VIB_BATCH];
    size_t n;
};

/* ---- how far it came --------------------------------------------------- */

static int write_progress(const struct reencode *r, vib_txn *txn)
{
    vib_buffer bytes = { NULL, 0, 0, false };
    int rc = VIB_NO_MEMORY;

    vib_put_bytes(&bytes, vib_encoder_identity(r->encoder), 16);
    vib_put_u64(&bytes, r->done);
    if (!bytes.failed)
        rc = vib_put_fact(txn, VIB_FACT_NEXT,
                          (vib_value){ bytes.data, bytes.size });
    vib_buffer_release(&bytes);
    return rc;
}

/* Go on where a run with this encoder ended: 1; 0: there is none. */
static int read_progress(struct reencode *r, vib_txn *txn)
{
    vib_value value;
    int rc = vib_get_fact(&value, txn, VIB_FACT_NEXT);
    vib_cursor cursor;
    const uint8_t *identity;

    if (rc < 0)
        return rc == VIB_NOT_FOUND ? 0 : rc;
    cursor = (vib_cursor){ value.data, value.size, 0, false };
    identity = vib_get_bytes(&cursor, 16);
    r->done = vib_get_u64(&cursor);
    if (!cursor.failed &&
        memcmp(identity, vib_encoder_identity(r->encoder), 16) == 0)
        return 1;
    r->done = 0;
    return 0;
}

static int forget_progress(vib_txn *txn)
{
    return vib_put_fact(txn, VIB_FACT_NEXT, (vib_value){ NULL, 0 });
}

/* Nobody else has begun another set, or gone on with this one. */
static int check_alone(const struct reencode *r, vib_txn *txn)
{
    struct reencode seen = { .encoder = r->encoder };
    int rc = read_progress(&seen, txn);

    if (rc < 0)
        return rc;
    return rc == 1 && seen.done == r->done
               ? VIB_OK
               : vib_fail(VIB_SYSTEM, "%s: another process encodes it anew; "
                          "wait for its end, then repeat", r->db->path);
}

/* ---- transactions ------------------------------------------------------ */

/* Do `work` in one transaction. What it returns, and then is committed, unless
 * it is negative. */
static int transact(struct reencode *r,
                    int (*work)(struct reencode *r, vib_txn *txn))
{
    vib_txn *txn = NULL;
    int result, rc = vib_txn_begin(&txn, r->db->store, VIB_WRITE);

    if (rc < 0)
        return rc;
    result = work(r, txn);
    if (result < 0)
        vib_txn_abort(txn);
    else
        rc = vib_txn_commit(txn);
    return rc < 0 ? rc : result;
}

static int clear_some(struct reencode *r, vib_txn *txn)
{
    int rc = forget_progress(txn);

    return rc < 0 ? rc : vib_set_clear(txn, r->keys);
}

/* Delete all that the set with these keys holds; it is not in use. */
static int clear(struct reencode *r)
{
    int more = 1;

    while (more > 0)
        more = transact(r, clear_some);
    return more;
}

static int begin(struct reencode *r, vib_txn *txn)
{
    return write_progress(r, txn);
}

/* ---- a batch ----------------------------------------------------------- */

static void batch_release(struct batch *batch)
{
    for (size_t i = 0; i < batch->n; i++)
        vib_spectrum_release(&batch->spectrum[i]);
    batch->n = 0;
}

/* The next spectra that the new set lacks. */
static int batch_read(struct batch *batch, const struct reencode *r,
                      vib_txn *txn)
{
    uint64_t id = r->done + 1;
    int rc = 0;

    for (; batch->n < VIB_BATCH &&
           (rc = vib_seek(&id, txn, VIB_SPECTRA)) > 0; id++) {
        vib_spectrum *spectrum = &batch->spectrum[batch->n];

        *spectrum = (vib_spectrum)VIB_SPECTRUM_INIT;
        batch->id[batch->n++] = id;
        rc = vib_read_fields(spectrum, txn, id);
        if (rc == VIB_OK)
            rc = vib_read_points(spectrum, txn, id);
        if (rc < 0)
            break;
    }
    return rc < 0 ? rc : VIB_OK;
}

static int put_all(const struct batch *batch, const vib_prepared *prepared,
                   const struct reencode *r, vib_txn *txn)
{
    size_t d = prepared->dimension;
    int rc = VIB_OK;

    for (size_t i = 0; i < batch->n && rc == VIB_OK; i++) {
        uint64_t id = batch->id[i];

        if (prepared->status[i] < 0)
            return vib_fail(VIB_BAD_DATA, "spectrum %" PRIu64 ": %s; this "
                            "encoder is not for it, and the library keeps the "
                            "one it has", id, prepared->reason[i]);
        rc = vib_vector_put(txn, r->keys, id, prepared->vectors + i * d, d);
        if (rc == VIB_OK)
            rc = vib_profile_put(txn, r->keys, id, &prepared->profiles[i]);
    }
    return rc;
}

static int batch_store(const struct batch *batch, struct reencode *r,
                       vib_txn *txn)
{
    const vib_spectrum *spectra[VIB_BATCH];
    vib_prepared prepared = VIB_PREPARED_INIT;
    int rc;

    for (size_t i = 0; i < batch->n; i++)
        spectra[i] = &batch->spectrum[i];
    rc = vib_prepare(&prepared, r->encoder, spectra, batch->n);
    if (rc == VIB_OK)
        rc = put_all(batch, &prepared, r, txn);
    vib_prepared_release(&prepared);
    if (rc < 0)
        return rc;
    r->done = batch->id[batch->n - 1];
    r->count += batch->n;
    return write_progress(r, txn);
}

/* The next batch and, when it is the last, the switch: 1. 0: there are more. */
static int step(struct reencode *r, vib_txn *txn)
{
    struct batch batch = { .n = 0 };
    bool last;
    int rc = check_alone(r, txn);

    if (rc == VIB_OK)
        rc = batch_read(&batch, r, txn);
    last = batch.n < VIB_BATCH;
    if (rc == VIB_OK && batch.n > 0)
        rc = batch_store(&batch, r, txn);
    batch_release(&batch);
    if (rc < 0 || !last)
        return rc;
    rc = vib_set_use(txn, r->encoder, r->keys);
    if (rc == VIB_OK) /* it is of the old scores */
        rc = vib_put_fact(txn, VIB_FACT_CALIBRATION, (vib_value){ NULL, 0 });
    if (rc == VIB_OK)
        rc = forget_progress(txn);
    return rc < 0 ? rc : 1;
}

static int run(struct reencode *r, vib_progress *progress, void *payload)
{
    int rc = transact(r, begin);

    while (rc == 0) {
        if (progress && progress(r->count, r->total, NULL, payload))
            return vib_fail(VIB_STOPPED, "stopped; the same command goes on "
                            "after the %zu spectra that are done", r->count);
        rc = transact(r, step);
    }
    return rc < 0 ? rc : VIB_OK;
}

/* ---- all of it --------------------------------------------------------- */

/* How many spectra have an id up to `last`. */
static int count_done(size_t *out, vib_txn *txn, uint64_t last)
{
    uint64_t id = 1;
    size_t n = 0;
    int rc;

    for (; (rc = vib_seek(&id, txn, VIB_SPECTRA)) > 0 && id <= last; id++)
        n++;
    *out = n;
    return rc < 0 ? rc : VIB_OK;
}

/* Spectra of one technique are not those of the other for any encoder. */
static int check_technique(const struct reencode *r, const vib_set *set)
{
    static const char *const names[] = { "infrared", "Raman" };
    bool has = vib_encoder_pipeline(set->encoder)->raman;
    bool gets = vib_encoder_pipeline(r->encoder)->raman;

    if (has == gets || r->total == 0)
        return VIB_OK;
    return vib_fail(VIB_BAD_ARG, "%s has %s spectra, this encoder is for %s "
                    "spectra: make a library of their own for these",
                    r->db->path, names[has], names[gets]);
}

/* What there is to do: 1; 0: the library has this encoder. *resumed: some of it
 * is done. */
static int look(struct reencode *r, bool *resumed)
{
    const uint8_t *identity = vib_encoder_identity(r->encoder);
    vib_txn *txn = NULL;
    vib_set set;
    uint64_t total = 0;
    int rc = vib_txn_begin(&txn, r->db->store, VIB_READ);

    if (rc == VIB_OK)
        rc = vib_db_set(&set, r->db, txn);
    if (rc == VIB_OK)
        rc = vib_table_count(&total, txn, VIB_SPECTRA);
    if (rc < 0)
        goto out;
    r->keys = vib_set_other(&set);
    r->total = (size_t)total;
    if (memcmp(vib_encoder_identity(set.encoder), identity, 16) == 0)
        goto out;
    rc = check_technique(r, &set);
    if (rc == VIB_OK)
        rc = read_progress(r, txn);
    *resumed = rc > 0;
    if (rc >= 0)
        rc = count_done(&r->count, txn, r->done);
    if (rc == VIB_OK)
        rc = 1;
out:
    vib_txn_abort(txn);
    return rc;
}

int vib_db_reencode(vib_db *db, const vib_encoder *encoder,
                    vib_progress *progress, void *payload)
{
    struct reencode r = { .db = db, .encoder = encoder };
    bool resumed = false;
    int rc;

    if (db->mode != VIB_WRITE)
        return vib_fail(VIB_READ_ONLY, "%s was opened for reading", db->path);
    rc = look(&r, &resumed);
    if (rc <= 0)
        return rc == 0 ? clear(&r) : rc;
    rc = resumed ? VIB_OK : clear(&r);
    if (rc == VIB_OK)
        rc = run(&r, progress, payload);
    if (rc == VIB_OK)
        rc = vib_db_index(db, NULL);
    r.keys = r.keys ? 0 : VIB_SECOND_SET; /* the old set is of no more use */
    return rc == VIB_OK ? clear(&r) : rc;
}
