/* describe.c - what a library is, in figures. */
#include "library.h"

#include <stdio.h>

/* The index in words: what is used, and what stands in the way of the file. */
static void describe_index(vib_db_facts *out, const vib_view *view)
{
    if (view->indexed) {
        vib_index_facts facts;

        vib_index_describe(&facts, view->held->index);
        out->indexed = view->held->stamp.count;
        out->trial = facts.trial;
        out->recall = (double)facts.recall;
        snprintf(out->index, sizeof out->index, "%s", facts.factory);
        snprintf(out->effort, sizeof out->effort, "%s", facts.effort);
    } else if (view->trouble[0]) {
        snprintf(out->index, sizeof out->index, "exact (%s)", view->trouble);
    } else {
        snprintf(out->index, sizeof out->index, "exact");
    }
}

static int describe_state(vib_db_facts *out, const vib_db *db, vib_txn *txn)
{
    vib_view *view = NULL;
    int rc = vib_table_count(&out->spectra, txn, VIB_SPECTRA);

    if (rc == VIB_OK)
        rc = vib_store_bytes(&out->bytes, db->store);
    if (rc == VIB_OK)
        rc = vib_view_acquire(&view, db, txn);
    if (rc < 0)
        return rc;
    out->bytes += (uint64_t)view->held->mark.size;
    vib_encoder_describe(&out->encoder, view->set.encoder);
    describe_index(out, view);
    vib_view_release(db, view);
    return VIB_OK;
}

int vib_db_describe(vib_db_facts *out, const vib_db *db)
{
    vib_db_facts facts = { .spectra = 0 };
    vib_txn *txn = NULL;
    int rc = vib_txn_begin(&txn, db->store, VIB_READ);

    if (rc == VIB_OK)
        rc = describe_state(&facts, db, txn);
    vib_txn_abort(txn);
    if (rc < 0)
        return rc;
    *out = facts;
    return VIB_OK;
}

int vib_db_encoder(vib_encoder_facts *out, const vib_db *db)
{
    vib_set set;
    int rc = vib_db_set_now(&set, db);

    if (rc == VIB_OK)
        vib_encoder_describe(out, set.encoder);
    return rc;
}
