/* perkinelmer.h - PerkinElmer's block files, as far as their readers are in
 * several files. A block is a number of 2 bytes, a size of 4, and content that
 * may be blocks again. */
#ifndef VIB_PERKINELMER_H
#define VIB_PERKINELMER_H

#include "binary.h"
#include "found.h"

/* Take the next block off the front of *rest. False: there is none, or it is
 * not all there. */
bool vib_pe_block(unsigned *id, vib_part *content, vib_part *rest);

/* Text in `place`: its length in 2 bytes, then itself. Empty when it is not
 * there; *rest, if not NULL, is what follows. */
vib_part vib_pe_text(vib_part place, vib_part *rest);

/* Set the fields x_unit and y_unit from what these programs call them. */
int vib_pe_set_units(vib_spectrum *spectrum, vib_part x, vib_part y);

/* Add the spectra of an image (.fsm), whose blocks are `blocks`. */
int vib_pe_add_image(vib_found *out, vib_part blocks);

#endif
