#include "logistic.h"

#include "random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

enum { N = 4000 };

/* Examples that are with probability 1 / (1 + exp(-2 sign[0] - 1)). */
static void draw(vib_signs *signs, bool *yes)
{
    vib_random random = vib_random_stream(1, 2, 3);

    for (size_t e = 0; e < N; e++) {
        for (size_t i = 0; i < VIB_SIGNS; i++)
            signs[e].sign[i] = (float)vib_random_normal(&random);
        yes[e] = vib_random_chance(
            &random, 1 / (1 + exp(-2 * (double)signs[e].sign[0] - 1)));
    }
}

static vib_logistic fit(bool balanced)
{
    vib_signs *signs = calloc(N, sizeof *signs);
    bool *yes = calloc(N, sizeof *yes);
    vib_logistic fitted;

    draw(signs, yes);
    fitted = vib_logistic_fit(signs, yes, N, balanced);
    free(signs);
    free(yes);
    return fitted;
}

Test(logistic, finds_what_the_examples_were_drawn_with)
{
    vib_logistic fitted = fit(false);
    const vib_signs middle = { { 0, 0, 0 } }, high = { { 2, 0, 0 } };

    cr_expect_float_eq(fitted.weight[0], 2, 0.2);
    cr_expect_float_eq(fitted.weight[1], 0, 0.15);
    cr_expect_float_eq(vib_logistic_of(&fitted, &middle), 0.731f, 0.03);
    cr_expect_float_eq(vib_logistic_of(&fitted, &high), 0.993f, 0.005);
}

/* Two thirds of the examples are: balance takes off what that is worth. */
Test(logistic, balanced_examples_do_not_tell_how_many_there_are)
{
    vib_logistic plain = fit(false), balanced = fit(true);
    const vib_signs middle = { { 0, 0, 0 } };

    cr_expect_lt(vib_logistic_of(&balanced, &middle),
                 vib_logistic_of(&plain, &middle) - 0.05f);
}

Test(logistic, one_kind_of_examples_teaches_nothing)
{
    const vib_signs signs[] = { { { 1, 2, 3 } }, { { 3, 2, 1 } } };
    const bool yes[] = { true, true };
    vib_logistic fitted = vib_logistic_fit(signs, yes, 2, true);

    cr_expect_eq(vib_logistic_of(&fitted, signs), 0.5f);
}

Test(logistic, examples_that_can_be_told_apart_do_not_run_away)
{
    vib_signs signs[40] = { { { 0 } } };
    bool yes[40];
    vib_logistic fitted;

    for (size_t e = 0; e < 40; e++) {
        yes[e] = e % 2;
        signs[e].sign[0] = yes[e];
    }
    fitted = vib_logistic_fit(signs, yes, 40, true);
    cr_expect(vib_logistic_of(&fitted, &signs[1]) > 0.6f &&
              vib_logistic_of(&fitted, &signs[1]) < 0.99f);
}
