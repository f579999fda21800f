/* ranking.h - the best few of many. */
#ifndef VIB_RANKING_H
#define VIB_RANKING_H

#include "index.h"

/* Whether a ranks before b: the larger score, then the smaller id. */
bool vib_ranks_before(vib_neighbour a, vib_neighbour b);

/* Offer a neighbour to the best k so far: a heap with the last of them on top,
 * best [k], *count of which are there. */
void vib_ranking_offer(vib_neighbour *best, size_t *count, size_t k,
                       vib_neighbour offered);

/* Put n neighbours in order. */
void vib_ranking_sort(vib_neighbour *neighbours, size_t n);

#endif
