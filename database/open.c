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

int vib_db_set(vib_set *out, const vib_db *db, vib_txn *txn)
{
    return vib_set_current(out, db->encoders, txn, db->path);
}

int vib_db_set_now(vib_set *out, const vib_db *db)
{
    vib_txn *txn = NULL;
    int rc = vib_txn_begin(&txn, db->store, VIB_READ);

    if (rc == VIB_OK)
        rc = vib_db_set(out, db, txn);
    vib_txn_abort(txn);
    return rc;
}

/* A library whose encoder cannot be read is not opened. */
static int load(vib_db *db)
{
    vib_set set;
    int rc = vib_encoders_new(&db->encoders);

    return rc == VIB_OK ? vib_db_set_now(&set, db) : rc;
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
    vib_encoders_free(db->encoders);
    vib_store_close(db->store);
    free(db->path);
    free(db);
}

int vib_db_export_encoder(const vib_db *db, const char *path)
{
    vib_set set;
    int rc = vib_db_set_now(&set, db);

    return rc == VIB_OK ? vib_encoder_save(set.encoder, path) : rc;
}
