/* Every layer's gradient against central differences, in double. */
#include "double.h"

#include "layers.h"

#include "memory.h"
#include "random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const vib_conv convs[] = {
    /* length, in, out, kernel, stride, before */
    { 1, 1, 1, 1, 1, 0 },    { 9, 3, 2, 1, 1, 0 },   { 10, 2, 5, 5, 1, 2 },
    { 11, 3, 17, 3, 1, 1 },  { 12, 4, 3, 5, 2, 2 },  { 13, 3, 4, 5, 2, 2 },
    { 2, 2, 3, 7, 2, 3 },    { 8, 2, 3, 2, 2, 0 },   { 7, 5, 2, 2, 2, 0 },
    { 9, 2, 2, 1, 2, 0 },    { 20, 3, 16, 11, 2, 5 }, { 17, 16, 8, 4, 3, 1 },
    { 30, 2, 2, 3, 5, 1 },
};
enum { CONVS = sizeof convs / sizeof *convs };

static real *draw(size_t n, uint64_t seed)
{
    vib_random random = vib_random_stream(seed, n, 0);
    real *values = vib_new_aligned(n, sizeof *values);

    for (size_t i = 0; i < n; i++)
        values[i] = vib_random_normal(&random);
    return values;
}

static double dot(const real *a, const real *b, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* A convolution with all that goes in and comes out. x and dy stand between
 * margins inside of what x_memory and dy_memory own. */
typedef struct trial {
    vib_conv conv;
    size_t inputs, outputs, weights, margin; /* counts; positions           */
    real *x_memory, *dy_memory, *x, *dy, *w, *turned, *y, *bias;
} trial;

static trial set_up(const vib_conv *conv)
{
    size_t length = vib_conv_length(conv), margin = vib_conv_margin(conv);
    trial t = { .conv = *conv, .margin = margin };

    t.inputs = conv->length * conv->in;
    t.outputs = length * conv->out;
    t.weights = vib_conv_weights(conv);
    t.x_memory = draw(t.inputs + 2 * margin * conv->in, 1);
    t.dy_memory = draw(t.outputs + 2 * margin * conv->out, 2);
    t.x = t.x_memory + margin * conv->in;
    t.dy = t.dy_memory + margin * conv->out;
    vib_margins(t.x, conv->length, conv->in, margin);
    vib_margins(t.dy, length, conv->out, margin);
    t.w = draw(t.weights, 3);
    t.turned = draw(t.weights, 4);
    t.y = draw(t.outputs, 5);
    t.bias = draw(conv->out, 6);
    return t;
}

static void tear_down(trial *t)
{
    free(t->x_memory);
    free(t->dy_memory);
    free(t->w);
    free(t->turned);
    free(t->y);
    free(t->bias);
}

/* The activated output, weighed by dy: a number that depends on all. */
static double weighed(const trial *t)
{
    vib_conv_forward((vib_output){ .act = t->y, .bias = t->bias }, &t->conv,
                     t->w, t->x);
    return dot(t->y, t->dy, t->outputs);
}

/* Gradient of weighed() at `value`, by central differences. */
static double difference(const trial *t, real *value)
{
    const double step = 1e-6;
    real kept = *value;
    double above, below;

    *value = kept + step;
    above = weighed(t);
    *value = kept - step;
    below = weighed(t);
    *value = kept;
    return (above - below) / (2 * step);
}

static bool match(const trial *t, real *values, const real *gradient, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double want = difference(t, values + i);

        if (fabs(gradient[i] - want) > 1e-6 * (1 + fabs(want)))
            return false;
    }
    return true;
}

/* dy goes back through the activation: the output's sign says how. */
static void back_through_activation(const trial *t, real *dy)
{
    weighed(t);
    for (size_t i = 0; i < t->outputs; i++)
        if (t->y[i] < 0)
            dy[i] *= VIB_SLOPE;
}

Test(layers, a_convolution_is_what_its_formula_says)
{
    for (size_t c = 0; c < CONVS; c++) {
        trial t = set_up(&convs[c]);
        const vib_conv *v = &t.conv;

        vib_conv_forward((vib_output){ .sum = t.y }, v, t.w, t.x);
        for (size_t i = 0; i < t.outputs; i++) {
            size_t o = i / v->out, co = i % v->out;
            double want = 0;

            for (size_t tap = 0; tap < v->kernel; tap++) {
                size_t at = o * v->stride + tap; /* of x, plus before */

                if (at < v->before || at - v->before >= v->length)
                    continue;
                for (size_t ci = 0; ci < v->in; ci++)
                    want += t.x[(at - v->before) * v->in + ci]
                        * t.w[(tap * v->in + ci) * v->out + co];
            }
            cr_assert_float_eq(t.y[i], want, 1e-12, "convolution %zu", c);
        }
        tear_down(&t);
    }
}

Test(layers, weight_and_bias_gradients_match_differences)
{
    for (size_t c = 0; c < CONVS; c++) {
        trial t = set_up(&convs[c]);
        real *dw = vib_new(t.weights, sizeof *dw);
        real *db = vib_new(t.conv.out, sizeof *db);
        real *dy = vib_new(t.outputs, sizeof *dy);

        memcpy(dy, t.dy, t.outputs * sizeof *dy);
        back_through_activation(&t, dy);
        vib_conv_weight_gradient(dw, &t.conv, t.x, dy);
        vib_bias_gradient(db, dy, vib_conv_length(&t.conv), t.conv.out);
        cr_expect(match(&t, t.w, dw, t.weights), "weights of %zu", c);
        cr_expect(match(&t, t.bias, db, t.conv.out), "bias of %zu", c);
        free(dw);
        free(db);
        free(dy);
        tear_down(&t);
    }
}

Test(layers, data_gradients_match_differences)
{
    for (size_t c = 0; c < CONVS; c++) {
        trial t = set_up(&convs[c]), back = set_up(&convs[c]);
        real *dx = vib_new(t.inputs, sizeof *dx);

        back_through_activation(&t, back.dy);
        vib_conv_turn(t.turned, &t.conv, t.w);
        vib_conv_data_gradient((vib_output){ .sum = dx }, &t.conv, t.turned,
                               back.dy);
        cr_expect(match(&t, t.x, dx, t.inputs), "convolution %zu", c);
        free(dx);
        tear_down(&t);
        tear_down(&back);
    }
}

/* The way back goes through the activation and past a skip connection in one
 * step; in each phase of a stride. */
Test(layers, a_data_gradient_is_masked_and_added_to)
{
    for (size_t c = 0; c < CONVS; c++) {
        trial t = set_up(&convs[c]);
        real *plain = vib_new(t.inputs, sizeof *plain);
        real *fused = vib_new(t.inputs, sizeof *fused);
        real *add = draw(t.inputs, 9);

        vib_conv_turn(t.turned, &t.conv, t.w);
        vib_conv_data_gradient((vib_output){ .sum = plain }, &t.conv,
                               t.turned, t.dy);
        vib_conv_data_gradient((vib_output){ .sum = fused, .sign = t.x,
                                             .add = add },
                               &t.conv, t.turned, t.dy);
        for (size_t i = 0; i < t.inputs; i++)
            cr_assert_float_eq(fused[i], add[i] + plain[i]
                               * (t.x[i] < 0 ? VIB_SLOPE : 1), 1e-12,
                               "convolution %zu", c);
        free(plain);
        free(fused);
        free(add);
        tear_down(&t);
    }
}

/* ---- The linear layer ---------------------------------------------------- */

enum { N = 5, IN = 19, OUT = 7 };

static double weighed_linear(const real *w, const real *bias, const real *x,
                             const real *dy)
{
    real y[N * OUT];

    vib_linear_forward(y, &(vib_linear){ N, IN, OUT }, w, bias, x);
    return dot(y, dy, N * OUT);
}

Test(layers, linear_gradients_match_differences)
{
    const vib_linear linear = { N, IN, OUT };
    const double step = 1e-4; /* it is linear: no step is too large */
    real *w = draw(IN * OUT, 1), *x = draw(N * IN, 2), *dy = draw(N * OUT, 3);
    real bias[OUT] = { 0 }, dx[IN * N], scratch[OUT * N];
    real dw[IN * OUT] = { 0 };

    vib_linear_data_gradient(dx, scratch, &linear, w, dy);
    vib_linear_weight_gradient(dw, &linear, x, dy);
    for (size_t i = 0; i < N * IN; i++) {
        double before = weighed_linear(w, bias, x, dy), after;

        x[i] += step;
        after = weighed_linear(w, bias, x, dy);
        x[i] -= step;
        cr_assert_float_eq(dx[i % IN * N + i / IN], (after - before) / step,
                           1e-8);
    }
    for (size_t i = 0; i < IN * OUT; i++) {
        double before = weighed_linear(w, bias, x, dy), after;

        w[i] += step;
        after = weighed_linear(w, bias, x, dy);
        w[i] -= step;
        cr_assert_float_eq(dw[i], (after - before) / step, 1e-8);
    }
    free(w);
    free(x);
    free(dy);
}

/* ---- Unit length --------------------------------------------------------- */

Test(layers, unit_length_gradient_matches_differences)
{
    const double step = 1e-6;
    real *x = draw(OUT, 1), *dy = draw(OUT, 2), y[OUT], dx[OUT], moved[OUT];
    real inverse = vib_unit_forward(y, x, OUT);

    cr_expect_float_eq(dot(y, y, OUT), 1, 1e-12);
    vib_unit_backward(dx, y, dy, inverse, OUT);
    for (size_t i = 0; i < OUT; i++) {
        double above, below;

        x[i] += step;
        vib_unit_forward(moved, x, OUT);
        above = dot(moved, dy, OUT);
        x[i] -= 2 * step;
        vib_unit_forward(moved, x, OUT);
        below = dot(moved, dy, OUT);
        x[i] += step;
        cr_expect_float_eq(dx[i], (above - below) / (2 * step), 1e-8);
    }
    free(x);
    free(dy);
}

Test(layers, nothing_has_no_direction)
{
    real x[OUT] = { 0 }, y[OUT], dx[OUT];
    real inverse = vib_unit_forward(y, x, OUT);

    cr_expect(inverse == 0 && dot(y, y, OUT) == 0);
    vib_unit_backward(dx, y, y, inverse, OUT);
    cr_expect(dot(dx, dx, OUT) == 0);
}
