/* faults.c - a layer under a program (LD_PRELOAD) whose writes fail as told.
 *
 *     VIB_FAULT="KIND AT COUNT"
 *
 * Calls number AT to AT + COUNT - 1 of a kind fail, counted from 1 over files
 * of a library, those with ".vib" in their path:
 *
 *     full     a write finds no room: ENOSPC
 *     broken   a write fails: EIO
 *     short    a write takes half of what it was given
 *     sync     forcing to disk fails: EIO
 *     name     giving a file its name fails: EIO
 *     power    the power is cut instead of a write: see power.h
 *
 * The file VIB_FAULT_MARK is made at the first. */
#include "power.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls;

/* The function that stands behind this layer. ISO C has no cast from an object
 * to a function pointer; POSIX wants it to work all the same. */
#define BEHIND(pointer, name) \
    *(void **)(&(pointer)) = dlsym(RTLD_NEXT, name)

static void mark(void)
{
    const char *path = getenv("VIB_FAULT_MARK");
    int fd = path ? open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0666) : -1;

    if (fd >= 0)
        close(fd);
}

/* Whether this call, of one of these kinds, is to fail; *kind says how. */
static bool strikes(const char **kind, const char *path, const char *kinds)
{
    static _Thread_local char told[16];
    const char *fault = getenv("VIB_FAULT");
    long at = 0, count = 0, call;

    if (!fault || sscanf(fault, "%15s %ld %ld", told, &at, &count) != 3 ||
        !strstr(kinds, told) || !strstr(path, ".vib"))
        return false;
    call = ++calls;
    if (call < at || call >= at + count)
        return false;
    mark();
    *kind = told;
    return true;
}

static bool strikes_fd(const char **kind, int fd, const char *kinds)
{
    char link[64], path[4096];
    ssize_t n;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    n = readlink(link, path, sizeof path - 1);
    if (n < 0)
        return false;
    path[n] = 0;
    return strikes(kind, path, kinds);
}

/* Whether a write of n bytes at a place of a file (-1: nobody cares) fails
 * outright, errno set; else *n is how many bytes it takes. */
static bool write_fails(size_t *n, int fd, off_t at)
{
    const char *kind = "";

    if (!strikes_fd(&kind, fd, "full broken short power")) {
        if (at >= 0)
            power_note(fd, at, *n);
        return false;
    }
    if (strcmp(kind, "power") == 0)
        power_cut((unsigned)calls);
    *n /= 2;
    errno = strcmp(kind, "full") == 0 ? ENOSPC : EIO;
    return strcmp(kind, "short") != 0;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    ssize_t (*behind)(int, const void *, size_t);

    BEHIND(behind, "write");
    if (write_fails(&n, fd, lseek(fd, 0, SEEK_CUR)))
        return -1;
    return behind(fd, bytes, n);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    ssize_t (*behind)(int, const void *, size_t, off_t);

    BEHIND(behind, "pwrite");
    return write_fails(&n, fd, at) ? -1 : behind(fd, bytes, n, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    return pwrite(fd, bytes, n, at);
}

static size_t size_of(const struct iovec *parts, int count)
{
    size_t n = 0;

    for (int i = 0; i < count; i++)
        n += parts[i].iov_len;
    return n;
}

/* A short one takes half of the first part. */
ssize_t writev(int fd, const struct iovec *parts, int count)
{
    ssize_t (*behind)(int, const struct iovec *, int);
    struct iovec half = parts[0];
    size_t all = size_of(parts, count), n = all;

    BEHIND(behind, "writev");
    if (write_fails(&n, fd, lseek(fd, 0, SEEK_CUR)))
        return -1;
    half.iov_len /= 2;
    return n == all ? behind(fd, parts, count) : behind(fd, &half, 1);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at)
{
    ssize_t (*behind)(int, const struct iovec *, int, off_t);
    struct iovec half = parts[0];
    size_t all = size_of(parts, count), n = all;

    BEHIND(behind, "pwritev");
    if (write_fails(&n, fd, at))
        return -1;
    half.iov_len /= 2;
    return n == all ? behind(fd, parts, count, at) : behind(fd, &half, 1, at);
}

/* The C library's own writes do not pass here. A stream that is to fail gets a
 * device that is always full for its file, and fails when it is flushed. */
size_t fwrite(const void *bytes, size_t size, size_t n, FILE *file)
{
    size_t (*behind)(const void *, size_t, size_t, FILE *);
    size_t all = size * n;

    BEHIND(behind, "fwrite");
    if (write_fails(&all, fileno(file), -1) || all != size * n) {
        int full = open("/dev/full", O_RDWR | O_CLOEXEC);

        if (full >= 0) {
            dup2(full, fileno(file));
            close(full);
        }
    }
    return behind(bytes, size, n, file);
}

static bool sync_fails(int fd)
{
    const char *kind;

    errno = EIO;
    return strikes_fd(&kind, fd, "sync");
}

int fsync(int fd)
{
    int (*behind)(int);

    BEHIND(behind, "fsync");
    if (sync_fails(fd))
        return -1;
    power_synced(fd);
    return behind(fd);
}

int fdatasync(int fd)
{
    int (*behind)(int);

    BEHIND(behind, "fdatasync");
    if (sync_fails(fd))
        return -1;
    power_synced(fd);
    return behind(fd);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to,
              unsigned flags)
{
    int (*behind)(int, const char *, int, const char *, unsigned);
    const char *kind;

    BEHIND(behind, "renameat2");
    errno = EIO;
    return strikes(&kind, to, "name") ? -1 : behind(from_folder, from,
                                                    to_folder, to, flags);
}

int rename(const char *from, const char *to)
{
    int (*behind)(const char *, const char *);
    const char *kind;

    BEHIND(behind, "rename");
    errno = EIO;
    return strikes(&kind, to, "name") ? -1 : behind(from, to);
}
