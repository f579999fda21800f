#include "window.h"

#include "library.h"
#include "memory.h"
#include "threads.h"

#include <math.h>
#include <stdlib.h>

enum {
    FIRST = 64,  /* candidates of a query that are looked at again         */
    FEW = 16,    /* the same where regions make that nearly all            */
    PAIRS = 128, /* compared at a time: bounds the memory. Each brings two */
                 /* spectra and two cuts at most, see cuts.h               */
};
/* By trials on RRUFF: a share of the range that is as good as all, and how far
 * below the best a candidate may be for each share that is missing. */
static const float alike = 0.9f, reach = 0.8f;

/* A query and a reference. */
struct pair {
    vib_query *query;
    vib_candidate *candidate;
    size_t place[2], cut[2]; /* of query and reference, see cuts.h      */
    int status;              /* VIB_OK, or why there is nothing to tell */
};

/* A spectrum that is not on the axis yet. */
struct fresh {
    size_t place;
    const vib_spectrum *spectrum;
    bool reference;
};

struct work {
    vib_cards *cards;
    vib_score score;
    vib_cuts *cuts;
    const vib_query *queries;
    size_t *places; /* [n] of the queries, SIZE_MAX: none yet */
    size_t n;
    struct pair pair[PAIRS];
    size_t count;
    vib_spectrum reference[PAIRS]; /* [read] */
    struct fresh fresh[2 * PAIRS]; /* [news] */
    size_t read, news;
};

static void forget_places(struct work *work)
{
    for (size_t i = 0; i < work->n; i++)
        work->places[i] = SIZE_MAX;
}

static int work_new(struct work **out, vib_cards *cards, vib_cuts *cuts,
                    size_t n)
{
    struct work *work = vib_new(1, sizeof *work);

    *out = work;
    if (!work)
        return VIB_NO_MEMORY;
    *work = (struct work){ .cards = cards, .cuts = cuts, .n = n };
    work->places = vib_new(n, sizeof *work->places);
    if (!work->places)
        return VIB_NO_MEMORY;
    forget_places(work);
    return VIB_OK;
}

static void forget_pairs(struct work *work)
{
    for (size_t i = 0; i < work->read; i++)
        vib_spectrum_release(&work->reference[i]);
    work->count = work->read = work->news = 0;
}

static void work_release(struct work *work)
{
    if (!work)
        return;
    forget_pairs(work);
    free(work->places);
    free(work);
}

/* ---- pairs ------------------------------------------------------------- */

static void add_fresh(struct work *work, size_t place,
                      const vib_spectrum *spectrum, bool reference)
{
    work->fresh[work->news++] = (struct fresh){ place, spectrum, reference };
}

static void find_query(struct work *work, struct pair *pair)
{
    size_t *place = &work->places[pair->query - work->queries];

    if (*place == SIZE_MAX) {
        *place = vib_cuts_query(work->cuts);
        add_fresh(work, *place, pair->query->spectrum, false);
    }
    pair->place[0] = *place;
}

/* Reads what is not known. */
static int find_reference(struct work *work, struct pair *pair)
{
    vib_spectrum *spectrum = &work->reference[work->read];
    uint64_t id = pair->candidate->id;
    int rc;

    if (vib_cuts_reference(&pair->place[1], work->cuts, id))
        return VIB_OK;
    *spectrum = (vib_spectrum)VIB_SPECTRUM_INIT;
    work->read++;
    add_fresh(work, pair->place[1], spectrum, true);
    rc = vib_read_fields(spectrum, work->cards->txn, id);
    return rc == VIB_OK ? vib_read_points(spectrum, work->cards->txn, id) : rc;
}

/* Both spectra of every pair on the axis. */
static int find_spectra(struct work *work)
{
    int rc = VIB_OK;

    if (!vib_cuts_begin(work->cuts))
        forget_places(work);
    for (size_t i = 0; i < work->count && rc == VIB_OK; i++) {
        find_query(work, &work->pair[i]);
        rc = find_reference(work, &work->pair[i]);
    }
#pragma omp parallel for num_threads(vib_threads()) schedule(dynamic)
    for (size_t i = 0; i < (rc == VIB_OK ? work->news : 0); i++)
        vib_cuts_grid(work->cuts, work->fresh[i].place,
                      work->fresh[i].spectrum, work->fresh[i].reference);
    return rc;
}

/* Their vectors where both were measured. */
static int find_cuts(struct work *work)
{
    vib_cuts *cuts = work->cuts;

    for (size_t i = 0; i < work->count; i++) {
        struct pair *pair = &work->pair[i];
        const float *weight = pair->query->weight;

        pair->status = VIB_OK;
        for (size_t k = 0; k < 2 && pair->status == VIB_OK; k++)
            pair->status = vib_cuts_status(cuts, pair->place[k]);
        if (pair->status == VIB_NO_MEMORY)
            return VIB_NO_MEMORY;
        for (size_t k = 0; k < 2 && pair->status == VIB_OK; k++)
            pair->cut[k] = vib_cuts_find(cuts, pair->place[k],
                                         pair->place[1 - k], weight);
    }
    return vib_cuts_encode(cuts);
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
    int rc = find_spectra(work);

    if (rc == VIB_OK)
        rc = find_cuts(work);
    for (size_t i = 0; i < work->count && rc == VIB_OK; i++) {
        struct pair *pair = &work->pair[i];

        if (pair->status == VIB_OK)
            vib_query_rescore(pair->query, pair->candidate, work->cards,
                              work->score,
                              dot(vib_cuts_vector(work->cuts, pair->cut[0]),
                                  vib_cuts_vector(work->cuts, pair->cut[1]),
                                  work->cards->dimension));
    }
    forget_pairs(work);
    return rc;
}

/* ---- queries ----------------------------------------------------------- */

static int add_pair(struct work *work, vib_query *query,
                    vib_candidate *candidate)
{
    work->pair[work->count++] =
        (struct pair){ .query = query, .candidate = candidate };
    return work->count == PAIRS ? score_pairs(work) : VIB_OK;
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
                    vib_cuts *cuts, vib_score score)
{
    struct work *work = NULL;
    int rc = work_new(&work, cards, cuts, n);

    if (rc == VIB_OK) {
        work->queries = queries;
        work->score = score;
    }
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
