#include "kernels_bf16.h"

#include "random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static float value_of(vib_bf16 half)
{
    uint32_t bits = (uint32_t)half << 16;
    float value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

static void need_bf16(void)
{
    if (!vib_bf16_works())
        cr_skip_test("this processor has no AVX512_BF16: nothing tested");
}

/* Memory that ends where nothing may be read: the product is not instrumented.
 * It is not given back; each test is a process. */
static void *fenced(size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t room = (size + page - 1) / page * page;
    char *block = mmap(NULL, room + page, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    cr_assert_neq(block, MAP_FAILED);
    cr_assert_eq(mprotect(block + room, page, PROT_NONE), 0);
    return block + room - size;
}

static float *draw(size_t n, uint64_t seed)
{
    vib_random random = vib_random_stream(seed, n, 0);
    float *values = fenced(n * sizeof *values);

    for (size_t i = 0; i < n; i++)
        values[i] = (float)vib_random_normal(&random);
    return values;
}

static vib_bf16 *draw_bf16(size_t n, uint64_t seed)
{
    vib_random random = vib_random_stream(seed, n, 0);
    vib_bf16 *values = fenced(n * sizeof *values);

    for (size_t i = 0; i < n; i++)
        values[i] = vib_bf16_round((float)vib_random_normal(&random));
    return values;
}

/* Everything that a vib_bf16_output can ask for, before and after. */
enum { SUM = 1, COPY = 2, ACT = 4, ADD = 8, BIAS = 16, ALL = 32 };

/* A product with all arrays that those steps write. */
static vib_bf16_product make(size_t m, size_t n, size_t k, size_t a_row,
                             int steps)
{
    return (vib_bf16_product){
        .m = m, .n = n, .k = k, .a_row = a_row,
        .a = draw_bf16((m - 1) * a_row + k, 1), .b = draw_bf16(k * n, 2),
        .to = { .bias = steps & BIAS ? draw(n, 3) : NULL,
                .add = steps & ADD ? draw(m * n, 4) : NULL,
                .sum = steps & SUM ? draw(m * n, 5) : NULL,
                .copy = steps & COPY ? draw_bf16(m * n, 6) : NULL,
                .act = steps & ACT ? draw_bf16(m * n, 7) : NULL } };
}

/* What the header says, in double, with how large the terms were. */
static double expected(double *scale, const vib_bf16_product *p, size_t i,
                       size_t j)
{
    double s = 0;

    *scale = 1;
    for (size_t k = 0; k < p->k; k++) {
        double term = (double)value_of(p->a[i * p->a_row + k]) * (double)
            value_of(p->b[vib_bf16_place(k, j, p->k, p->n)]);

        s += term;
        *scale += fabs(term);
    }
    if (p->to.bias)
        s += (double)p->to.bias[j];
    if (p->to.add)
        s += (double)p->to.add[i * p->n + j];
    return s;
}

/* To half a unit of bf16's last digit, and what float may lose. */
static bool near_bf16(vib_bf16 got, double want, double scale)
{
    return fabs((double)value_of(got) - want)
        <= fabs(want) / 256 + 1e-6 * scale;
}

static void expect_right(const vib_bf16_product *p)
{
    vib_bf16_multiply(p);
    for (size_t i = 0; i < p->m; i++)
        for (size_t j = 0; j < p->n; j++) {
            size_t at = i * p->n + j;
            double scale, s = expected(&scale, p, i, j);
            double act = s < 0 ? s * (double)VIB_SLOPE : s;

            cr_assert(!p->to.sum
                      || fabs((double)p->to.sum[at] - s) <= 1e-6 * scale,
                      "%zu, %zu: %g, not %g", i, j, (double)p->to.sum[at], s);
            cr_assert(!p->to.copy || near_bf16(p->to.copy[at], s, scale));
            cr_assert(!p->to.act || near_bf16(p->to.act[at], act, scale));
        }
}

Test(kernels_bf16, every_size_agrees_with_plain_loops, .init = need_bf16)
{
    static const size_t rows[] = { 1, 7, 12, 39 };
    static const size_t columns[] = { 16, 32, 48, 128 };
    static const size_t depths[] = { 2, 34, 402 };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t j = 0; j < sizeof columns / sizeof *columns; j++)
            for (size_t k = 0; k < sizeof depths / sizeof *depths; k++) {
                vib_bf16_product p = make(rows[i], columns[j], depths[k],
                                          depths[k], SUM);

                expect_right(&p);
            }
}

Test(kernels_bf16, overlapping_and_distant_rows_agree, .init = need_bf16)
{
    static const size_t strides[] = { 2, 8, 16, 64, 200 };

    for (size_t i = 0; i < sizeof strides / sizeof *strides; i++) {
        vib_bf16_product p = make(43, 48, 110, strides[i], SUM);

        expect_right(&p);
    }
}

Test(kernels_bf16, every_step_after_the_product_agrees, .init = need_bf16)
{
    for (int steps = 1; steps < ALL; steps++) {
        vib_bf16_product p = make(29, 48, 130, 130, steps);

        expect_right(&p);
    }
}

Test(kernels_bf16, a_sum_can_be_added_to_in_place, .init = need_bf16)
{
    vib_bf16_product p = make(29, 48, 130, 130, SUM | ADD);
    float *apart = p.to.sum;

    vib_bf16_multiply(&p);
    p.to.sum = fenced(29 * 48 * sizeof *apart);
    memcpy(p.to.sum, p.to.add, 29 * 48 * sizeof *apart);
    p.to.add = p.to.sum;
    vib_bf16_multiply(&p);
    cr_expect_eq(memcmp(apart, p.to.sum, 29 * 48 * sizeof *apart), 0);
}

/* What a spectrum becomes must not depend on its neighbours in a batch. */
Test(kernels_bf16, a_row_alone_has_the_same_bits, .init = need_bf16)
{
    vib_bf16_product p = make(61, 80, 500, 500, SUM | BIAS);
    float alone[80];

    vib_bf16_multiply(&p);
    for (size_t i = 0; i < 61; i++) {
        vib_bf16_product one = p;

        one.m = 1;
        one.a += i * one.a_row;
        one.to.sum = alone;
        vib_bf16_multiply(&one);
        cr_assert_eq(memcmp(alone, p.to.sum + i * 80, sizeof alone), 0,
                     "row %zu", i);
    }
}

Test(kernels_bf16, not_a_number_stays_one, .init = need_bf16)
{
    vib_bf16_product p = make(5, 16, 30, 30, SUM | COPY | ACT);
    vib_bf16 *a = fenced(5 * 30 * sizeof *a);

    memcpy(a, p.a, 5 * 30 * sizeof *a);
    a[2 * 30 + 7] = vib_bf16_round(NAN);
    p.a = a;
    vib_bf16_multiply(&p);
    for (size_t i = 0; i < 5; i++)
        for (size_t j = i * 16; j < (i + 1) * 16; j++) {
            cr_expect((bool)isnan(p.to.sum[j]) == (i == 2));
            cr_expect((bool)isnan(value_of(p.to.copy[j])) == (i == 2));
            cr_expect((bool)isnan(value_of(p.to.act[j])) == (i == 2));
        }
}

Test(kernels_bf16, every_element_has_a_place_of_its_own)
{
    static const size_t columns[] = { 16, 32, 48, 128 };
    enum { DEPTH = 10 };

    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        size_t n = columns[c];
        bool taken[DEPTH * 128] = { false };

        for (size_t i = 0; i < DEPTH; i++)
            for (size_t j = 0; j < n; j++) {
                size_t at = vib_bf16_place(i, j, DEPTH, n);

                cr_assert_lt(at, DEPTH * n);
                cr_assert_not(taken[at], "%zu, %zu", i, j);
                taken[at] = true;
            }
    }
}

Test(kernels_bf16, rounding_is_to_the_nearest_and_ties_go_to_even)
{
    static const struct { float value, rounded; } cases[] = {
        { 0, 0 }, { 1, 1 }, { -3.5f, -3.5f }, { INFINITY, INFINITY },
        { 1 + 1 / 256.0f, 1 }, { 1 + 3 / 256.0f, 1 + 2 / 128.0f },
        { 1 + 1.01f / 256, 1 + 1 / 128.0f }, { -1 - 0.99f / 256, -1 },
        { 3.4028235e38f, INFINITY }, { 1e-45f, 0 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(value_of(vib_bf16_round(cases[i].value)),
                     cases[i].rounded, "%g", (double)cases[i].value);
    cr_expect(isnan(value_of(vib_bf16_round(NAN))));
    cr_expect(signbit(value_of(vib_bf16_round(-0.0f))));
}
