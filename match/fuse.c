/* fuse.c - one score from what the vectors and the full spectra say. */
#include "fuse.h"

#include <math.h>

float vib_fuse_weight(bool raman, float covered)
{
    return (raman ? 0.7f : 0.4f) * fminf(covered, 1);
}

float vib_fuse_share(float overlap)
{
    return fminf(1, overlap / VIB_FUSE_LEAST);
}

float vib_fuse(const float embedding[VIB_FUSE_MOVES],
               const float hqi[VIB_HQI_MOVES], float weight)
{
    float mean[VIB_FUSE_MOVES];

    for (int i = 0; i < VIB_FUSE_MOVES; i++) {
        float full = hqi[i * VIB_HQI_SHIFT];

        mean[i] = full + weight * (embedding[i] - full);
    }
    return fmaxf(mean[VIB_FUSE_STAY],
                 fmaxf(mean[VIB_FUSE_DOWN], mean[VIB_FUSE_UP]) -
                     VIB_FUSE_PENALTY);
}
