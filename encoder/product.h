/* product.h - the body of vib_multiply_*(), compiled once for each set of
 * vector instructions; VIB_MULTIPLY is the name to give it.
 *
 * C is computed in tiles whose sums stay in registers: `rows` rows by `cols`
 * vectors, each step of k being a load of `cols` vectors of B and, for each
 * row, one value of A spread over a vector. Wide matrices take wide and low
 * tiles (fewer loads a sum), narrow ones narrow and high tiles. k goes in
 * blocks whose slice of B stays in the first cache; between blocks the sums
 * wait in the output, which changes no bit of them.
 */
#include "kernels.h"

#include <string.h>

#if defined(__AVX512F__)
enum { VECTOR = 64, HIGH_1 = 24, HIGH_2 = 12, HIGH_4 = 6, WIDE = 1 };
#elif defined(__AVX2__)
enum { VECTOR = 32, HIGH_1 = 12, HIGH_2 = 6, HIGH_4 = 3, WIDE = 0 };
#else
enum { VECTOR = 16, HIGH_1 = 12, HIGH_2 = 6, HIGH_4 = 3, WIDE = 0 };
#endif
enum {
    LANES = VECTOR / sizeof(real),
    ROWS_MAX = 24,
    COLS_MAX = 4,
    DEPTH = 384, /* steps of k in one go for stripes of one vector, fewer for
                  * wider ones: B fills most of a first cache of 32 KiB     */
    DEPTH_ACROSS = 256 /* where k goes across the rows of A, whose lines then
                        * stay in that cache too                            */
};

typedef real vec __attribute__((vector_size(VECTOR), may_alias,
                                aligned(sizeof(real))));
typedef __typeof__((vec){ 0 } < (vec){ 0 }) mask;

#define INLINE static inline __attribute__((always_inline))
#if defined(VIB_ROLLED) /* for sanitizers: see tests/encoder/tests.cmake */
#define UNROLL
#elif defined(__clang__)
#define UNROLL _Pragma("unroll")
#else
#define UNROLL _Pragma("GCC unroll 32")
#endif

/* A column of tiles, and the part of it that is done in one go. */
typedef struct stripe {
    const vib_product *product;
    size_t column;         /* its first                                     */
    const real *b;         /* its columns of B, from the first k of the part */
    size_t b_row;
    size_t first, count;   /* of k                                          */
    int width;             /* columns in use of a vector: LANES but at the  */
                           /* right end                                     */
} stripe;

/* The size of a tile and the strides of A; constants, where they can be. */
typedef struct form {
    int rows, cols, width;
    size_t a_row, a_step;
} form;

INLINE vec load(const real *from, int width)
{
    vec v = { 0 };

    if (width == LANES)
        return *(const vec *)from;
    memcpy(&v, from, (size_t)width * sizeof *from);
    return v;
}

INLINE void store(real *to, vec v, int width)
{
    if (width == LANES)
        *(vec *)to = v;
    else
        memcpy(to, &v, (size_t)width * sizeof *to);
}

INLINE vec slope_where(mask negative, vec v)
{
    mask scaled = (mask)(v * VIB_SLOPE);

    return (vec)((scaled & negative) | ((mask)v & ~negative));
}

/* The sums of a tile. */
typedef vec sums[ROWS_MAX][COLS_MAX];

INLINE void fetch(sums s, const real *from, size_t row, form f)
{
    UNROLL for (int r = 0; r < f.rows; r++, from += row)
        UNROLL for (int c = 0; c < f.cols; c++)
            s[r][c] = load(from + c * LANES, f.width);
}

INLINE void put(real *to, sums s, size_t row, form f)
{
    UNROLL for (int r = 0; r < f.rows; r++, to += row)
        UNROLL for (int c = 0; c < f.cols; c++)
            store(to + c * LANES, s[r][c], f.width);
}

INLINE void multiply_add(sums s, const stripe *in, const real *a, form f)
{
    const real *b = in->b;
    size_t b_row = in->b_row;

    for (size_t k = in->count; k > 0; k--) {
        vec w[COLS_MAX];

        UNROLL for (int c = 0; c < f.cols; c++)
            w[c] = load(b + c * LANES, LANES);
        UNROLL for (int r = 0; r < f.rows; r++)
            UNROLL for (int c = 0; c < f.cols; c++)
                s[r][c] += a[(size_t)r * f.a_row] * w[c];
        a += f.a_step;
        b += b_row;
    }
}

/* What vib_output asks for, each step for the whole tile. */
INLINE void finish(sums s, const vib_output *to, size_t at, size_t column,
                   form f)
{
    sums t;

    if (to->sign) {
        fetch(t, to->sign + at, to->row, f);
        UNROLL for (int r = 0; r < f.rows; r++)
            UNROLL for (int c = 0; c < f.cols; c++)
                s[r][c] = slope_where(t[r][c] < 0, s[r][c]);
    }
    if (to->bias) {
        fetch(t, to->bias + column, 0, f);
        UNROLL for (int r = 0; r < f.rows; r++)
            UNROLL for (int c = 0; c < f.cols; c++)
                s[r][c] += t[r][c];
    }
    if (to->add) {
        fetch(t, to->add + at, to->row, f);
        UNROLL for (int r = 0; r < f.rows; r++)
            UNROLL for (int c = 0; c < f.cols; c++)
                s[r][c] += t[r][c];
    }
    if (to->sum)
        put(to->sum + at, s, to->row, f);
    if (to->act) {
        UNROLL for (int r = 0; r < f.rows; r++)
            UNROLL for (int c = 0; c < f.cols; c++)
                s[r][c] = slope_where(s[r][c] < 0, s[r][c]);
        put(to->act + at, s, to->row, f);
    }
}

/* The tile from row i on. Between two parts of k sums wait in the output. */
INLINE void tile(const stripe *in, size_t i, form f)
{
    const vib_product *p = in->product;
    const vib_output *to = &p->to;
    size_t at = i * to->row + in->column;
    real *rest = (to->sum ? to->sum : to->act) + at;
    sums s;

    if (in->first > 0 || to->accumulate)
        fetch(s, rest, to->row, f);
    else
        UNROLL for (int r = 0; r < f.rows; r++)
            UNROLL for (int c = 0; c < f.cols; c++)
                s[r][c] = (vec){ 0 };
    multiply_add(s, in, p->a + i * f.a_row + in->first * f.a_step, f);
    if (in->first + in->count < p->k)
        put(rest, s, to->row, f);
    else
        finish(s, to, at, in->column, f);
}

/* Tiles while there are rows enough; the row after them. */
INLINE size_t tiles(const stripe *in, size_t i, form f)
{
    for (; in->product->m - i >= (size_t)f.rows; i += (size_t)f.rows)
        tile(in, i, f);
    return i;
}

/* High tiles, knowing the usual strides at compile time: without a register
 * for each row nothing spills. */
INLINE size_t high_tiles(const stripe *in, int rows, int cols)
{
    const vib_product *p = in->product;

    if (p->a_row == 1)
        return tiles(in, 0, (form){ rows, cols, LANES, 1, p->a_step });
    switch (p->a_row) {
    case 16:
        return tiles(in, 0, (form){ rows, cols, LANES, 16, 1 });
    case 32:
        return tiles(in, 0, (form){ rows, cols, LANES, 32, 1 });
    case 64:
        return tiles(in, 0, (form){ rows, cols, LANES, 64, 1 });
    case 128:
        return tiles(in, 0, (form){ rows, cols, LANES, 128, 1 });
    default:
        return tiles(in, 0, (form){ rows, cols, LANES, p->a_row, 1 });
    }
}

/* The rows from i on, in tiles of fewer and fewer. */
INLINE void low_tiles(const stripe *in, size_t i, int cols, int width)
{
    size_t a_row = in->product->a_row, a_step = in->product->a_step;

    i = tiles(in, i, (form){ 8, cols, width, a_row, a_step });
    i = tiles(in, i, (form){ 4, cols, width, a_row, a_step });
    i = tiles(in, i, (form){ 2, cols, width, a_row, a_step });
    tiles(in, i, (form){ 1, cols, width, a_row, a_step });
}

static void rows_of_4(const stripe *in)
{
    low_tiles(in, high_tiles(in, HIGH_4, 4), 4, LANES);
}

static void rows_of_2(const stripe *in)
{
    low_tiles(in, high_tiles(in, HIGH_2, 2), 2, LANES);
}

static void rows_of_1(const stripe *in)
{
    low_tiles(in, high_tiles(in, HIGH_1, 1), 1, LANES);
}

/* Less than a vector: B is copied to where a whole one can be read. */
static void rows_of_part(const stripe *in)
{
    real b[DEPTH * LANES] = { 0 };
    stripe padded = *in;

    for (size_t k = 0; k < in->count; k++)
        memcpy(b + k * LANES, in->b + k * in->b_row,
               (size_t)in->width * sizeof *b);
    padded.b = b;
    padded.b_row = LANES;
    low_tiles(&padded, 0, 1, in->width);
}

/* How many columns a stripe takes of those that are left, and what does it. */
typedef struct cut {
    size_t columns;
    void (*rows)(const stripe *in);
} cut;

static cut cut_from(size_t columns)
{
    if (WIDE && columns >= 4 * LANES)
        return (cut){ 4 * LANES, rows_of_4 };
    if (columns >= 2 * LANES)
        return (cut){ 2 * LANES, rows_of_2 };
    if (columns >= LANES)
        return (cut){ LANES, rows_of_1 };
    return (cut){ columns, rows_of_part };
}

/* In how many parts of about the same size k is gone through, at least one. */
static size_t slices_for(const vib_product *product, size_t columns)
{
    size_t depth = product->a_step == 1 ? DEPTH : DEPTH_ACROSS;

    if (columns > LANES)
        depth = depth * LANES / columns;
    return product->k > depth ? (product->k + depth - 1) / depth : 1;
}

void VIB_MULTIPLY(const vib_product *product)
{
    cut next;

    for (size_t j = 0; j < product->n; j += next.columns) {
        size_t slices, left = product->k;
        stripe in = { .product = product, .column = j, .b = product->b + j,
                      .b_row = product->b_row, .width = LANES };

        next = cut_from(product->n - j);
        slices = slices_for(product, next.columns);
        if (next.columns < LANES)
            in.width = (int)next.columns;
        for (; slices > 0; slices--) {
            in.count = (left + slices - 1) / slices;
            next.rows(&in);
            in.first += in.count;
            in.b += in.count * in.b_row;
            left -= in.count;
        }
    }
}
