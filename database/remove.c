/* remove.c - taking spectra out of every table. */
#include "library.h"

#include "derived.h"
#include "memory.h"
#include "record.h"

#include <stdlib.h>
#include <string.h>

/* Points that cannot be read any more have no hash to look under; what refers
 * to them from there leads nowhere and is passed over by readers. */
static int remove_content(vib_txn *txn, uint64_t id)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int rc = vib_read_points(&spectrum, txn, id);

    if (rc == VIB_BAD_DATA)
        return VIB_OK;
    if (rc < 0)
        return rc;
    rc = vib_content_delete(txn, vib_content_hash(&spectrum), id);
    vib_spectrum_release(&spectrum);
    return rc == VIB_NOT_FOUND ? VIB_OK : rc;
}

/* What goes with the points may be missing where a library was damaged; a
 * second set of derived values is there only while another encoder makes it. */
static int remove_one(vib_txn *txn, uint64_t id)
{
    static const struct {
        vib_table table;
        uint64_t set;
    } others[] = { { VIB_FIELDS, 0 },
                   { VIB_VECTORS, 0 },
                   { VIB_VECTORS, VIB_SECOND_SET },
                   { VIB_PROFILES, 0 },
                   { VIB_PROFILES, VIB_SECOND_SET } };
    int rc = remove_content(txn, id);

    if (rc == VIB_OK)
        rc = vib_delete(txn, VIB_SPECTRA, id);
    for (size_t i = 0; i < sizeof others / sizeof *others && rc == VIB_OK;
         i++) {
        rc = vib_delete(txn, others[i].table, others[i].set | id);
        if (rc == VIB_NOT_FOUND)
            rc = VIB_OK;
    }
    return rc;
}

static int ascending(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

    return (left > right) - (left < right);
}

/* Ids [n], sorted: what comes twice is removed once. */
static int remove_sorted(vib_db *db, const uint64_t *ids, size_t n)
{
    vib_txn *txn = NULL;
    int rc = vib_txn_begin(&txn, db->store, VIB_WRITE);

    for (size_t i = 0; i < n && rc == VIB_OK; i++)
        if (i == 0 || ids[i] != ids[i - 1])
            rc = remove_one(txn, ids[i]);
    if (rc == VIB_OK)
        return vib_txn_commit(txn);
    vib_txn_abort(txn);
    return rc;
}

int vib_db_remove(vib_db *db, const uint64_t *ids, size_t n)
{
    uint64_t *sorted;
    int rc;

    if (n == 0)
        return VIB_OK;
    sorted = vib_new(n, sizeof *sorted);
    if (!sorted)
        return VIB_NO_MEMORY;
    memcpy(sorted, ids, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, ascending);
    rc = remove_sorted(db, sorted, n);
    free(sorted);
    return rc;
}
