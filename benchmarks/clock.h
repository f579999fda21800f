/* clock.h - what benchmarks measure with. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdlib.h>
#include <time.h>

/* Seconds on a clock that never goes back. */
static inline double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Of values [n], which it sorts. */
static inline double median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_value);
    return values[n / 2];
}

#endif
