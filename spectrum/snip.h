/* snip.h - the baseline below the bands. */
#ifndef VIB_SNIP_H
#define VIB_SNIP_H

#include <stddef.h>

/* SNIP (Ryan et al. 1988, Nucl. Instrum. Methods B 34, 396; window shrinking as
 * in Morhac et al. 1997, A 401, 113): for p = half, ..., 1 each point becomes
 * the lesser of itself and the mean of its neighbours p points away. Bands
 * narrower than about 2 half points stay above the result. Beyond an end stands
 * the value of the end, so that a band cut in two there is above it as well.
 * y [n] becomes the baseline; `scratch` holds n floats. */
void vib_snip(float *y, float *scratch, size_t n, size_t half);

#endif
