/* savgol.h - the slope of a noisy line. */
#ifndef VIB_SAVGOL_H
#define VIB_SAVGOL_H

#include <stddef.h>

enum { VIB_SAVGOL_MAX = 63 }; /* points of the widest window */

/* First derivative per point of y [n], smoothed (Savitzky and Golay 1964, Anal.
 * Chem. 36, 1627): that of the polynomial of degree `order`, at least 1, fitted
 * by least squares to the `points` points about each point. Near an end it is
 * the polynomial of the outermost window, off its centre; of fewer points than
 * a window, that of all. */
void vib_savgol_slope(float *slope, const float *y, size_t n, int points,
                      int order);

#endif
