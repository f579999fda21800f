/* window.h - vectors of no more than two spectra share.
 *
 * A vector stands for all that was measured. Where one spectrum reaches much
 * further than the other, their vectors differ by what one of them lacks; so
 * the best candidates are encoded again, cut to the range that both have. */
#ifndef VIB_WINDOW_H
#define VIB_WINDOW_H

#include "answer.h"
#include "cuts.h"

/* Score the first candidates of ranked queries [n] again where that could bring
 * them to the front, and put the best first. What it gives: docs/encoder.md.
 * After a failure *cuts is of no more use. */
int vib_window_rank(vib_query *queries, size_t n, vib_cards *cards,
                    vib_cuts *cuts, vib_score score);

#endif
