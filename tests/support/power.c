#include "power.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What was there before a write. */
typedef struct note {
    struct note *older;
    int fd; /* of our own: that of the writer may be closed */
    ino_t file;
    off_t at;
    size_t n;
    char bytes[];
} note;

static note *newest;

/* A file opened for O_DSYNC is on disk when a write returns. */
void power_note(int fd, off_t at, size_t n)
{
    note *made;
    struct stat facts;

    if (fstat(fd, &facts) < 0 || (fcntl(fd, F_GETFL) & O_DSYNC))
        return;
    made = calloc(1, sizeof *made + n); /* zero behind the end of the file */
    if (!made)
        abort();
    made->older = newest;
    made->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    made->file = facts.st_ino;
    made->at = at;
    made->n = n;
    (void)!syscall(SYS_pread64, fd, made->bytes, n, at);
    newest = made;
}

void power_synced(int fd)
{
    struct stat facts;

    if (fstat(fd, &facts) < 0)
        return;
    for (note **at = &newest; *at;) {
        note *gone = *at;

        if (gone->file != facts.st_ino) {
            at = &gone->older;
            continue;
        }
        *at = gone->older;
        close(gone->fd);
        free(gone);
    }
}

void power_cut(unsigned seed)
{
    srandom(seed);
    for (const note *at = newest; at; at = at->older)
        if (random() & 64)
            (void)!syscall(SYS_pwrite64, at->fd, at->bytes, at->n, at->at);
    kill(getpid(), SIGKILL);
    abort();
}
