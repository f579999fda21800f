#include "kernels.h"

#include "memory.h"
#include "random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef void multiply(const vib_product *product);

/* The flavours this processor can run, the widest first. */
static size_t flavours(multiply *out[3])
{
    size_t n = 0;

#ifdef VIB_X86
    if (strcmp(vib_kernel_name(), "avx512") == 0)
        out[n++] = vib_multiply_avx512;
    if (strcmp(vib_kernel_name(), "baseline") != 0)
        out[n++] = vib_multiply_avx2;
#endif
    out[n++] = vib_multiply_baseline;
    return n;
}

static real *draw(size_t n, uint64_t seed)
{
    vib_random random = vib_random_stream(seed, n, 0);
    real *values = vib_new_aligned(n, sizeof *values);

    for (size_t i = 0; i < n; i++)
        values[i] = (real)vib_random_normal(&random);
    return values;
}

/* A product, with everything that a vib_output can ask for, and its arrays.
 * Rows of the output are longer than it is wide: what lies between must stay
 * as it was. */
typedef struct trial {
    vib_product product;
    real *a, *b, *sum, *act, *sign, *add, *bias;
    size_t written; /* values of sum and of act */
} trial;

enum { GAP = 3 };

static trial set_up(size_t m, size_t n, size_t k, size_t a_row, size_t a_step)
{
    size_t row = n + GAP;
    trial t = { .written = m * row };

    t.a = draw((m - 1) * a_row + (k - 1) * a_step + 1, 1);
    t.b = draw(k * n, 2);
    t.sum = draw(t.written, 3);
    t.act = draw(t.written, 4);
    t.sign = draw(t.written, 5);
    t.add = draw(t.written, 6);
    t.bias = draw(n, 7);
    t.product = (vib_product){ m, n, k, t.a, a_row, a_step, t.b, n,
                               { .row = row } };
    return t;
}

static void tear_down(trial *t)
{
    free(t->a);
    free(t->b);
    free(t->sum);
    free(t->act);
    free(t->sign);
    free(t->add);
    free(t->bias);
}

/* Which steps are asked for, as bits. */
enum { SUM = 1, ACT = 2, SIGN = 4, ADD = 8, BIAS = 16, MORE = 32, ALL = 64 };

static bool possible(int steps)
{
    if (!(steps & (SUM | ACT)))
        return false;
    return !(steps & MORE) || ((steps & SUM) && !(steps & SIGN));
}

static void ask(trial *t, int steps)
{
    vib_output *to = &t->product.to;

    to->sum = steps & SUM ? t->sum : NULL;
    to->act = steps & ACT ? t->act : NULL;
    to->sign = steps & SIGN ? t->sign : NULL;
    to->add = steps & ADD ? t->add : NULL;
    to->bias = steps & BIAS ? t->bias : NULL;
    to->accumulate = steps & MORE;
}

/* What kernels.h says, in double, with how large the terms were. */
static double expected(double *scale, const trial *t, size_t i, size_t j,
                       real before)
{
    const vib_product *p = &t->product;
    size_t at = i * p->to.row + j;
    double s = p->to.accumulate ? (double)before : 0;

    *scale = 1;
    for (size_t k = 0; k < p->k; k++) {
        double term = (double)p->a[i * p->a_row + k * p->a_step]
            * (double)p->b[k * p->b_row + j];

        s += term;
        *scale += fabs(term);
    }
    if (p->to.sign && p->to.sign[at] < 0)
        s *= (double)VIB_SLOPE;
    if (p->to.bias)
        s += (double)p->to.bias[j];
    if (p->to.add)
        s += (double)p->to.add[at];
    return s;
}

static bool near(double got, double want, double scale)
{
    return fabs(got - want) <= 1e-6 * scale;
}

/* Run it and compare every value, also those that must not change. */
static bool agrees(multiply *flavour, trial *t)
{
    const vib_product *p = &t->product;
    real *sum = vib_new(t->written, sizeof *sum);
    real *act = vib_new(t->written, sizeof *act);
    bool good = true;

    memcpy(sum, t->sum, t->written * sizeof *sum);
    memcpy(act, t->act, t->written * sizeof *act);
    flavour(p);
    for (size_t i = 0; i < p->m && good; i++)
        for (size_t j = 0; j < p->to.row && good; j++) {
            size_t at = i * p->to.row + j;
            double scale, s, a;

            if (j >= p->n) {
                good = t->sum[at] == sum[at] && t->act[at] == act[at];
                continue;
            }
            s = expected(&scale, t, i, j, sum[at]);
            a = s < 0 ? s * (double)VIB_SLOPE : s;
            good = near((double)t->sum[at], p->to.sum ? s : (double)sum[at],
                        scale)
                && near((double)t->act[at], p->to.act ? a : (double)act[at],
                        scale);
        }
    memcpy(t->sum, sum, t->written * sizeof *sum);
    memcpy(t->act, act, t->written * sizeof *act);
    free(sum);
    free(act);
    return good;
}

Test(kernels, every_size_agrees_with_plain_loops)
{
    static const size_t rows[] = { 1, 7, 12, 39 };
    static const size_t columns[] = { 1, 3, 8, 16, 33, 70, 131 };
    static const size_t depths[] = { 1, 97, 401 };
    multiply *flavour[3];
    size_t n = flavours(flavour);

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t j = 0; j < sizeof columns / sizeof *columns; j++)
            for (size_t k = 0; k < sizeof depths / sizeof *depths; k++) {
                trial t = set_up(rows[i], columns[j], depths[k], depths[k], 1);

                ask(&t, SUM | MORE);
                for (size_t f = 0; f < n; f++)
                    cr_expect(agrees(flavour[f], &t), "%zu x %zu x %zu, %zu",
                              rows[i], columns[j], depths[k], f);
                tear_down(&t);
            }
}

Test(kernels, every_view_of_a_agrees_with_plain_loops)
{
    static const size_t strides[][2] = { { 6, 1 }, { 16, 1 }, { 32, 1 },
        { 64, 1 }, { 128, 1 }, { 1, 1 }, { 1, 6 }, { 1, 32 }, { 1, 200 } };
    multiply *flavour[3];
    size_t n = flavours(flavour);

    for (size_t i = 0; i < sizeof strides / sizeof *strides; i++)
        for (size_t columns = 16; columns <= 64; columns *= 2) {
            trial t = set_up(43, columns, 110, strides[i][0], strides[i][1]);

            ask(&t, SUM);
            for (size_t f = 0; f < n; f++)
                cr_expect(agrees(flavour[f], &t), "strides %zu, %zu",
                          strides[i][0], strides[i][1]);
            tear_down(&t);
        }
}

Test(kernels, every_step_after_the_product_agrees)
{
    multiply *flavour[3];
    size_t n = flavours(flavour);

    for (int steps = 0; steps < ALL; steps++) {
        trial t = set_up(29, 90, 130, 130, 1);

        ask(&t, steps);
        for (size_t f = 0; f < n && possible(steps); f++)
            cr_expect(agrees(flavour[f], &t), "steps %d, flavour %zu", steps,
                      f);
        tear_down(&t);
    }
}

static bool same_bits(const real *a, const real *b, size_t n)
{
    return memcmp(a, b, n * sizeof *a) == 0;
}

/* What a spectrum becomes must not depend on its neighbours in a batch. */
Test(kernels, a_row_alone_has_the_same_bits)
{
    trial t = set_up(61, 70, 500, 500, 1);
    real alone[70 + GAP];

    ask(&t, SUM | BIAS);
    vib_multiply(&t.product);
    for (size_t i = 0; i < 61; i++) {
        vib_product one = t.product;

        one.m = 1;
        one.a += i * one.a_row;
        one.to.sum = alone;
        vib_multiply(&one);
        cr_assert(same_bits(alone, t.sum + i * one.to.row, 70), "row %zu", i);
    }
    tear_down(&t);
}

Test(kernels, avx2_and_avx512_have_the_same_bits)
{
    multiply *flavour[3];
    trial t = set_up(61, 70, 500, 500, 1);
    real *first = vib_new(t.written, sizeof *first);

    if (flavours(flavour) < 3)
        cr_skip_test("this processor has no AVX-512");
    ask(&t, SUM | ACT | SIGN | BIAS);
    flavour[0](&t.product);
    memcpy(first, t.sum, t.written * sizeof *first);
    flavour[1](&t.product);
    cr_expect(same_bits(first, t.sum, t.written));
    free(first);
    tear_down(&t);
}

Test(kernels, not_a_number_stays_one)
{
    trial t = set_up(5, 20, 30, 30, 1);

    t.a[2 * 30 + 7] = (real)NAN;
    ask(&t, SUM | ACT | SIGN);
    vib_multiply(&t.product);
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 20; j++) {
            cr_expect((bool)isnan(t.sum[i * (20 + GAP) + j]) == (i == 2));
            cr_expect((bool)isnan(t.act[i * (20 + GAP) + j]) == (i == 2));
        }
    tear_down(&t);
}
