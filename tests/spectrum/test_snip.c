#include "snip.h"

#include <criterion/criterion.h>
#include <math.h>

enum { N = 400, HALF = 10 };
static float y[N], scratch[N], line[N];

static void make(double slope, double curve)
{
    for (size_t i = 0; i < N; i++) {
        double u = (double)i / N;

        line[i] = (float)(100 + slope * u + curve * u * u);
        y[i] = line[i];
    }
}

/* What stands beyond an end reaches 10 + 9 + ... + 1 points inwards. */
enum { REACH = 55 };

Test(snip, a_straight_line_is_its_own_baseline_but_for_the_ends)
{
    make(50, 0);
    vib_snip(y, scratch, N, HALF);
    for (size_t i = REACH; i < N - REACH; i++)
        cr_assert_float_eq(y[i], line[i], 1e-3);
    make(0, 0);
    vib_snip(y, scratch, N, HALF);
    for (size_t i = 0; i < N; i++)
        cr_assert_eq(y[i], line[i]);
}

Test(snip, a_band_cut_in_two_is_above_the_baseline)
{
    make(0, 0);
    for (size_t i = 0; i < N; i++) {
        double u = (double)i / 3, w = (double)(N - 1 - i) / 3;

        y[i] += (float)(500 * (exp(-u * u) + exp(-w * w)));
    }
    vib_snip(y, scratch, N, HALF);
    for (size_t i = 0; i < N; i++)
        cr_assert_float_eq(y[i], line[i], 20, "%zu: %g", i, (double)y[i]);
}

Test(snip, bands_narrower_than_the_window_are_above_it)
{
    make(30, 40);
    for (size_t i = 0; i < N; i++) {
        double u = ((double)i - 200) / 4;

        y[i] += (float)(500 * exp(-u * u));
    }
    vib_snip(y, scratch, N, HALF);
    for (size_t i = REACH; i < N - REACH; i++)
        cr_assert_float_eq(y[i], line[i], 6, "%zu: %g not %g", i,
                           (double)y[i], (double)line[i]);
}

Test(snip, the_baseline_is_never_above_the_spectrum)
{
    static float kept[N];

    for (size_t i = 0; i < N; i++)
        kept[i] = y[i] = (float)((i * 7919) % 101);
    vib_snip(y, scratch, N, HALF);
    for (size_t i = 0; i < N; i++)
        cr_assert_leq(y[i], kept[i]);
}

Test(snip, lines_shorter_than_the_window_are_no_trouble)
{
    for (size_t n = 1; n < 3 * HALF; n++) {
        make(0, 0);
        vib_snip(y, scratch, n, HALF);
        for (size_t i = 0; i < N; i++)
            cr_assert_eq(y[i], line[i], "%zu of %zu", i, n);
    }
}
