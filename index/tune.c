/* tune.c - how much of the truth an index finds, and searching harder until it
 * is enough. */
#include "index.h"

#include "index_parts.h"
#include "memory.h"

#include <math.h>
#include <stdlib.h>

enum { SPARE_MOST = 1024 };

/* A raise that gains less than this is not what is missing. */
static const float least_gain = 0.0005f;

/* Of the best k of the truth, how many an answer has: rows as near as the k-th
 * count, since ties may be told apart otherwise. */
static size_t count_found(const vib_neighbour *truth, size_t truth_n,
                          const vib_neighbour *answer, size_t n, uint64_t own,
                          size_t *wanted, size_t k)
{
    size_t kept = 0, hits = 0;
    float least = 0;

    for (size_t i = 0; i < truth_n && kept < k; i++)
        if (truth[i].id != own) {
            least = truth[i].score;
            kept++;
        }
    for (size_t i = 0; i < n && hits < kept; i++)
        hits += answer[i].id != own && answer[i].score >= least;
    *wanted += kept;
    return hits;
}

/* Answer the trial as the index is now set. */
static int measure(vib_index *index, const vib_trial *trial,
                   const vib_originals *originals)
{
    size_t k = trial->k + 1, hits = 0, wanted = 0;
    vib_neighbour *out = vib_new(trial->n * k, sizeof *out);
    size_t *found = vib_new(trial->n, sizeof *found);
    int status = VIB_NO_MEMORY;

    if (out && found)
        status = vib_index_search(out, found, index, trial->queries, trial->n,
                                  k, originals);
    for (size_t q = 0; q < trial->n && status == VIB_OK; q++)
        hits += count_found(trial->truth + q * k, trial->found[q], out + q * k,
                            found[q], trial->own ? trial->own[q] : 0, &wanted,
                            trial->k);
    free(out);
    free(found);
    if (status < 0)
        return status;
    index->trial = (uint32_t)trial->n;
    index->recall = wanted ? (float)hits / (float)wanted : 1;
    return VIB_OK;
}

/* A step up of about a half, through numbers easy to read. */
static uint32_t more(uint32_t effort, uint32_t most)
{
    uint32_t next = (effort & (effort - 1)) == 0 ? effort + effort / 2
                                                 : effort / 3 * 4;

    return next < most ? next : most;
}

/* The goal, and what a sample of this size is usually off by; no more than half
 * of what is left to perfection. */
static float goal_of(const vib_trial *trial)
{
    float rest = 1 - VIB_RECALL_GOAL, n = (float)(trial->n * trial->k);
    float off = sqrtf(VIB_RECALL_GOAL * rest / fmaxf(n, 1));

    return VIB_RECALL_GOAL + fminf(off, rest / 2);
}

int vib_index_tune(vib_index *index, const vib_trial *trial,
                   const vib_originals *originals)
{
    vib_kind kind = vib_kind_of(index->factory);
    float goal = goal_of(trial), before = 0;
    int status = vib_index_set_effort(index, kind.least);

    while (status == VIB_OK) {
        bool harder = kind.parameter && index->effort < kind.most;

        status = measure(index, trial, originals);
        if (status < 0 || index->recall >= goal)
            break;
        if (index->recall - before < least_gain || !harder) {
            if (!kind.whole && index->spare < SPARE_MOST)
                index->spare *= 2;
            else if (!harder)
                break;
        }
        before = index->recall;
        if (harder)
            status = vib_index_set_effort(index,
                                          more(index->effort, kind.most));
    }
    return status;
}
