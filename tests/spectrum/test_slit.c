#include "slit.h"

#include <criterion/criterion.h>
#include <math.h>

enum { N = 400 };
static float y[N], mask[N], scratch[N];

/* Bands of full width `width` points at the places where `at` has one. */
static void make(double width, const size_t *at, size_t bands)
{
    for (size_t i = 0; i < N; i++) {
        y[i] = 0;
        mask[i] = 1;
        for (size_t k = 0; k < bands; k++) {
            double u = ((double)i - (double)at[k]) / width;

            y[i] += (float)exp(-4 * log(2) * u * u);
        }
    }
}

static double area(void)
{
    double sum = 0;

    for (size_t i = 0; i < N; i++)
        sum += (double)y[i];
    return sum;
}

Test(slit, widths_add_up_as_squares_and_the_area_stays)
{
    const size_t at = N / 2;
    double before;

    make(6, &at, 1);
    before = area();
    vib_slit_broaden(y, scratch, mask, N, 8); /* 6, 8, 10 */
    cr_assert_float_eq(area(), before, 1e-3 * before);
    cr_assert_float_eq(y[at], 0.6, 0.01);
    cr_assert_float_eq(y[at + 5], y[at] / 2, 0.01);
    cr_assert_float_eq(y[at - 5], y[at + 5], 1e-6);
}

Test(slit, a_level_stays_up_to_the_ends_and_to_gaps)
{
    make(1, NULL, 0);
    for (size_t i = 0; i < N; i++) {
        mask[i] = i < 100 || i >= 120;
        y[i] = 3 * mask[i];
    }
    vib_slit_broaden(y, scratch, mask, N, 12);
    for (size_t i = 0; i < N; i++)
        cr_assert_float_eq(y[i], 3 * mask[i], 1e-5);
}

Test(slit, what_was_not_measured_weighs_nothing)
{
    const size_t at[] = { 100, 110 };
    float beside[2];

    for (size_t bands = 1; bands <= 2; bands++) {
        make(2, at, bands);
        for (size_t i = 106; i < 115; i++)
            mask[i] = 0;
        vib_slit_broaden(y, scratch, mask, N, 10);
        cr_assert_eq(y[110], 0);
        beside[bands - 1] = y[104];
    }
    cr_assert_gt(beside[0], 0.1);
    cr_assert_float_eq(beside[0], beside[1], 1e-5);
}

Test(slit, a_slit_of_next_to_nothing_changes_nothing)
{
    const size_t at = 50;

    make(5, &at, 1);
    vib_slit_broaden(y, scratch, mask, N, 0);
    vib_slit_broaden(y, scratch, mask, N, 0.4);
    cr_assert_eq(y[at], 1);
}
