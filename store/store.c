#include "store.h"

#include "environment.h"
#include "memory.h"
#include "status.h"
#include "transaction.h"
#include "writer.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct vib_store {
    vib_environment *environment;
    vib_mode mode;
};

int vib_store_open(vib_store **out, const char *path, vib_mode mode)
{
    vib_store *store = vib_new(1, sizeof *store);
    int status = VIB_NO_MEMORY;

    if (!store)
        return status;
    status = vib_environment_open(&store->environment, path);
    if (status < 0)
        goto out;
    if (mode == VIB_WRITE && !store->environment->writable) {
        status = vib_fail(VIB_READ_ONLY, "%s may not be written by this user",
                          path);
        goto out;
    }
    store->mode = mode;
    *out = store;
    store = NULL;
out:
    vib_store_close(store);
    return status;
}

void vib_store_close(vib_store *store)
{
    if (!store)
        return;
    if (store->environment)
        vib_environment_close(store->environment);
    free(store);
}

const uint8_t *vib_store_library(const vib_store *store)
{
    return store->environment->library;
}

int vib_store_bytes(uint64_t *out, const vib_store *store)
{
    struct stat facts;
    int fd;

    if (mdb_env_get_fd(store->environment->lmdb, &fd) || fstat(fd, &facts) < 0)
        return vib_fail_errno("%s", store->environment->path);
    *out = (uint64_t)facts.st_size;
    return VIB_OK;
}

/* LMDB looks a table's root up when the table is first used, and keeps it in
 * the transaction; after that mdb_get() changes nothing in a reading one, which
 * is what lets many threads get from it. */
static void tables_visit(vib_txn *txn)
{
    MDB_stat facts;

    for (int i = 0; i < VIB_TABLES; i++)
        (void)mdb_stat(txn->lmdb, txn->environment->dbi[i], &facts);
}

/* The turn to write, then LMDB's transaction. */
static int txn_open(vib_txn *txn, vib_environment *environment)
{
    int error, status = VIB_OK;

    if (txn->writing)
        status = vib_writer_begin(environment);
    if (status < 0)
        return status;
    error = vib_environment_begin(&txn->lmdb, environment,
                                  txn->writing ? 0 : MDB_RDONLY);
    if (error && txn->writing)
        vib_writer_end(environment);
    return error ? vib_lmdb_fail(error, environment->path) : VIB_OK;
}

int vib_txn_begin(vib_txn **out, vib_store *store, vib_mode mode)
{
    vib_environment *environment = store->environment;
    vib_txn *txn;
    int status;

    if (mode == VIB_WRITE && store->mode != VIB_WRITE)
        return vib_fail(VIB_READ_ONLY, "%s was opened for reading",
                        environment->path);
    if (environment->process != getpid())
        return vib_fail(VIB_BAD_ARG, "%s was opened before fork(): open it in "
                        "the child", environment->path);
    txn = vib_new(1, sizeof *txn);
    if (!txn)
        return VIB_NO_MEMORY;
    txn->environment = environment;
    txn->writing = mode == VIB_WRITE;
    status = txn_open(txn, environment);
    if (status < 0) {
        free(txn);
        return status;
    }
    tables_visit(txn);
    *out = txn;
    return VIB_OK;
}

static void txn_free(vib_txn *txn)
{
    vib_environment_end(txn->environment);
    if (txn->writing)
        vib_writer_end(txn->environment);
    free(txn);
}

static void cursors_close(vib_txn *txn)
{
    for (int i = 0; i < VIB_TABLES; i++) {
        if (txn->cursor[i])
            mdb_cursor_close(txn->cursor[i]);
        txn->cursor[i] = NULL;
    }
}

int vib_txn_renew(vib_txn *txn)
{
    int error;

    assert(!txn->writing);
    cursors_close(txn);
    mdb_txn_reset(txn->lmdb);
    error = mdb_txn_renew(txn->lmdb);
    if (error)
        return vib_lmdb_fail(error, txn->environment->path);
    tables_visit(txn);
    return VIB_OK;
}

int vib_txn_commit(vib_txn *txn)
{
    vib_environment *environment = txn->environment;
    bool writing = txn->writing;
    int error;

    cursors_close(txn);
    error = mdb_txn_commit(txn->lmdb);
    txn_free(txn);
    if (error)
        return vib_lmdb_fail(error, environment->path);
    /* What was to be stored is stored, whether or not the tail is there. */
    if (writing)
        (void)vib_environment_fill(environment);
    return VIB_OK;
}

void vib_txn_abort(vib_txn *txn)
{
    if (!txn)
        return;
    cursors_close(txn);
    mdb_txn_abort(txn->lmdb);
    txn_free(txn);
}
