/* nnls.h - least squares with amounts that cannot be negative. */
#ifndef VIB_NNLS_H
#define VIB_NNLS_H

#include <stddef.h>

enum { VIB_NNLS_MAX = 16 }; /* columns */

/* Least squares of y by columns [n] with amounts of which the first `free` may
 * have either sign and the others must not be negative (Lawson and Hanson 1974,
 * Solving Least Squares Problems, chapter 23, on the normal equations: columns
 * are few). */
typedef struct vib_normal {
    double gram[VIB_NNLS_MAX][VIB_NNLS_MAX]; /* columns times columns        */
    double moment[VIB_NNLS_MAX];             /* columns times y              */
    double square;                           /* y times y                    */
    size_t n, free;                          /* n at most VIB_NNLS_MAX       */
} vib_normal;

/* The amounts x [n]; returns the sum of squares that is left, at least 0. A
 * column that the others make up (to 1e-10 of its square) gets 0. */
double vib_nnls(double *x, const vib_normal *normal);

#endif
