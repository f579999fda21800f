#include "environment.h"

#include "folder.h"
#include "guard.h"
#include "memory.h"
#include "status.h"
#include "writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const vib_table_name[VIB_TABLES] = {
    "facts", "spectra", "fields", "content", "vectors", "profiles",
};
const char *const vib_entry_name[VIB_TABLES] = {
    "fact", "spectrum", "fields of spectrum", "content", "vector", "profile",
};

/* The environments of this process. */
static vib_environment *opened;
static pthread_mutex_t opened_mutex = PTHREAD_MUTEX_INITIALIZER;

enum { MAX_READERS = 1024, MAX_TABLES = 32 };

int vib_lmdb_fail(int error, const char *path)
{
    switch (error) {
    case ENOMEM:
        return vib_fail(VIB_NO_MEMORY, "%s: out of memory", path);
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return vib_fail(VIB_SYSTEM, "%s: %s; nothing of this change was stored,"
                        " make room and repeat it", path, strerror(error));
    case EIO: /* also LMDB's word for a write that came to a full disk */
        return vib_fail(VIB_SYSTEM, "%s: a write failed (disk full or failing);"
                        " nothing of this change was stored", path);
    case MDB_INVALID:
        return vib_fail(VIB_BAD_DATA, "%s is no vibrary library", path);
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_VERSION_MISMATCH:
    case MDB_BAD_VALSIZE:
        return vib_fail(VIB_BAD_DATA, "%s is damaged: %s", path,
                        mdb_strerror(error));
    case MDB_MAP_FULL:
        return vib_fail(VIB_SYSTEM, "%s: this process may not use the memory "
                        "addresses the library needs (ulimit -v); nothing of "
                        "this change was stored", path);
    case MDB_MAP_RESIZED:
        return vib_fail(VIB_SYSTEM, "%s has grown beyond what this process "
                        "mapped of it; repeat when its other reads have ended",
                        path);
    case MDB_PANIC:
        return vib_fail(VIB_SYSTEM, "%s: a failed write has stopped this "
                        "process from using it; open it again", path);
    case MDB_BAD_TXN:
        return vib_fail(VIB_SYSTEM, "%s: an earlier change of this transaction "
                        "failed; nothing of it was stored", path);
    default: /* LMDB's codes and the system's do not overlap */
        return vib_fail(VIB_SYSTEM, "%s: %s", path, mdb_strerror(error));
    }
}

/* How much address space to map, in bytes. LMDB's map is a limit that cannot
 * move while a transaction runs, but it is address space only: the file grows
 * as pages are used. So it is made too large to be reached by any disk, and no
 * transaction of a caller is ever lost to a full map. Where addresses are
 * scarce (ulimit -v, 32 bits) the library takes a quarter, or what the file
 * needs now and twice as much to grow. */
static size_t map_most(size_t file)
{
    size_t most = SIZE_MAX > UINT32_MAX ? SIZE_MAX >> 24 : SIZE_MAX >> 3;
    size_t least = 2 * file + ((size_t)64 << 20);
    struct rlimit limit;

    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
        limit.rlim_cur / 4 < most)
        most = (size_t)limit.rlim_cur / 4;
    most = most > least ? most : least;
    return most & ~(size_t)0xffff;
}

static int lmdb_open_mapped(MDB_env **out, const char *path, unsigned flags,
                            size_t map)
{
    MDB_env *lmdb = NULL;
    int error = mdb_env_create(&lmdb);

    if (error)
        return error;
    error = mdb_env_set_mapsize(lmdb, map);
    if (!error)
        error = mdb_env_set_maxreaders(lmdb, MAX_READERS);
    if (!error)
        error = mdb_env_set_maxdbs(lmdb, MAX_TABLES);
    if (!error)
        error = mdb_env_set_assert(lmdb, vib_guard_assert);
    if (!error)
        error = mdb_env_open(lmdb, path, flags | MDB_NOTLS, 0666);
    if (error)
        mdb_env_close(lmdb);
    else
        *out = lmdb;
    return error;
}

/* The size of path/data.mdb, 0 when there is none. */
static int data_stat(struct stat *out, const char *path)
{
    static const char name[] = "/data.mdb";
    size_t length = strlen(path);
    char *file = vib_new(length + sizeof name, 1);
    int status = VIB_OK;

    if (!file)
        return VIB_NO_MEMORY;
    memcpy(file, path, length);
    memcpy(file + length, name, sizeof name);
    if (stat(file, out) < 0)
        status = vib_fail_errno("%s", file);
    free(file);
    return status;
}

/* LMDB maps its lock file and writes to the map: where the file is sparse, as
 * LMDB makes it, and the disk full, that ends the process. So it is given its
 * blocks before, all of them if there is room, the first one at least, which is
 * enough for some 60 readers. KEEP_SIZE, since its length belongs to LMDB. A
 * file system that cannot, and a folder that may not be written to, are left to
 * LMDB. Only who has not opened the environment yet may do this: closing the
 * file takes the locks away that this process has on it. */
static int lock_reserve(const char *path)
{
    enum { BLOCK = 4096, READER = 64 };
    char *file = vib_folder_path(path, "/lock.mdb");
    int error = 0, fd;

    if (!file)
        return ENOMEM;
    fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        error = errno;
    else if (fallocate(fd, FALLOC_FL_KEEP_SIZE, 0,
                       BLOCK + MAX_READERS * READER) < 0 &&
             fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, BLOCK) < 0)
        error = errno;
    if (fd >= 0)
        close(fd);
    free(file);
    return error == ENOSPC || error == EDQUOT ? error : 0;
}

int vib_lmdb_open(MDB_env **out, const char *path, unsigned flags)
{
    struct stat facts = { 0 };
    size_t size, map;
    int error = flags & MDB_NOLOCK ? 0 : lock_reserve(path);

    if (error)
        return error;
    size = data_stat(&facts, path) < 0 ? 0 : (size_t)facts.st_size;
    map = map_most(size);
    do {
        error = lmdb_open_mapped(out, path, flags, map);
        map /= 2;
    } while (error == ENOMEM && map > size + ((size_t)1 << 20));
    return error;
}

/* A library is opened for writing even to be read, since readers announce
 * themselves in its lock file and handles share what is opened; where that is
 * not allowed, for reading; and where not even the lock file may be touched,
 * without it. */
static int open_as_allowed(vib_environment *environment, const char *path)
{
    static const unsigned flags[] = { 0, MDB_RDONLY, MDB_RDONLY | MDB_NOLOCK };
    int error = EACCES;

    for (int i = 0; i < 3; i++) {
        if (error != EACCES && error != EPERM && error != EROFS)
            break;
        error = vib_lmdb_open(&environment->lmdb, path, flags[i]);
        environment->writable = !(flags[i] & MDB_RDONLY);
        environment->locked = !(flags[i] & MDB_NOLOCK);
    }
    if (error == ENOSPC || error == EDQUOT)
        return vib_fail(VIB_SYSTEM, "%s cannot be opened: there is no room for "
                        "its lock file: %s", path, strerror(error));
    return error ? vib_lmdb_fail(error, path) : VIB_OK;
}

/* How long the pages in use make the file, and how long it is. */
static int lengths(off_t *needed, off_t *there, vib_environment *environment)
{
    struct stat facts;
    MDB_envinfo info;
    MDB_stat pages;
    int fd;

    if (mdb_env_info(environment->lmdb, &info) ||
        mdb_env_stat(environment->lmdb, &pages) ||
        mdb_env_get_fd(environment->lmdb, &fd) || fstat(fd, &facts) < 0)
        return vib_fail_errno("%s", environment->path);
    *needed = (off_t)((info.me_last_pgno + 1) * pages.ms_psize);
    *there = facts.st_size;
    return VIB_OK;
}

/* Extend the file while no one else can. */
static int fill_locked(vib_environment *environment)
{
    off_t needed = 0, there = 0;
    MDB_txn *txn;
    int fd, error, status = vib_writer_begin(environment);

    if (status < 0)
        return status;
    error = vib_environment_begin(&txn, environment, 0);
    if (error) {
        vib_writer_end(environment);
        return vib_lmdb_fail(error, environment->path);
    }
    status = lengths(&needed, &there, environment);
    if (status == VIB_OK && there < needed &&
        (mdb_env_get_fd(environment->lmdb, &fd) || ftruncate(fd, needed) < 0))
        status = vib_fail_errno("cannot extend %s", environment->path);
    mdb_txn_abort(txn);
    vib_environment_end(environment);
    vib_writer_end(environment);
    return status;
}

int vib_environment_fill(vib_environment *environment)
{
    off_t needed = 0, there = 0;
    int status = lengths(&needed, &there, environment);

    if (status < 0 || there >= needed)
        return status;
    if (environment->writable)
        return fill_locked(environment);
    return vib_fail(VIB_BAD_DATA, "%s is cut off: %lld of %lld bytes are there",
                    environment->path, (long long)there, (long long)needed);
}

static int format_check(vib_environment *environment, MDB_txn *txn)
{
    MDB_val key = { strlen(VIB_FORMAT_FACT), VIB_FORMAT_FACT };
    size_t magic = strlen(VIB_FORMAT_MAGIC);
    const char *path = environment->path;
    vib_cursor cursor = { 0 };
    vib_value value;
    uint32_t version;
    int error;

    error = vib_lmdb_get(&value, txn, environment->dbi[VIB_FACTS], key);
    if (error == MDB_NOTFOUND)
        return vib_lmdb_fail(MDB_INVALID, path);
    if (error)
        return vib_lmdb_fail(error, path);
    cursor = (vib_cursor){ .data = value.data, .size = value.size };
    if (value.size < magic ||
        memcmp(vib_get_bytes(&cursor, magic), VIB_FORMAT_MAGIC, magic) != 0)
        return vib_lmdb_fail(MDB_INVALID, path);
    version = vib_get_u32(&cursor);
    if (version > VIB_FORMAT_VERSION)
        return vib_fail(VIB_BAD_DATA, "%s has format %u, newer than this "
                        "program's %d: use a newer vibrary", path, version,
                        VIB_FORMAT_VERSION);
    if (version == 0 || cursor.size - cursor.at < sizeof environment->library)
        return vib_lmdb_fail(MDB_CORRUPTED, path);
    memcpy(environment->library, cursor.data + cursor.at,
           sizeof environment->library);
    return VIB_OK;
}

/* Facts first: they say whether the other tables are what we think. */
static int tables_open(vib_environment *environment)
{
    const char *path = environment->path;
    MDB_txn *txn = NULL;
    int status = VIB_OK;
    int error = vib_environment_begin(&txn, environment, MDB_RDONLY);

    if (error)
        return vib_lmdb_fail(error, path);
    for (int i = 0; i < VIB_TABLES && status == VIB_OK; i++) {
        error = mdb_dbi_open(txn, vib_table_name[i], 0, &environment->dbi[i]);
        if (error)
            status = vib_lmdb_fail(
                error != MDB_NOTFOUND && error != MDB_INCOMPATIBLE ? error :
                i == VIB_FACTS ? MDB_INVALID : MDB_CORRUPTED, path);
        else if (i == VIB_FACTS)
            status = format_check(environment, txn);
    }
    /* Handles opened in a transaction outlive it only when it is committed. */
    error = mdb_txn_commit(txn);
    vib_environment_end(environment);
    if (status == VIB_OK && error)
        status = vib_lmdb_fail(error, path);
    return status;
}

static void environment_free(vib_environment *environment)
{
    if (!environment)
        return;
    if (environment->lmdb)
        mdb_env_close(environment->lmdb);
    pthread_mutex_destroy(&environment->mutex);
    pthread_mutex_destroy(&environment->writer);
    free(environment->path);
    free(environment);
}

static int environment_make(vib_environment **out, const char *path,
                            const struct stat *facts)
{
    vib_environment *made = vib_new(1, sizeof *made);
    int status = VIB_NO_MEMORY;

    if (!made)
        return status;
    pthread_mutex_init(&made->mutex, NULL);
    pthread_mutex_init(&made->writer, NULL);
    made->device = facts->st_dev;
    made->inode = facts->st_ino;
    made->process = getpid();
    made->path = vib_copy_text(path, strlen(path));
    if (!made->path)
        goto out;
    status = open_as_allowed(made, path);
    if (status < 0)
        goto out;
    status = vib_environment_fill(made);
    if (status == VIB_OK)
        status = tables_open(made);
    if (status < 0)
        goto out;
    *out = made;
    made = NULL;
out:
    environment_free(made);
    return status;
}

static vib_environment *environment_find(const struct stat *facts)
{
    vib_environment *at = opened;

    while (at && (at->device != facts->st_dev || at->inode != facts->st_ino ||
                  at->process != getpid()))
        at = at->next;
    return at;
}

static int open_found(vib_environment **out, const char *path,
                     const struct stat *facts)
{
    vib_environment *found = environment_find(facts);
    int status;

    if (!found) {
        status = environment_make(&found, path, facts);
        if (status < 0)
            return status;
        found->next = opened;
        opened = found;
    }
    found->users++;
    *out = found;
    return VIB_OK;
}

static int open_once(vib_environment **out, const char *path)
{
    struct stat facts = { 0 };
    int status = data_stat(&facts, path);

    if (status == VIB_NOT_FOUND || (status == VIB_OK && facts.st_size == 0))
        return vib_lmdb_fail(MDB_INVALID, path);
    return status < 0 ? status : open_found(out, path, &facts);
}

static void close_held(vib_environment *environment)
{
    vib_environment **at = &opened;

    if (--environment->users > 0)
        return;
    while (*at != environment)
        at = &(*at)->next;
    *at = environment->next;
    environment_free(environment);
}

/* LMDB opens two files by their paths, and a compaction may put another folder
 * in the place of this one in between. As long as it is held here no other
 * folder gets its number: the same one before and after is one all the time.
 * With the list of environments held. */
static int open_held(vib_environment **out, const char *path)
{
    struct stat before, after;
    int folder, status;
    bool moved;

    do {
        folder = open(path, O_PATH | O_CLOEXEC);
        if (folder < 0 || fstat(folder, &before) < 0)
            status = vib_fail_errno("no library %s", path);
        else if (!S_ISDIR(before.st_mode))
            status = vib_lmdb_fail(MDB_INVALID, path);
        else
            status = open_once(out, path);
        moved = folder >= 0 && stat(path, &after) == 0 &&
                (before.st_dev != after.st_dev ||
                 before.st_ino != after.st_ino);
        if (folder >= 0)
            close(folder);
        if (moved && status == VIB_OK)
            close_held(*out);
    } while (moved);
    return status;
}

int vib_environment_open(vib_environment **out, const char *path)
{
    vib_environment *found = NULL;
    int status;

    pthread_mutex_lock(&opened_mutex);
    status = open_held(&found, path);
    pthread_mutex_unlock(&opened_mutex);
    if (status == VIB_OK)
        *out = found;
    return status;
}

vib_environment *vib_environment_share(vib_environment *environment)
{
    pthread_mutex_lock(&opened_mutex);
    environment->users++;
    pthread_mutex_unlock(&opened_mutex);
    return environment;
}

/* A child of fork() only forgets: to close what its parent opened would release
 * locks it may have taken itself since. */
void vib_environment_close(vib_environment *environment)
{
    if (environment->process != getpid())
        return;
    pthread_mutex_lock(&opened_mutex);
    close_held(environment);
    pthread_mutex_unlock(&opened_mutex);
}

bool vib_environment_is_replaced(const vib_environment *environment)
{
    struct stat facts;

    return data_stat(&facts, environment->path) == VIB_OK &&
           (facts.st_dev != environment->device ||
            facts.st_ino != environment->inode);
}

bool vib_environment_is_open(const char *path)
{
    struct stat facts;
    bool found;

    if (data_stat(&facts, path) < 0)
        return false;
    pthread_mutex_lock(&opened_mutex);
    found = environment_find(&facts);
    pthread_mutex_unlock(&opened_mutex);
    return found;
}

/* Another process made the file longer than our map, which happens only where
 * addresses are scarce. The map can move while nothing points into it. */
static int remap(vib_environment *environment)
{
    struct stat facts;
    int fd, error = MDB_MAP_RESIZED;

    pthread_mutex_lock(&environment->mutex);
    if (environment->active == 1 &&
        mdb_env_get_fd(environment->lmdb, &fd) == 0 && fstat(fd, &facts) == 0) {
        error = mdb_env_set_mapsize(environment->lmdb,
                                    map_most((size_t)facts.st_size));
        environment->lost = error != MDB_SUCCESS;
    }
    pthread_mutex_unlock(&environment->mutex);
    return error;
}

/* A reader that was killed would keep writers from reusing pages for ever, and
 * its slot from other readers: whoever writes or finds no slot looks. */
static int begin_checked(MDB_txn **out, MDB_env *lmdb, unsigned flags)
{
    int dead, error = MDB_READERS_FULL;

    if (flags & MDB_RDONLY)
        error = mdb_txn_begin(lmdb, NULL, flags, out);
    if (error == MDB_READERS_FULL) {
        mdb_reader_check(lmdb, &dead);
        error = mdb_txn_begin(lmdb, NULL, flags, out);
    }
    return error;
}

int vib_environment_begin(MDB_txn **out, vib_environment *environment,
                          unsigned flags)
{
    int error;

    pthread_mutex_lock(&environment->mutex);
    environment->active++;
    error = environment->lost ? MDB_PANIC : MDB_SUCCESS;
    pthread_mutex_unlock(&environment->mutex);
    if (!error)
        error = begin_checked(out, environment->lmdb, flags);
    if (error == MDB_MAP_RESIZED) {
        error = remap(environment);
        if (!error)
            error = begin_checked(out, environment->lmdb, flags);
    }
    if (error)
        vib_environment_end(environment);
    return error;
}

void vib_environment_end(vib_environment *environment)
{
    pthread_mutex_lock(&environment->mutex);
    environment->active--;
    pthread_mutex_unlock(&environment->mutex);
}
