/* layers.h - the layers of the network, forward beside backward: pure
 * functions on arrays of one sample.
 *
 * Arrays are channels-last, [position][channel]. Those a convolution reads
 * stand between margins of zeros (vib_margins()), so that no end is special;
 * pointers are to position 0. Gradients are added to what is there.
 */
#ifndef VIB_LAYERS_H
#define VIB_LAYERS_H

#include "kernels.h"

/* y[o][co] = sum over t, ci of x[o stride + t - before][ci] w[t][ci][co].
 * There are as many outputs o as strides begin inside the input. */
typedef struct vib_conv {
    size_t length;         /* positions of the input                        */
    size_t in, out;        /* channels                                      */
    size_t kernel, stride; /* taps; positions between two outputs           */
    size_t before;         /* taps to the left of an output's position, so */
                           /* less than kernel                             */
} vib_conv;

size_t vib_conv_length(const vib_conv *conv);  /* positions of the output   */
size_t vib_conv_weights(const vib_conv *conv); /* kernel * in * out         */

/* Positions of zeros that its input needs on each side, and its output's
 * gradient for the way back. */
size_t vib_conv_margin(const vib_conv *conv);

/* Clear `margin` positions before and after x [length][channels]. */
void vib_margins(real *x, size_t length, size_t channels, size_t margin);

/* Convolve x with weights [kernel][in][out]; `to` is [length out][out], its
 * `row` is filled in here. */
void vib_conv_forward(vib_output to, const vib_conv *conv,
                      const real *weights, const real *x);

/* What the data gradient reads: the weights with in and out exchanged, the
 * taps of each phase of the stride together. As large as they are. */
void vib_conv_turn(real *turned, const vib_conv *conv, const real *weights);

/* dx from dy; `to` is [length in][in], its `row` is filled in here. */
void vib_conv_data_gradient(vib_output to, const vib_conv *conv,
                            const real *turned, const real *dy);

/* d_weights += x dy over all positions. */
void vib_conv_weight_gradient(real *d_weights, const vib_conv *conv,
                              const real *x, const real *dy);

/* d_bias [channels] += the columns of dy [length][channels]. */
void vib_bias_gradient(real *d_bias, const real *dy, size_t length,
                       size_t channels);

/* y [n][out] = bias + x [n][in] weights [in][out]. */
typedef struct vib_linear {
    size_t n, in, out;
} vib_linear;

void vib_linear_forward(real *y, const vib_linear *linear,
                        const real *weights, const real *bias, const real *x);

/* dx [in][n], a sample a column, from dy [n][out]; scratch [out][n]. */
void vib_linear_data_gradient(real *dx, real *scratch,
                              const vib_linear *linear, const real *weights,
                              const real *dy);

void vib_linear_weight_gradient(real *d_weights, const vib_linear *linear,
                                const real *x, const real *dy);

/* y [n] = x / |x|, 0 for x = 0; returns 1 / |x|, or 0. */
real vib_unit_forward(real *y, const real *x, size_t n);

/* dx = (dy - y (y . dy)) / |x|. */
void vib_unit_backward(real *dx, const real *y, const real *dy,
                       real inverse_norm, size_t n);

#endif
