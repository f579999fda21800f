/* dot.c - the one inner product, as wide as the processor is. */
#include "dot.h"

#include <string.h>

/* Sixteen sums, added up in one order: with AVX-512, with AVX2 and without
 * either the bits are equal. The file is compiled without contraction. */
enum { LANES = 16 };
typedef float lanes __attribute__((vector_size(4 * LANES)));

static inline __attribute__((always_inline)) float
dot_body(const float *a, const float *b, size_t n)
{
    size_t whole = n - n % LANES;
    lanes sums = { 0 };
    float sum[LANES];

    for (size_t i = 0; i < whole; i += LANES) {
        lanes x, y;

        memcpy(&x, a + i, sizeof x);
        memcpy(&y, b + i, sizeof y);
        sums += x * y;
    }
    memcpy(sum, &sums, sizeof sum);
    for (size_t i = whole; i < n; i++)
        sum[i - whole] += a[i] * b[i];
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t j = 0; j < half; j++)
            sum[j] += sum[j + half];
    return sum[0];
}

static inline __attribute__((always_inline)) void
dots_body(float *out, const float *a, const float *rows, size_t n, size_t d)
{
    for (size_t i = 0; i < n; i++)
        out[i] = dot_body(a, rows + i * d, d);
}

static void dots_plain(float *out, const float *a, const float *rows, size_t n,
                       size_t d)
{
    dots_body(out, a, rows, n, d);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void
dots_wide(float *out, const float *a, const float *rows, size_t n, size_t d)
{
    dots_body(out, a, rows, n, d);
}

__attribute__((target("avx512f"))) static void
dots_wider(float *out, const float *a, const float *rows, size_t n, size_t d)
{
    dots_body(out, a, rows, n, d);
}

void vib_dots(float *out, const float *a, const float *rows, size_t n,
              size_t dimension)
{
    if (__builtin_cpu_supports("avx512f"))
        dots_wider(out, a, rows, n, dimension);
    else if (__builtin_cpu_supports("avx2"))
        dots_wide(out, a, rows, n, dimension);
    else
        dots_plain(out, a, rows, n, dimension);
}
#else
void vib_dots(float *out, const float *a, const float *rows, size_t n,
              size_t dimension)
{
    dots_plain(out, a, rows, n, dimension);
}
#endif

float vib_dot(const float *a, const float *b, size_t n)
{
    float dot;

    vib_dots(&dot, a, b, 1, n);
    return dot;
}
