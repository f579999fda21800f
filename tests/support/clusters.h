/* clusters.h - unit vectors in clusters, like those of many specimens of each
 * of many minerals. */
#ifndef VIB_CLUSTERS_H
#define VIB_CLUSTERS_H

#include "random.h"

#include <math.h>
#include <stdlib.h>

/* rows [n][dimension] around n / 10 centres, each as far from its centre as
 * `spread` says; ids are to be 1 .. n. free() frees. */
static inline float *clusters_make(size_t n, size_t dimension, double spread,
                                   uint64_t seed)
{
    float *rows = malloc(n * dimension * sizeof *rows);

    for (size_t i = 0; i < n; i++) {
        vib_random centre = vib_random_stream(seed, 0, i % (n / 10 + 1));
        vib_random own = vib_random_stream(seed, 1, i);
        float *row = rows + i * dimension;
        double square = 0;

        for (size_t j = 0; j < dimension; j++) {
            double value = vib_random_normal(&centre) +
                           spread * vib_random_normal(&own);

            square += value * value;
            row[j] = (float)value;
        }
        for (size_t j = 0; j < dimension; j++)
            row[j] = (float)(row[j] / sqrt(square));
    }
    return rows;
}

static inline uint64_t *ids_make(size_t n)
{
    uint64_t *ids = malloc(n * sizeof *ids);

    for (size_t i = 0; i < n; i++)
        ids[i] = i + 1;
    return ids;
}

#endif
