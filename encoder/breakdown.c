#include "breakdown.h"

#include "plan.h"

#include <math.h>
#include <stdio.h>

/* `n` numbers from `at` on. */
typedef struct span {
    size_t at, n;
} span;

/* What is looked at together, under the name that it is told by. */
typedef struct layer {
    char name[40];
    span weights, bias;
    span output; /* in the tape of a sample; n = 0: the layer has none there */
} layer;

/* A stem, a head, a last layer; of a block three convolutions and a gain. */
enum { LAYERS_MAX = 3 + 4 * VIB_BLOCKS_MAX };

static span outputs(const vib_conv *conv, size_t at)
{
    return (span){ at, vib_conv_length(conv) * conv->out };
}

static layer convolution(const vib_planned *planned)
{
    return (layer){ .weights = { planned->weights,
                                 vib_conv_weights(&planned->conv) } };
}

static layer biased(const vib_planned *planned, size_t output)
{
    layer made = convolution(planned);

    made.bias = (span){ planned->bias, planned->conv.out };
    made.output = outputs(&planned->conv, output);
    return made;
}

static void name_part(layer *part, size_t block, const char *what)
{
    snprintf(part->name, sizeof part->name, "block %zu, %s", block + 1, what);
}

/* Append the layers of a block; how many they are. The stream behind it is
 * altered by later blocks: what is kept of it is `next`, as they read it. */
static size_t list_block(layer *list, const vib_block *block, size_t i,
                         size_t next)
{
    size_t count = 0;

    list[count] = biased(&block->first, block->b);
    name_part(&list[count++], i, "first convolution");
    if (block->projects) {
        list[count] = convolution(&block->skip);
        name_part(&list[count++], i, "skip convolution");
    }
    list[count] = (layer){ .weights = { block->gain, 1 } };
    name_part(&list[count++], i, "gain");
    list[count] = biased(&block->second, next);
    name_part(&list[count++], i, "second convolution");
    return count;
}

/* All layers in the order that a spectrum goes through them. */
static size_t list_layers(layer *list, const vib_plan *plan)
{
    size_t count = 0, last = plan->blocks - 1;

    list[count] = biased(&plan->stem, plan->block[0].a);
    snprintf(list[count++].name, sizeof list->name, "the stem");
    for (size_t i = 0; i <= last; i++)
        count += list_block(list + count, &plan->block[i], i,
                            i < last ? plan->block[i + 1].a
                                     : plan->block[last].y);
    list[count] = convolution(&plan->head);
    snprintf(list[count++].name, sizeof list->name, "the head");
    list[count] = (layer){
        .weights = { plan->linear, plan->flat * plan->dimension },
        .bias = { plan->bias, plan->dimension }
    };
    snprintf(list[count++].name, sizeof list->name, "the last layer");
    return count;
}

static bool all_finite(const real *values, size_t n)
{
    bool all = true;

    for (size_t i = 0; i < n; i++)
        all &= isfinite(values[i]) != 0; /* without a branch: many at a time */
    return all;
}

static bool finite_in(const real *values, const layer *at)
{
    return all_finite(values + at->weights.at, at->weights.n) &&
           all_finite(values + at->bias.at, at->bias.n);
}

/* The first layer whose part of `values`, one number a weight, is not finite,
 * or NULL; from the last on when `back`. */
static const layer *broken_part(const layer *list, size_t count,
                                const real *values, bool back)
{
    for (size_t i = 0; i < count; i++) {
        const layer *at = &list[back ? count - 1 - i : i];

        if (!finite_in(values, at))
            return at;
    }
    return NULL;
}

static bool output_finite(const vib_learner *learner, size_t tape,
                          const span *output)
{
    for (size_t view = 0; view < learner->views; view++) {
        const real *sample = learner->tapes +
                             view / VIB_CHUNK * learner->tape +
                             view % VIB_CHUNK * tape;

        if (!all_finite(sample + output->at, output->n))
            return false;
    }
    return true;
}

/* The last layer's output is the vectors; the head's is seen in them too. */
static const layer *broken_output(const layer *list, size_t count,
                                  const vib_learner *learner, size_t tape)
{
    for (size_t i = 0; i < count; i++)
        if (!output_finite(learner, tape, &list[i].output))
            return &list[i];
    return all_finite(learner->vectors,
                          learner->views * learner->shape.dimension)
        ? NULL : &list[count - 1];
}

/* An infinity of the way back reaches all layers before: the one nearest to
 * the loss is where it began. */
void vib_breakdown_find(char *text, const vib_learner *learner)
{
    const vib_parameters *p = &learner->parameters;
    const struct { const char *name; const real *values; } states[] = {
        { "weights", p->weights }, { "moments", p->first },
        { "moments", p->second }, { "averaged weights", p->average }
    };
    layer list[LAYERS_MAX];
    vib_plan plan;
    const layer *at = NULL;
    const char *what = NULL;
    size_t count;

    vib_plan_make(&plan, &learner->shape, true);
    count = list_layers(list, &plan);
    for (size_t i = 0; i < sizeof states / sizeof *states && !at; i++) {
        at = broken_part(list, count, states[i].values, false);
        what = states[i].name;
    }
    if (!at) {
        at = broken_output(list, count, learner, plan.tape);
        what = "output";
    }
    if (!at) {
        at = broken_part(list, count, p->gradient, true);
        what = "gradient";
    }
    if (at)
        snprintf(text, VIB_BREAKDOWN_TEXT, "%s of %s", what, at->name);
    else
        snprintf(text, VIB_BREAKDOWN_TEXT, "loss");
}

bool vib_learner_sound(const vib_learner *learner)
{
    return all_finite(learner->state, 5 * learner->parameters.count);
}
