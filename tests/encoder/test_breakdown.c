#include "breakdown.h"
#include "plan.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#define PIPELINE "raman grid=100:604:8 despike=0 snip=40 derivative=5,2"
#define SHAPE "resnet in=3x64 stem=4k3 blocks=4,8/2 kernel=3 head=4 out=8"

static vib_dataset nothing;
static vib_teacher teacher;
static vib_lesson lesson;
static vib_learner learner;
static vib_plan plan;

/* A new network that has looked at one batch of generated compounds. */
static void look(void)
{
    vib_shape shape;

    teacher = (vib_teacher){ .data = &nothing, .mild = VIB_DAMAGE_MILD,
                             .hard = VIB_DAMAGE_HARD, .rows = 10,
                             .synthetic = 1, .seed = 1 };
    cr_assert_eq(vib_pipeline_parse(&teacher.pipeline, PIPELINE), VIB_OK);
    cr_assert_eq(vib_shape_parse(&shape, SHAPE), VIB_OK);
    cr_assert_eq(vib_learner_open(&learner, &shape, 10, 1), VIB_OK);
    cr_assert_eq(vib_lesson_open(&lesson, &teacher), VIB_OK);
    vib_plan_make(&plan, &shape, true);
    vib_lesson_plan(&lesson, 0);
    cr_assert(isfinite(vib_learner_look(&learner, &lesson, 0.1, 1)));
}

static void forget(void)
{
    vib_lesson_release(&lesson);
    vib_learner_release(&learner);
}

TestSuite(breakdown, .init = look, .fini = forget);

static void expect_at(const char *where)
{
    char text[VIB_BREAKDOWN_TEXT];

    vib_breakdown_find(text, &learner);
    cr_assert_str_eq(text, where);
}

Test(breakdown, names_the_layer_of_each_weight)
{
    const vib_block *block = plan.block;
    const struct { size_t at; const char *name; } weights[] = {
        { plan.stem.weights, "weights of the stem" },
        { plan.stem.bias, "weights of the stem" },
        { block[0].first.weights, "weights of block 1, first convolution" },
        { block[0].second.bias, "weights of block 1, second convolution" },
        { block[1].skip.weights, "weights of block 2, skip convolution" },
        { block[1].gain, "weights of block 2, gain" },
        { plan.head.weights, "weights of the head" },
        { plan.linear + plan.flat * plan.dimension - 1,
          "weights of the last layer" },
        { plan.bias + plan.dimension - 1, "weights of the last layer" }
    };

    for (size_t i = 0; i < sizeof weights / sizeof *weights; i++) {
        real *weight = learner.parameters.weights + weights[i].at;
        real was = *weight;

        *weight = i % 2 ? (real)NAN : -(real)INFINITY;
        cr_assert(!vib_learner_sound(&learner));
        expect_at(weights[i].name);
        *weight = was;
    }
    cr_assert(vib_learner_sound(&learner));
    expect_at("loss");
}

Test(breakdown, knows_every_weight)
{
    for (size_t i = 0; i < plan.weights; i++) {
        char text[VIB_BREAKDOWN_TEXT];

        learner.parameters.second[i] = (real)NAN;
        vib_breakdown_find(text, &learner);
        cr_assert_eq(strncmp(text, "moments of ", 11), 0, "%zu: %s", i, text);
        learner.parameters.second[i] = 0;
    }
}

/* Weights that are finite yet, but too large for what they give. */
Test(breakdown, names_the_layer_whose_output_overflows)
{
    const vib_planned *first = &plan.block[0].first;
    const vib_planned *second = &plan.block[1].second;
    const struct { size_t at, n; const char *name; } weights[] = {
        { plan.linear, plan.flat * plan.dimension,
          "output of the last layer" },
        { second->weights, vib_conv_weights(&second->conv),
          "output of block 2, second convolution" },
        { first->weights, vib_conv_weights(&first->conv),
          "output of block 1, first convolution" },
        { plan.stem.weights, vib_conv_weights(&plan.stem.conv),
          "output of the stem" }
    };

    learner.parameters.weights[plan.block[1].gain] = 1;
    for (size_t i = 0; i < sizeof weights / sizeof *weights; i++) {
        for (size_t k = 0; k < weights[i].n; k++)
            learner.parameters.weights[weights[i].at + k] = 3e38f;
        vib_learner_look(&learner, &lesson, 0.1, 1);
        cr_assert(vib_learner_sound(&learner));
        expect_at(weights[i].name);
    }
}

/* What comes after it on the way back is broken too. */
Test(breakdown, names_the_gradient_nearest_to_the_loss)
{
    real *gradient = learner.parameters.gradient;

    gradient[plan.stem.weights] = gradient[plan.block[0].gain] = (real)NAN;
    expect_at("gradient of block 1, gain");
}
