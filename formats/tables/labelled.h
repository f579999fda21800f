/* labelled.h - lines "##key=value", then lines "x, y", then "##END=": what
 * RRUFF writes, and what Vibrary writes itself. */
#ifndef VIB_LABELLED_H
#define VIB_LABELLED_H

#include "reader.h"

/* What becomes of a header line. */
typedef int vib_label_field(vib_spectrum *spectrum, vib_span key,
                            vib_span value);

/* Read fields and points into *out, which must be empty and is the caller's to
 * release also on failure. *ended tells if there was an ##END= line. A line
 * without ## before the first point belongs to the field before it. */
int vib_labelled_read(vib_spectrum *out, bool *ended, const vib_input *input,
                      vib_label_field *add);

#endif
