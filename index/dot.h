/* dot.h - inner products: one whose bits never change, and a quick estimate. */
#ifndef VIB_DOT_H
#define VIB_DOT_H

#include <stddef.h>

/* The sum of a[i] b[i], always in the same order: equal vectors get equal
 * scores, to the bit, wherever and on whatever machine they are compared. */
float vib_dot(const float *a, const float *b, size_t n);

/* The same of `a` with each of rows [n][dimension] into out [n]. */
void vib_dots(float *out, const float *a, const float *rows, size_t n,
              size_t dimension);

/* Most by which two sums of the same n products, in whatever orders and with
 * or without fused multiply-adds, can differ, where the lengths of the vectors
 * are given: each term takes part in at most n roundings (Higham 2002, eq.
 * 3.5). */
float vib_dot_margin(size_t n, float length_a, float length_b);

/* Rows side by side, for vib_estimate(). */
enum { VIB_PANEL = 16 };

/* Lay rows [n][dimension], n at most VIB_PANEL, side by side: out
 * [dimension][VIB_PANEL], 0 where there is no row. */
void vib_panel_make(float *out, const float *rows, size_t n, size_t dimension);

/* Inner products of queries [n][dimension] with the rows of a panel, out
 * [n][VIB_PANEL]: within vib_dot_margin() of vib_dot()'s, several times as
 * fast. */
void vib_estimate(float *out, const float *queries, size_t n,
                  const float *panel, size_t dimension);

#endif
