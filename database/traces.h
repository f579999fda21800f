/* traces.h - the full spectra of candidates, read for a measure. */
#ifndef VIB_TRACES_H
#define VIB_TRACES_H

#include "answer.h"

/* Make the traces that cards->measure takes of all candidates of queries [n]
 * that have none yet. Reads and works in parallel. */
int vib_traces_make(const vib_query *queries, size_t n, vib_cards *cards);

#endif
