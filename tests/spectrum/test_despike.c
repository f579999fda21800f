#include "despike.h"

#include "random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 1000 };
static double x[N], y[N], before[N], scratch[N];

/* A noisy slope, 1 cm^-1 a point. */
static void make_background(double spacing, double noise)
{
    vib_random random = vib_random_stream(11, 0, 0);

    for (size_t i = 0; i < N; i++) {
        x[i] = 100 + spacing * (double)i;
        y[i] = 1000 + 0.1 * (double)i + noise * vib_random_normal(&random);
    }
}

/* A Gaussian line at point `at`, `fwhm` points wide. */
static void add_line(double at, double fwhm, double height)
{
    for (size_t i = 0; i < N; i++) {
        double u = ((double)i - at) / fwhm;

        y[i] += height * exp(-2.772588722239781 * u * u);
    }
}

static size_t despike(void)
{
    memcpy(before, y, sizeof y);
    return vib_despike(y, scratch, x, N, 8);
}

Test(despike, noise_is_left_alone)
{
    make_background(1, 5);
    cr_assert_eq(despike(), 0);
    cr_assert_eq(memcmp(before, y, sizeof y), 0);
}

Test(despike, the_narrowest_lines_an_instrument_resolves_are_left_alone)
{
    for (int offset = 0; offset < 10; offset++)
        for (int width = 2; width <= 4; width++) {
            make_background(1, 2);
            for (int line = 0; line < 8; line++)
                add_line(100 * (line + 1) + 0.1 * offset, width,
                         200.0 * (line + 1) * (line + 1));
            cr_assert_eq(despike(), 0, "width %d, offset 0.%d", width, offset);
        }
}

Test(despike, spikes_of_one_to_three_points_go)
{
    static const double shapes[][3] = { { 500, 0, 0 }, { 900, 600, 0 },
                                        { 100, 900, 100 }, { 700, 900, 800 } };

    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        make_background(1, 2);
        for (size_t i = 0; i < 3; i++)
            y[400 + i] += shapes[s][i];
        cr_assert_geq(despike(), 1, "shape %zu", s);
        for (size_t i = 0; i < N; i++)
            cr_assert_lt(fabs(y[i] - 1000 - 0.1 * (double)i), 12,
                         "shape %zu, point %zu: %g", s, i, y[i]);
    }
}

Test(despike, a_spike_beside_a_line_goes_and_the_line_stays)
{
    make_background(1, 2);
    add_line(500, 8, 3000);
    y[520] += 2000;
    cr_assert_eq(despike(), 1);
    for (size_t i = 0; i < N; i++)
        if (i != 520)
            cr_assert_eq(y[i], before[i]);
    cr_assert_lt(fabs(y[520] - 1052), 12);
}

Test(despike, a_step_is_not_a_spike)
{
    make_background(1, 2);
    for (size_t i = 600; i < N; i++)
        y[i] += 500;
    cr_assert_eq(despike(), 0);
}

Test(despike, coarsely_sampled_lines_are_left_alone)
{
    make_background(5, 2);
    y[300] += 1000; /* a line of diamond may look like this at 5 cm^-1 */
    cr_assert_eq(despike(), 0);
}

Test(despike, where_one_point_in_a_hundred_is_sharp_nothing_is_touched)
{
    make_background(1, 2);
    for (size_t i = 50; i < N - 50; i += 50)
        y[i] += 500;
    cr_assert_eq(despike(), 0);
}

Test(despike, short_spectra_are_left_alone)
{
    double few[] = { 1, 9, 1 };

    cr_assert_eq(vib_despike(few, scratch, few, 3, 8), 0);
    cr_assert_eq(few[1], 9);
}

static int ascending(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static double median_by_sorting(double *values, size_t n)
{
    qsort(values, n, sizeof *values, ascending);
    return values[n / 2];
}

/* 8 robust standard deviations of the differences of y. */
static double expected_threshold(void)
{
    static double differences[N - 1], apart[N - 1];
    double median;

    for (size_t i = 0; i + 1 < N; i++)
        differences[i] = apart[i] = y[i + 1] - y[i];
    median = median_by_sorting(differences, N - 1);
    for (size_t i = 0; i + 1 < N; i++)
        apart[i] = fabs(apart[i] - median);
    return 8 * 1.4826 * median_by_sorting(apart, N - 1);
}

/* Noise of counts has many equal differences, that of a float none. */
Test(despike, the_threshold_is_in_robust_deviations_of_the_differences)
{
    static const double shares[] = { 0.999, 1.001 };

    for (int counts = 0; counts < 2; counts++)
        for (size_t above = 0; above < 2; above++) {
            make_background(1, 3);
            for (size_t i = 0; counts && i < N; i++)
                y[i] = round(y[i]);
            for (size_t i = 494; i <= 506; i++)
                y[i] = 1050;
            y[500] += 1000; /* its differences are the largest either way */
            y[500] = 1050 + shares[above] * expected_threshold();
            cr_assert_eq(despike(), above, "%g of the threshold, counts: %d",
                         shares[above], counts);
        }
}
