#include "survey.h"

#include "derived.h"
#include "memory.h"
#include "ranking.h"
#include "status.h"
#include "threads.h"

#include <stdlib.h>

enum { BLOCK = 512 }; /* references a thread takes at a time */

void vib_survey_release(vib_survey *survey)
{
    free(survey->id);
    free(survey->profile);
    *survey = (vib_survey)VIB_SURVEY_INIT;
}

static int fill(vib_survey *survey, size_t room, const vib_cards *cards)
{
    uint64_t id = 1;
    int rc = VIB_OK;

    while (survey->count < room &&
           (rc = vib_profile_next(&id, &survey->profile[survey->count],
                                  cards->txn, cards->set, cards->length)) > 0)
        survey->id[survey->count++] = id++;
    return rc < 0 ? rc : VIB_OK;
}

static int fill_filtered(vib_survey *survey, const vib_cards *cards)
{
    const vib_filter *filter = cards->filter;
    int rc = VIB_OK;

    for (size_t i = 0; i < filter->count && rc == VIB_OK; i++) {
        rc = vib_profile_get(&survey->profile[i], cards->txn, cards->set,
                             filter->id[i], cards->length);
        survey->id[i] = filter->id[i];
        survey->count += rc == VIB_OK;
    }
    return rc;
}

int vib_survey_load(vib_survey *out, const vib_cards *cards)
{
    const vib_filter *filter = cards->filter;
    vib_survey survey = VIB_SURVEY_INIT;
    uint64_t count = filter ? filter->count : 0;
    int rc = filter ? VIB_OK
                    : vib_table_count(&count, cards->txn, VIB_SPECTRA);

    if (rc < 0)
        return rc;
    survey.id = vib_new((size_t)count, sizeof *survey.id);
    survey.profile = vib_new((size_t)count, sizeof *survey.profile);
    if (!survey.id || !survey.profile)
        rc = VIB_NO_MEMORY;
    else
        rc = filter ? fill_filtered(&survey, cards)
                    : fill(&survey, (size_t)count, cards);
    if (rc < 0) {
        vib_survey_release(&survey);
        return rc;
    }
    *out = survey;
    return VIB_OK;
}

/* Bring the `width` best of list [n] to its front, in order. The best so far
 * lie before the next one to look at. */
static void select_best(vib_neighbour *list, size_t n, size_t width)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        vib_ranking_offer(list, &kept, width, list[i]);
    vib_ranking_sort(list, kept);
}

static void score_block(vib_neighbour *out, const vib_survey *survey,
                        const vib_profile *query, size_t first, bool aligned)
{
    size_t end = first + BLOCK < survey->count ? first + BLOCK : survey->count;

    for (size_t i = first; i < end; i++) {
        const vib_profile *profile = &survey->profile[i];
        float score = vib_hqi(NULL, query, profile);

        if (aligned) {
            float moved[VIB_HQI_MOVES];

            vib_hqi_moves(moved, query, profile, score);
            score = vib_hqi_aligned(moved);
        }
        out[i] = (vib_neighbour){ survey->id[i], score };
    }
}

void vib_survey_search(vib_neighbour *out, const vib_survey *survey,
                       const vib_profile *const *queries, size_t n,
                       size_t width, bool aligned)
{
    size_t blocks = (survey->count + BLOCK - 1) / BLOCK;

#pragma omp parallel num_threads(vib_threads())
    {
#pragma omp for schedule(dynamic)
        for (size_t task = 0; task < n * blocks; task++)
            score_block(out + task / blocks * survey->count, survey,
                        queries[task / blocks], task % blocks * BLOCK, aligned);
#pragma omp for schedule(dynamic)
        for (size_t i = 0; i < n; i++)
            select_best(out + i * survey->count, survey->count, width);
    }
}
