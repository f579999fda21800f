/* make.c - a new store: an empty one, or a copy of another. */
#include "store.h"

#include "environment.h"
#include "folder.h"
#include "memory.h"
#include "status.h"
#include "transaction.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Its place --------------------------------------------------------- */

/* Fills a new folder, that no one else knows of, with the store `library`. */
typedef int folder_filler(const char *folder, const uint8_t *library,
                          const void *payload);

static int library_draw(uint8_t *library)
{
    if (getrandom(library, 16, 0) != 16)
        return vib_fail_errno("no random bytes");
    return VIB_OK;
}

/* A new folder beside `path`, with a name as random as the library. */
static char *path_beside(const char *path, const uint8_t *library)
{
    char suffix[1 + 16 + 1] = ".";

    vib_hex(suffix + 1, library, 8);
    return vib_store_beside(path, suffix);
}

/* Made under another name and renamed, so that whoever is killed where, no
 * half library is ever seen. */
static int folder_make(const char *path, folder_filler *fill,
                       const void *payload)
{
    char *wanted = vib_store_beside(path, ""), *folder = NULL;
    uint8_t library[16];
    int status = library_draw(library);

    if (status < 0)
        goto out;
    folder = path_beside(path, library);
    status = VIB_NO_MEMORY;
    if (!wanted || !folder)
        goto out;
    if (mkdir(folder, 0777) < 0) {
        status = vib_fail_errno("cannot make %s", path);
        goto out;
    }
    status = fill(folder, library, payload);
    if (status == VIB_OK)
        status = vib_folder_publish(folder, wanted);
    if (status < 0)
        vib_store_remove(folder);
out:
    free(folder);
    free(wanted);
    return status;
}

/* ---- An empty one ------------------------------------------------------ */

/* The facts that a new store begins with. */
typedef struct beginning {
    const char *path; /* it will have, for messages */
    const vib_fact *facts;
    size_t n;
} beginning;

static int fact_put(MDB_txn *txn, MDB_dbi dbi, const char *name,
                    vib_value value)
{
    MDB_val key = { strlen(name), (void *)(uintptr_t)name };

    return vib_lmdb_put(txn, dbi, key, value);
}

static int format_put(MDB_txn *txn, MDB_dbi dbi, const uint8_t *library)
{
    vib_buffer bytes = { 0 };
    int error = ENOMEM;

    vib_put_bytes(&bytes, VIB_FORMAT_MAGIC, strlen(VIB_FORMAT_MAGIC));
    vib_put_u32(&bytes, VIB_FORMAT_VERSION);
    vib_put_bytes(&bytes, library, 16);
    if (!bytes.failed)
        error = fact_put(txn, dbi, VIB_FORMAT_FACT,
                         (vib_value){ bytes.data, bytes.size });
    vib_buffer_release(&bytes);
    return error;
}

static int tables_make(MDB_txn *txn, const uint8_t *library,
                       const beginning *with)
{
    MDB_dbi dbi[VIB_TABLES];
    int error = 0;

    for (int i = 0; i < VIB_TABLES && !error; i++)
        error = mdb_dbi_open(txn, vib_table_name[i], MDB_CREATE, &dbi[i]);
    if (!error)
        error = format_put(txn, dbi[VIB_FACTS], library);
    for (size_t i = 0; i < with->n && !error; i++)
        error = fact_put(txn, dbi[VIB_FACTS], with->facts[i].name,
                         with->facts[i].value);
    return error;
}

/* The first commit. */
static int empty_fill(const char *folder, const uint8_t *library,
                      const void *payload)
{
    const beginning *with = payload;
    MDB_env *lmdb = NULL;
    MDB_txn *txn = NULL;
    int error = vib_lmdb_open(&lmdb, folder, 0);

    if (!error)
        error = mdb_txn_begin(lmdb, NULL, 0, &txn);
    if (!error) {
        error = tables_make(txn, library, with);
        if (error)
            mdb_txn_abort(txn);
        else
            error = mdb_txn_commit(txn);
    }
    if (lmdb)
        mdb_env_close(lmdb);
    return error ? vib_lmdb_fail(error, with->path) : VIB_OK;
}

int vib_store_create(const char *path, const vib_fact *facts, size_t n)
{
    beginning with = { path, facts, n };

    return folder_make(path, empty_fill, &with);
}

/* ---- A copy ------------------------------------------------------------ */

/* From now on the store in `folder` is one of its own: an index of the one it
 * was copied from is not of this one, where ids may come to mean others. The
 * commit also sees that all of the copy is on disk. */
static int identity_put(const char *folder, const uint8_t *library)
{
    MDB_env *lmdb = NULL;
    MDB_txn *txn = NULL;
    MDB_dbi dbi;
    int error = vib_lmdb_open(&lmdb, folder, 0);

    if (!error)
        error = mdb_txn_begin(lmdb, NULL, 0, &txn);
    if (!error) {
        error = mdb_dbi_open(txn, vib_table_name[VIB_FACTS], 0, &dbi);
        if (!error)
            error = format_put(txn, dbi, library);
        if (error)
            mdb_txn_abort(txn);
        else
            error = mdb_txn_commit(txn);
    }
    if (lmdb)
        mdb_env_close(lmdb);
    return error;
}

typedef struct copying {
    const vib_txn *txn; /* of the original */
    const char *path;   /* of the copy     */
} copying;

/* LMDB's own codes, negative, are about the original; the system's about the
 * copy. */
static int copy_fill(const char *folder, const uint8_t *library,
                     const void *payload)
{
    const copying *of = payload;
    const vib_environment *original = of->txn->environment;
    int error = mdb_env_copy2(original->lmdb, folder, MDB_CP_COMPACT);

    if (vib_txn_check(of->txn) < 0)
        return VIB_SYSTEM;
    if (error == MDB_INCOMPATIBLE) /* its pages are not all accounted for */
        error = MDB_CORRUPTED;
    if (error < 0)
        return vib_lmdb_fail(error, original->path);
    if (!error)
        error = identity_put(folder, library);
    return error ? vib_lmdb_fail(error, of->path) : VIB_OK;
}

/* The transaction holds on to the state that is copied, or an earlier one, and
 * to the map. */
int vib_store_copy(vib_store *store, const char *path)
{
    vib_txn *txn = NULL;
    int status = vib_txn_begin(&txn, store, VIB_READ);
    copying of = { txn, path };

    if (status == VIB_OK)
        status = folder_make(path, copy_fill, &of);
    vib_txn_abort(txn);
    return status;
}
