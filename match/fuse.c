/* fuse.c - one score from what the vectors and the full spectra say. */
#include "fuse.h"

float vib_fuse(float embedding, float aligned)
{
    return 0.5f * (embedding + aligned);
}
