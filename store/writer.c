#include "writer.h"

#include "status.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <time.h>

/* Two bytes of data.mdb, far behind any end it will have, are locked: that of
 * the writer, and that of who comes next. Only the next one waits for the
 * writer, and the writer, to write again, must become the next one first: so
 * no one who writes all the time keeps others out. The system lets go of both
 * when a process ends, however it ends. */
enum { WRITER, NEXT };
static const off_t locks = (off_t)1 << 62;

/* Seconds; see vib_set_patience(). */
static _Atomic double patience = 60;

void vib_set_patience(double seconds)
{
    patience = seconds > 0 ? seconds : 0;
}

static struct timespec deadline_of(double seconds)
{
    struct timespec at;

    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += (time_t)seconds;
    at.tv_nsec += (long)(1e9 * (seconds - (double)(time_t)seconds));
    if (at.tv_nsec >= 1000000000) {
        at.tv_nsec -= 1000000000;
        at.tv_sec++;
    }
    return at;
}

static bool is_over(const struct timespec *deadline)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec > deadline->tv_sec ||
           (now.tv_sec == deadline->tv_sec && now.tv_nsec > deadline->tv_nsec);
}

/* Lock or unlock (`kind`) a byte, or (F_GETLK) ask who has it. */
static int lock_do(struct flock *lock, const vib_environment *environment,
                   int command, short kind, int which)
{
    int fd;

    *lock = (struct flock){ .l_type = kind, .l_whence = SEEK_SET,
                            .l_start = locks + which, .l_len = 1 };
    return mdb_env_get_fd(environment->lmdb, &fd) ? -1
                                                  : fcntl(fd, command, lock);
}

static void unlock(const vib_environment *environment, int which)
{
    struct flock lock;

    (void)lock_do(&lock, environment, F_SETLK, F_UNLCK, which);
}

/* Where the file system has no such locks, LMDB's alone must do. */
static bool lock_wait(const vib_environment *environment, int which,
                      const struct timespec *deadline)
{
    struct timespec pause = { 0, 50000 };
    struct flock lock;

    while (lock_do(&lock, environment, F_SETLK, F_WRLCK, which) < 0) {
        if (errno != EACCES && errno != EAGAIN && errno != EINTR)
            return true;
        if (is_over(deadline))
            return false;
        nanosleep(&pause, NULL);
        if (pause.tv_nsec < 5000000)
            pause.tv_nsec *= 2;
    }
    return true;
}

static int fail_busy(const vib_environment *environment, int which)
{
    struct flock lock;

    if (which >= 0 &&
        lock_do(&lock, environment, F_GETLK, F_WRLCK, which) == 0 &&
        lock.l_type != F_UNLCK)
        return vib_fail(VIB_BUSY, "%s is being changed by process %ld, for "
                        "more than %g s now; wait for it, or end it",
                        environment->path, (long)lock.l_pid, patience);
    return vib_fail(VIB_BUSY, "%s is being changed by another %s, for more "
                    "than %g s now; repeat later", environment->path,
                    which < 0 ? "thread" : "process", patience);
}

int vib_writer_begin(vib_environment *environment)
{
    struct timespec deadline = deadline_of(patience);

    if (pthread_mutex_clocklock(&environment->writer, CLOCK_MONOTONIC,
                                &deadline) != 0)
        return fail_busy(environment, -1);
    for (int which = NEXT; which >= WRITER; which--) {
        if (lock_wait(environment, which, &deadline))
            continue;
        (void)fail_busy(environment, WRITER);
        vib_writer_end(environment);
        return VIB_BUSY;
    }
    unlock(environment, NEXT);
    return VIB_OK;
}

void vib_writer_end(vib_environment *environment)
{
    unlock(environment, WRITER);
    unlock(environment, NEXT);
    pthread_mutex_unlock(&environment->writer);
}
