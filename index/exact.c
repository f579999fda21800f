/* exact.c - search without an index: every row against every query. */
#include "index.h"

#include "ranking.h"
#include "status.h"
#include "threads.h"

#include <string.h>

/* A block of rows stays in the cache while a block of queries passes by. */
enum { QUERY_BLOCK = 8, ROW_BLOCK = 64 };

typedef struct rows_view {
    const float *rows; /* [n][dimension] */
    const uint64_t *ids;
    size_t n, dimension;
} rows_view;

/* The best k of all rows for some queries: out [n][k], found [n]. */
static void search_block(vib_neighbour *out, size_t *found, rows_view in,
                         const float *queries, size_t n, size_t k)
{
    memset(found, 0, n * sizeof *found);
    for (size_t start = 0; start < in.n; start += ROW_BLOCK) {
        size_t end = start + ROW_BLOCK < in.n ? start + ROW_BLOCK : in.n;

        for (size_t q = 0; q < n; q++) {
            const float *query = queries + q * in.dimension;

            for (size_t i = start; i < end; i++) {
                const float *row = in.rows + i * in.dimension;
                vib_neighbour at = { in.ids[i],
                                     vib_dot(query, row, in.dimension) };

                vib_ranking_offer(out + q * k, &found[q], k, at);
            }
        }
    }
    for (size_t q = 0; q < n; q++)
        vib_ranking_sort(out + q * k, found[q]);
}

int vib_exact_search(vib_neighbour *out, size_t *found, const float *rows,
                     const uint64_t *ids, size_t rows_n, size_t dimension,
                     const float *queries, size_t n, size_t k)
{
    rows_view in = { rows, ids, rows_n, dimension };
    size_t blocks = (n + QUERY_BLOCK - 1) / QUERY_BLOCK;

#pragma omp parallel for schedule(dynamic) num_threads(vib_threads()) \
    if (blocks > 1)
    for (size_t b = 0; b < blocks; b++) {
        size_t start = b * QUERY_BLOCK;
        size_t end = start + QUERY_BLOCK < n ? start + QUERY_BLOCK : n;

        search_block(out + start * k, found + start, in,
                     queries + start * dimension, end - start, k);
    }
    return VIB_OK;
}
