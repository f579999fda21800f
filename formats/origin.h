/* origin.h - where a spectrum is from, and what the path says about it. */
#ifndef VIB_ORIGIN_H
#define VIB_ORIGIN_H

#include "found.h"

/* Set in each spectrum found, or in what those of a series share, what only the
 * file's name tells, which stands behind the last slash of `file`: a RRUFF name
 * "Mineral__RRUFFID__Raman__laser__..." gives mineral, specimen, technique and
 * laser; any other gives the technique if a word of it says so, and the name if
 * there is no title either. What the file itself said stays. */
int vib_origin_set(vib_found *found, const char *file);

/* The same for the spectrum that vib_found_next() gave last, if its title was
 * not known before; and its field "source": `path`, with #k when there are
 * several. The file's name is `inner` bytes into the path. */
int vib_origin_given(vib_spectrum *spectrum, const vib_found *found,
                     const char *path, size_t inner);

/* A RRUFF id ("R040130-3") without what follows its six digits; nothing when
 * it is no RRUFF id. */
vib_span vib_rruff_specimen(vib_span id);

#endif
