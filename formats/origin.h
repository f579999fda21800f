/* origin.h - where a spectrum is from, and what the path says about it. */
#ifndef VIB_ORIGIN_H
#define VIB_ORIGIN_H

#include "found.h"

/* Set in each spectrum found what only the file's name tells, which stands
 * behind the last slash of `file`: a RRUFF name
 * "Mineral__RRUFFID__Raman__laser__..." gives mineral, specimen, technique and
 * laser; any other gives the technique if a word of it says so, and the name if
 * there is no title either. What the file itself said stays. */
int vib_origin_set(vib_found *found, const char *file);

/* Set field "source" of spectrum k of `count` in `path`: with #k when there are
 * several. */
int vib_origin_number(vib_spectrum *spectrum, const char *path, size_t k,
                      size_t count);

/* A RRUFF id ("R040130-3") without what follows its six digits; nothing when
 * it is no RRUFF id. */
vib_span vib_rruff_specimen(vib_span id);

#endif
