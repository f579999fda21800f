/* hqi.c - the hit quality index. */
#include "hqi.h"

#include "half.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum {
    LANES = 8,  /* partial sums, added up in one order on every machine      */
    FEWEST = 16 /* points that a correlation takes                           */
};

/* Vectors of the compiler: plain arrays of partial sums went through memory at
 * each step, three times slower. With and without AVX2 the bits are equal. */
typedef int16_t halves __attribute__((vector_size(2 * LANES)));
typedef int32_t ints __attribute__((vector_size(4 * LANES)));
typedef float floats __attribute__((vector_size(4 * LANES)));

typedef struct moments {
    floats a, b, aa, bb, ab;
    ints n;
} moments;

/* A half float, its sign extended, moved up by 13 bits. */
static const int32_t VALUE_BITS = INT32_MIN | 0x0fffe000;
static const int32_t INFINITE = 0x0f800000;

static size_t count_measured(const vib_profile *profile)
{
    uint16_t missing = 0; /* at most VIB_GRID_MAX */

    for (size_t i = 0; i < profile->length; i++)
        missing = (uint16_t)(missing +
                             ((profile->value[i] & 0x7fffu) > 0x7c00u));
    return profile->length - missing;
}

/* Add n points, a multiple of LANES, that are measured in both. */
static inline __attribute__((always_inline)) void
add_blocks(moments *m, const uint16_t *a, const uint16_t *b, size_t n)
{
    moments s = *m;

    for (size_t i = 0; i < n; i += LANES) {
        halves half_a, half_b;
        ints bits_a, bits_b, both;
        floats va, vb;

        memcpy(&half_a, a + i, sizeof half_a);
        memcpy(&half_b, b + i, sizeof half_b);
        /* Sign, exponent and fraction to where a float has them. */
        bits_a = __builtin_convertvector(half_a, ints) << 13 & VALUE_BITS;
        bits_b = __builtin_convertvector(half_b, ints) << 13 & VALUE_BITS;
        both = ((bits_a & INT32_MAX) <= INFINITE) &
               ((bits_b & INT32_MAX) <= INFINITE);
        va = (floats)(bits_a & both) * 0x1p112f; /* the exponents' biases */
        vb = (floats)(bits_b & both) * 0x1p112f;
        s.a += va;
        s.b += vb;
        s.aa += va * va;
        s.bb += vb * vb;
        s.ab += va * vb;
        s.n -= both; /* true is -1 */
    }
    *m = s;
}

static void add_plain(moments *m, const uint16_t *a, const uint16_t *b,
                      size_t n)
{
    add_blocks(m, a, b, n);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void
add_wide(moments *m, const uint16_t *a, const uint16_t *b, size_t n)
{
    add_blocks(m, a, b, n);
}

static void add(moments *m, const uint16_t *a, const uint16_t *b, size_t n)
{
    if (__builtin_cpu_supports("avx2"))
        add_wide(m, a, b, n);
    else
        add_plain(m, a, b, n);
}
#else
#define add add_plain
#endif

static void add_all(moments *m, const uint16_t *a, const uint16_t *b, size_t n)
{
    size_t whole = n - n % LANES;
    uint16_t rest[2][LANES];

    add(m, a, b, whole);
    if (whole == n)
        return;
    for (size_t k = 0; k < LANES; k++) {
        bool there = whole + k < n;

        rest[0][k] = there ? a[whole + k] : VIB_HALF_NAN;
        rest[1][k] = there ? b[whole + k] : VIB_HALF_NAN;
    }
    add_plain(m, rest[0], rest[1], LANES);
}

static double total(const floats *lane)
{
    double sum = 0;

    for (size_t k = 0; k < LANES; k++)
        sum += (double)(*lane)[k];
    return sum;
}

/* Correlation from the sums of n points; 0 where a side is flat. */
static float pearson(const moments *m, double n)
{
    double a = total(&m->a), b = total(&m->b);
    double aa = total(&m->aa), bb = total(&m->bb);
    double var_a = aa - a * a / n, var_b = bb - b * b / n;
    double r;

    if (!(var_a > 1e-6 * aa) || !(var_b > 1e-6 * bb))
        return 0;
    r = (total(&m->ab) - a * b / n) / sqrt(var_a * var_b);
    return (float)fmax(-1, fmin(1, r));
}

/* Correlation when b is moved up by `shift` points; *count of shared points. */
static float correlate(size_t *count, const vib_profile *a,
                       const vib_profile *b, ptrdiff_t shift)
{
    ptrdiff_t a_first = (ptrdiff_t)a->first;
    ptrdiff_t b_first = (ptrdiff_t)b->first + shift;
    ptrdiff_t a_end = a_first + (ptrdiff_t)a->length;
    ptrdiff_t b_end = b_first + (ptrdiff_t)b->length;
    ptrdiff_t begin = a_first > b_first ? a_first : b_first;
    ptrdiff_t end = a_end < b_end ? a_end : b_end;
    moments m;

    *count = 0;
    if (end - begin < FEWEST)
        return 0;
    memset(&m, 0, sizeof m);
    add_all(&m, a->value + (begin - a_first), b->value + (begin - b_first),
            (size_t)(end - begin));
    for (size_t k = 0; k < LANES; k++)
        *count += (size_t)m.n[k];
    return *count < FEWEST ? 0 : pearson(&m, (double)*count);
}

vib_profile vib_profile_make(uint16_t *storage, const float *derivative,
                             const float *mask, size_t length)
{
    size_t first = 0, end = length;

    while (first < length && mask[first] <= 0)
        first++;
    while (end > first && mask[end - 1] <= 0)
        end--;
    for (size_t i = first; i < end; i++)
        storage[i - first] =
            mask[i] > 0 ? vib_half_of(derivative[i]) : VIB_HALF_NAN;
    return (vib_profile){ storage, first, end - first };
}

float vib_hqi(float *overlap, const vib_profile *a, const vib_profile *b)
{
    size_t shared;
    float hqi = correlate(&shared, a, b, 0);

    if (overlap)
        *overlap = shared ? (float)shared / (float)count_measured(a) : 0;
    return hqi;
}

void vib_hqi_moves(float moved[VIB_HQI_MOVES], const vib_profile *a,
                   const vib_profile *b, float hqi)
{
    size_t shared;

    for (int shift = -VIB_HQI_SHIFT; shift <= VIB_HQI_SHIFT; shift++)
        moved[shift + VIB_HQI_SHIFT] =
            hqi == 0 || shift == 0 ? hqi : correlate(&shared, a, b, -shift);
}

float vib_hqi_aligned(const float moved[VIB_HQI_MOVES])
{
    float best = moved[VIB_HQI_SHIFT];

    for (int shift = 1; shift <= VIB_HQI_SHIFT; shift++) {
        float down = moved[VIB_HQI_SHIFT - shift];
        float up = moved[VIB_HQI_SHIFT + shift];

        best = fmaxf(best, fmaxf(down, up) - VIB_HQI_PENALTY * (float)shift);
    }
    return best;
}
