/* synthetic.h - compounds that do not exist, and what would be measured of
 * them: an endless teacher without false negatives.
 *
 * A compound is 3 to 20 bands on one range. Statistics and where they are from:
 *
 *   positions   uniform: no knowledge of any compound is put in. On ranges that
 *               reach above 1800 cm^-1, 70 % lie below: the fingerprint region
 *               is crowded, 1800 to 2700 cm^-1 nearly empty
 *   widths      log-normal, median FWHM 12 cm^-1 (Raman of RRUFF minerals) or
 *               30 cm^-1 (infrared), sd of the logarithm 0.5
 *   heights     log-normal, sd of the logarithm 1: most spectra have few strong
 *               bands and many weak ones
 *   shape       a mixture of Lorentz and Gauss in any proportion (pseudo-Voigt;
 *               Wertheim et al. 1974, Rev. Sci. Instrum. 45, 1369)
 *   doublets    15 % of the bands have a partner within two widths
 *   glass       10 % of the compounds have one to three bands of 60 to 250
 *               cm^-1
 *
 * A sibling is another compound that looks much the same, as members of a solid
 * solution do: half of the bands moved by some 8 cm^-1 (infrared: 15), a fifth
 * gone, heights changed. Siblings in one batch are the hard negatives.
 *
 * Two Raman measurements of one compound differ in heights (orientation,
 * polarisation, laser: exp(0.7 N)), widths (15 %) and positions (0.8 cm^-1);
 * two of infrared, mostly of powders, less in heights (exp(0.25 N)) and widths
 * (10 %), more in positions (1.5 cm^-1: reflection against transmission).
 */
#ifndef VIB_SYNTHETIC_H
#define VIB_SYNTHETIC_H

#include "augment.h"
#include "pipeline.h"

enum { VIB_BANDS_MAX = 44 };

typedef struct vib_band {
    double position, width; /* cm^-1; full width at half maximum             */
    double height;          /* any unit                                      */
    double lorentz;         /* share of Lorentz in the shape, 0 to 1         */
} vib_band;

typedef struct vib_compound {
    size_t bands;
    vib_band band[VIB_BANDS_MAX];
} vib_compound;

/* A part of the axis, cm^-1. */
typedef struct vib_range {
    double first, last;
} vib_range;

/* The range that some instrument covers of the pipeline's grid: for Raman half
 * of them see the fingerprint alone (RRUFF: 135 to 1290 cm^-1). */
vib_range vib_range_draw(const vib_pipeline *pipeline, vib_random *random);

/* A compound with its bands in `range`. */
void vib_compound_draw(vib_compound *out, const vib_pipeline *pipeline,
                       const vib_range *range, vib_random *random);

/* Make another compound of this one, hard to tell from it. */
void vib_compound_alter(vib_compound *compound, const vib_pipeline *pipeline,
                        vib_random *random);

/* One measurement of the compound on `range`, without noise, into
 * view->intensity and view->mask. */
void vib_compound_measure(vib_view *view, const vib_pipeline *pipeline,
                          const vib_compound *compound, const vib_range *range,
                          vib_random *random);

#endif
