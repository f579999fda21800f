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

/* The mean share of its neighbours that a query found, and what this mean of
 * so many queries is usually off by. What is missed is often missed together, a
 * whole cell of it: it is the queries that are counted, not the neighbours. */
typedef struct result {
    double sum, squares;
    size_t n;
} result;

static void result_add(result *r, size_t hits, size_t wanted)
{
    double share = wanted ? (double)hits / (double)wanted : 1;

    r->sum += share;
    r->squares += share * share;
    r->n++;
}

static float result_mean(const result *r)
{
    return r->n ? (float)(r->sum / (double)r->n) : 1;
}

static float result_error(const result *r)
{
    double n = (double)r->n, mean = n > 0 ? r->sum / n : 0;
    double variance = n > 0 ? r->squares / n - mean * mean : 0;

    return variance > 0 ? (float)sqrt(variance / n) : 0;
}

/* Answer the trial as the index is now set. */
static int measure(result *out, vib_index *index, const vib_trial *trial,
                   const vib_originals *originals)
{
    size_t k = trial->k + 1;
    vib_neighbour *answer = vib_new(trial->n * k, sizeof *answer);
    size_t *found = vib_new(trial->n, sizeof *found);
    int status = VIB_NO_MEMORY;

    *out = (result){ .n = 0 };
    if (answer && found)
        status = vib_index_search(answer, found, index, trial->queries,
                                  trial->n, k, originals);
    for (size_t q = 0; q < trial->n && status == VIB_OK; q++) {
        size_t wanted = 0;
        size_t hits = count_found(trial->truth + q * k, trial->found[q],
                                  answer + q * k, found[q],
                                  trial->own ? trial->own[q] : 0, &wanted,
                                  trial->k);

        result_add(out, hits, wanted);
    }
    free(answer);
    free(found);
    if (status < 0)
        return status;
    index->trial = (uint32_t)trial->n;
    index->recall = result_mean(out);
    return VIB_OK;
}

/* A step up of about a half, through numbers easy to read. */
static uint32_t more(uint32_t effort, uint32_t most)
{
    uint32_t next = (effort & (effort - 1)) == 0 ? effort + effort / 2
                                                 : effort / 3 * 4;

    return next < most ? next : most;
}

/* The goal, and twice what the trial is usually off by: to stop at the first
 * effort that reaches the goal favours one whose trial was lucky. No more than
 * half of what is left to perfection, which a small trial cannot tell from. */
static float goal_of(const result *r)
{
    return VIB_RECALL_GOAL +
           fminf(2 * result_error(r), (1 - VIB_RECALL_GOAL) / 2);
}

int vib_index_tune(vib_index *index, const vib_trial *trial,
                   const vib_originals *originals)
{
    vib_kind kind = vib_kind_of(index->factory);
    float before = 0;
    result reached;
    int status = vib_index_set_effort(index, kind.least);

    while (status == VIB_OK) {
        bool harder = kind.parameter && index->effort < kind.most;

        status = measure(&reached, index, trial, originals);
        if (status < 0 || index->recall >= goal_of(&reached))
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
