/* labelled.h - lines "##key=value", then lines "x, y", then "##END=": what
 * RRUFF writes, and what Vibrary writes itself; such blocks may follow one
 * another. */
#ifndef VIB_LABELLED_H
#define VIB_LABELLED_H

#include "reader.h"

/* What becomes of a header line. */
typedef int vib_label_field(vib_spectrum *spectrum, vib_span key,
                            vib_span value);

/* What the fields of a block mean, when it is read; was there an ##END=? */
typedef int vib_label_explain(vib_spectrum *spectrum, bool ended);

/* Give the spectrum of every block to *out. A line without ## before the first
 * point belongs to the field before it. */
int vib_labelled_parse(vib_found *out, const vib_input *input,
                       vib_label_field *add, vib_label_explain *explain);

#endif
