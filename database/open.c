/* open.c - a library's beginning and end. */
#include "library.h"

#include "memory.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

/* An empty library is its facts; the store makes both or nothing. */
int vib_db_create(const char *path, const vib_encoder *encoder)
{
    vib_buffer model = { NULL, 0, 0, false };
    int rc = vib_encoder_to_bytes(&model, encoder);

    if (rc == VIB_OK) {
        const vib_fact facts[] = {
            { VIB_FACT_ENCODER, { model.data, model.size } },
            { VIB_FACT_VECTORS, { vib_encoder_identity(encoder), 16 } },
        };

        rc = vib_store_create(path, facts, sizeof facts / sizeof *facts);
    }
    vib_buffer_release(&model);
    return rc;
}

static int load_encoder(vib_db *db, vib_txn *txn)
{
    vib_value value;
    int rc = vib_get_fact(&value, txn, VIB_FACT_ENCODER);

    if (rc == VIB_OK)
        rc = vib_encoder_from_bytes(&db->encoder, value.data, value.size);
    return rc < 0 ? vib_fail_prefix(rc, db->path) : VIB_OK;
}

/* Vectors of two encoders must never be compared. */
static int check_vectors(const vib_db *db, vib_txn *txn)
{
    vib_value value;
    int rc = vib_get_fact(&value, txn, VIB_FACT_VECTORS);

    if (rc < 0)
        return rc;
    if (value.size != 16 ||
        memcmp(value.data, vib_encoder_identity(db->encoder), 16))
        return vib_fail(VIB_BAD_DATA, "%s: its vectors were not made by the "
                        "encoder in it; export the spectra and add them to a "
                        "new library", db->path);
    return VIB_OK;
}

static int load(vib_db *db)
{
    vib_txn *txn = NULL;
    int rc = vib_txn_begin(&txn, db->store, VIB_READ);

    if (rc == VIB_OK)
        rc = load_encoder(db, txn);
    if (rc == VIB_OK)
        rc = check_vectors(db, txn);
    vib_txn_abort(txn);
    return rc;
}

int vib_db_open(vib_db **out, const char *path, vib_mode mode)
{
    vib_db *db = vib_new(1, sizeof *db);
    int rc = VIB_NO_MEMORY;

    if (!db)
        return rc;
    db->mode = mode;
    db->path = vib_copy_text(path, strlen(path));
    if (db->path)
        rc = vib_store_open(&db->store, path, mode);
    if (rc == VIB_OK)
        rc = load(db);
    if (rc == VIB_OK)
        rc = vib_views_new(&db->views);
    if (rc < 0) {
        vib_db_close(db);
        return rc;
    }
    *out = db;
    return VIB_OK;
}

void vib_db_close(vib_db *db)
{
    if (!db)
        return;
    vib_views_free(db->views);
    vib_encoder_close(db->encoder);
    vib_store_close(db->store);
    free(db->path);
    free(db);
}

int vib_db_export_encoder(const vib_db *db, const char *path)
{
    return vib_encoder_save(db->encoder, path);
}
