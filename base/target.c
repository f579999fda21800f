#include "target.h"

#include "memory.h"
#include "status.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINKS_MOST = 40 }; /* as the system itself follows */

/* What the link at `path` says, seen from here. */
static char *link_read(const char *path)
{
    const char *slash = strrchr(path, '/');
    char to[PATH_MAX], *seen;
    ssize_t n = readlink(path, to, sizeof to - 1);
    size_t folder = slash && n > 0 && to[0] != '/' ? (size_t)(slash - path) + 1
                                                   : 0;

    if (n < 0)
        return NULL;
    seen = vib_new(folder + (size_t)n + 1, 1);
    if (seen) {
        memcpy(seen, path, folder);
        memcpy(seen + folder, to, (size_t)n);
    }
    return seen;
}

/* Whether a link is one of /proc, which leads to what is open and not to what
 * it says. */
static bool is_of_proc(const struct stat *link)
{
    struct stat proc;

    return stat("/proc", &proc) == 0 && proc.st_dev == link->st_dev;
}

/* Go on to where the links at target->path lead. 1: to an open file. */
static int follow(vib_target *target)
{
    struct stat facts;

    for (int i = 0; i < LINKS_MOST; i++) {
        char *next;

        if (lstat(target->path, &facts) < 0)
            return errno == ENOENT ? VIB_OK : VIB_SYSTEM;
        if (!S_ISLNK(facts.st_mode))
            return VIB_OK;
        if (is_of_proc(&facts))
            return 1;
        next = link_read(target->path);
        if (!next)
            return VIB_SYSTEM;
        free(target->path);
        target->path = next;
    }
    errno = ELOOP;
    return VIB_SYSTEM;
}

/* What is open as the number at the end of `path`: to open it again would begin
 * at the front of a file, and fail for what belongs to someone else. */
static int open_again(const char *path)
{
    const char *slash = strrchr(path, '/');
    int number = slash ? atoi(slash + 1) : -1;
    struct stat meant, own;

    if (stat(path, &meant) == 0 && fstat(number, &own) == 0 &&
        meant.st_dev == own.st_dev && meant.st_ino == own.st_ino)
        return fcntl(number, F_DUPFD_CLOEXEC, 0);
    return open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
}

int vib_target_open(vib_target *out, const char *path)
{
    vib_target target = { vib_copy_text(path, strlen(path)), 0, -1 };
    int status = target.path ? follow(&target) : VIB_NO_MEMORY;
    struct stat facts;

    if (status == VIB_SYSTEM) {
        status = vib_fail_errno("cannot write %s", path);
    } else if (status == 1) {
        target.fd = open_again(target.path);
        status = target.fd < 0 ? vib_fail_errno("cannot write %s", path)
                               : VIB_OK;
    } else if (status == VIB_OK && stat(target.path, &facts) == 0) {
        target.mode = facts.st_mode & 0777;
        if (!S_ISREG(facts.st_mode)) {
            target.fd = open(target.path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
            if (target.fd < 0)
                status = vib_fail_errno("cannot write %s", path);
        }
    }
    if (status == VIB_OK)
        *out = target;
    else
        free(target.path);
    return status;
}

void vib_target_close(vib_target *target)
{
    if (target->fd >= 0)
        close(target->fd);
    free(target->path);
    *target = (vib_target){ NULL, 0, -1 };
}
