#include "ends.h"

#include "random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { N = 600, HALF = 20 };
static double y[N];
static float scratch[3 * N];
static const double step = 2; /* cm^-1 */

/* Noise, and a band 100 high at point 300. */
static void make(void)
{
    vib_random random = vib_random_stream(5, 0, 0);

    for (size_t i = 0; i < N; i++) {
        double u = ((double)i - 300) / 6;

        y[i] = 40 + 100 * exp(-u * u) + vib_random_normal(&random);
    }
}

/* What a filter leaves of the laser, `high` at point 0 and half of it `half`
 * points on. */
static void add_wing(double high, double half)
{
    for (size_t i = 0; i < N; i++) {
        double u = (double)i / half;

        y[i] += high * exp(-log(2) * u * u);
    }
}

static size_t wing(double least)
{
    return vib_ends_wing(scratch, y, N, step, HALF, least);
}

static void pad(size_t begin, size_t end, double value)
{
    for (size_t i = begin; i < end; i++)
        y[i] = value;
}

Test(ends, one_value_again_and_again_is_padding)
{
    static const double fill[] = { 0, -1, 1e6 };
    size_t padding[2];

    for (size_t k = 0; k < 3; k++) {
        make();
        pad(0, 8, fill[k]);
        pad(N - 50, N, fill[(k + 1) % 3]);
        vib_ends_padding(padding, y, N);
        cr_assert_eq(padding[0], 8);
        cr_assert_eq(padding[1], 50);
    }
}

Test(ends, a_value_that_stands_within_is_a_measured_one)
{
    size_t padding[2];

    make();
    pad(0, 30, 0);
    pad(N - 30, N, 7);
    y[200] = 0; /* as where all that is negative was set to it */
    vib_ends_padding(padding, y, N);
    cr_assert_eq(padding[0], 0);
    cr_assert_eq(padding[1], 30);
}

Test(ends, what_is_short_or_all_is_no_padding)
{
    size_t padding[2];

    make();
    pad(0, 7, 0);
    vib_ends_padding(padding, y, N);
    cr_assert(padding[0] == 0 && padding[1] == 0);
    pad(0, N, 3);
    vib_ends_padding(padding, y, N);
    cr_assert(padding[0] == 0 && padding[1] == 0);
    pad(0, N / 2, 2);
    vib_ends_padding(padding, y, N);
    cr_assert(padding[0] == 0 && padding[1] == 0);
    vib_ends_padding(padding, y, 1);
    cr_assert(padding[0] == 0 && padding[1] == 0);
}

Test(ends, a_steep_fall_above_all_bands_is_the_laser)
{
    for (double half = 4; half <= 12; half += 4) {
        size_t points;

        make();
        add_wing(300, half);
        points = wing(1);
        cr_assert_gt((double)points, 1.8 * half, "half %g: %zu", half, points);
        cr_assert_lt((double)points, 3 * half + 10, "half %g: %zu", half,
                     points);
        cr_assert_eq(wing(4), 0);
    }
}

Test(ends, a_lower_fall_may_be_a_band_and_stays)
{
    make();
    add_wing(80, 12);
    cr_assert_eq(wing(1), 0);
    cr_assert_gt(wing(0.5), 0);
}

Test(ends, a_slow_fall_is_fluorescence_and_stays)
{
    make();
    add_wing(3000, 90);
    cr_assert_eq(wing(1), 0);
}

Test(ends, a_rise_is_no_wing)
{
    make();
    for (size_t i = 0; i < N; i++)
        y[i] += 2 * (double)i;
    cr_assert_eq(wing(1), 0);
}
