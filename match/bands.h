/* bands.h - the bands of a spectrum, and which of them two spectra share. */
#ifndef VIB_BANDS_H
#define VIB_BANDS_H

#include "hqi.h"

enum { VIB_BANDS_MAX = 64 }; /* of one spectrum: the strongest are kept */

typedef struct vib_peak {
    float at;     /* grid point, with a fraction                            */
    float height; /* above the baseline, 1: the strongest of the spectrum    */
    int partner;  /* place of its band in the other list, or -1              */
} vib_peak;

typedef struct vib_peaks {
    vib_peak peak[VIB_BANDS_MAX]; /* [count], ascending */
    size_t count;
} vib_peaks;

/* The bands of a root trace (VIB_TRACE_ROOT) where `other` was measured too:
 * maxima that stand out, on both sides, by a thirtieth of the strongest and by
 * six standard deviations of the noise, which is taken from the second
 * differences. Where they are comes from the parabola through three points. */
void vib_peaks_find(vib_peaks *out, const vib_profile *root,
                    const vib_profile *other);

/* Make partners of bands at most `within` grid points apart, strong ones
 * choosing first, each its nearest; partners choose one another. */
void vib_peaks_pair(vib_peaks *a, vib_peaks *b, float within);

/* Agreement of two paired lists, 0 to 1: the sum over partners of the root of
 * the product of their heights, each less by the square of their distance over
 * `within`, over the root of the product of both sums of heights: the dot
 * product of root intensities (Stein and Scott 1994, J. Am. Soc. Mass Spectrom.
 * 5, 859). 0 where one has no band. */
float vib_peaks_agreement(const vib_peaks *a, const vib_peaks *b,
                          float within);

#endif
