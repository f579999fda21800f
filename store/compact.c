/* compact.c - giving space back: a copy of the store without what was freed
 * takes its place.
 *
 * The whole folder is exchanged, since LMDB's lock file belongs to the data
 * file: who has both of the old ones open is not known in the new. */
#include "store.h"

#include "environment.h"
#include "file.h"
#include "folder.h"
#include "memory.h"
#include "status.h"
#include "transaction.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* One compaction: of which store, and where its copy is made. */
struct compaction {
    vib_environment *environment;
    char *path;   /* without links: renaming does not follow them */
    char *folder; /* beside it: the copy, and after the exchange the old one */
};

/* ---- The copy ---------------------------------------------------------- */

static int paths_choose(struct compaction *c)
{
    char suffix[1 + 16 + 1] = ".";
    uint8_t random[8];

    if (getrandom(random, sizeof random, 0) != sizeof random)
        return vib_fail_errno("no random bytes");
    vib_hex(suffix + 1, random, sizeof random);
    c->path = realpath(c->environment->path, NULL);
    if (!c->path)
        return vib_fail_errno("%s", c->environment->path);
    c->folder = vib_store_beside(c->path, suffix);
    return c->folder ? VIB_OK : VIB_NO_MEMORY;
}

/* Owner, group and permissions of `name` in the old folder for that in the
 * new. */
static int likeness_give(const struct compaction *c, const char *name)
{
    char *from = vib_folder_path(c->path, name);
    char *to = vib_folder_path(c->folder, name);
    struct stat old, new;
    int status = from && to ? VIB_OK : VIB_NO_MEMORY;

    if (status == VIB_OK && stat(from, &old) == 0 &&
        (stat(to, &new) < 0 ||
         ((old.st_uid != new.st_uid || old.st_gid != new.st_gid) &&
          chown(to, old.st_uid, old.st_gid) < 0) ||
         chmod(to, old.st_mode & 07777) < 0))
        status = vib_fail_errno("cannot give a compact %s its owner and "
                                "permissions", c->environment->path);
    free(from);
    free(to);
    return status;
}

static bool is_of_store(const char *name)
{
    return strcmp(name, "data.mdb") == 0 || strcmp(name, "lock.mdb") == 0;
}

/* Give what else is in folder `from` the same name in `to`, unless there is
 * one. */
static int link_others(const char *from, const char *to)
{
    DIR *listing = opendir(from);
    const struct dirent *entry;
    int status = VIB_OK;

    if (!listing)
        return vib_fail_errno("cannot list %s", from);
    while (status == VIB_OK && (entry = readdir(listing))) {
        const char *name = entry->d_name;
        int at = dirfd(listing), into;

        if (is_of_store(name) || strcmp(name, ".") == 0 ||
            strcmp(name, "..") == 0)
            continue;
        into = open(to, O_PATH | O_CLOEXEC);
        if (into < 0 ||
            (linkat(at, name, into, name, 0) < 0 && errno != EEXIST))
            status = vib_fail_errno("cannot take %s/%s along; move it "
                                    "elsewhere first", from, name);
        if (into >= 0)
            close(into);
    }
    closedir(listing);
    return status;
}

/* LMDB's copy is not forced to disk, and has no lock file. */
static int finish_store(const struct compaction *c)
{
    MDB_env *lmdb = NULL;
    int error = vib_lmdb_open(&lmdb, c->folder, 0);

    if (!error)
        error = mdb_env_sync(lmdb, 1);
    if (lmdb)
        mdb_env_close(lmdb);
    return error ? vib_lmdb_fail(error, c->environment->path) : VIB_OK;
}

static int copy_make(const struct compaction *c)
{
    int error = mdb_env_copy2(c->environment->lmdb, c->folder, MDB_CP_COMPACT);
    int status;

    if (error == MDB_INCOMPATIBLE) /* its pages are not all accounted for */
        error = MDB_CORRUPTED;
    if (error)
        return vib_lmdb_fail(error, c->environment->path);
    status = finish_store(c);
    if (status == VIB_OK)
        status = link_others(c->path, c->folder);
    if (status == VIB_OK)
        status = likeness_give(c, "/data.mdb");
    if (status == VIB_OK)
        status = likeness_give(c, "/lock.mdb");
    if (status == VIB_OK)
        status = likeness_give(c, "/");
    return status;
}

/* ---- The exchange ------------------------------------------------------ */

/* Delete the folder beside, of which all that matters is in the other one:
 * what has come into the old one meanwhile, too. What cannot be, stays. */
static void folder_drop(const struct compaction *c)
{
    DIR *listing = opendir(c->folder);
    const struct dirent *entry;

    if (!listing)
        return;
    while ((entry = readdir(listing)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            (void)unlinkat(dirfd(listing), entry->d_name, 0);
    closedir(listing);
    rmdir(c->folder);
}

static int exchange(const struct compaction *c)
{
    const char *path = c->environment->path;

    if (renameat2(AT_FDCWD, c->folder, AT_FDCWD, c->path, RENAME_EXCHANGE) < 0)
        return errno == EINVAL || errno == ENOSYS
                   ? vib_fail(VIB_SYSTEM, "the file system of %s cannot "
                              "exchange folders: a backup is compact, too",
                              path)
                   : vib_fail_errno("cannot put a compact %s in its place",
                                    path);
    if (vib_file_sync_folder(c->path) < 0)
        return vib_fail_errno("%s is compact, but the disk does not confirm "
                              "it; what it was is kept as %s", path, c->folder);
    if (link_others(c->folder, c->path) == VIB_OK)
        folder_drop(c);
    return VIB_OK;
}

/* With the turn to write: what is copied is, and remains, the newest state. */
static int compact(const struct compaction *c)
{
    char *data = vib_folder_path(c->folder, "/data.mdb");
    int status = data ? VIB_OK : VIB_NO_MEMORY;

    if (status == VIB_OK && mkdir(c->folder, 0777) < 0)
        status = vib_fail_errno("cannot make a folder beside %s", c->path);
    if (status < 0)
        goto out;
    status = copy_make(c);
    if (status == VIB_OK && vib_file_sync_folder(data) < 0)
        status = vib_fail_errno("%s", c->folder);
    if (status < 0)
        folder_drop(c);
    else
        status = exchange(c);
out:
    free(data);
    return status;
}

int vib_store_compact(vib_store *store)
{
    struct compaction c = { NULL, NULL, NULL };
    vib_txn *txn = NULL;
    int status = vib_txn_begin(&txn, store, VIB_WRITE);

    if (status < 0)
        return status;
    c.environment = txn->environment;
    status = vib_environment_is_replaced(c.environment)
                 ? vib_fail(VIB_NOT_FOUND, "%s is another library by now",
                            c.environment->path)
                 : paths_choose(&c);
    if (status == VIB_OK)
        status = compact(&c);
    vib_txn_abort(txn);
    free(c.path);
    free(c.folder);
    return status;
}
