/* loss.h - the contrastive loss: the two views of a compound should be nearer
 * to each other than to anything else in the batch. */
#ifndef VIB_LOSS_H
#define VIB_LOSS_H

#include "real.h"

#include <stddef.h>
#include <stdint.h>

/* Views 2 i and 2 i + 1 are two views of row i. */
typedef struct vib_batch {
    size_t views, dimension;
    const real *vectors;     /* [views][dimension], unit length              */
    const uint8_t *excluded; /* [views / 2][views / 2], symmetric: 1 where
                              * two rows may be the same compound and are not
                              * held against each other; NULL: nowhere       */
    double temperature;
    double own; /* how often the other view counts in the sum: 1, or 0       */
} vib_batch;

/* Doubles of scratch that vib_loss() needs with `threads` threads. */
size_t vib_loss_scratch(size_t views, size_t dimension, int threads);

/* The mean over views of
 *   -log(exp(s_ip / t) / sum_j w_j exp(s_ij / t)),  s_ij = z_i . z_j,
 * where p is the other view and j runs over all views but i and those of
 * excluded rows; w_p is `own`, the others are 1. With 1 it is NT-Xent (Chen et
 * al. 2020, "SimCLR", eq. 1), with 0 decoupled (Yeh et al. 2022, "Decoupled
 * Contrastive Learning", eq. 6). d_vectors [views][dimension] is its gradient.
 * Sums in double and in an order that the number of threads does not change.
 * Each vector may be taken as free: the network's backward projects on the
 * sphere. */
double vib_loss(real *d_vectors, double *scratch, const vib_batch *batch);

#endif
