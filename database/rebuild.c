/* rebuild.c - making the index file anew, or doing without. */
#include "library.h"

#include "status.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FACTORY = 96 }; /* bytes of a factory string, as in vib_db_facts */

/* Read all vectors, in one state of the store. */
static int read_rows(vib_rows *out, const vib_db *db)
{
    vib_txn *txn = NULL;
    int rc = vib_txn_begin(&txn, db->store, VIB_READ);

    if (rc == VIB_OK)
        rc = vib_rows_load(out, txn, 0, vib_encoder_dimension(db->encoder));
    vib_txn_abort(txn);
    return rc;
}

static int remove_file(const char *file)
{
    return unlink(file) == 0 || errno == ENOENT
               ? VIB_OK
               : vib_fail_errno("cannot remove %s", file);
}

static int write_file(const char *file, const vib_db *db, const char *factory,
                      const vib_rows *rows)
{
    vib_stamp stamp = { .last_id = rows->id[rows->count - 1],
                        .count = rows->count };
    vib_index *index = NULL;
    int rc = vib_index_build(&index, factory, rows->row, rows->id, rows->count,
                             vib_encoder_dimension(db->encoder));

    memcpy(stamp.library, vib_store_library(db->store), sizeof stamp.library);
    memcpy(stamp.encoder, vib_encoder_identity(db->encoder),
           sizeof stamp.encoder);
    if (rc == VIB_OK)
        rc = vib_index_save(index, &stamp, file);
    vib_index_close(index);
    return rc;
}

/* Exact search needs no file: the store has the vectors. */
static int rebuild(const char *file, const vib_db *db, const char *factory)
{
    char chosen[FACTORY];
    vib_rows rows = VIB_ROWS_INIT;
    int rc = VIB_OK;

    if (factory && strcmp(factory, "exact") == 0)
        return remove_file(file);
    rc = read_rows(&rows, db);
    if (rc == VIB_OK && !factory) {
        vib_index_choose(chosen, sizeof chosen, rows.count,
                         vib_encoder_dimension(db->encoder));
        factory = strcmp(chosen, "Flat") == 0 ? NULL : chosen;
    }
    if (rc == VIB_OK)
        rc = factory && rows.count ? write_file(file, db, factory, &rows)
                                   : remove_file(file);
    vib_rows_release(&rows);
    return rc;
}

int vib_db_index(vib_db *db, const char *factory)
{
    char *file;
    int rc;

    if (db->mode != VIB_WRITE)
        return vib_fail(VIB_READ_ONLY, "%s was opened for reading", db->path);
    file = vib_held_path(db->path);
    rc = file ? rebuild(file, db, factory) : VIB_NO_MEMORY;
    free(file);
    return rc;
}
