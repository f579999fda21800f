/* The loss in double, so that finite differences can judge its gradient. */
#define VIB_REAL double
#define vib_loss loss_in_double
#define vib_loss_scratch scratch_in_double
#include "loss.c"

#include "random.h"
#include "vibrary.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 6, VIEWS = 2 * ROWS, DIMENSION = 5 };

static double vectors[VIEWS * DIMENSION], gradient[VIEWS * DIMENSION];
static double scratch[VIEWS * (DIMENSION + 2) + 8 * (VIEWS + DIMENSION)];
static uint8_t excluded[ROWS * ROWS];

static vib_batch draw_batch(void)
{
    vib_random random = vib_random_stream(1, 2, 3);

    for (size_t i = 0; i < VIEWS; i++) {
        double square = 0, *vector = vectors + i * DIMENSION;

        for (size_t d = 0; d < DIMENSION; d++) {
            vector[d] = vib_random_normal(&random);
            square += vector[d] * vector[d];
        }
        for (size_t d = 0; d < DIMENSION; d++)
            vector[d] /= sqrt(square);
    }
    memset(excluded, 0, sizeof excluded);
    excluded[1 * ROWS + 4] = excluded[4 * ROWS + 1] = 1;
    vib_set_threads(2);
    return (vib_batch){ VIEWS, DIMENSION, vectors, excluded, 0.3, 1 };
}

/* The formula, as it is written. */
static double by_definition(const vib_batch *batch)
{
    double total = 0;

    for (size_t i = 0; i < VIEWS; i++) {
        double sum = 0, own = 0;

        for (size_t j = 0; j < VIEWS; j++) {
            double s = 0;

            for (size_t d = 0; d < DIMENSION; d++)
                s += vectors[i * DIMENSION + d] * vectors[j * DIMENSION + d];
            if (j == i || (batch->excluded && i / 2 != j / 2 &&
                           batch->excluded[i / 2 * ROWS + j / 2]))
                continue;
            sum += (j / 2 == i / 2 ? batch->own : 1) *
                   exp(s / batch->temperature);
            if (j / 2 == i / 2)
                own = s / batch->temperature;
        }
        total += log(sum) - own;
    }
    return total / VIEWS;
}

Test(loss, is_what_the_formula_says)
{
    vib_batch batch = draw_batch();
    double masked = vib_loss(gradient, scratch, &batch), open;

    cr_assert_float_eq(masked, by_definition(&batch), 1e-12);
    batch.excluded = NULL;
    open = vib_loss(gradient, scratch, &batch);
    cr_assert_float_eq(open, by_definition(&batch), 1e-12);
    cr_assert(open > masked);
    batch.own = 0;
    cr_assert_float_eq(vib_loss(gradient, scratch, &batch),
                       by_definition(&batch), 1e-12);
}

static void expect_gradient(const vib_batch *batch)
{
    double unused[VIEWS * DIMENSION], h = 1e-6;

    vib_loss(gradient, scratch, batch);
    for (size_t k = 0; k < VIEWS * DIMENSION; k++) {
        double held = vectors[k], up, down;

        vectors[k] = held + h;
        up = vib_loss(unused, scratch, batch);
        vectors[k] = held - h;
        down = vib_loss(unused, scratch, batch);
        vectors[k] = held;
        cr_assert_float_eq(gradient[k], (up - down) / (2 * h), 1e-8);
    }
}

Test(loss, gradient_is_that_of_finite_differences)
{
    vib_batch batch = draw_batch();

    expect_gradient(&batch);
    batch.own = 0;
    expect_gradient(&batch);
}

Test(loss, equal_pairs_far_from_the_rest_cost_little)
{
    vib_batch batch = draw_batch();

    memset(vectors, 0, sizeof vectors);
    for (size_t i = 0; i < VIEWS; i++)
        vectors[i * DIMENSION + i / 2 % DIMENSION] = i / 2 < 5 ? 1 : -1;
    batch.temperature = 0.05;
    cr_assert(vib_loss(gradient, scratch, &batch) < 1e-6);
}

Test(loss, does_not_depend_on_threads)
{
    vib_batch batch = draw_batch();
    double first[VIEWS * DIMENSION], loss;

    vib_set_threads(1);
    loss = vib_loss(first, scratch, &batch);
    vib_set_threads(4);
    cr_assert(vib_loss(gradient, scratch, &batch) == loss);
    cr_assert_arr_eq(gradient, first, sizeof first);
}

Test(loss, of_nonsense_is_not_finite)
{
    vib_batch batch = draw_batch();

    vectors[7] = NAN;
    cr_assert(!isfinite(vib_loss(gradient, scratch, &batch)));
}
