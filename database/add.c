/* add.c - new spectra into every table, in one transaction. */
#include "library.h"

#include "entry.h"
#include "fields.h"
#include "memory.h"
#include "prepare.h"
#include "record.h"
#include "status.h"
#include "technique.h"
#include "threads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A batch on its way into the store. Spectra that are stored already are left
 * out of `fresh` and need no encoding. */
struct batch {
    const vib_spectrum *spectra;             /* [n] as given                */
    vib_added *results;                      /* [n]                         */
    size_t n;
    vib_set set;                             /* that they are added to      */
    vib_hash hash[VIB_BATCH];                /* [n] of the points           */
    const vib_spectrum *fresh[VIB_BATCH];    /* [fresh_count]               */
    size_t place[VIB_BATCH];                 /* their places in `spectra`   */
    vib_buffer points[VIB_BATCH];            /* their records: points,      */
    vib_buffer fields[VIB_BATCH];            /* and metadata                */
    size_t fresh_count;
    vib_prepared prepared;                   /* of `fresh`                  */
};

static const char *name_of(const vib_spectrum *spectrum)
{
    return vib_field_get(spectrum, VIB_KEY_NAME);
}

/* 1 when spectrum `id` is stored under this name, 0 when not. */
static int has_name(vib_txn *txn, uint64_t id, const char *name)
{
    vib_spectrum stored = VIB_SPECTRUM_INIT;
    int rc = vib_read_fields(&stored, txn, id);

    if (rc == VIB_OK)
        rc = strcmp(name_of(&stored), name) == 0;
    vib_spectrum_release(&stored);
    return rc == VIB_NOT_FOUND ? 0 : rc;
}

/* Look for a stored spectrum of the same points and name: 1 with its id, 0, or
 * negative. */
static int find_twin(uint64_t *out, vib_txn *txn, vib_hash hash,
                     const char *name)
{
    size_t count = 0, room;
    uint64_t *ids = NULL;
    int rc = vib_content_get(NULL, 0, &count, txn, hash);

    if (rc < 0 || count == 0)
        return rc;
    room = count;
    ids = vib_new(room, sizeof *ids);
    rc = ids ? vib_content_get(ids, room, &count, txn, hash) : VIB_NO_MEMORY;
    for (size_t i = 0; i < room && rc == VIB_OK; i++) {
        rc = has_name(txn, ids[i], name);
        if (rc == 1)
            *out = ids[i];
    }
    free(ids);
    return rc;
}

static void reject(vib_added *result)
{
    result->outcome = VIB_REJECTED;
    snprintf(result->reason, VIB_REASON, "%s", vib_last_error());
}

/* Tell the spectra that are stored already, or are none for this library, from
 * those that are to be stored. */
static int sort_out(struct batch *batch, vib_txn *txn)
{
    bool raman = vib_encoder_pipeline(batch->set.encoder)->raman;

    for (size_t i = 0; i < batch->n; i++) {
        const vib_spectrum *spectrum = &batch->spectra[i];
        int rc;

        batch->hash[i] = vib_content_hash(spectrum);
        rc = find_twin(&batch->results[i].id, txn, batch->hash[i],
                       name_of(spectrum));
        if (rc < 0)
            return rc;
        if (rc == 1) {
            batch->results[i].outcome = VIB_DUPLICATE;
            continue;
        }
        if (vib_technique_check(spectrum, raman) < 0) {
            reject(&batch->results[i]);
            continue;
        }
        batch->fresh[batch->fresh_count] = spectrum;
        batch->place[batch->fresh_count++] = i;
    }
    return VIB_OK;
}

/* The records of all fresh spectra, in parallel. */
static int write_records(struct batch *batch)
{
    char reason[VIB_REASON] = "";
    int failed = VIB_OK;

#pragma omp parallel for num_threads(vib_threads()) schedule(dynamic)
    for (size_t i = 0; i < batch->fresh_count; i++) {
        int rc = vib_points_write(&batch->points[i], batch->fresh[i]);

        if (rc == VIB_OK)
            rc = vib_fields_write(&batch->fields[i], batch->fresh[i]);
        if (rc < 0) {
#pragma omp critical(vib_write_records)
            {
                failed = rc;
                snprintf(reason, sizeof reason, "%s", vib_last_error());
            }
        }
    }
    return failed < 0 ? vib_fail(failed, "%s", reason) : VIB_OK;
}

static vib_value value_of(const vib_buffer *buffer)
{
    return (vib_value){ buffer->data, buffer->size };
}

static int put_tables(struct batch *batch, vib_txn *txn, size_t k, uint64_t id)
{
    size_t dimension = batch->prepared.dimension;
    vib_entry entry = {
        .points = value_of(&batch->points[k]),
        .fields = value_of(&batch->fields[k]),
        .set = batch->set.keys,
        .content = batch->hash[batch->place[k]],
        .vector = batch->prepared.vectors + k * dimension,
        .dimension = dimension,
        .profile = &batch->prepared.profiles[k],
    };

    return vib_entry_put(txn, id, &entry);
}

/* Store fresh spectrum k, unless the batch itself had it before. */
static int store_one(struct batch *batch, vib_txn *txn, size_t k)
{
    vib_added *result = &batch->results[batch->place[k]];
    int rc;

    if (batch->prepared.status[k] < 0) {
        result->outcome = VIB_REJECTED;
        memcpy(result->reason, batch->prepared.reason[k], VIB_REASON);
        return VIB_OK;
    }
    rc = find_twin(&result->id, txn, batch->hash[batch->place[k]],
                   name_of(batch->fresh[k]));
    if (rc < 0)
        return rc;
    result->outcome = rc == 1 ? VIB_DUPLICATE : VIB_ADDED;
    if (rc == 1)
        return VIB_OK;
    rc = vib_new_id(&result->id, txn);
    return rc == VIB_OK ? put_tables(batch, txn, k, result->id) : rc;
}

static void batch_release(struct batch *batch)
{
    for (size_t i = 0; i < batch->fresh_count; i++) {
        vib_buffer_release(&batch->points[i]);
        vib_buffer_release(&batch->fields[i]);
    }
    vib_prepared_release(&batch->prepared);
}

/* Fill results [n], all zero before. */
static int add_batch(vib_added *results, vib_db *db, vib_txn *txn,
                     const vib_spectrum *spectra, size_t n)
{
    struct batch batch = { .spectra = spectra, .results = results, .n = n };
    int rc = vib_db_set(&batch.set, db, txn);

    if (rc == VIB_OK)
        rc = sort_out(&batch, txn);
    if (rc == VIB_OK)
        rc = vib_prepare(&batch.prepared, batch.set.encoder, batch.fresh,
                         batch.fresh_count);
    if (rc == VIB_OK)
        rc = write_records(&batch);
    for (size_t k = 0; k < batch.fresh_count && rc == VIB_OK; k++)
        rc = store_one(&batch, txn, k);
    batch_release(&batch);
    return rc;
}

static bool anything_added(const vib_added *results, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (results[i].outcome == VIB_ADDED)
            return true;
    return false;
}

int vib_db_add(vib_added *results, vib_db *db, const vib_spectrum *spectra,
               size_t n)
{
    vib_added *filled = vib_new(n, sizeof *filled);
    vib_txn *txn = NULL;
    int rc = filled ? vib_txn_begin(&txn, db->store, VIB_WRITE)
                    : VIB_NO_MEMORY;

    for (size_t i = 0; i < n && rc == VIB_OK; i += VIB_BATCH)
        rc = add_batch(filled + i, db, txn, spectra + i,
                       n - i < VIB_BATCH ? n - i : VIB_BATCH);
    if (rc == VIB_OK && anything_added(filled, n))
        rc = vib_txn_commit(txn);
    else
        vib_txn_abort(txn);
    if (rc == VIB_OK)
        memcpy(results, filled, n * sizeof *results);
    free(filled);
    return rc;
}
