#include "window.h"

#include "library.h"
#include "memory.h"
#include "threads.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST = 64,  /* candidates of a query that are looked at again     */
    FEW = 16,    /* the same where regions make that nearly all        */
    PAIRS = 128, /* encoded at a time: bounds the memory               */
    SCRATCH = 8  /* grid lengths a thread needs: grids 4, features 4   */
};
/* By trials on RRUFF: a share of the range that is as good as all, and how far
 * below the best a candidate may be for each share that is missing. */
static const float alike = 0.9f, reach = 0.8f;

/* A query and a reference. */
struct pair {
    vib_query *query;
    vib_candidate *candidate;
    vib_spectrum reference;
    int status; /* VIB_OK, or why there is nothing to compare */
};

struct work {
    const vib_encoder *encoder;
    vib_cards *cards;
    struct pair pair[PAIRS];
    size_t count;
    float *channels; /* [PAIRS][2][VIB_CHANNELS][length] */
    float *vectors;  /* [PAIRS][2][dimension]            */
    float *scratch;  /* [threads][SCRATCH][length]       */
};

static int work_new(struct work **out, vib_cards *cards,
                    const vib_encoder *encoder)
{
    size_t threads = (size_t)vib_threads(), length = cards->length;
    struct work *work = vib_new(1, sizeof *work);

    *out = work;
    if (!work)
        return VIB_NO_MEMORY;
    *work = (struct work){ .encoder = encoder, .cards = cards };
    work->channels = vib_new_aligned(2 * PAIRS * VIB_CHANNELS * length,
                                     sizeof *work->channels);
    work->vectors =
        vib_new_aligned(2 * PAIRS * cards->dimension, sizeof *work->vectors);
    work->scratch =
        vib_new_aligned(threads * SCRATCH * length, sizeof *work->scratch);
    return work->channels && work->vectors && work->scratch ? VIB_OK
                                                            : VIB_NO_MEMORY;
}

static void forget_pairs(struct work *work)
{
    for (size_t i = 0; i < work->count; i++)
        vib_spectrum_release(&work->pair[i].reference);
    work->count = 0;
}

static void work_release(struct work *work)
{
    if (!work)
        return;
    forget_pairs(work);
    free(work->channels);
    free(work->vectors);
    free(work->scratch);
    free(work);
}

/* ---- pairs ------------------------------------------------------------- */

/* The channels of both spectra where both were measured. */
static void cut_pair(struct work *work, size_t i)
{
    const vib_pipeline *pipeline = vib_encoder_pipeline(work->encoder);
    size_t length = pipeline->length, size = VIB_CHANNELS * length;
    float *a = work->scratch + (size_t)vib_thread_number() * SCRATCH * length;
    float *b = a + length, *mask_a = b + length, *mask_b = mask_a + length;
    float *channels = work->channels + i * 2 * size;
    struct pair *pair = &work->pair[i];
    const float *weight = pair->query->weight;

    memset(channels, 0, 2 * size * sizeof *channels);
    pair->status =
        vib_pipeline_grid(a, mask_a, pipeline, pair->query->spectrum);
    if (pair->status == VIB_OK)
        pair->status = vib_pipeline_grid(b, mask_b, pipeline, &pair->reference);
    if (pair->status < 0)
        return;
    for (size_t k = 0; k < length; k++)
        mask_a[k] *= !weight || weight[k] > 0 ? mask_b[k] : 0;
    vib_pipeline_features(channels, mask_b + length, pipeline, a, mask_a);
    vib_pipeline_features(channels + size, mask_b + length, pipeline, b,
                          mask_a);
}

static float dot(const float *a, const float *b, size_t n)
{
    float sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum > 1 ? 1 : sum < -1 ? -1 : sum;
}

static int score_pairs(struct work *work)
{
    size_t dimension = work->cards->dimension;
    int rc;

#pragma omp parallel for num_threads(vib_threads()) schedule(dynamic)
    for (size_t i = 0; i < work->count; i++)
        cut_pair(work, i);
    rc = vib_encoder_embed(work->vectors, work->encoder, work->channels,
                           2 * work->count);
    for (size_t i = 0; i < work->count && rc == VIB_OK; i++) {
        struct pair *pair = &work->pair[i];
        const float *vectors = work->vectors + 2 * i * dimension;

        if (pair->status == VIB_NO_MEMORY)
            rc = pair->status;
        else if (pair->status == VIB_OK)
            vib_query_rescore(pair->query, pair->candidate, work->cards,
                              dot(vectors, vectors + dimension, dimension));
    }
    forget_pairs(work);
    return rc;
}

/* ---- queries ----------------------------------------------------------- */

static int add_pair(struct work *work, vib_query *query,
                    vib_candidate *candidate)
{
    struct pair *pair = &work->pair[work->count++];
    int rc;

    *pair = (struct pair){ .query = query,
                           .candidate = candidate,
                           .reference = VIB_SPECTRUM_INIT };
    rc = vib_read_fields(&pair->reference, work->cards->txn, candidate->id);
    if (rc == VIB_OK)
        rc = vib_read_points(&pair->reference, work->cards->txn, candidate->id);
    return rc == VIB_OK && work->count == PAIRS ? score_pairs(work) : rc;
}

/* What shares next to nothing is no better seen from near; the query's own
 * points are as they are, unless only some of them count. */
static bool looks_again(const vib_query *query, const vib_candidate *candidate,
                        float best)
{
    float shared = fminf(candidate->overlap, candidate->covered);

    return (candidate->own == 0 || query->weight) && candidate->hqi != 0 &&
           shared < alike &&
           candidate->score > best - reach * (1 - shared);
}

int vib_window_rank(vib_query *queries, size_t n, vib_cards *cards,
                    const vib_encoder *encoder)
{
    struct work *work = NULL;
    int rc = work_new(&work, cards, encoder);

    for (size_t i = 0; i < n && rc == VIB_OK; i++) {
        vib_query *query = &queries[i];
        float best = query->count ? query->list[0].score : 0;
        size_t first = query->weight ? FEW : FIRST;

        for (size_t k = 0; k < query->count && k < first && rc == VIB_OK; k++)
            if (looks_again(query, &query->list[k], best))
                rc = add_pair(work, query, &query->list[k]);
    }
    if (rc == VIB_OK && work->count > 0)
        rc = score_pairs(work);
    for (size_t i = 0; i < n && rc == VIB_OK; i++)
        vib_query_sort(&queries[i]);
    work_release(work);
    return rc;
}
