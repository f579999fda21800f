/* search.c - what FAISS finds, ranked.
 *
 * FAISS sums in an order that depends on the batch, breaks ties as it likes,
 * and may hold the rows coarser than they are. So it is asked for some more
 * than k, and these are scored by vib_dot() with the whole rows and ranked
 * here. Were the worst of them as good as the k-th, but for rounding, rows
 * outside might belong before it; or too few of them may be there still: then
 * more are asked for. */
#include "index.h"

#include "dot.h"
#include "index_parts.h"
#include "memory.h"
#include "ranking.h"
#include "status.h"
#include "threads.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Queries searched together: fewer take longer each, more keep a thread that is
 * done waiting for the others. */
enum { BLOCK_LEAST = 32, BLOCK_MOST = 256 };

/* Candidates beyond so many are read only where they are less far behind than
 * so many times what FAISS was off by for others. */
enum { FIRST = 8, DOUBT = 8 };

/* Some queries, and how many candidates each is to get. */
typedef struct request {
    const vib_index *index;
    const vib_originals *originals; /* or NULL        */
    const float *queries;           /* [n][dimension] */
    size_t n, k, wanted;
} request;

/* What FAISS answers, and room to score its rows. */
typedef struct candidates {
    int64_t *row;        /* [n][wanted] */
    float *score;        /* [n][wanted] */
    vib_neighbour *best; /* [n][wanted] */
    float *kept;         /* [dimension] */
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
    *c = (candidates){
        .row = vib_new(r.n, r.wanted * sizeof *c->row),
        .score = vib_new(r.n, r.wanted * sizeof *c->score),
        .best = vib_new(r.n, r.wanted * sizeof *c->best),
        .kept = vib_new(r.index->dimension, sizeof *c->kept),
    };
    if (c->row && c->score && c->best && c->kept)
        return VIB_OK;
    candidates_free(c);
    return VIB_NO_MEMORY;
}

/* How far FAISS's score of a whole row may be from vib_dot()'s. What a coarse
 * row loses is not known; the spare candidates are there for it. */
static float margin_of(const vib_index *index, const float *query)
{
    size_t n = index->dimension;
    float length = sqrtf(vib_dot(query, query, n));

    return vib_kind_of(index->factory).whole
               ? vib_dot_margin(n, length, index->longest)
               : 0;
}

/* The score of a row of the index: 1; 0: it is gone; negative. */
static int score_row(float *score, request r, const float *query, size_t row,
                     float *room)
{
    const vib_index *index = r.index;
    int rc = 1;

    if (r.originals)
        rc = r.originals->read(room, index->ids[row], r.originals->payload);
    else if (!index->gives_rows || !vib_engine_row(room, index->engine, row))
        return 1; /* FAISS's own is the best there is */
    if (rc > 0)
        *score = vib_dot(query, room, index->dimension);
    return rc;
}

/* What FAISS's scores are worth, by those that were scored again. */
typedef struct doubt {
    float off; /* the largest difference met          */
    float kth; /* the k-th best score among the first */
} doubt;

/* Whether a candidate that FAISS gives this score, and so all after it, is too
 * far behind the k-th to come before it: by several times what FAISS was off by
 * for a few others. Reading it from the store is what takes time. */
static bool is_hopeless(const doubt *d, float score)
{
    return score + DOUBT * d->off < d->kth;
}

static void first_are_known(doubt *d, vib_neighbour *best, size_t n, size_t k)
{
    vib_ranking_sort(best, n);
    d->kth = best[k - 1].score;
}

/* Rank the candidates of query q that are there still. *full: FAISS found as
 * many as it was asked for, and all may matter. */
static int rank(size_t *out, bool *full, candidates *c, request r, size_t q)
{
    size_t n = 0, seen = 0, i = q * r.wanted, end = i + r.wanted;
    size_t first = r.k > FIRST ? r.k : FIRST;
    const float *query = r.queries + q * r.index->dimension;
    vib_neighbour *best = c->best + i;
    doubt d = { margin_of(r.index, query) / DOUBT, -INFINITY };

    for (; i < end && !is_hopeless(&d, c->score[i]); i++) {
        size_t row = (size_t)c->row[i];
        float score = c->score[i];
        int rc;

        if (c->row[i] < 0 || row >= r.index->count)
            continue;
        rc = score_row(&score, r, query, row, c->kept);
        if (rc < 0)
            return rc;
        seen++;
        if (rc == 0)
            continue;
        d.off = fmaxf(d.off, fabsf(score - c->score[i]));
        best[n++] = (vib_neighbour){ r.index->ids[row], score };
        if (n == first)
            first_are_known(&d, best, n, r.k);
    }
    vib_ranking_sort(best, n);
    *out = n;
    *full = seen == r.wanted;
    return VIB_OK;
}

/* Whether n ranked candidates surely hold the k best of what FAISS can see. */
static bool is_sure(const vib_neighbour *best, size_t n, bool full, request r,
                    size_t q)
{
    float margin;

    if (!full || r.wanted == r.index->count || r.k == 0)
        return true;
    if (n < r.k)
        return false;
    margin = margin_of(r.index, r.queries + q * r.index->dimension);
    return n > r.k && best[n - 1].score + margin < best[r.k - 1].score;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Rank and hand out; found is SIZE_MAX where more candidates are needed. */
static int settle(vib_neighbour *out, size_t *found, candidates *c, request r,
                  size_t q)
{
    const vib_neighbour *best = c->best + q * r.wanted;
    size_t n = 0;
    bool full = false;
    int rc = rank(&n, &full, c, r, q);

    if (rc < 0)
        return rc;
    *found = is_sure(best, n, full, r, q) ? smaller(n, r.k) : SIZE_MAX;
    memcpy(out, best, smaller(n, r.k) * sizeof *out);
    return VIB_OK;
}

/* Ask FAISS, rank, and tell which queries need more candidates. */
static int search_once(vib_neighbour *out, size_t *found, request r)
{
    candidates c;
    int status = candidates_make(&c, r);

    if (status < 0)
        return status;
    status = vib_engine_search(c.row, c.score, r.index->engine, r.queries, r.n,
                               r.wanted);
    for (size_t q = 0; q < r.n && status == VIB_OK; q++)
        status = settle(out + q * r.k, &found[q], &c, r, q);
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

/* Beyond k, candidates to choose from: what is lost at the end of a long list
 * matters less. */
static size_t wanted_of(const vib_index *index, size_t k)
{
    size_t spare = index->spare;

    return k < index->count ? smaller(k + spare, index->count) : index->count;
}

/* Part `i` of a request, in blocks. */
static request part_of(request all, size_t i, size_t block)
{
    request part = all;

    part.queries += i * block * all.index->dimension;
    part.n = smaller(block, all.n - i * block);
    return part;
}

/* Each thread searches whole blocks: FAISS's own threads would wait for one
 * another several times in each. */
static int search_parts(vib_neighbour *out, size_t *found, request r)
{
    size_t threads = (size_t)vib_threads(), block = r.n / (2 * threads);
    char reason[160] = "";
    int failed = VIB_OK;

    block = block < BLOCK_LEAST ? BLOCK_LEAST : smaller(block, BLOCK_MOST);
#pragma omp parallel for schedule(dynamic) num_threads((int)threads) \
    if (r.n > block)
    for (size_t i = 0; i < (r.n + block - 1) / block; i++) {
        int rc = search_block(out + i * block * r.k, found + i * block,
                              part_of(r, i, block));

        if (rc < 0)
#pragma omp critical(vib_search_parts)
        {
            failed = rc;
            snprintf(reason, sizeof reason, "%s", vib_last_error());
        }
    }
    return failed < 0 ? vib_fail(failed, "%s", reason) : VIB_OK;
}

int vib_index_search(vib_neighbour *out, size_t *found, const vib_index *index,
                     const float *queries, size_t n, size_t k,
                     const vib_originals *originals)
{
    request r = { .index = index,
                  .originals = originals,
                  .queries = queries,
                  .n = n,
                  .k = k,
                  .wanted = wanted_of(index, k) };

    if (index->count == 0 || k == 0) {
        memset(found, 0, n * sizeof *found);
        return VIB_OK;
    }
    return search_parts(out, found, r);
}
