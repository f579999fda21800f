/* measure.h - the plain scores of library search on full spectra, over the part
 * of the axis that both measured.
 *
 *   pearson, cosine             of the intensity as measured
 *   pearson-root, cosine-root   of the square root above the baseline
 *   pearson-d1, cosine-d1       of the smoothed first derivative
 *   pearson-d2, cosine-d2       of the second
 *   euclidean                   1 - the root mean square difference of the
 *                               intensities, each scaled to 0 .. 1 over all of
 *                               its range (of vectors scaled to the same length
 *                               the distance would rank as the cosine does)
 *   shifted                     pearson-root, the best move within reach
 *   peaks                       agreement of bands at most 8 cm^-1 apart
 *
 * hqi.h and bands.h have the formulas and their sources, trace.h what is
 * compared. */
#ifndef VIB_MEASURE_H
#define VIB_MEASURE_H

#include "bands.h"
#include "trace.h"

typedef struct vib_measure {
    vib_score score;
    vib_trace trace;
    vib_likeness likeness;
} vib_measure;

/* How far bands of the same origin may be apart in two spectra, cm^-1. */
#define VIB_BAND_TOLERANCE 8.0

/* The measure that is this score, or NULL: it is another kind of score. */
const vib_measure *vib_measure_of(vib_score score);

/* The score of traces a, the query's, and b; 0 when they share too little.
 * `reach`: cm^-1 that `shifted` may move. */
float vib_measure_compare(const vib_measure *measure,
                          const vib_pipeline *pipeline, const vib_profile *a,
                          const vib_profile *b, double reach);

#endif
