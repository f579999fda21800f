/* kernels_bf16.h - the product of kernels.h with numbers in bf16, the upper
 * halves of floats, where the processor multiplies two of them at a time and
 * sums in float (AVX512_BF16). For inference.
 *
 * Each element is one chain in ascending k, whatever the blocking: its bits do
 * not depend on m or n.
 */
#ifndef VIB_KERNELS_BF16_H
#define VIB_KERNELS_BF16_H

#include "kernels.h"

#include <stdint.h>

typedef uint16_t vib_bf16;

enum {
    VIB_BF16_PAIR = 2,   /* k is a multiple of it ...                       */
    VIB_BF16_WIDTH = 16, /* ... and n of this: callers pad with zeros       */
    VIB_BF16_PANEL = 32  /* columns of b that lie together                  */
};

/* What becomes of the sums s[i][j], each step only where its array is given;
 * `add` and `sum` may be the same. All but bias are [m][n], without gaps.
 *
 *     s = s + bias[j]
 *     s = s + add[i][j]
 *     sum[i][j] = s
 *     copy[i][j] = s           in bf16
 *     act[i][j] = leaky(s)     in bf16, as in kernels.h
 */
typedef struct vib_bf16_output {
    const float *bias, *add;
    float *sum;
    vib_bf16 *copy, *act;
} vib_bf16_output;

/* s[i][j] = sum over k of a[i * a_row + k] * b(k, j); rows of a may overlap. */
typedef struct vib_bf16_product {
    size_t m, n, k;
    const vib_bf16 *a;
    size_t a_row;
    const vib_bf16 *b; /* [k n], b(k, j) at vib_bf16_place()                */
    vib_bf16_output to;
} vib_bf16_product;

/* Where element (row, column) of a matrix [k][n] is in b: pairs of rows side by
 * side, panels of columns one after the other. */
size_t vib_bf16_place(size_t row, size_t column, size_t k, size_t n);

/* The nearest number in bf16, ties to even; what is none stays none. */
vib_bf16 vib_bf16_round(float value);

/* Can this processor multiply them? */
bool vib_bf16_works(void);

/* Do it; only where vib_bf16_works(). */
void vib_bf16_multiply(const vib_bf16_product *product);

#ifdef VIB_X86
void vib_bf16_multiply_avx512(const vib_bf16_product *product);
#endif

#endif
