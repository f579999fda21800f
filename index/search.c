/* search.c - what FAISS finds, ranked.
 *
 * FAISS sums in an order that depends on the batch and breaks ties as it likes.
 * So it is asked for a few more than k, and these are scored by vib_dot() and
 * ranked here. Were the worst of them as good as the k-th, but for rounding,
 * rows outside might belong before it: then more are asked for. */
#include "index.h"

#include "dot.h"
#include "index_parts.h"
#include "memory.h"
#include "ranking.h"
#include "status.h"
#include "threads.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SPARE = 8, QUERY_BLOCK = 256 };

/* Some queries, and how many candidates each is to get. */
typedef struct request {
    const vib_index *index;
    const float *queries; /* [n][dimension] */
    size_t n, k, wanted;
    int threads;
} request;

/* What FAISS answers, and room to score its rows. */
typedef struct candidates {
    int64_t *row;        /* [n][wanted]          */
    float *score;        /* [n][wanted]          */
    vib_neighbour *best; /* [n][wanted]          */
    float *kept;         /* [threads][dimension] */
} candidates;

static void candidates_free(candidates *c)
{
    free(c->row);
    free(c->score);
    free(c->best);
    free(c->kept);
}

static int candidates_make(candidates *c, request r)
{
    size_t threads = (size_t)r.threads;

    *c = (candidates){
        .row = vib_new(r.n, r.wanted * sizeof *c->row),
        .score = vib_new(r.n, r.wanted * sizeof *c->score),
        .best = vib_new(r.n, r.wanted * sizeof *c->best),
        .kept = vib_new(threads, r.index->dimension * sizeof *c->kept),
    };
    if (c->row && c->score && c->best && c->kept)
        return VIB_OK;
    candidates_free(c);
    return VIB_NO_MEMORY;
}

/* How far FAISS's score may be from vib_dot()'s. */
static float rounding(const vib_index *index, const float *query)
{
    size_t n = index->dimension;
    float length = sqrtf(vib_dot(query, query, n));

    return index->gives_rows ? vib_dot_margin(n, length, index->longest) : 0;
}

/* Rank the candidates of query q; how many there are. */
static size_t rank(candidates *c, request r, size_t q)
{
    const vib_index *index = r.index;
    size_t d = index->dimension, n = 0;
    const float *query = r.queries + q * d;
    float *kept = c->kept + (size_t)vib_thread_number() * d;
    vib_neighbour *best = c->best + q * r.wanted;

    for (size_t i = q * r.wanted; i < (q + 1) * r.wanted; i++) {
        float score = c->score[i];

        if (c->row[i] < 0 || (size_t)c->row[i] >= index->count)
            continue;
        if (index->gives_rows &&
            vib_engine_row(kept, index->engine, (size_t)c->row[i]))
            score = vib_dot(query, kept, d);
        best[n++] = (vib_neighbour){ index->ids[c->row[i]], score };
    }
    vib_ranking_sort(best, n);
    return n;
}

/* Whether n ranked candidates surely hold the k best of what FAISS can see. */
static bool is_sure(const vib_neighbour *best, size_t n, request r, size_t q)
{
    float margin;

    if (n < r.wanted || r.wanted == r.index->count || r.k == 0)
        return true;
    margin = rounding(r.index, r.queries + q * r.index->dimension);
    return best[n - 1].score + margin < best[r.k - 1].score;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Ask FAISS, rank, and tell which queries need more candidates: found is
 * SIZE_MAX for them. */
static int search_once(vib_neighbour *out, size_t *found, request r)
{
    size_t k = r.k;
    candidates c;
    int status = candidates_make(&c, r);

    if (status < 0)
        return status;
    status = vib_engine_search(c.row, c.score, r.index->engine, r.queries, r.n,
                               r.wanted);
    if (status < 0)
        goto out;
#pragma omp parallel for num_threads(r.threads) if (r.n > 1)
    for (size_t q = 0; q < r.n; q++) {
        const vib_neighbour *best = c.best + q * r.wanted;
        size_t n = rank(&c, r, q);

        found[q] = is_sure(best, n, r, q) ? smaller(n, k) : SIZE_MAX;
        memcpy(out + q * k, best, smaller(n, k) * sizeof *out);
    }
out:
    candidates_free(&c);
    return status;
}

static int search_block(vib_neighbour *out, size_t *found, request r)
{
    int status = search_once(out, found, r);

    for (size_t q = 0; q < r.n && status == VIB_OK; q++) {
        request more = r;

        more.queries += q * r.index->dimension;
        more.n = 1;
        while (status == VIB_OK && found[q] == SIZE_MAX) {
            more.wanted = smaller(2 * more.wanted, r.index->count);
            status = search_once(out + q * r.k, &found[q], more);
        }
    }
    return status;
}

int vib_index_search(vib_neighbour *out, size_t *found, const vib_index *index,
                     const float *queries, size_t n, size_t k)
{
    size_t d = index->dimension;
    size_t spare = k < SIZE_MAX - SPARE ? k + SPARE : k;
    request r = { index, queries, 0, k, smaller(spare, index->count),
                  vib_threads() };
    int status = VIB_OK;

    if (index->count == 0 || k == 0) {
        memset(found, 0, n * sizeof *found);
        return VIB_OK;
    }
    for (size_t at = 0; at < n && status == VIB_OK; at += QUERY_BLOCK) {
        r.queries = queries + at * d;
        r.n = smaller(QUERY_BLOCK, n - at);
        status = search_block(out + at * k, found + at, r);
    }
    return status;
}
