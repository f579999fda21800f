/* measure.h - seconds, and what commands take. */
#ifndef MEASURE_H
#define MEASURE_H

#include <stddef.h>

/* Seconds on a clock that only goes forward. */
double now(void);

/* Seconds of processor that this process has used: what it would take alone on
 * the machine, where nothing waits for a disk. */
double used(void);

/* What a command took. */
struct cost {
    double seconds;
    double processor; /* seconds of it: what no one else at work changes much */
    double megabytes; /* the most memory it had at a time */
};

/* Run a command to its end; it must succeed. What it prints goes nowhere. A new
 * process counts the memory of the one it came from as its own: stay small. */
struct cost run(const char *const *arguments);

/* The median cost, by seconds; costs [n] are put in order. */
struct cost median_cost(struct cost *costs, size_t n);

/* The value that a share `q` of values [n] do not exceed; puts these in
 * order. */
double quantile(double *values, size_t n, double q);

/* Delete a folder with all in it. */
void remove_folder(const char *path);

#endif
