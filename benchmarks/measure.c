#include "measure.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double read_clock(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

double now(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

double used(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

/* Turn into a command whose results nobody reads. */
static _Noreturn void become(const char *const *arguments)
{
    int nowhere = open("/dev/null", O_WRONLY);

    if (nowhere < 0 || dup2(nowhere, STDOUT_FILENO) < 0)
        _exit(127);
    execvp(arguments[0], (char *const *)(uintptr_t)arguments);
    perror(arguments[0]);
    _exit(127);
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + 1e-6 * (double)time.tv_usec;
}

struct cost run(const char *const *arguments)
{
    double start = now();
    struct rusage usage;
    pid_t child = fork();
    int status;

    if (child == 0)
        become(arguments);
    if (child < 0 || wait4(child, &status, 0, &usage) != child ||
        !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "%s %s failed\n", arguments[0], arguments[1]);
        exit(1);
    }
    return (struct cost){ now() - start, seconds_of(usage.ru_utime) +
                                             seconds_of(usage.ru_stime),
                          (double)usage.ru_maxrss / 1024 };
}

static int compare_costs(const void *a, const void *b)
{
    const struct cost *p = a, *q = b;

    return (p->seconds > q->seconds) - (p->seconds < q->seconds);
}

struct cost median_cost(struct cost *costs, size_t n)
{
    qsort(costs, n, sizeof *costs, compare_costs);
    return costs[n / 2];
}

static int compare(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;

    return (p > q) - (p < q);
}

double quantile(double *values, size_t n, double q)
{
    qsort(values, n, sizeof *values, compare);
    return values[(size_t)(q * (double)(n - 1) + 0.5)];
}

static int remove_one(const char *path, const struct stat *facts, int kind,
                      struct FTW *walk)
{
    (void)facts;
    (void)kind;
    (void)walk;
    return remove(path);
}

void remove_folder(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
