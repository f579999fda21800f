/* augment.h - what instruments do to a spectrum, done to it on purpose, so that
 * an encoder learns to look past it. Works on the model's grid, before the
 * features: what is learned to be ignored includes what the baseline removal
 * leaves behind. */
#ifndef VIB_AUGMENT_H
#define VIB_AUGMENT_H

#include "random.h"

/* A spectrum on a grid that may be altered in place. Points that were not
 * measured have mask 0 and intensity 0. */
typedef struct vib_view {
    float *intensity, *mask; /* [length]                                     */
    float *scratch;          /* [4 length]                                   */
    size_t length;
    double step; /* cm^-1 between points                                     */
} vib_view;

/* How much of each effect. "Band" is the strongest band, from the lowest point
 * to the highest. Each effect comes in some views and not in others; 0 (window:
 * 1) is none of it. */
typedef struct vib_damage {
    double broaden;      /* largest full width that resolution adds, cm^-1   */
    double warp, offset; /* shift of the axis, sd, cm^-1: waves, as a whole  */
    double gain_fine;    /* sd of log gain, knots each 40 cm^-1              */
    double gain_broad;   /* sd of log gain, knots each 400 cm^-1             */
    double fluorescence; /* highest background, bands                        */
    double noise;        /* largest sd of noise, bands                       */
    double spikes;       /* chance of cosmic rays that were not removed      */
    double window;       /* smallest share of the measured range that stays  */
} vib_damage;

/* A damaged Raman measurement, and one as it is found in a reference library.
 * Sizes from trials on RRUFF: stronger shift and gain cost discrimination. */
#define VIB_DAMAGE_HARD { 20, 1, 1, 0.4, 0.4, 10, 0.3, 0.1, 0.3 }
#define VIB_DAMAGE_MILD { 6, 0.7, 0.7, 0.2, 0.3, 1, 0.02, 0.02, 0.7 }

/* The same for infrared: band heights are what identifies a compound, and vary
 * less; the baseline is scattered light, not ten times a band; there are no
 * cosmic rays. */
#define VIB_DAMAGE_HARD_INFRARED { 24, 1.5, 1, 0.1, 0.25, 1, 0.1, 0, 0.3 }
#define VIB_DAMAGE_MILD_INFRARED { 8, 1, 0.7, 0.05, 0.15, 0.2, 0.01, 0, 0.7 }

/* Alter a view. At least 32 measured points stay, if there were as many. */
void vib_augment(vib_view *view, const vib_damage *how, vib_random *random);

#endif
