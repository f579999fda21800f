#include "regions.h"

#include <criterion/criterion.h>
#include <math.h>

static vib_pipeline grid(void)
{
    return (vib_pipeline){ .first = 100, .step = 2, .length = 101 };
}

Test(regions, later_ones_are_set_over_earlier_ones)
{
    const vib_region regions[] = { { -INFINITY, INFINITY, 0 },
                                   { 150, 200, 1 },
                                   { 190, 180, 3 },
                                   { 160, 164, 0 } };
    vib_pipeline pipeline = grid();
    float weight[101];

    cr_assert_eq(vib_regions_weigh(weight, &pipeline, regions, 4), 1);
    for (size_t i = 0; i < 101; i++) {
        double at = 100 + 2 * (double)i;
        float expected = at < 150 || at > 200 || (at >= 160 && at <= 164) ? 0
                         : at >= 180 && at <= 190                         ? 3
                                                                          : 1;

        cr_expect_eq(weight[i], expected, "%g: %g", at, (double)weight[i]);
    }
}

Test(regions, that_only_choose_are_not_graded)
{
    const vib_region regions[] = { { 150, 200, 0 } };
    vib_pipeline pipeline = grid();
    float weight[101];

    cr_expect_eq(vib_regions_weigh(weight, &pipeline, regions, 1), 0);
    cr_expect_eq(vib_regions_weigh(weight, &pipeline, NULL, 0), 0);
    cr_expect_eq(weight[30], 1);
}

Test(regions, without_numbers_are_refused)
{
    const vib_region bad[] = { { NAN, 1, 1 }, { 1, NAN, 1 }, { 1, 2, NAN },
                               { 1, 2, -1 }, { 1, 2, 1e9 } };
    vib_pipeline pipeline = grid();
    float weight[101];

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_eq(vib_regions_weigh(weight, &pipeline, &bad[i], 1),
                     VIB_BAD_ARG);
}
