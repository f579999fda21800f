/* fuse.h - one score from what the vectors and the full spectra say. */
#ifndef VIB_FUSE_H
#define VIB_FUSE_H

#include "hqi.h"

/* The query as it is and moved by VIB_HQI_SHIFT points either way: one axis,
 * one move, for the vector and the full spectrum alike. */
enum { VIB_FUSE_DOWN, VIB_FUSE_STAY, VIB_FUSE_UP, VIB_FUSE_MOVES };

/* The best of these moves, less its penalty, of the mean of two similarities,
 * -1 to 1: the inner products of the unit vectors, embedding [VIB_FUSE_MOVES],
 * and the correlations that vib_hqi_moves() gives. `covered`, 0 to 1, is the
 * share of the reference that the query measured: where it is small the vectors
 * are of different things and weigh less. */
float vib_fuse(const float embedding[VIB_FUSE_MOVES],
               const float hqi[VIB_HQI_MOVES], float covered);

#endif
