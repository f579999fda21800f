/* estimate.c - many inner products at a time, in whatever order is quick. */
#include "dot.h"

#include <float.h>
#include <string.h>

/* A tile of queries by one panel: its sums stay in registers. */
enum { TILE = 6 };
typedef float lanes __attribute__((vector_size(4 * VIB_PANEL)));

float vib_dot_margin(size_t n, float length_a, float length_b)
{
    return 2 * (float)n * FLT_EPSILON * length_a * length_b;
}

void vib_panel_make(float *out, const float *rows, size_t n, size_t dimension)
{
    if (n < VIB_PANEL)
        memset(out, 0, dimension * VIB_PANEL * sizeof *out);
    for (size_t row = 0; row < n; row++)
        for (size_t i = 0; i < dimension; i++)
            out[i * VIB_PANEL + row] = rows[row * dimension + i];
}

static inline __attribute__((always_inline)) void
tile(float *out, const float *queries, size_t n, const float *panel,
     size_t dimension)
{
    lanes sums[TILE] = { { 0 } };

    for (size_t i = 0; i < dimension; i++) {
        lanes rows;

        memcpy(&rows, panel + i * VIB_PANEL, sizeof rows);
        for (size_t q = 0; q < n; q++)
            sums[q] += queries[q * dimension + i] * rows;
    }
    memcpy(out, sums, n * sizeof *sums);
}

static inline __attribute__((always_inline)) void
tiles(float *out, const float *queries, size_t n, const float *panel,
      size_t dimension)
{
    size_t whole = n - n % TILE;

    for (size_t q = 0; q < whole; q += TILE)
        tile(out + q * VIB_PANEL, queries + q * dimension, TILE, panel,
             dimension);
    for (size_t q = whole; q < n; q++)
        tile(out + q * VIB_PANEL, queries + q * dimension, 1, panel, dimension);
}

static void plain(float *out, const float *queries, size_t n,
                  const float *panel, size_t dimension)
{
    tiles(out, queries, n, panel, dimension);
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) static void
wide(float *out, const float *queries, size_t n, const float *panel,
     size_t dimension)
{
    tiles(out, queries, n, panel, dimension);
}

__attribute__((target("avx512f"))) static void
wider(float *out, const float *queries, size_t n, const float *panel,
      size_t dimension)
{
    tiles(out, queries, n, panel, dimension);
}

void vib_estimate(float *out, const float *queries, size_t n,
                  const float *panel, size_t dimension)
{
    if (__builtin_cpu_supports("avx512f"))
        wider(out, queries, n, panel, dimension);
    else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        wide(out, queries, n, panel, dimension);
    else
        plain(out, queries, n, panel, dimension);
}
#else
void vib_estimate(float *out, const float *queries, size_t n,
                  const float *panel, size_t dimension)
{
    plain(out, queries, n, panel, dimension);
}
#endif
