/* crowd.h - any number of made-up vectors, as close to one another as real ones
 * are, and a library of them. */
#ifndef CROWD_H
#define CROWD_H

#include <stddef.h>
#include <stdint.h>

/* Real vectors, and how near each one's nearest other is. */
struct pattern {
    float *rows;     /* [n][dimension] unit vectors */
    double *nearest; /* [n] cosines, ascending      */
    size_t n, dimension;
};

/* From the vectors of all spectra under `path` by model file `model`. */
struct pattern pattern_make(const char *model, const char *path);
void pattern_release(struct pattern *pattern);

/* The cosine of each of rows [n][dimension] with the nearest other among
 * all [all_n][dimension]: out [n]. */
void nearest_cosines(double *out, const float *rows, size_t n, const float *all,
                     size_t all_n, size_t dimension);

/* Vectors number first .. first + n - 1 of `seed`, always the same: rows
 * [n][dimension].
 *
 * They come in clusters of 1 to 20. The centre of a cluster is a mixture of
 * three real vectors; its members lie around it in the directions in which real
 * vectors differ, at a distance that makes the cosine of two of them that of a
 * real vector and its nearest, drawn anew for each cluster. */
void crowd_make(float *rows, const struct pattern *pattern, uint64_t seed,
                uint64_t first, size_t n);

/* n more members, which no library has, of clusters among the first `all`
 * numbers: rows [n][dimension]. */
void crowd_unseen(float *rows, const struct pattern *pattern, uint64_t seed,
                  uint64_t all, size_t n);

/* Make a library in folder `path`, with the encoder `model`, of n such vectors,
 * each with a small spectrum of its own (16 points) and metadata. */
void crowd_library(const char *path, const char *model,
                   const struct pattern *pattern, uint64_t seed, size_t n);

#endif
