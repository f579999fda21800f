/* hqi.c - the hit quality index. */
#include "hqi.h"

#include "half.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { LANES = 8 }; /* partial sums, added up in one order on every machine */

/* Vectors of the compiler: plain arrays of partial sums went through memory at
 * each step, three times slower. With and without AVX2 the bits are equal. */
typedef int16_t halves __attribute__((vector_size(2 * LANES)));
typedef int32_t ints __attribute__((vector_size(4 * LANES)));
typedef float floats __attribute__((vector_size(4 * LANES)));

/* Sums over the shared points, each counted as often as its weight says. */
typedef struct moments {
    floats a, b, aa, bb, ab, weight;
    ints n;
} moments;

/* A half float, its sign extended, moved up by 13 bits. */
static const int32_t VALUE_BITS = INT32_MIN | 0x0fffe000;
static const int32_t INFINITE = 0x0f800000;

size_t vib_profile_measured(const vib_profile *profile)
{
    uint16_t missing = 0; /* at most VIB_GRID_MAX */

    for (size_t i = 0; i < profile->length; i++)
        missing = (uint16_t)(missing +
                             ((profile->value[i] & 0x7fffu) > 0x7c00u));
    return profile->length - missing;
}

/* Two stretches of profiles that lie over one another. */
struct stretch {
    const uint16_t *a, *b;
    const float *weight; /* or NULL */
};

/* Add n points, a multiple of LANES, of which those count that are measured in
 * both. `weighted` is constant where this is inlined. */
static inline __attribute__((always_inline)) void
add_blocks(moments *m, const struct stretch *of, size_t n, bool weighted)
{
    moments s = *m;

    for (size_t i = 0; i < n; i += LANES) {
        halves half_a, half_b;
        ints bits_a, bits_b, both;
        floats va, vb, wa, wb;

        memcpy(&half_a, of->a + i, sizeof half_a);
        memcpy(&half_b, of->b + i, sizeof half_b);
        /* Sign, exponent and fraction to where a float has them. */
        bits_a = __builtin_convertvector(half_a, ints) << 13 & VALUE_BITS;
        bits_b = __builtin_convertvector(half_b, ints) << 13 & VALUE_BITS;
        both = ((bits_a & INT32_MAX) <= INFINITE) &
               ((bits_b & INT32_MAX) <= INFINITE);
        va = (floats)(bits_a & both) * 0x1p112f; /* the exponents' biases */
        vb = (floats)(bits_b & both) * 0x1p112f;
        wa = va;
        wb = vb;
        if (weighted) {
            floats weight;

            memcpy(&weight, of->weight + i, sizeof weight);
            weight = (floats)((ints)weight & both);
            wa *= weight;
            wb *= weight;
            s.weight += weight;
        }
        s.a += wa;
        s.b += wb;
        s.aa += wa * va;
        s.bb += wb * vb;
        s.ab += wa * vb;
        s.n -= both; /* true is -1 */
    }
    *m = s;
}

static void add_plain(moments *m, const struct stretch *of, size_t n)
{
    if (of->weight)
        add_blocks(m, of, n, true);
    else
        add_blocks(m, of, n, false);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void
add_wide(moments *m, const struct stretch *of, size_t n)
{
    if (of->weight)
        add_blocks(m, of, n, true);
    else
        add_blocks(m, of, n, false);
}

static void add(moments *m, const struct stretch *of, size_t n)
{
    if (__builtin_cpu_supports("avx2"))
        add_wide(m, of, n);
    else
        add_plain(m, of, n);
}
#else
#define add add_plain
#endif

static void add_all(moments *m, const struct stretch *of, size_t n)
{
    size_t whole = n - n % LANES;
    uint16_t rest[2][LANES];
    float weight[LANES];
    struct stretch last = { rest[0], rest[1], of->weight ? weight : NULL };

    add(m, of, whole);
    if (whole == n)
        return;
    for (size_t k = 0; k < LANES; k++) {
        bool there = whole + k < n;

        rest[0][k] = there ? of->a[whole + k] : VIB_HALF_NAN;
        rest[1][k] = there ? of->b[whole + k] : VIB_HALF_NAN;
        weight[k] = there && of->weight ? of->weight[whole + k] : 0;
    }
    add_plain(m, &last, LANES);
}

static double total(const floats *lane)
{
    double sum = 0;

    for (size_t k = 0; k < LANES; k++)
        sum += (double)(*lane)[k];
    return sum;
}

/* Likeness from the sums of points that count n together; 0 where a side is
 * flat. */
static double pearson(const moments *m, double n)
{
    double a = total(&m->a), b = total(&m->b);
    double aa = total(&m->aa), bb = total(&m->bb);
    double var_a = aa - a * a / n, var_b = bb - b * b / n;

    if (!(var_a > 1e-6 * aa) || !(var_b > 1e-6 * bb))
        return 0;
    return (total(&m->ab) - a * b / n) / sqrt(var_a * var_b);
}

static double cosine(const moments *m)
{
    double aa = total(&m->aa), bb = total(&m->bb);

    return aa > 0 && bb > 0 ? total(&m->ab) / sqrt(aa * bb) : 0;
}

static double nearness(const moments *m, double n)
{
    double square = total(&m->aa) + total(&m->bb) - 2 * total(&m->ab);

    return 1 - sqrt(fmax(0, square) / n);
}

static float likeness_of(const moments *m, vib_likeness likeness, double n)
{
    double value = likeness == VIB_LIKE_PEARSON  ? pearson(m, n)
                   : likeness == VIB_LIKE_COSINE ? cosine(m)
                                                 : nearness(m, n);

    return (float)fmax(-1, fmin(1, value));
}

float vib_profile_compare(size_t *shared, vib_likeness likeness,
                          const vib_profile *a, const vib_profile *b,
                          ptrdiff_t move)
{
    ptrdiff_t a_first = (ptrdiff_t)a->first + move;
    ptrdiff_t b_first = (ptrdiff_t)b->first;
    ptrdiff_t a_end = a_first + (ptrdiff_t)a->length;
    ptrdiff_t b_end = b_first + (ptrdiff_t)b->length;
    ptrdiff_t begin = a_first > b_first ? a_first : b_first;
    ptrdiff_t end = a_end < b_end ? a_end : b_end;
    struct stretch of;
    size_t count = 0;
    double n;
    moments m;

    if (shared)
        *shared = 0;
    if (end - begin < VIB_FEWEST)
        return 0;
    of.a = a->value + (begin - a_first);
    of.b = b->value + (begin - b_first);
    of.weight = a->weight ? a->weight + (begin - a_first) : NULL;
    memset(&m, 0, sizeof m);
    add_all(&m, &of, (size_t)(end - begin));
    for (size_t k = 0; k < LANES; k++)
        count += (size_t)m.n[k];
    if (shared)
        *shared = count;
    n = a->weight ? total(&m.weight) : (double)count;
    return count < VIB_FEWEST || !(n > 0) ? 0 : likeness_of(&m, likeness, n);
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
    return (vib_profile){ storage, first, end - first, NULL };
}

float vib_hqi(float *overlap, const vib_profile *a, const vib_profile *b)
{
    size_t shared;
    float hqi = vib_profile_compare(&shared, VIB_LIKE_PEARSON, a, b, 0);

    if (overlap)
        *overlap =
            shared ? (float)shared / (float)vib_profile_measured(a) : 0;
    return hqi;
}

void vib_hqi_moves(float moved[VIB_HQI_MOVES], const vib_profile *a,
                   const vib_profile *b, float hqi)
{
    for (int shift = -VIB_HQI_SHIFT; shift <= VIB_HQI_SHIFT; shift++)
        moved[shift + VIB_HQI_SHIFT] =
            hqi == 0 || shift == 0
                ? hqi
                : vib_profile_compare(NULL, VIB_LIKE_PEARSON, a, b, shift);
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
