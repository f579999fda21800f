/* technique.h - whether a spectrum is of the technique that a model is for. */
#ifndef VIB_TECHNIQUE_H
#define VIB_TECHNIQUE_H

#include "vibrary.h"

/* VIB_BAD_DATA: it is of the other one, where bands stand at the same places
 * but not equally high, and some are missing: field "technique" says so or,
 * without it, an intensity that is absorbed light, an axis that is a Raman
 * shift. */
int vib_technique_check(const vib_spectrum *spectrum, bool raman);

#endif
