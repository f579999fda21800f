#include "nnls.h"

#include "random.h"

#include <criterion/criterion.h>
#include <math.h>

/* The system of columns [n][length] and y. */
static vib_normal normal_of(const double *columns, const double *y, size_t n,
                            size_t length)
{
    vib_normal normal = { .n = n };

    for (size_t k = 0; k < length; k++)
        normal.square += y[k] * y[k];
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < length; k++)
            normal.moment[i] += columns[i * length + k] * y[k];
        for (size_t j = 0; j < n; j++)
            for (size_t k = 0; k < length; k++)
                normal.gram[i][j] +=
                    columns[i * length + k] * columns[j * length + k];
    }
    return normal;
}

Test(nnls, finds_what_y_was_made_of)
{
    const double columns[] = { 1, 0, 1, 0, 1, 1, 1, 1, 0 };
    const double y[] = { 2, 3, 5 }; /* 2 of the first, 3 of the second */
    vib_normal normal = normal_of(columns, y, 3, 3);
    double x[3];

    cr_expect_float_eq(vib_nnls(x, &normal), 0, 1e-12);
    cr_expect_float_eq(x[0], 2, 1e-12);
    cr_expect_float_eq(x[1], 3, 1e-12);
    cr_expect_float_eq(x[2], 0, 1e-12);
}

Test(nnls, takes_nothing_rather_than_less_than_nothing)
{
    /* Without the sign: x = (3, -1). With it: only the first, 1.5 of it. */
    const double columns[] = { 1, 1, 0, 1 };
    const double y[] = { 2, 1 };
    vib_normal free_of = normal_of(columns, y, 2, 2);
    double x[2];

    cr_expect_float_eq(vib_nnls(x, &free_of), 0.5, 1e-12);
    cr_expect_float_eq(x[0], 1.5, 1e-12);
    cr_expect_eq(x[1], 0);
    free_of.free = 2;
    cr_expect_float_eq(vib_nnls(x, &free_of), 0, 1e-12);
    cr_expect_float_eq(x[0], 2, 1e-12);
    cr_expect_float_eq(x[1], -1, 1e-12);
}

Test(nnls, gives_a_column_that_others_make_up_nothing)
{
    const double columns[] = { 1, 2, 2, 4, 0, 0 };
    const double y[] = { 1, 2 };
    vib_normal normal = normal_of(columns, y, 3, 2);
    double x[3];

    cr_expect_float_eq(vib_nnls(x, &normal), 0, 1e-12);
    cr_expect_float_eq(x[0] + 2 * x[1], 1, 1e-12);
    cr_expect_eq(x[2], 0);
    normal.free = 3;
    cr_expect_float_eq(vib_nnls(x, &normal), 0, 1e-12);
}

Test(nnls, of_nothing_is_nothing)
{
    vib_normal normal = { .square = 7 };
    double x[1] = { 5 };

    cr_expect_eq(vib_nnls(x, &normal), 7);
    cr_expect_eq(x[0], 5);
}

/* The conditions of Kuhn and Tucker tell the solution from all else. */
Test(nnls, leaves_no_way_down)
{
    enum { LENGTH = 20 };
    double columns[VIB_NNLS_MAX * LENGTH], y[LENGTH];

    for (uint64_t trial = 0; trial < 200; trial++) {
        vib_random random = vib_random_stream(7, 0, trial);
        size_t n = 1 + trial % VIB_NNLS_MAX;
        double x[VIB_NNLS_MAX];
        vib_normal normal;

        for (size_t i = 0; i < n * LENGTH; i++)
            columns[i] = vib_random_normal(&random);
        for (size_t i = 0; i < LENGTH; i++)
            y[i] = vib_random_normal(&random);
        normal = normal_of(columns, y, n, LENGTH);
        normal.free = trial % 3 < n ? trial % 3 : 0;
        vib_nnls(x, &normal);
        for (size_t i = 0; i < n; i++) {
            double slope = normal.moment[i];

            for (size_t k = 0; k < n; k++)
                slope -= normal.gram[i][k] * x[k];
            cr_assert(i < normal.free || x[i] >= 0);
            cr_assert_lt(slope, 1e-6);
            cr_assert(slope > -1e-6 || x[i] == 0, "%g %g", slope, x[i]);
        }
    }
}
