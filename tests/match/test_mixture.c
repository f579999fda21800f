#include "mixture.h"

#include "random.h"

#include <criterion/criterion.h>
#include <math.h>

enum { LENGTH = 200, REFERENCES = 6 };

static float reference[REFERENCES][LENGTH], mask[LENGTH], measured[LENGTH];
static float scratch[VIB_MIX_SCRATCH(LENGTH)];
static const size_t compound[REFERENCES] = { 0, 1, 2, 3, 3, 5 };

/* Two bands each. */
static vib_mix make_mix(void)
{
    for (size_t i = 0; i < REFERENCES; i++)
        for (size_t k = 0; k < LENGTH; k++) {
            double a = ((double)k - 15 - 20 * (double)i) / 3;
            double b = ((double)k - 190 + 17 * (double)i) / 4;

            reference[i][k] = (float)(exp(-a * a) + 0.5 * exp(-b * b));
            mask[k] = 1;
        }
    return (vib_mix){ .measured = measured, .weight = mask,
                      .reference = reference[0], .compound = compound,
                      .length = LENGTH, .count = REFERENCES,
                      .end = LENGTH,
                      .choices = REFERENCES };
}

static void measure(size_t i, double amount, int move)
{
    for (int k = 0; k < LENGTH; k++)
        if (k - move >= 0 && k - move < LENGTH)
            measured[k] += (float)(amount * (double)reference[i][k - move]);
}

static void add_noise(double sigma)
{
    vib_random random = vib_random_stream(3, 0, 0);

    for (size_t k = 0; k < LENGTH; k++)
        measured[k] += (float)(sigma * vib_random_normal(&random));
}

Test(mixture, parts_amounts_moves_and_curve_are_found)
{
    vib_mix mix = make_mix();
    vib_mix_fit fit = { .count = 0 };

    measure(1, 2, 0);
    measure(4, 0.5, 1);
    for (size_t k = 0; k < LENGTH; k++)
        measured[k] += 0.1f;
    cr_assert(vib_mix_grow(&fit, scratch, &mix));
    cr_assert(vib_mix_grow(&fit, scratch, &mix));
    cr_assert_eq(fit.count, 2);
    cr_expect_eq(fit.part[0].reference, 1);
    cr_expect_eq(fit.part[0].move, 0);
    cr_expect_float_eq(fit.part[0].amount, 2, 1e-4);
    cr_expect_eq(fit.part[1].reference, 4);
    cr_expect_eq(fit.part[1].move, 1);
    cr_expect_float_eq(fit.part[1].amount, 0.5, 1e-4);
    cr_expect_float_eq(fit.curve[0], 0.1, 1e-4);
    cr_expect_lt(fit.left, 1e-6);
}

Test(mixture, a_part_that_noise_asks_for_is_not_worth_it)
{
    vib_mix mix = make_mix();
    vib_mix_fit fit = { .count = 0 }, more;
    float rest[LENGTH];
    double points;

    measure(2, 1, 0);
    add_noise(0.02);
    vib_mix_solve(&fit, scratch, &mix);
    more = fit;
    cr_assert(vib_mix_grow(&more, scratch, &mix));
    cr_expect(vib_mix_worth(&fit, &more, LENGTH, &mix));
    fit = more;
    vib_mix_rest(rest, scratch, &mix, &fit);
    points = vib_mix_points(rest, mask, LENGTH);
    cr_expect_gt(points, LENGTH / 2);
    vib_mix_judge(&fit, scratch, &mix, 0);
    cr_expect_gt(fit.part[0].confidence, 0.95);
    if (vib_mix_grow(&more, scratch, &mix))
        cr_expect_not(vib_mix_worth(&fit, &more, points, &mix));
}

Test(mixture, two_of_one_compound_are_not_both_in_it)
{
    vib_mix mix = make_mix();
    vib_mix_fit fit = { .count = 0 };

    measure(3, 1, 0);
    measure(4, 0.8, 0);
    while (vib_mix_grow(&fit, scratch, &mix))
        ;
    for (size_t i = 0; i < fit.count; i++)
        for (size_t k = 0; k < i; k++)
            cr_expect_neq(compound[fit.part[i].reference],
                          compound[fit.part[k].reference]);
}

Test(mixture, one_of_two_twins_is_not_likely)
{
    vib_mix mix = make_mix();
    vib_mix_fit fit = { .count = 0 };

    for (size_t k = 0; k < LENGTH; k++)
        reference[0][k] = reference[5][k];
    measure(5, 1, 0);
    add_noise(0.02);
    cr_assert(vib_mix_grow(&fit, scratch, &mix));
    vib_mix_judge(&fit, scratch, &mix, 0);
    cr_expect_lt(fit.part[0].confidence, 0.5);
}

Test(mixture, a_part_that_was_moved_or_is_made_up_by_others_is_less_likely)
{
    vib_mix mix = make_mix();
    vib_mix_fit fit = { .count = 0 };
    double alone, moved;

    measure(2, 1, 0);
    add_noise(0.02);
    cr_assert(vib_mix_grow(&fit, scratch, &mix));
    vib_mix_judge(&fit, scratch, &mix, 0);
    alone = fit.part[0].confidence;
    fit.part[0].move = 2;
    vib_mix_solve(&fit, scratch, &mix);
    vib_mix_judge(&fit, scratch, &mix, 0);
    moved = fit.part[0].confidence;
    cr_expect_lt(moved, alone);
    fit.part[0].move = 0;
    fit.part[1] = fit.part[0];
    fit.count = 2;
    vib_mix_solve(&fit, scratch, &mix);
    vib_mix_judge(&fit, scratch, &mix, 0);
    cr_expect_lt(fit.part[0].confidence, alone);
}

Test(mixture, unlikely_parts_are_dropped_but_not_the_likeliest)
{
    vib_mix_fit fit = { .count = 3 };

    for (size_t i = 0; i < 3; i++)
        fit.part[i] = (vib_mix_part){ .reference = i,
                                      .confidence = i == 1 ? 0.1 : 0.5 };
    cr_expect(vib_mix_drop(&fit, 0.3));
    cr_expect_eq(fit.count, 2);
    cr_expect_eq(fit.part[1].reference, 2);
    cr_expect_not(vib_mix_drop(&fit, 0.3));
    cr_expect(vib_mix_drop(&fit, 0.9));
    cr_expect_eq(fit.count, 1);
    cr_expect_eq(fit.part[0].confidence, 0.9); /* something is there */
    fit.count = 0;
    cr_expect_not(vib_mix_drop(&fit, 0.9));
}

Test(mixture, misfits_that_go_on_count_as_few_points)
{
    float smooth[LENGTH], rough[LENGTH];
    vib_random random = vib_random_stream(5, 0, 0);

    make_mix();
    for (size_t k = 0; k < LENGTH; k++) {
        smooth[k] = (float)sin(0.1 * (double)k);
        rough[k] = (float)vib_random_normal(&random);
    }
    cr_expect_float_eq(vib_mix_points(smooth, mask, LENGTH), LENGTH / 8, 0.1);
    cr_expect_gt(vib_mix_points(rough, mask, LENGTH), 140);
}

Test(mixture, nothing_grows_from_nothing)
{
    vib_mix mix = make_mix();
    vib_mix_fit fit = { .count = 0 };

    cr_expect_not(vib_mix_grow(&fit, scratch, &mix)); /* measured: all 0 */
    mix.count = 0;
    measure(1, 1, 0);
    cr_expect_not(vib_mix_grow(&fit, scratch, &mix));
    cr_expect_eq(fit.count, 0);
}

Test(mixture, high_bands_and_what_was_not_measured_say_less)
{
    float weight[LENGTH];

    make_mix();
    measure(1, 1, 0);
    add_noise(0.02);
    mask[3] = 0;
    vib_mix_weigh(weight, scratch, measured, mask, LENGTH);
    cr_expect_eq(weight[3], 0);
    cr_expect_lt(weight[35], 0.3);  /* the band's top: off by 0.15 */
    cr_expect_gt(weight[100], 0.9); /* noise alone */
}
