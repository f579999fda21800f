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
    DEPTH = 96 /* steps of k in a block: 24 KiB of B at 4 vectors of 64 bytes */
};

typedef real vec __attribute__((vector_size(VECTOR), may_alias,
                                aligned(sizeof(real))));
typedef __typeof__((vec){ 0 } < (vec){ 0 }) mask;

#define INLINE static inline __attribute__((always_inline))
#ifdef __clang__
#define UNROLL _Pragma("unroll")
#else
#define UNROLL _Pragma("GCC unroll 32")
#endif

/* The part of a product that is done in one go: all rows, `count` of k. */
typedef struct slice {
    const vib_product *product;
    size_t first, count; /* of k                                            */
    bool begins, ends;   /* is the first, the last slice                    */
} slice;

/* A column of tiles: where it is, and B for it. */
typedef struct stripe {
    const real *b; /* [count][b_row], the stripe's columns                  */
    size_t b_row;
    size_t column; /* its first                                             */
    int width;     /* columns in use of the last vector; others are LANES   */
} stripe;

/* How A is walked through; constants, where they can be. */
typedef struct stride {
    size_t row, step;
} stride;

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

INLINE void finish(const vib_output *to, size_t at, size_t column, vec s,
                   int width)
{
    if (to->sign)
        s = slope_where(load(to->sign + at, width) < 0, s);
    if (to->bias)
        s += load(to->bias + column, width);
    if (to->add)
        s += load(to->add + at, width);
    if (to->sum)
        store(to->sum + at, s, width);
    if (to->act)
        store(to->act + at, slope_where(s < 0, s), width);
}

/* One tile, from row i on. */
INLINE void tile(const slice *of, const stripe *in, size_t i, int rows,
                 int cols, int width, stride by)
{
    const vib_product *p = of->product;
    const real *a = p->a + i * by.row + of->first * by.step;
    const real *b = in->b;
    real *rest = p->to.sum ? p->to.sum : p->to.act; /* between two slices */
    size_t corner = i * p->to.row + in->column;
    bool zero = of->begins && !p->to.accumulate;
    vec s[ROWS_MAX][COLS_MAX];

    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int c = 0; c < cols; c++) {
            size_t at = corner + (size_t)r * p->to.row + (size_t)(c * LANES);

            s[r][c] = zero ? (vec){ 0 } : load(rest + at, width);
        }
    for (size_t k = 0; k < of->count; k++) {
        vec w[COLS_MAX];

        UNROLL for (int c = 0; c < cols; c++)
            w[c] = load(b + c * LANES, LANES);
        UNROLL for (int r = 0; r < rows; r++)
            UNROLL for (int c = 0; c < cols; c++)
                s[r][c] += a[(size_t)r * by.row] * w[c];
        a += by.step;
        b += in->b_row;
    }
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int c = 0; c < cols; c++) {
            size_t column = (size_t)(c * LANES);
            size_t at = corner + (size_t)r * p->to.row + column;

            if (of->ends)
                finish(&p->to, at, in->column + column, s[r][c], width);
            else
                store(rest + at, s[r][c], width);
        }
}

/* Tiles of `rows` rows while there are that many; the row after them. */
INLINE size_t tiles(const slice *of, const stripe *in, size_t i, int rows,
                    int cols, int width, stride by)
{
    for (; of->product->m - i >= (size_t)rows; i += (size_t)rows)
        tile(of, in, i, rows, cols, width, by);
    return i;
}

/* The same, knowing the strides that matter at compile time: a register less
 * for each row. */
INLINE size_t high_tiles(const slice *of, const stripe *in, int rows, int cols)
{
    stride by = { of->product->a_row, of->product->a_step };

    if (by.row == 1)
        return tiles(of, in, 0, rows, cols, LANES, (stride){ 1, by.step });
    switch (by.row) {
    case 16:
        return tiles(of, in, 0, rows, cols, LANES, (stride){ 16, 1 });
    case 32:
        return tiles(of, in, 0, rows, cols, LANES, (stride){ 32, 1 });
    case 64:
        return tiles(of, in, 0, rows, cols, LANES, (stride){ 64, 1 });
    default:
        return tiles(of, in, 0, rows, cols, LANES, (stride){ by.row, 1 });
    }
}

/* Rows that are left, in tiles of fewer and fewer. */
INLINE void low_tiles(const slice *of, const stripe *in, size_t i, int cols,
                      int width)
{
    stride by = { of->product->a_row, of->product->a_step };

    i = tiles(of, in, i, 8, cols, width, by);
    i = tiles(of, in, i, 4, cols, width, by);
    i = tiles(of, in, i, 2, cols, width, by);
    tiles(of, in, i, 1, cols, width, by);
}

/* Stripes of 4, 2 and 1 vectors, and of a part of one. */
static void stripe_4(const slice *of, const stripe *in)
{
    low_tiles(of, in, high_tiles(of, in, HIGH_4, 4), 4, LANES);
}

static void stripe_2(const slice *of, const stripe *in)
{
    low_tiles(of, in, high_tiles(of, in, HIGH_2, 2), 2, LANES);
}

static void stripe_1(const slice *of, const stripe *in)
{
    low_tiles(of, in, high_tiles(of, in, HIGH_1, 1), 1, LANES);
}

/* Less than a vector: B is copied to where a whole one can be read. */
static void stripe_part(const slice *of, const stripe *in)
{
    real b[DEPTH * LANES] = { 0 };
    stripe part = { b, LANES, in->column, in->width };

    for (size_t k = 0; k < of->count; k++)
        memcpy(b + k * LANES, in->b + k * in->b_row,
               (size_t)in->width * sizeof *b);
    low_tiles(of, &part, 0, 1, in->width);
}

static void multiply_slice(const slice *of)
{
    const vib_product *p = of->product;
    stripe in = { p->b + of->first * p->b_row, p->b_row, 0, LANES };

    while (in.column < p->n) {
        size_t left = p->n - in.column, taken;

        if (WIDE && left >= 4 * LANES) {
            stripe_4(of, &in);
            taken = 4 * LANES;
        } else if (left >= 2 * LANES) {
            stripe_2(of, &in);
            taken = 2 * LANES;
        } else if (left >= LANES) {
            stripe_1(of, &in);
            taken = LANES;
        } else {
            in.width = (int)left;
            stripe_part(of, &in);
            taken = left;
        }
        in.column += taken;
        in.b += taken;
    }
}

void VIB_MULTIPLY(const vib_product *product)
{
    size_t k = product->k;

    for (size_t first = 0; first < k || first == 0; first += DEPTH) {
        size_t count = k - first < DEPTH ? k - first : DEPTH;

        multiply_slice(&(slice){ product, first, count, first == 0,
                                 first + count == k });
    }
}
