/* The product in bf16 with AVX512_BF16; compiled with this switched on.
 *
 * Tiles as in product.h: the sums of some rows by one or two vectors stay in
 * registers. One step takes two k: a vector of B holds pairs, and a pair of A
 * is spread over a vector. B lies in panels as wide as a tile, each read from
 * end to end once a tile: those of usual layers stay in the first cache.
 */
#include "kernels_bf16.h"

#include <immintrin.h>
#include <string.h>

enum { LANES = 16, ROWS_MAX = 12, COLS_MAX = 2 };

#define INLINE static inline __attribute__((always_inline))
#if defined(__clang__)
#define UNROLL _Pragma("unroll")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

typedef struct panel {
    const vib_bf16_product *product;
    size_t column;     /* its first                                         */
    const vib_bf16 *b; /* [k / 2][columns][2]                               */
} panel;

/* The size of a tile, in rows and vectors. */
typedef struct form {
    int rows, cols;
} form;

/* The sums of a tile. */
typedef __m512 sums[ROWS_MAX][COLS_MAX];

INLINE __m512bh load(const vib_bf16 *from)
{
    return (__m512bh)_mm512_loadu_si512(from);
}

INLINE __m512bh spread(const vib_bf16 *from)
{
    int pair;

    memcpy(&pair, from, sizeof pair);
    return (__m512bh)_mm512_set1_epi32(pair);
}

INLINE void multiply_add(sums s, const panel *in, const vib_bf16 *a, form f)
{
    const vib_bf16 *b = in->b;
    size_t a_row = in->product->a_row;

    for (size_t k = in->product->k; k > 0; k -= 2) {
        __m512bh w[COLS_MAX];

        UNROLL for (int c = 0; c < f.cols; c++, b += 2 * LANES)
            w[c] = load(b);
        UNROLL for (int r = 0; r < f.rows; r++) {
            __m512bh v = spread(a + (size_t)r * a_row);

            UNROLL for (int c = 0; c < f.cols; c++)
                s[r][c] = _mm512_dpbf16_ps(s[r][c], v, w[c]);
        }
        a += 2;
    }
}

/* Add rows of floats, `row` from one to the next. */
INLINE void add(sums s, const float *from, size_t row, form f)
{
    UNROLL for (int r = 0; r < f.rows; r++, from += row)
        UNROLL for (int c = 0; c < f.cols; c++)
            s[r][c] += _mm512_loadu_ps(from + c * LANES);
}

INLINE void put(float *to, sums s, size_t row, form f)
{
    UNROLL for (int r = 0; r < f.rows; r++, to += row)
        UNROLL for (int c = 0; c < f.cols; c++)
            _mm512_storeu_ps(to + c * LANES, s[r][c]);
}

INLINE void put_bf16(vib_bf16 *to, sums s, size_t row, form f)
{
    UNROLL for (int r = 0; r < f.rows; r++, to += row)
        UNROLL for (int c = 0; c < f.cols; c++)
            _mm256_storeu_si256((__m256i *)(to + c * LANES),
                                (__m256i)_mm512_cvtneps_pbh(s[r][c]));
}

/* What vib_bf16_output asks for, each step for the whole tile. */
INLINE void finish(sums s, const panel *in, size_t i, form f)
{
    const vib_bf16_output *to = &in->product->to;
    size_t row = in->product->n, at = i * row + in->column;

    if (to->bias)
        add(s, to->bias + in->column, 0, f);
    if (to->add)
        add(s, to->add + at, row, f);
    if (to->sum)
        put(to->sum + at, s, row, f);
    if (to->copy)
        put_bf16(to->copy + at, s, row, f);
    if (to->act) {
        UNROLL for (int r = 0; r < f.rows; r++)
            UNROLL for (int c = 0; c < f.cols; c++)
                s[r][c] = _mm512_max_ps(s[r][c] * VIB_SLOPE, s[r][c]);
        put_bf16(to->act + at, s, row, f);
    }
}

/* Tiles while there are rows enough; the row after them. */
INLINE size_t tiles(const panel *in, size_t i, form f)
{
    const vib_bf16_product *p = in->product;

    for (; p->m - i >= (size_t)f.rows; i += (size_t)f.rows) {
        sums s;

        UNROLL for (int r = 0; r < f.rows; r++)
            UNROLL for (int c = 0; c < f.cols; c++)
                s[r][c] = _mm512_setzero_ps();
        multiply_add(s, in, p->a + i * p->a_row, f);
        finish(s, in, i, f);
    }
    return i;
}

/* All rows, the last ones in tiles of fewer and fewer. */
INLINE void all_rows(const panel *in, int cols)
{
    size_t i = tiles(in, 0, (form){ ROWS_MAX, cols });

    i = tiles(in, i, (form){ 8, cols });
    i = tiles(in, i, (form){ 4, cols });
    i = tiles(in, i, (form){ 2, cols });
    tiles(in, i, (form){ 1, cols });
}

void vib_bf16_multiply_avx512(const vib_bf16_product *product)
{
    panel in = { .product = product, .b = product->b };

    while (in.column < product->n) {
        size_t columns = VIB_BF16_PANEL;

        if (product->n - in.column >= columns) {
            all_rows(&in, COLS_MAX);
        } else {
            columns = LANES;
            all_rows(&in, 1);
        }
        in.column += columns;
        in.b += columns * product->k;
    }
}
