/* fuse.h - one score from what the vectors and the full spectra say. */
#ifndef VIB_FUSE_H
#define VIB_FUSE_H

#include "hqi.h"

#include <stdbool.h>

/* The query as it is and moved by VIB_HQI_SHIFT points either way: one axis,
 * one move, for the vector and the full spectrum alike. */
enum { VIB_FUSE_DOWN, VIB_FUSE_STAY, VIB_FUSE_UP, VIB_FUSE_MOVES };

/* What either move costs: more than in vib_hqi_aligned(), as the vectors by
 * themselves forgive a little. */
#define VIB_FUSE_PENALTY 0.03f

/* How much the vectors count, 0 to 1, against the full spectra. `covered` is
 * the share of the reference that the query measured: where it is small the
 * vectors are of different things and count less. The infrared encoder learned
 * from few spectra; docs/encoder.md has what other weights give. */
float vib_fuse_weight(bool raman, float covered);

/* Less of a range than this is too little to go by. */
#define VIB_FUSE_LEAST 0.25f

/* What a score counts for, 0 to 1, of a reference that shares `overlap`, 0 to
 * 1, of the query's range: all from VIB_FUSE_LEAST on. In a few bands at the
 * edge of the range many are alike, and a library of mid and far infrared
 * spectra would name those first. */
float vib_fuse_share(float overlap);

/* The best of these moves, less its penalty, of the weighted mean of two
 * similarities, -1 to 1: the inner products of the unit vectors, embedding
 * [VIB_FUSE_MOVES], and the correlations that vib_hqi_moves() gives. */
float vib_fuse(const float embedding[VIB_FUSE_MOVES],
               const float hqi[VIB_HQI_MOVES], float weight);

#endif
