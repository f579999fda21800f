#include "store.h"

#include "environment.h"
#include "file.h"
#include "memory.h"
#include "status.h"
#include "transaction.h"
#include "writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
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
    for (int i = 0; i < VIB_TABLES; i++)
        if (txn->cursor[i])
            mdb_cursor_close(txn->cursor[i]);
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

/* ---- Making a store ---------------------------------------------------- */

static int library_draw(uint8_t *library)
{
    if (getrandom(library, 16, 0) != 16)
        return vib_fail_errno("no random bytes");
    return VIB_OK;
}

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
                       const vib_fact *facts, size_t n)
{
    MDB_dbi dbi[VIB_TABLES];
    int error = 0;

    for (int i = 0; i < VIB_TABLES && !error; i++)
        error = mdb_dbi_open(txn, vib_table_name[i], MDB_CREATE, &dbi[i]);
    if (!error)
        error = format_put(txn, dbi[VIB_FACTS], library);
    for (size_t i = 0; i < n && !error; i++)
        error = fact_put(txn, dbi[VIB_FACTS], facts[i].name, facts[i].value);
    return error;
}

/* The first commit, in a folder that no one else knows of. An LMDB error. */
static int folder_fill(const char *folder, const uint8_t *library,
                       const vib_fact *facts, size_t n)
{
    MDB_env *lmdb = NULL;
    MDB_txn *txn = NULL;
    int error = vib_lmdb_open(&lmdb, folder, 0);

    if (!error)
        error = mdb_txn_begin(lmdb, NULL, 0, &txn);
    if (!error) {
        error = tables_make(txn, library, facts, n);
        if (error)
            mdb_txn_abort(txn);
        else
            error = mdb_txn_commit(txn);
    }
    if (lmdb)
        mdb_env_close(lmdb);
    return error;
}

/* `folder` and `name` joined; NULL: out of memory. */
static char *path_of(const char *folder, const char *name)
{
    size_t n = strlen(folder), m = strlen(name);
    char *path = vib_new(n + m + 1, 1);

    if (path) {
        memcpy(path, folder, n);
        memcpy(path + n, name, m);
    }
    return path;
}

/* Remove what folder_fill() makes. */
static void folder_remove(const char *folder)
{
    static const char *const names[] = { "/data.mdb", "/lock.mdb" };

    for (int i = 0; i < 2; i++) {
        char *path = path_of(folder, names[i]);

        if (path)
            unlink(path);
        free(path);
    }
    rmdir(folder);
}

/* Give a finished folder its name, and see that this is on disk. */
static int folder_publish(const char *folder, const char *path)
{
    char *data = path_of(folder, "/data.mdb");

    if (!data)
        return VIB_NO_MEMORY;
    vib_file_sync_folder(data);
    free(data);
    if (rename(folder, path) < 0) {
        if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR)
            return vib_fail(VIB_EXISTS, "%s is there already", path);
        return vib_fail_errno("cannot make %s", path);
    }
    vib_file_sync_folder(path);
    return VIB_OK;
}

/* `path` without the slashes at its end: a folder beside it is made. */
static char *path_trimmed(const char *path)
{
    size_t n = strlen(path);

    while (n > 1 && path[n - 1] == '/')
        n--;
    return vib_copy_text(path, n);
}

/* The name of a new folder beside `path`, as random as the library. */
static char *path_beside(const char *path, const uint8_t *library)
{
    char suffix[1 + 16 + 1] = ".";

    vib_hex(suffix + 1, library, 8);
    return path_of(path, suffix);
}

/* Made under another name and renamed, so that whoever is killed where, no
 * half library is ever seen. */
int vib_store_create(const char *path, const vib_fact *facts, size_t n)
{
    char *wanted = path_trimmed(path), *folder = NULL;
    uint8_t library[16];
    int error, status = library_draw(library);

    if (!wanted)
        status = VIB_NO_MEMORY;
    if (status < 0)
        goto out;
    folder = path_beside(wanted, library);
    status = VIB_NO_MEMORY;
    if (!folder)
        goto out;
    if (mkdir(folder, 0777) < 0) {
        status = vib_fail_errno("cannot make %s", path);
        goto out;
    }
    error = folder_fill(folder, library, facts, n);
    status = error ? vib_lmdb_fail(error, path)
                   : folder_publish(folder, wanted);
    if (status < 0)
        folder_remove(folder);
out:
    free(folder);
    free(wanted);
    return status;
}
