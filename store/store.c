#include "store.h"

#include "environment.h"
#include "memory.h"
#include "status.h"
#include "transaction.h"
#include "writer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The environment is that of the path: after a compaction, by whatever process,
 * the next transaction is one of the new file. */
struct vib_store {
    pthread_mutex_t mutex; /* guards `environment` */
    vib_environment *environment;
    char *path;
    uint8_t library[16];
    pid_t process; /* who opened it */
    vib_mode mode;
};

static int writable_check(const vib_store *store)
{
    if (store->mode == VIB_READ || store->environment->writable)
        return VIB_OK;
    return vib_fail(VIB_READ_ONLY, "%s may not be written by this user",
                    store->path);
}

int vib_store_open(vib_store **out, const char *path, vib_mode mode)
{
    vib_store *store = vib_new(1, sizeof *store);
    int status = VIB_NO_MEMORY;

    if (!store)
        return status;
    pthread_mutex_init(&store->mutex, NULL);
    store->process = getpid();
    store->mode = mode;
    store->path = vib_copy_text(path, strlen(path));
    if (!store->path)
        goto out;
    status = vib_environment_open(&store->environment, path);
    if (status < 0)
        goto out;
    status = writable_check(store);
    if (status < 0)
        goto out;
    memcpy(store->library, store->environment->library, sizeof store->library);
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
    pthread_mutex_destroy(&store->mutex);
    free(store->path);
    free(store);
}

const uint8_t *vib_store_library(const vib_store *store)
{
    return store->library;
}

/* Put the store at the path in the place of the one that is open, when it is
 * the same library. With the mutex held. */
static int follow(vib_store *store)
{
    vib_environment *now = NULL;
    int status;

    if (!vib_environment_is_replaced(store->environment))
        return VIB_OK;
    status = vib_environment_open(&now, store->path);
    if (status < 0)
        return status;
    if (memcmp(now->library, store->library, sizeof store->library) == 0) {
        vib_environment *before = store->environment;

        store->environment = now;
        now = before;
    }
    vib_environment_close(now);
    return VIB_OK;
}

/* The environment as of now, which the caller closes. */
static int environment_take(vib_environment **out, vib_store *store)
{
    int status;

    pthread_mutex_lock(&store->mutex);
    status = follow(store);
    if (status == VIB_OK)
        status = writable_check(store);
    if (status == VIB_OK)
        *out = vib_environment_share(store->environment);
    pthread_mutex_unlock(&store->mutex);
    return status;
}

int vib_store_bytes(uint64_t *out, vib_store *store)
{
    vib_environment *environment = NULL;
    struct stat facts;
    int fd, status = environment_take(&environment, store);

    if (status < 0)
        return status;
    if (mdb_env_get_fd(environment->lmdb, &fd) || fstat(fd, &facts) < 0)
        status = vib_fail_errno("%s", environment->path);
    else
        *out = (uint64_t)facts.st_size;
    vib_environment_close(environment);
    return status;
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

/* The turn to write. Who waited for it may have waited for a compaction, which
 * has put another file in the place of the one that was waited for; with the
 * turn of the one that is there, nobody can any more. */
static int writer_take(vib_environment **out, vib_store *store)
{
    vib_environment *turn = NULL, *now = NULL;
    int status = environment_take(&turn, store);

    while (status == VIB_OK) {
        status = vib_writer_begin(turn);
        if (status < 0)
            break;
        status = environment_take(&now, store);
        if (now == turn) {
            vib_environment_close(now); /* counted twice */
            *out = turn;
            return VIB_OK;
        }
        vib_writer_end(turn);
        vib_environment_close(turn);
        turn = now;
        now = NULL;
    }
    if (turn)
        vib_environment_close(turn);
    return status;
}

static void environment_leave(const vib_txn *txn)
{
    if (txn->writing)
        vib_writer_end(txn->environment);
    vib_environment_close(txn->environment);
}

/* The turn to write, where it is wanted, then LMDB's transaction. */
static int txn_open(vib_txn *txn, vib_store *store)
{
    int error, status = txn->writing
                            ? writer_take(&txn->environment, store)
                            : environment_take(&txn->environment, store);

    if (status < 0)
        return status;
    error = vib_environment_begin(&txn->lmdb, txn->environment,
                                  txn->writing ? 0 : MDB_RDONLY);
    if (!error)
        return VIB_OK;
    status = vib_lmdb_fail(error, txn->environment->path);
    environment_leave(txn);
    return status;
}

int vib_txn_begin(vib_txn **out, vib_store *store, vib_mode mode)
{
    vib_txn *txn;
    int status;

    if (mode == VIB_WRITE && store->mode != VIB_WRITE)
        return vib_fail(VIB_READ_ONLY, "%s was opened for reading",
                        store->path);
    if (store->process != getpid())
        return vib_fail(VIB_BAD_ARG, "%s was opened before fork(): open it in "
                        "the child", store->path);
    txn = vib_new(1, sizeof *txn);
    if (!txn)
        return VIB_NO_MEMORY;
    txn->writing = mode == VIB_WRITE;
    status = txn_open(txn, store);
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
    environment_leave(txn);
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
    vib_environment *environment = vib_environment_share(txn->environment);
    bool writing = txn->writing;
    int error;

    cursors_close(txn);
    error = mdb_txn_commit(txn->lmdb);
    txn_free(txn);
    /* What was to be stored is stored, whether or not the tail is there. */
    if (!error && writing)
        (void)vib_environment_fill(environment);
    error = error ? vib_lmdb_fail(error, environment->path) : VIB_OK;
    vib_environment_close(environment);
    return error;
}

void vib_txn_abort(vib_txn *txn)
{
    if (!txn)
        return;
    cursors_close(txn);
    mdb_txn_abort(txn->lmdb);
    txn_free(txn);
}
