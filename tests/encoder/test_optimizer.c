#include "optimizer.h"
#include "vibrary.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { COUNT = 3000 };

static real weights[COUNT], gradient[COUNT], first[COUNT], second[COUNT],
    average[COUNT];
static uint8_t decays[COUNT];

static vib_parameters fresh(void)
{
    memset(first, 0, sizeof first);
    memset(second, 0, sizeof second);
    memset(decays, 0, sizeof decays);
    for (size_t i = 0; i < COUNT; i++) {
        weights[i] = average[i] = (real)sin((double)i);
        gradient[i] = (real)(0.001 * cos((double)i));
    }
    return (vib_parameters){ COUNT, weights, gradient, first, second, average,
                             decays };
}

static vib_schedule usual(void)
{
    return (vib_schedule){ .steps = 100, .warmup = 10, .rate = 1e-2,
                           .decay = 0, .clip = 1e9, .average = 0.999 };
}

Test(optimizer, rate_rises_then_falls_to_nothing)
{
    vib_schedule schedule = usual();

    cr_assert_float_eq(vib_schedule_rate(&schedule, 0), 1e-3, 1e-12);
    cr_assert_float_eq(vib_schedule_rate(&schedule, 9), 1e-2, 1e-12);
    cr_assert_float_eq(vib_schedule_rate(&schedule, 55), 5e-3, 1e-12);
    cr_assert(vib_schedule_rate(&schedule, 99) < 1e-5);
    for (size_t step = 11; step < 100; step++)
        cr_assert(vib_schedule_rate(&schedule, step) <
                  vib_schedule_rate(&schedule, step - 1));
}

/* AdamW written down once more, in double, for one weight. */
Test(optimizer, steps_are_those_of_the_algorithm)
{
    vib_parameters p = fresh();
    vib_schedule schedule = usual();
    double m = 0, v = 0, w = (double)weights[5];

    schedule.decay = 0.1;
    decays[5] = 1;
    for (size_t step = 0; step < 50; step++) {
        double g = (double)gradient[5], t = (double)step + 1;
        double rate = vib_schedule_rate(&schedule, step);

        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        w -= rate * schedule.decay * w;
        w -= rate * (m / (1 - pow(0.9, t))) /
             (sqrt(v / (1 - pow(0.999, t))) + 1e-8);
        vib_optimizer_step(&p, &schedule, step);
        gradient[5] = (real)(0.001 * sin(t));
    }
    cr_assert_float_eq((double)weights[5], w, 1e-4);
}

Test(optimizer, long_gradients_are_cut_to_the_clip)
{
    vib_parameters p = fresh();
    vib_schedule schedule = usual();
    double length;

    for (size_t i = 0; i < COUNT; i++)
        gradient[i] = 1;
    schedule.clip = 2;
    length = vib_optimizer_step(&p, &schedule, 0);
    cr_assert_float_eq(length, sqrt(COUNT), 1e-6);
    cr_assert_float_eq((double)first[0], 0.1 * 2 / sqrt(COUNT), 1e-7);
}

Test(optimizer, only_marked_weights_decay)
{
    vib_parameters p = fresh();
    vib_schedule schedule = usual();

    memset(gradient, 0, sizeof gradient);
    schedule.decay = 0.5;
    decays[7] = 1;
    vib_optimizer_step(&p, &schedule, 9);
    cr_assert_float_eq((double)weights[7], sin(7.0) * (1 - 1e-2 * 0.5), 1e-6);
    cr_assert(weights[8] == (real)sin(8.0));
}

Test(optimizer, average_follows_the_weights)
{
    vib_parameters p = fresh();
    vib_schedule schedule = usual();
    double gap = 0;

    for (size_t step = 0; step < 100; step++)
        vib_optimizer_step(&p, &schedule, step);
    for (size_t i = 0; i < COUNT; i++)
        gap = fmax(gap, fabs((double)(average[i] - weights[i])));
    cr_assert(gap > 0 && gap < 0.2, "gap %g", gap);
}

Test(optimizer, a_broken_gradient_changes_nothing)
{
    vib_parameters p = fresh();
    vib_schedule schedule = usual();

    gradient[3] = (real)NAN;
    cr_assert(!isfinite(vib_optimizer_step(&p, &schedule, 0)));
    cr_assert(weights[0] == 0 && weights[3] == (real)sin(3.0));
    cr_assert(first[1] == 0);
}

Test(optimizer, does_not_depend_on_threads)
{
    vib_schedule schedule = usual();
    real one[COUNT];

    for (int threads = 1; threads <= 4; threads++) {
        vib_parameters p = fresh();

        vib_set_threads(threads);
        for (size_t step = 0; step < 5; step++)
            vib_optimizer_step(&p, &schedule, step);
        if (threads == 1)
            memcpy(one, weights, sizeof one);
        cr_assert_arr_eq(one, weights, sizeof one);
    }
}
