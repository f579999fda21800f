#include "layers.h"

#include <math.h>
#include <string.h>

size_t vib_conv_length(const vib_conv *conv)
{
    return (conv->length + conv->stride - 1) / conv->stride;
}

size_t vib_conv_weights(const vib_conv *conv)
{
    return conv->kernel * conv->in * conv->out;
}

size_t vib_conv_margin(const vib_conv *conv)
{
    size_t after = conv->kernel - 1 - conv->before;

    return conv->before > after ? conv->before : after;
}

void vib_margins(real *x, size_t length, size_t channels, size_t margin)
{
    memset(x - margin * channels, 0, margin * channels * sizeof *x);
    memset(x + length * channels, 0, margin * channels * sizeof *x);
}

void vib_conv_forward(vib_output to, const vib_conv *conv,
                      const real *weights, const real *x)
{
    to.row = conv->out;
    vib_multiply(&(vib_product){
        .m = vib_conv_length(conv), .n = conv->out,
        .k = conv->kernel * conv->in,
        .a = x - conv->before * conv->in,
        .a_row = conv->stride * conv->in, .a_step = 1,
        .b = weights, .b_row = conv->out, .to = to });
}

/* The inputs i = m stride + phase, m = 0, 1, ... meet the taps t = first,
 * first + stride, ...; output m + ahead through the first, the one before
 * through the second, and so on. */
typedef struct phase {
    size_t first, taps, ahead;
} phase;

static phase phase_of(const vib_conv *conv, size_t number)
{
    size_t first = (number + conv->before) % conv->stride;
    size_t taps = first < conv->kernel
        ? (conv->kernel - first + conv->stride - 1) / conv->stride
        : 0;

    return (phase){ first, taps, (number + conv->before) / conv->stride };
}

/* [in][out] of one tap to [out][in]. */
static void transpose(real *to, const real *from, size_t rows, size_t columns)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            to[j * rows + i] = from[i * columns + j];
}

void vib_conv_turn(real *turned, const vib_conv *conv, const real *weights)
{
    size_t tap = conv->in * conv->out;

    for (size_t p = 0; p < conv->stride; p++) {
        phase ph = phase_of(conv, p);

        for (size_t t = ph.taps; t-- > 0; turned += tap)
            transpose(turned, weights + (ph.first + t * conv->stride) * tap,
                      conv->in, conv->out);
    }
}

void vib_conv_data_gradient(vib_output to, const vib_conv *conv,
                            const real *turned, const real *dy)
{
    to.row = conv->stride * conv->in;
    for (size_t p = 0; p < conv->stride && p < conv->length; p++) {
        phase ph = phase_of(conv, p);
        vib_product product = {
            .m = (conv->length - p + conv->stride - 1) / conv->stride,
            .n = conv->in, .k = ph.taps * conv->out,
            .a = dy + (ph.ahead + 1) * conv->out - ph.taps * conv->out,
            .a_row = conv->out, .a_step = 1,
            .b = turned, .b_row = conv->in, .to = to };

        vib_multiply(&product);
        turned += product.k * conv->in;
        to.sum += conv->in;
        to.sign += to.sign ? conv->in : 0;
        to.add += to.add ? conv->in : 0;
    }
}

void vib_conv_weight_gradient(real *d_weights, const vib_conv *conv,
                              const real *x, const real *dy)
{
    vib_multiply(&(vib_product){
        .m = conv->kernel * conv->in, .n = conv->out,
        .k = vib_conv_length(conv),
        .a = x - conv->before * conv->in,
        .a_row = 1, .a_step = conv->stride * conv->in,
        .b = dy, .b_row = conv->out,
        .to = { .sum = d_weights, .row = conv->out, .accumulate = true } });
}

void vib_bias_gradient(real *d_bias, const real *dy, size_t length,
                       size_t channels)
{
    for (size_t i = 0; i < length; i++)
        for (size_t c = 0; c < channels; c++)
            d_bias[c] += dy[i * channels + c];
}

void vib_linear_forward(real *y, const vib_linear *linear,
                        const real *weights, const real *bias, const real *x)
{
    vib_multiply(&(vib_product){
        .m = linear->n, .n = linear->out, .k = linear->in,
        .a = x, .a_row = linear->in, .a_step = 1,
        .b = weights, .b_row = linear->out,
        .to = { .sum = y, .row = linear->out, .bias = bias } });
}

/* The weights are large and the samples few: the product is taken the other
 * way round, dx' = weights dy', so that only dy is transposed. */
void vib_linear_data_gradient(real *dx, real *scratch,
                              const vib_linear *linear, const real *weights,
                              const real *dy)
{
    transpose(scratch, dy, linear->n, linear->out);
    vib_multiply(&(vib_product){
        .m = linear->in, .n = linear->n, .k = linear->out,
        .a = weights, .a_row = linear->out, .a_step = 1,
        .b = scratch, .b_row = linear->n,
        .to = { .sum = dx, .row = linear->n } });
}

void vib_linear_weight_gradient(real *d_weights, const vib_linear *linear,
                                const real *x, const real *dy)
{
    vib_multiply(&(vib_product){
        .m = linear->in, .n = linear->out, .k = linear->n,
        .a = x, .a_row = 1, .a_step = linear->in,
        .b = dy, .b_row = linear->out,
        .to = { .sum = d_weights, .row = linear->out, .accumulate = true } });
}

static double dot(const real *a, const real *b, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += (double)a[i] * (double)b[i];
    return sum;
}

real vib_unit_forward(real *y, const real *x, size_t n)
{
    double norm = sqrt(dot(x, x, n));
    double inverse = norm > 0 ? 1 / norm : 0;

    for (size_t i = 0; i < n; i++)
        y[i] = (real)((double)x[i] * inverse);
    return (real)inverse;
}

void vib_unit_backward(real *dx, const real *y, const real *dy,
                       real inverse_norm, size_t n)
{
    real along = (real)dot(y, dy, n);

    for (size_t i = 0; i < n; i++)
        dx[i] = (dy[i] - along * y[i]) * inverse_norm;
}
