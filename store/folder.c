#include "folder.h"

#include "environment.h"
#include "file.h"
#include "memory.h"
#include "status.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *vib_folder_path(const char *folder, const char *name)
{
    size_t n = strlen(folder), m = strlen(name);
    char *path = vib_new(n + m + 1, 1);

    if (path) {
        memcpy(path, folder, n);
        memcpy(path + n, name, m);
    }
    return path;
}

void vib_store_remove(const char *folder)
{
    static const char *const names[] = { "/data.mdb", "/lock.mdb" };

    for (int i = 0; i < 2; i++) {
        char *path = vib_folder_path(folder, names[i]);

        if (path)
            unlink(path);
        free(path);
    }
    rmdir(folder);
}

int vib_folder_publish(const char *folder, const char *path)
{
    char *data = vib_folder_path(folder, "/data.mdb");

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

char *vib_store_beside(const char *path, const char *suffix)
{
    char *trimmed = path_trimmed(path), *beside = NULL;

    if (trimmed)
        beside = vib_folder_path(trimmed, suffix);
    free(trimmed);
    return beside;
}

/* ---- One in the place of another --------------------------------------- */

/* Whoever has an LMDB environment open holds a lock on the first byte of its
 * lock file. To look at it through a file of our own would take our locks away,
 * if we had any. */
static int alone_on(const char *file, const char *path)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 };
    int fd = open(file, O_RDONLY | O_CLOEXEC), status = VIB_OK;

    if (fd < 0)
        return errno == ENOENT ? VIB_OK
                               : vib_fail_errno("cannot open %s", file);
    if (fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
        status = vib_fail(VIB_BUSY, "%s is in use by process %ld: end it first",
                          path, (long)lock.l_pid);
    close(fd);
    return status;
}

int vib_store_alone(const char *path)
{
    char *file = vib_folder_path(path, "/lock.mdb");
    int status = VIB_NO_MEMORY;

    if (file)
        status = vib_environment_is_open(path)
                     ? vib_fail(VIB_BUSY, "%s is in use by this process", path)
                     : alone_on(file, path);
    free(file);
    return status;
}

/* A name beside `path` for what is put aside, that nothing has. */
static int aside_choose(char *out, size_t room, const char *path)
{
    for (int i = 1; i < 100; i++) {
        char suffix[32] = ".damaged";
        struct stat facts;
        char *name;
        bool fits, taken;

        if (i > 1)
            snprintf(suffix, sizeof suffix, ".damaged.%d", i);
        name = vib_store_beside(path, suffix);
        if (!name)
            return VIB_NO_MEMORY;
        taken = lstat(name, &facts) == 0;
        fits = (size_t)snprintf(out, room, "%s", name) < room;
        free(name);
        if (!fits)
            return vib_fail(VIB_BAD_ARG, "the path %s is too long", path);
        if (!taken)
            return VIB_OK;
    }
    return vib_fail(VIB_EXISTS, "%s.damaged and 98 more are there already; "
                    "delete them", path);
}

/* Two renames, or none. */
static int rename_both(const char *path, const char *by, const char *aside)
{
    if (rename(path, aside) < 0)
        return -1;
    if (rename(by, path) == 0)
        return 0;
    (void)rename(aside, path);
    return -1;
}

/* Exchanged at once where the file system can, so that there is never none. */
static int exchange(const char *path, const char *by, const char *aside)
{
    if (renameat2(AT_FDCWD, path, AT_FDCWD, by, RENAME_EXCHANGE) < 0)
        return errno == EINVAL || errno == ENOSYS
                   ? rename_both(path, by, aside)
                   : -1;
    if (rename(by, aside) == 0)
        return 0;
    (void)renameat2(AT_FDCWD, path, AT_FDCWD, by, RENAME_EXCHANGE);
    return -1;
}

int vib_store_replace(char *aside, size_t room, const char *path,
                      const char *by)
{
    char *trimmed = path_trimmed(path);
    int status = trimmed ? vib_store_alone(path) : VIB_NO_MEMORY;

    if (status == VIB_OK)
        status = aside_choose(aside, room, path);
    if (status == VIB_OK && exchange(trimmed, by, aside) < 0)
        status = vib_fail_errno("cannot put %s in the place of %s", by, path);
    if (status == VIB_OK)
        vib_file_sync_folder(trimmed);
    free(trimmed);
    return status;
}
