/* fuse.h - one score from what the vectors and the full spectra say. */
#ifndef VIB_FUSE_H
#define VIB_FUSE_H

/* The mean of the two similarities, -1 to 1: the inner product of the unit
 * vectors and the correlation of the full spectra, small shifts forgiven. */
float vib_fuse(float embedding, float aligned);

#endif
