/* get.c - stored spectra, back out. */
#include "library.h"

#include "record.h"

int vib_read_fields(vib_spectrum *out, vib_txn *txn, uint64_t id)
{
    vib_value value;
    int rc = vib_get(&value, txn, VIB_FIELDS, id);

    /* Only of a spectrum that is there the fields are missing. */
    if (rc == VIB_NOT_FOUND &&
        vib_get(&value, txn, VIB_SPECTRA, id) == VIB_OK)
        rc = vib_get(&value, txn, VIB_FIELDS, id);
    return rc < 0 ? rc : vib_fields_read(out, value.data, value.size);
}

int vib_read_points(vib_spectrum *out, vib_txn *txn, uint64_t id)
{
    vib_value value;
    int rc = vib_get(&value, txn, VIB_SPECTRA, id);

    return rc < 0 ? rc : vib_points_read(out, value.data, value.size);
}

static int read_spectrum(vib_spectrum *out, const vib_db *db, uint64_t id,
                         bool points)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    vib_txn *txn = NULL;
    int rc = vib_txn_begin(&txn, db->store, VIB_READ);

    if (rc == VIB_OK)
        rc = vib_read_fields(&spectrum, txn, id);
    if (rc == VIB_OK && points)
        rc = vib_read_points(&spectrum, txn, id);
    vib_txn_abort(txn);
    if (rc < 0)
        vib_spectrum_release(&spectrum);
    else
        *out = spectrum;
    return rc;
}

int vib_db_get(vib_spectrum *out, const vib_db *db, uint64_t id)
{
    return read_spectrum(out, db, id, true);
}

int vib_db_fields(vib_spectrum *out, const vib_db *db, uint64_t id)
{
    return read_spectrum(out, db, id, false);
}

int vib_db_points(size_t *n, const vib_db *db, uint64_t id)
{
    vib_value value;
    vib_txn *txn = NULL;
    int rc = vib_txn_begin(&txn, db->store, VIB_READ);

    if (rc == VIB_OK)
        rc = vib_get(&value, txn, VIB_SPECTRA, id);
    if (rc == VIB_OK)
        rc = vib_points_count(n, value.data, value.size);
    vib_txn_abort(txn);
    return rc;
}

int vib_db_next(uint64_t *id, const vib_db *db)
{
    vib_txn *txn = NULL;
    uint64_t next = *id + 1;
    int rc;

    if (*id == UINT64_MAX)
        return 0;
    rc = vib_txn_begin(&txn, db->store, VIB_READ);
    if (rc == VIB_OK)
        rc = vib_seek(&next, txn, VIB_SPECTRA);
    if (rc > 0)
        *id = next;
    vib_txn_abort(txn);
    return rc;
}
