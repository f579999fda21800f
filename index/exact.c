/* exact.c - search without an index: every row against every query.
 *
 * Many queries are searched by estimates: what cannot be among the best of a
 * query, whatever the rounding, is passed over, and the few others are scored
 * by vib_dot(). So the answer is that of scoring all. */
#include "index.h"

#include "dot.h"
#include "memory.h"
#include "ranking.h"
#include "status.h"
#include "threads.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    QUERY_BLOCK = 256, /* queries that a panel of rows meets in the cache     */
    ROW_BLOCK = 64,    /* rows scored at a time where each one is             */
    FEW = 4            /* queries below which a panel is not worth making     */
};

typedef struct rows_view {
    const float *rows; /* [n][dimension] */
    const uint64_t *ids;
    size_t n, dimension;
} rows_view;

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* At most `count` rows from row `at` on. */
static rows_view part(rows_view in, size_t at, size_t count)
{
    return (rows_view){ in.rows + at * in.dimension, in.ids + at,
                        smaller(count, in.n - at), in.dimension };
}

/* Some queries and their best so far. */
typedef struct block {
    const float *queries; /* [n][dimension]       */
    size_t n, k;
    vib_neighbour *out;   /* [n][k], heaps        */
    size_t *found;        /* [n]                  */
} block;

static float length_of(const float *row, size_t dimension)
{
    return sqrtf(vib_dot(row, row, dimension));
}

/* ---- few queries ------------------------------------------------------- */

/* Offer at most ROW_BLOCK rows to query q; most of them are far too low. */
static void score_rows(block b, size_t q, rows_view in)
{
    vib_neighbour *best = b.out + q * b.k;
    size_t *found = &b.found[q];
    float score[ROW_BLOCK];

    vib_dots(score, b.queries + q * in.dimension, in.rows, in.n, in.dimension);
    for (size_t i = 0; i < in.n; i++)
        if (*found < b.k || score[i] >= best[0].score)
            vib_ranking_offer(best, found, b.k,
                              (vib_neighbour){ in.ids[i], score[i] });
}

static void score_all(block b, rows_view in)
{
    for (size_t at = 0; at < in.n; at += ROW_BLOCK)
        for (size_t q = 0; q < b.n; q++)
            score_rows(b, q, part(in, at, ROW_BLOCK));
}

/* ---- many queries ------------------------------------------------------ */

/* What a thread needs beside its block. */
typedef struct scratch {
    float *panel;    /* [dimension][VIB_PANEL] */
    float *estimate; /* [n][VIB_PANEL]         */
    float *length;   /* [n] of the queries     */
} scratch;

static void scratch_free(scratch *s)
{
    free(s->panel);
    free(s->estimate);
    free(s->length);
}

static int scratch_make(scratch *s, block b, size_t dimension)
{
    *s = (scratch){
        vib_new_aligned(dimension * VIB_PANEL, sizeof *s->panel),
        vib_new_aligned(b.n * VIB_PANEL, sizeof *s->estimate),
        vib_new(b.n, sizeof *s->length),
    };
    if (!s->panel || !s->estimate || !s->length) {
        scratch_free(s);
        return VIB_NO_MEMORY;
    }
    for (size_t q = 0; q < b.n; q++)
        s->length[q] = length_of(b.queries + q * dimension, dimension);
    return VIB_OK;
}

static bool any_above(const float *estimate, float least)
{
    int above = 0;

    for (size_t i = 0; i < VIB_PANEL; i++)
        above |= estimate[i] >= least;
    return above;
}

/* Score those of a panel's rows that query q might keep. */
static void offer_panel(block b, size_t q, rows_view panel,
                        const float *estimate, float margin)
{
    vib_neighbour *best = b.out + q * b.k;
    size_t *found = &b.found[q];
    const float *query = b.queries + q * panel.dimension;

    for (size_t i = 0; i < panel.n; i++) {
        const float *row = panel.rows + i * panel.dimension;

        if (*found < b.k || estimate[i] >= best[0].score - margin)
            vib_ranking_offer(
                best, found, b.k,
                (vib_neighbour){ panel.ids[i],
                                 vib_dot(query, row, panel.dimension) });
    }
}

static void search_panel(block b, rows_view panel, scratch *s)
{
    float longest = 0;

    for (size_t i = 0; i < panel.n; i++)
        longest = fmaxf(longest, length_of(panel.rows + i * panel.dimension,
                                           panel.dimension));
    vib_panel_make(s->panel, panel.rows, panel.n, panel.dimension);
    vib_estimate(s->estimate, b.queries, b.n, s->panel, panel.dimension);
    for (size_t q = 0; q < b.n; q++) {
        const float *estimate = s->estimate + q * VIB_PANEL;
        float margin = vib_dot_margin(panel.dimension, s->length[q], longest);

        if (b.found[q] < b.k ||
            any_above(estimate, b.out[q * b.k].score - margin))
            offer_panel(b, q, panel, estimate, margin);
    }
}

static int score_likely(block b, rows_view in)
{
    scratch s;
    int status = scratch_make(&s, b, in.dimension);

    if (status < 0)
        return status;
    for (size_t at = 0; at < in.n; at += VIB_PANEL)
        search_panel(b, part(in, at, VIB_PANEL), &s);
    scratch_free(&s);
    return VIB_OK;
}

/* ---- all --------------------------------------------------------------- */

/* The best k of all rows for some queries. */
static int search_block(block b, rows_view in)
{
    int status = VIB_OK;

    memset(b.found, 0, b.n * sizeof *b.found);
    if (b.k == 0)
        return VIB_OK;
    if (b.n < FEW)
        score_all(b, in);
    else
        status = score_likely(b, in);
    for (size_t q = 0; q < b.n; q++)
        vib_ranking_sort(b.out + q * b.k, b.found[q]);
    return status;
}

/* As many queries in a block as give every thread one. */
static size_t block_size(size_t n)
{
    size_t threads = (size_t)vib_threads();

    return smaller(QUERY_BLOCK, (n + threads - 1) / threads);
}

int vib_exact_search(vib_neighbour *out, size_t *found, const float *rows,
                     const uint64_t *ids, size_t rows_n, size_t dimension,
                     const float *queries, size_t n, size_t k)
{
    rows_view in = { rows, ids, rows_n, dimension };
    size_t size = n ? block_size(n) : 1, blocks = (n + size - 1) / size;
    int failed = VIB_OK;

#pragma omp parallel for schedule(dynamic) num_threads(vib_threads()) \
    if (blocks > 1)
    for (size_t i = 0; i < blocks; i++) {
        size_t at = i * size;
        block b = { queries + at * dimension, smaller(size, n - at), k,
                    out + at * k, found + at };

        if (search_block(b, in) < 0)
#pragma omp atomic write
            failed = VIB_NO_MEMORY;
    }
    return failed < 0 ? vib_fail(failed, "out of memory") : VIB_OK;
}
