#include "resample.h"

#include <criterion/criterion.h>
#include <math.h>

static const vib_grid grid = { 100, 2, 101 }; /* 100 to 300 */
static double x[4000], y[4000], value[101];

static double at(size_t i)
{
    return grid.first + grid.step * (double)i;
}

/* A slanted line, at n points `spacing` apart from `first` on. */
static void make_line(double first, double spacing, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        x[i] = first + spacing * (double)i;
        y[i] = 3 + 0.5 * x[i];
    }
}

Test(resample, a_straight_line_stays_one_at_any_spacing)
{
    static const double spacings[] = { 0.07, 0.48, 1.3, 1.93, 2, 3.1, 8, 15 };

    for (size_t s = 0; s < sizeof spacings / sizeof *spacings; s++) {
        size_t n = (size_t)(220 / spacings[s]) + 2;

        make_line(95, spacings[s], n);
        vib_resample(value, &grid, x, y, n);
        for (size_t i = 0; i < grid.length; i++)
            cr_assert_float_eq(value[i], 3 + 0.5 * at(i), 1e-9,
                               "spacing %g, point %zu: %g", spacings[s], i,
                               value[i]);
    }
}

Test(resample, areas_are_kept_where_the_file_is_denser)
{
    double sum = 0;

    make_line(90, 0.1, 2200);
    for (size_t i = 0; i < 2200; i++)
        y[i] = i == 1003 ? 10 : 0; /* a triangle of area 10 * 0.1 */
    vib_resample(value, &grid, x, y, 2200);
    for (size_t i = 0; i < grid.length; i++)
        sum += value[i] * grid.step;
    cr_assert_float_eq(sum, 1, 1e-9);
}

Test(resample, between_sparse_points_it_is_linear)
{
    make_line(100, 20, 11);
    for (size_t i = 0; i < 11; i++)
        y[i] = i % 2 ? 10 : 0;
    vib_resample(value, &grid, x, y, 11);
    cr_assert_float_eq(value[5], 5, 1e-9);
    cr_assert_float_eq(value[3], 3, 1e-9);
}

Test(resample, outside_the_file_nothing_was_measured)
{
    make_line(150, 1, 101); /* 150 to 250 */
    vib_resample(value, &grid, x, y, 101);
    for (size_t i = 0; i < grid.length; i++)
        cr_assert_eq(isnan(value[i]) != 0, at(i) < 150 || at(i) > 250,
                     "%g", at(i));
}

Test(resample, a_gap_was_not_measured)
{
    size_t n = 0;

    for (double p = 90; p < 310; p += 1)
        if (p <= 180 || p >= 200) {
            x[n] = p;
            y[n++] = 1;
        }
    vib_resample(value, &grid, x, y, n);
    for (size_t i = 0; i < grid.length; i++)
        cr_assert_eq(isnan(value[i]) != 0, at(i) > 180 && at(i) < 200, "%g",
                     at(i));
}

Test(resample, a_missing_point_is_no_gap)
{
    size_t n = 0;

    for (double p = 90; p < 310; p += 1)
        if (p != 180) {
            x[n] = p;
            y[n++] = 1;
        }
    vib_resample(value, &grid, x, y, n);
    for (size_t i = 0; i < grid.length; i++)
        cr_assert_eq(value[i], 1);
}

Test(resample, points_too_far_apart_measure_nothing_between)
{
    make_line(100, 50, 5);
    vib_resample(value, &grid, x, y, 5);
    for (size_t i = 0; i < grid.length; i++)
        cr_assert(isnan(value[i]));
}
