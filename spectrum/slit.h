/* slit.h - a spectrum as a spectrometer of lower resolution measures it. */
#ifndef VIB_SLIT_H
#define VIB_SLIT_H

#include <stddef.h>

enum { VIB_SLIT_MAX = 50 }; /* points */

/* Convolve intensity [length] with a Gaussian slit of `width` points full width
 * at half height, at most VIB_SLIT_MAX; less than half a point changes nothing.
 * What has mask [length] 0 was not measured: it weighs nothing and becomes 0.
 * `scratch` holds length floats. */
void vib_slit_broaden(float *intensity, float *scratch, const float *mask,
                      size_t length, double width);

#endif
