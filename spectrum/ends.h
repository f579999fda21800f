/* ends.h - what stands at the ends of a spectrum and is not of the sample. */
#ifndef VIB_ENDS_H
#define VIB_ENDS_H

#include <stddef.h>

/* Programs fill a range that was not measured with one value. How many of
 * y [n] are such at its beginning and at its end: eight or more that are equal,
 * a value that stands nowhere between. Both are 0 where that leaves nothing. */
void vib_ends_padding(size_t padding[2], const double *y, size_t n);

/* Beside the laser line a Raman spectrum falls steeply, as far as the filter
 * lets that through, often from far above all bands. How many of values [n],
 * which go up by `step` cm^-1, are of this wing: those from the first down to
 * the first valley, if that is within 100 cm^-1 and the fall is more than
 * `least` times as high as the tallest band behind it above a SNIP baseline of
 * half window `half` points. Else 0. `scratch` holds 3 n floats. */
size_t vib_ends_wing(float *scratch, const double *values, size_t n,
                     double step, size_t half, double least);

#endif
