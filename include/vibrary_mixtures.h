/* vibrary_mixtures.h - what mixed spectra are made of. A part of vibrary.h,
 * which includes it; its rules are told there. */
#ifndef VIBRARY_MIXTURES_H
#define VIBRARY_MIXTURES_H

#include "vibrary.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct vib_unmix { /* start from VIB_UNMIX_DEFAULT */
    size_t most;            /* components, at most 8                         */
    size_t candidates;      /* references that vectors and as many that full
                             * spectra find for each of them, at most 100    */
    const vib_where *where; /* pass over all that does not hold, or NULL     */
} vib_unmix;
#define VIB_UNMIX_DEFAULT { 4, 32, NULL }

typedef struct vib_component {
    uint64_t id;
    const char *name;  /* compound, "" when it has none                      */
    float fraction;    /* share of the area of all parts, 0 to 1: of the
                        * intensity, which is not that of the amount         */
    float confidence;  /* 0.4 to 1: how often such a component is right,
                        * learned on mixtures of RRUFF's minerals; it held on
                        * others; less likely components are not told        */
    float shift;       /* cm^-1 that the reference was moved up to fit       */
    const float *part; /* [n] of the fit, above the baseline                 */
} vib_component;

/* A spectrum taken apart. All pointers are its own. */
typedef struct vib_mixture {
    vib_component *component; /* [count] the largest fraction first          */
    size_t count;             /* 0: like nothing in the library              */
    float residual; /* share of the square above the baseline not explained  */
    /* To plot: the points of the encoder's grid that were measured. */
    size_t n;
    const float *x;        /* [n] cm^-1, ascending                           */
    const float *measured; /* [n] intensity, scaled to 0 .. 1                */
    const float *baseline; /* [n] in the same scale                          */
    const float *fit;      /* [n] the baseline and all parts                 */
} vib_mixture;
#define VIB_MIXTURE_INIT { NULL, 0, 0, 0, NULL, NULL, NULL, NULL }

/* Find which references a spectrum is made of: one at a time, of those that
 * look like what is left, all fitted together without negative amounts, until
 * one more is not worth it. A reference counts 0 where it was not measured.
 * VIB_BAD_ARG: `most` or `candidates` is 0 or too large. VIB_BAD_DATA: the
 * spectrum cannot be searched for. */
VIB_API int vib_db_unmix(vib_mixture *out, const vib_db *db,
                         const vib_spectrum *spectrum,
                         const vib_unmix *options);

VIB_API void vib_mixture_release(vib_mixture *mixture);

#ifdef __cplusplus
}
#endif

#endif
