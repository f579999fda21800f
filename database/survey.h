/* survey.h - the HQI of queries with every stored spectrum: the search without
 * vectors, and the one that misses nothing. */
#ifndef VIB_SURVEY_H
#define VIB_SURVEY_H

#include "cards.h"
#include "hqi.h"
#include "index.h"

/* The profiles of spectra, borrowed from a transaction. */
typedef struct vib_survey {
    uint64_t *id;         /* [count] ascending */
    vib_profile *profile; /* [count]           */
    size_t count;
} vib_survey;
#define VIB_SURVEY_INIT { NULL, NULL, 0 }

/* Find all profiles that the cards' filter lets through. */
int vib_survey_load(vib_survey *out, const vib_cards *cards);
void vib_survey_release(vib_survey *survey);

/* The `width` best of all for each of queries [n], by HQI or by HQI `aligned`,
 * best first and smaller ids first on ties, in out [n][survey->count].
 * Parallel. */
void vib_survey_search(vib_neighbour *out, const vib_survey *survey,
                       const vib_profile *const *queries, size_t n,
                       size_t width, bool aligned);

#endif
