/* offset.h - by how much the axis of an unknown is off. */
#ifndef VIB_OFFSET_H
#define VIB_OFFSET_H

#include "answer.h"
#include "nearest.h"

/* Make the candidates of queries [n] that an estimate needs: those near to the
 * vectors of each query as it is and moved either way, without those that agree
 * with it in field `leave_out`, or NULL. */
int vib_offset_gather(vib_query *queries, size_t n, vib_cards *cards,
                      const vib_view *view, const char *leave_out);

/* Estimate how many cm^-1 the axis of a query shows too much, from its
 * candidates: the move within `most` cm^-1 at which the best of them correlates
 * best, each grid point of it at a small penalty; between grid points by the
 * parabola through three moves. 0 when no move gains anything worth it. */
float vib_offset_of(const vib_query *query, const vib_cards *cards,
                    double most);

/* A copy of a spectrum with its axis in cm^-1, less `offset`. */
int vib_offset_undo(vib_spectrum *out, const vib_spectrum *spectrum, bool raman,
                    double offset);

#endif
