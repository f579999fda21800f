/* hqi.h - the hit quality index: correlation of two full spectra over the part
 * of the axis that both measured. */
#ifndef VIB_HQI_H
#define VIB_HQI_H

#include <stddef.h>
#include <stdint.h>

/* What the correlation compares: channel 0 of the pipeline (the signed square
 * root of the smoothed first derivative above a short SNIP baseline: the tuned
 * HQI) from the first to the last measured grid point, in half precision, so
 * that a library of a million fits in memory. Not measured inside: NaN. */
typedef struct vib_profile {
    const uint16_t *value; /* [length] IEEE half floats, borrowed            */
    size_t first;          /* grid point of value[0]                         */
    size_t length;         /* 0: nothing was measured                        */
    const float *weight;   /* of a query, [length]: how much each point counts,
                            * borrowed; NULL: all alike                      */
} vib_profile;

/* Make a profile from pipeline channels 0 and 2, each [length] floats;
 * `storage` [length] is what it borrows. */
vib_profile vib_profile_make(uint16_t *storage, const float *derivative,
                             const float *mask, size_t length);

/* What two profiles are compared by, over the n points that both measured, each
 * counted w times (a's weight; 1 without), a* and b* being their means:
 *   Pearson    sum w (a - a*)(b - b*) / sqrt(sum w (a - a*)^2 sum w (b - b*)^2)
 *   cosine     sum w a b / sqrt(sum w a^2 sum w b^2)
 *   nearness   1 - sqrt(sum w (a - b)^2 / sum w)
 * Lowry 2002, Handbook of Vibrational Spectroscopy, "Automated spectral
 * searching", has all three as hit quality indices of library searches; weights
 * as in Griffiths and Shao 2009, Appl. Spectrosc. 63, 916. */
typedef enum vib_likeness {
    VIB_LIKE_PEARSON,
    VIB_LIKE_COSINE,
    VIB_LIKE_NEARNESS
} vib_likeness;

/* One of them when a is moved up by `move` grid points; 0 when fewer than
 * VIB_FEWEST points are shared or one side is flat there. *shared, if not NULL:
 * how many those are. */
enum { VIB_FEWEST = 16 };
float vib_profile_compare(size_t *shared, vib_likeness likeness,
                          const vib_profile *a, const vib_profile *b,
                          ptrdiff_t move);

/* How many points of a profile were measured. */
size_t vib_profile_measured(const vib_profile *profile);

/* Pearson correlation of two profiles over the grid points measured in both, -1
 * to 1; 0 when there are fewer than VIB_FEWEST such points or one side is flat
 * there. *overlap, if not NULL: the share of a's measured points that b has.
 * Bit-identical profiles give exactly 1. The same bits on every machine. */
float vib_hqi(float *overlap, const vib_profile *a, const vib_profile *b);

/* Instruments are calibrated to a few cm^-1: grid points by which the axes of
 * two spectra may disagree, either way, and what is taken off for each. */
enum { VIB_HQI_SHIFT = 2, VIB_HQI_MOVES = 2 * VIB_HQI_SHIFT + 1 };
#define VIB_HQI_PENALTY 0.01f

/* The correlations when a is moved up by -VIB_HQI_SHIFT .. VIB_HQI_SHIFT
 * points; the one in the middle is `hqi`, which vib_hqi() gave for a and b. All
 * are 0 when it is: a move does not make up for what they do not share. */
void vib_hqi_moves(float moved[VIB_HQI_MOVES], const vib_profile *a,
                   const vib_profile *b, float hqi);

/* The best of them, less the penalty of the move. */
float vib_hqi_aligned(const float moved[VIB_HQI_MOVES]);

#endif
