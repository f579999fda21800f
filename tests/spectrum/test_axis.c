#include "axis.h"

#include "vibrary.h"

#include <criterion/criterion.h>
#include <math.h>

Test(axis, ascending_stays_as_it_is)
{
    double x[] = { 1, 2, 4 }, y[] = { 5, 6, 7 };
    size_t n = 3;

    cr_assert_eq(vib_axis_order(x, y, &n), VIB_OK);
    cr_assert_eq(n, 3);
    cr_assert(x[0] == 1 && x[2] == 4 && y[0] == 5 && y[2] == 7);
}

Test(axis, descending_is_turned_round)
{
    double x[] = { 4, 2, 1, 0 }, y[] = { 7, 6, 5, 4 };
    size_t n = 4;

    cr_assert_eq(vib_axis_order(x, y, &n), VIB_OK);
    cr_assert_eq(n, 4);
    for (size_t i = 1; i < n; i++)
        cr_assert(x[i] > x[i - 1] && y[i] > y[i - 1]);
}

Test(axis, points_that_are_no_numbers_are_dropped)
{
    double x[] = { 1, NAN, 3, 4, INFINITY }, y[] = { 1, 2, -INFINITY, 4, 5 };
    size_t n = 5;

    cr_assert_eq(vib_axis_order(x, y, &n), VIB_OK);
    cr_assert_eq(n, 2);
    cr_assert(x[0] == 1 && y[0] == 1 && x[1] == 4 && y[1] == 4);
}

Test(axis, marks_for_nothing_here_are_dropped)
{
    double x[] = { 1, 2, 3, 4 }, y[] = { 1, 1e308, -1e308, 4 };
    size_t n = 4;

    cr_assert_eq(vib_axis_order(x, y, &n), VIB_OK);
    cr_assert_eq(n, 2);
}

Test(axis, a_few_repeats_become_their_mean)
{
    double x[40], y[40];
    size_t n = 40;

    for (size_t i = 0; i < n; i++) {
        x[i] = (double)(i - (i >= 10 ? 1 : 0)); /* 9 comes twice */
        y[i] = i == 9 ? 1 : i == 10 ? 4 : 0;
    }
    cr_assert_eq(vib_axis_order(x, y, &n), VIB_OK);
    cr_assert_eq(n, 39);
    cr_assert_eq(x[9], 9);
    cr_assert_eq(y[9], 2.5);
    cr_assert_eq(x[38], 38);
}

Test(axis, many_repeats_are_refused)
{
    double x[] = { 1, 1, 2, 2, 3, 3 }, y[6] = { 0 };
    size_t n = 6;

    cr_assert_eq(vib_axis_order(x, y, &n), VIB_BAD_DATA);
    cr_assert(strstr(vib_last_error(), "repeat"));
    cr_assert_eq(n, 6);
}

Test(axis, one_that_turns_back_is_refused)
{
    double up[] = { 1, 2, 3, 2.5, 4 }, down[] = { 9, 5, 6, 2, 1 };
    double y[5] = { 0 };
    size_t n = 5;

    cr_assert_eq(vib_axis_order(up, y, &n), VIB_BAD_DATA);
    cr_assert(strstr(vib_last_error(), "turns back"));
    cr_assert_eq(vib_axis_order(down, y, &n), VIB_BAD_DATA);
}

Test(axis, needs_two_points)
{
    double x[] = { 1, NAN }, y[] = { 1, 1 }, same[] = { 3, 3 };
    size_t n = 2;

    cr_assert_eq(vib_axis_order(x, y, &n), VIB_BAD_DATA);
    n = 0;
    cr_assert_eq(vib_axis_order(x, y, &n), VIB_BAD_DATA);
    n = 2;
    cr_assert_eq(vib_axis_order(same, y, &n), VIB_BAD_DATA);
}
