#include "crests.h"

#include "random.h"

#include <criterion/criterion.h>
#include <math.h>

enum { N = 800 };
static double y[N];

/* Bands of these heights at 100, 300, 500 and 700 on a slope, with noise. */
static void make(const double heights[4], double slope, double noise)
{
    vib_random random = vib_random_stream(7, 0, 0);

    for (int i = 0; i < N; i++) {
        y[i] = slope * i + noise * vib_random_normal(&random);
        for (int b = 0; b < 4; b++) {
            double u = (i - (100 + 200 * b)) / 6.0;

            y[i] += heights[b] * exp(-u * u);
        }
    }
}

Test(crests, are_found_the_most_prominent_first)
{
    vib_crest crests[8];
    size_t count;

    make((double[]){ 10, 40, 5, 20 }, 0.01, 0.05);
    cr_assert_eq(vib_crests_find(crests, &count, 8, y, N, 0.03), 0);
    cr_assert_eq(count, 4);
    cr_expect_eq(crests[0].at, 300);
    cr_expect_eq(crests[1].at, 700);
    cr_expect(crests[2].at >= 99 && crests[2].at <= 101);
    cr_expect(crests[3].at >= 499 && crests[3].at <= 501);
    cr_expect_float_eq((double)(crests[0].high - crests[0].low), 9, 2);
    cr_assert_eq(vib_crests_find(crests, &count, 2, y, N, 0.03), 0);
    cr_expect_eq(count, 2);
    cr_expect_eq(crests[1].at, 700);
}

Test(crests, are_not_made_of_noise)
{
    vib_crest crests[8];
    size_t count;

    make((double[]){ 0, 0, 0, 0 }, 0, 1);
    cr_assert_eq(vib_crests_find(crests, &count, 8, y, N, 0.03), 0);
    cr_expect_eq(count, 0, "%zu", count);
    make((double[]){ 0, 30, 0, 0 }, 0, 1);
    cr_assert_eq(vib_crests_find(crests, &count, 8, y, N, 0.03), 0);
    cr_expect_eq(count, 1, "%zu", count);
}

Test(crests, a_flat_or_a_short_line_has_none)
{
    vib_crest crests[8];
    size_t count = 5;

    make((double[]){ 0, 0, 0, 0 }, 0, 0);
    cr_assert_eq(vib_crests_find(crests, &count, 8, y, N, 0.03), 0);
    cr_expect_eq(count, 0);
    make((double[]){ 5, 0, 0, 0 }, 0, 0);
    cr_assert_eq(vib_crests_find(crests, &count, 8, y + 98, 4, 0.03), 0);
    cr_expect_eq(count, 0);
}
