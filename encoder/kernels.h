/* kernels.h - the one product of matrices that everything in the network is.
 *
 * A is read through any two strides, so an overlapping view of an array
 * [position][channel] makes a convolution of it (rows step by stride *
 * channels, a row is kernel * channels long), and a transposed view its weight
 * gradient. What follows a layer (bias, activation, ...) is done while the
 * sums are still in registers.
 *
 * Each element is one chain of fused multiply-adds in ascending k, whatever
 * the blocking: its bits do not depend on m or n, nor on where it lies.
 */
#ifndef VIB_KERNELS_H
#define VIB_KERNELS_H

#include "real.h"

#include <stdbool.h>
#include <stddef.h>

#if defined(__x86_64__) || defined(__i386__)
#define VIB_X86
#endif

/* The slope of the leaky rectifier below 0 (Maas et al. 2013). Not 0.01: the
 * network has no normalisation that would keep half of its units alive. */
#define VIB_SLOPE ((real)0.1)

/* What becomes of the sums s[i][j], each step only where its array is given:
 *
 *     s = sum[i][j] + s           when `accumulate`
 *     s = s * slope               where sign[i][j] is negative
 *     s = s + bias[j]
 *     s = s + add[i][j]
 *     sum[i][j] = s
 *     act[i][j] = leaky(s)
 *
 * One of sum and act is there. They share no memory with what is read, except
 * `sum` with itself. */
typedef struct vib_output {
    real *sum, *act;        /* [m][row]                                     */
    const real *sign, *add; /* [m][row]                                     */
    const real *bias;       /* [n]                                          */
    size_t row;             /* from one row to the next, of all but bias    */
    bool accumulate;        /* not together with sign                       */
} vib_output;

/* s[i][j] = sum over k of a[i * a_row + k * a_step] * b[k * b_row + j]. One of
 * a_row and a_step is 1. */
typedef struct vib_product {
    size_t m, n, k;
    const real *a;
    size_t a_row, a_step;
    const real *b;
    size_t b_row;
    vib_output to;
} vib_product;

/* Do it, with the widest vectors this processor has. */
void vib_multiply(const vib_product *product);

/* "avx512", "avx2" or "baseline": what vib_multiply() uses here. */
const char *vib_kernel_name(void);

/* Its flavours; a processor without their instructions stops at them. */
void vib_multiply_baseline(const vib_product *product);
#ifdef VIB_X86
void vib_multiply_avx2(const vib_product *product);
void vib_multiply_avx512(const vib_product *product);
#endif

#endif
