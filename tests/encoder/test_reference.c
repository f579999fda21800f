/* The network, its gradient, the loss and the optimizer in double, against the
 * numbers in reference.txt, which an independent implementation in PyTorch gave
 * for the same weights and inputs (reference.py). */
#include "double.h"

#include "loss.h"
#include "network.h"
#include "optimizer.h"
#include "plan.h"

#include "memory.h"
#include "random.h"
#include "threads.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As in reference.py. */
#define SHAPE "resnet in=3x53 stem=4k7 blocks=4,8/2,8/2,5 kernel=3 head=3 out=6"
enum { SEED = 20, ROWS = 5, VIEWS = 2 * ROWS, STEPS = 10 };
static const double weights_scale = 0.5, temperature = 0.2;
static const vib_schedule schedule = { .steps = STEPS, .warmup = 3,
                                       .rate = 1e-2, .decay = 0.1,
                                       .clip = 0.8, .average = 0.4 };
static const size_t apart[2] = { 1, 3 };

/* ---- What PyTorch gave -------------------------------------------------- */

/* The file at the first value of the array "[NAME] COUNT". */
static FILE *open_at(const char *name, size_t count)
{
    FILE *file = fopen(VIB_SOURCE_DIR "/tests/encoder/reference.txt", "r");
    char line[160], wanted[80];
    bool found = false;

    cr_assert_not_null(file, "no tests/encoder/reference.txt");
    snprintf(wanted, sizeof wanted, "[%s] %zu\n", name, count);
    while (!found && fgets(line, sizeof line, file))
        found = strcmp(line, wanted) == 0;
    cr_assert(found, "reference.txt has no %s", wanted);
    return file;
}

/* Each of `got` to 1e-9 of itself; where it is small beside the others, whose
 * sums it came from, to 1e-12 of the largest. */
static void compare(const char *name, const double *got, size_t count)
{
    FILE *file = open_at(name, count);
    double *want = vib_new(count, sizeof *want), largest = 0;

    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(fscanf(file, "%lf", &want[i]), 1, "%s: %zu", name, i);
        largest = fmax(largest, fabs(want[i]));
    }
    for (size_t i = 0; i < count; i++)
        cr_expect_float_eq(got[i], want[i],
                           1e-9 * fabs(want[i]) + 1e-12 * largest,
                           "%s [%zu]: %.15g, not %.15g", name, i, got[i],
                           want[i]);
    free(want);
    fclose(file);
}

/* ---- What we have ------------------------------------------------------- */

typedef struct trial {
    vib_shape shape;
    vib_plan plan;
    size_t count;                /* of the weights                          */
    double *input, *vectors, *d_vectors, *tape, *scratch, *sums;
    uint8_t *excluded, *decays;
    vib_parameters parameters;
} trial;

static double *fill(double *to, size_t n, size_t a, size_t b)
{
    vib_random random = vib_random_stream(SEED, a, b);

    for (size_t i = 0; i < n; i++)
        to[i] = vib_random_between(&random, -1, 1);
    return to;
}

static double *room(size_t n)
{
    return vib_new_aligned(n, sizeof(double));
}

static void set_up_parameters(trial *t)
{
    vib_parameters *p = &t->parameters;

    *p = (vib_parameters){ t->count, room(t->count), room(t->count),
                           room(t->count), room(t->count), room(t->count),
                           t->decays };
    fill(p->weights, t->count, 0, 0);
    for (size_t i = 0; i < t->count; i++)
        p->average[i] = p->weights[i] *= weights_scale;
    vib_network_decays(t->decays, &t->shape);
}

static trial set_up(void)
{
    trial t = { .count = 0 };
    size_t size;

    cr_assert_eq(vib_shape_parse(&t.shape, SHAPE), 0);
    vib_plan_make(&t.plan, &t.shape, true);
    t.count = vib_network_weights(&t.shape);
    t.vectors = room(VIEWS * t.shape.dimension);
    t.d_vectors = room(VIEWS * t.shape.dimension);
    t.tape = room(vib_network_tape(&t.shape, VIEWS));
    t.scratch = room(vib_network_scratch(&t.shape, VIEWS));
    t.sums = room(vib_loss_scratch(VIEWS, t.shape.dimension, vib_threads()));
    t.excluded = vib_new(ROWS * ROWS, 1);
    t.excluded[apart[0] * ROWS + apart[1]] = 1;
    t.excluded[apart[1] * ROWS + apart[0]] = 1;
    t.decays = vib_new(t.count, 1);
    size = t.shape.channels * t.shape.length;
    t.input = room(VIEWS * size);
    for (size_t i = 0; i < VIEWS; i++)
        fill(t.input + i * size, size, 1, i);
    set_up_parameters(&t);
    return t;
}

static void tear_down(trial *t)
{
    free(t->input);
    free(t->vectors);
    free(t->d_vectors);
    free(t->tape);
    free(t->scratch);
    free(t->sums);
    free(t->excluded);
    free(t->decays);
    free(t->parameters.weights);
    free(t->parameters.gradient);
    free(t->parameters.first);
    free(t->parameters.second);
    free(t->parameters.average);
}

static void forward(const trial *t, const double *weights)
{
    vib_network_forward(t->vectors, t->tape, t->scratch, &t->shape, weights,
                        t->input, VIEWS);
}

/* The loss; leaves its gradient. */
static double look(const trial *t)
{
    const vib_parameters *p = &t->parameters;
    double loss;

    forward(t, p->weights);
    loss = vib_loss(t->d_vectors, t->sums,
                    &(vib_batch){ VIEWS, t->shape.dimension, t->vectors,
                                  t->excluded, temperature, 1 });
    memset(p->gradient, 0, t->count * sizeof *p->gradient);
    vib_network_backward(p->gradient, t->scratch, &t->shape, p->weights,
                         t->tape, t->d_vectors, VIEWS);
    return loss;
}

/* ---- The comparisons ---------------------------------------------------- */

Test(reference, activations_are_those_of_pytorch)
{
    trial t = set_up();
    const vib_plan *plan = &t.plan;
    char name[80];

    forward(&t, t.parameters.weights);
    for (size_t i = 0; i < plan->blocks; i++) {
        const vib_block *block = &plan->block[i];
        const vib_conv *first = &block->first.conv;
        const vib_conv *second = &block->second.conv;

        snprintf(name, sizeof name, "block%zu.a", i);
        compare(name, t.tape + block->a, first->length * first->in);
        snprintf(name, sizeof name, "block%zu.b", i);
        compare(name, t.tape + block->b, second->length * second->in);
    }
    compare("flat", t.tape + VIEWS * plan->tape, plan->flat);
    compare("vectors", t.vectors, VIEWS * plan->dimension);
    tear_down(&t);
}

/* The gradient of what lies at `at`. */
static void compare_gradient(const trial *t, const char *name, size_t at,
                             size_t count)
{
    char whole[80];

    snprintf(whole, sizeof whole, "gradient %s", name);
    compare(whole, t->parameters.gradient + at, count);
}

static void compare_block(const trial *t, size_t number)
{
    const vib_block *block = &t->plan.block[number];
    const struct {
        const char *part;
        size_t at, count;
    } parts[] = {
        { "first", block->first.weights, vib_conv_weights(&block->first.conv) },
        { "first.bias", block->first.bias, block->first.conv.out },
        { "second", block->second.weights,
          vib_conv_weights(&block->second.conv) },
        { "second.bias", block->second.bias, block->second.conv.out },
        { "gain", block->gain, 1 },
        { "skip", block->skip.weights, vib_conv_weights(&block->skip.conv) },
    };
    size_t count = sizeof parts / sizeof *parts - !block->projects;
    char name[64];

    for (size_t i = 0; i < count; i++) {
        snprintf(name, sizeof name, "block%zu.%s", number, parts[i].part);
        compare_gradient(t, name, parts[i].at, parts[i].count);
    }
}

Test(reference, gradients_are_those_of_pytorch)
{
    trial t = set_up();
    const vib_plan *plan = &t.plan;

    look(&t);
    compare_gradient(&t, "stem", plan->stem.weights,
                     vib_conv_weights(&plan->stem.conv));
    compare_gradient(&t, "stem.bias", plan->stem.bias, plan->stem.conv.out);
    for (size_t i = 0; i < plan->blocks; i++)
        compare_block(&t, i);
    compare_gradient(&t, "head", plan->head.weights,
                     vib_conv_weights(&plan->head.conv));
    compare_gradient(&t, "linear", plan->linear, plan->flat * plan->dimension);
    compare_gradient(&t, "linear.bias", plan->bias, plan->dimension);
    tear_down(&t);
}

Test(reference, ten_steps_of_training_are_those_of_pytorch)
{
    trial t = set_up();
    double losses[STEPS], lengths[STEPS];

    for (size_t step = 0; step < STEPS; step++) {
        losses[step] = look(&t);
        lengths[step] = vib_optimizer_step(&t.parameters, &schedule, step);
    }
    compare("losses", losses, STEPS);
    compare("lengths", lengths, STEPS);
    forward(&t, t.parameters.weights);
    compare("vectors after", t.vectors, VIEWS * t.shape.dimension);
    forward(&t, t.parameters.average);
    compare("vectors of the average", t.vectors, VIEWS * t.shape.dimension);
    tear_down(&t);
}
