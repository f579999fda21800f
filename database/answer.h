/* answer.h - from the neighbours of a query to its hits. */
#ifndef VIB_ANSWER_H
#define VIB_ANSWER_H

#include "cards.h"
#include "confidence.h"
#include "index.h"

/* A reference that may become a hit. */
typedef struct vib_candidate {
    uint64_t id;
    size_t card;                          /* its place in the cards         */
    int own; /* 1: it has the query's points, 2: and its name, else 0       */
    float score, embedding, hqi, overlap; /* as in vib_hit                  */
    float aligned, fused;
    float vectors; /* fused where vectors count alone */
    float measured; /* the score of the cards' measure, if there is one */
    float covered; /* share of the reference that the query measured, 0 to 1 */
} vib_candidate;

typedef struct vib_query {
    const vib_spectrum *spectrum;
    const float *vector, *down, *up; /* as it is, and moved: see fuse.h */
    const vib_profile *profile;
    const vib_profile *trace; /* for the cards' measure                   */
    const float *weight;      /* see vib_asking; or NULL                  */
    bool patient;        /* look further while nothing shares its range */
    vib_hits *hits;      /* where the answer goes */
    vib_candidate *list; /* [count]               */
    size_t count, room;
} vib_query;

/* Make the candidates: the n neighbours that are still stored, and the
 * references with the query's own points. */
int vib_query_gather(vib_query *query, vib_cards *cards,
                     const vib_neighbour *neighbours, size_t n);

/* Score the candidates and put the best first. Reads the cards only: many
 * queries may be scored at once. */
void vib_query_rank(vib_query *query, const vib_cards *cards, vib_score score);

/* Score a candidate again, fused or by vectors alone, by `embedding`, the inner
 * product of the vectors of what it and the query share; vib_query_sort() then
 * puts the best first. */
void vib_query_rescore(const vib_query *query, vib_candidate *candidate,
                       const vib_cards *cards, vib_score score,
                       float embedding);
void vib_query_sort(vib_query *query);

/* Choose the hits, best first, that `how` asks for, without what shares nothing
 * with the query's range; `confidence`, or NULL, says how sure they are. 1:
 * there are how->k of them, or `last` says that no more can be had, and
 * query->hits is filled; 0: more candidates are needed. */
int vib_query_pick(vib_query *query, vib_cards *cards, const vib_search *how,
                   const vib_confidence *confidence, bool last);

/* Whether the reference agrees with the query in field `key`; NULL: never. */
bool vib_query_hides(const vib_query *query, const vib_card *card,
                     const char *key);

void vib_query_release(vib_query *query);

#endif
