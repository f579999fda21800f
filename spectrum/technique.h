/* technique.h - whether a spectrum is of the technique that a model is for. */
#ifndef VIB_TECHNIQUE_H
#define VIB_TECHNIQUE_H

#include "vibrary.h"

/* What a text such as "RAMAN SPECTRUM", "FT-IR", "EPR SPECTRUM" or "Mass
 * Spectrum" says was measured: "raman", "infrared", or one that is neither, in
 * words; NULL: nothing that is known. */
const char *vib_technique_named(const char *text);

/* VIB_BAD_DATA: it is of another one. Raman and infrared bands stand at the
 * same places but are not equally high, and some are missing; mass spectra and
 * others have none. Field "technique" says so or, without it, an intensity that
 * is absorbed light, an axis that is a Raman shift. */
int vib_technique_check(const vib_spectrum *spectrum, bool raman);

#endif
