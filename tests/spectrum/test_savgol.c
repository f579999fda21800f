#include "savgol.h"

#include <criterion/criterion.h>
#include <math.h>

enum { N = 60 };
static float y[N], slope[N];

Test(savgol, the_slope_of_its_own_polynomial_is_exact_up_to_the_ends)
{
    static const int windows[][2] = { { 5, 2 }, { 11, 2 }, { 13, 3 },
                                      { 21, 4 }, { 63, 2 } };

    for (size_t w = 0; w < sizeof windows / sizeof *windows; w++) {
        int order = windows[w][1];

        for (size_t i = 0; i < N; i++)
            y[i] = (float)pow((double)i / 20, order);
        vib_savgol_slope(slope, y, N, windows[w][0], order);
        for (size_t i = 0; i < N; i++) {
            double exact = order * pow((double)i / 20, order - 1) / 20;

            cr_assert_float_eq(slope[i], exact, 3e-4, "%d,%d at %zu: %g not %g",
                               windows[w][0], order, i, (double)slope[i],
                               exact);
        }
    }
}

/* Savitzky and Golay's table for 5 points, order 2: (-2 -1 0 1 2) / 10. */
Test(savgol, agrees_with_the_published_table)
{
    static const float expected[] = { 0.2f, 0.1f, 0, -0.1f, -0.2f };

    for (size_t i = 0; i < N; i++)
        y[i] = i == 30;
    vib_savgol_slope(slope, y, N, 5, 2);
    for (size_t i = 0; i < N; i++)
        cr_assert_float_eq(slope[i], i >= 28 && i <= 32 ? expected[i - 28] : 0,
                           1e-7, "%zu: %g", i, (double)slope[i]);
}

Test(savgol, order_three_and_four_have_the_same_slope_in_the_middle)
{
    static float other[N];

    for (size_t i = 0; i < N; i++)
        y[i] = (float)((i * 37) % 11);
    vib_savgol_slope(slope, y, N, 9, 3);
    vib_savgol_slope(other, y, N, 9, 4);
    for (size_t i = 4; i < N - 4; i++)
        cr_assert_float_eq(slope[i], other[i], 1e-5);
}

Test(savgol, a_line_shorter_than_the_window_is_fitted_as_a_whole)
{
    for (size_t n = 1; n < 11; n++) {
        for (size_t i = 0; i < n; i++)
            y[i] = 2 * (float)i;
        vib_savgol_slope(slope, y, n, 11, 2);
        for (size_t i = 0; i < n; i++)
            cr_assert_float_eq(slope[i], n > 1 ? 2 : 0, 1e-5, "%zu of %zu", i,
                               n);
    }
}
