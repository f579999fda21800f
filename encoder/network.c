#include "network.h"

#include "plan.h"

#include <string.h>

/* Where things are in the tape of n samples: theirs one after the other, then
 * what the linear layer and the unit length need, for all of them. Without a
 * tape to keep, all samples use the same place. */
typedef struct tape {
    size_t step;         /* from one sample's tape to the next              */
    size_t flat;         /* [n][flat]                                       */
    size_t vectors;      /* [n][dimension], unit length                     */
    size_t inverse_norm; /* [n]                                             */
    size_t size;
} tape;

static tape tape_of(const vib_plan *plan, size_t n, bool kept)
{
    tape at = { .step = kept ? plan->tape : 0,
                .flat = (kept ? n : 1) * plan->tape };

    at.vectors = at.flat + n * plan->flat;
    at.inverse_norm = at.vectors + n * plan->dimension;
    at.size = at.inverse_norm + n;
    return at;
}

size_t vib_network_tape(const vib_shape *shape, size_t n)
{
    vib_plan plan;

    vib_plan_make(&plan, shape, true);
    return tape_of(&plan, n, true).size;
}

size_t vib_network_flat(const vib_shape *shape)
{
    vib_plan plan;

    vib_plan_make(&plan, shape, true);
    return plan.flat;
}

size_t vib_network_linear(const vib_shape *shape)
{
    vib_plan plan;

    vib_plan_make(&plan, shape, true);
    return plan.linear;
}

const real *vib_network_flats(const real *memory, const vib_shape *shape,
                              size_t n)
{
    vib_plan plan;

    vib_plan_make(&plan, shape, true);
    return memory + tape_of(&plan, n, true).flat;
}

/* The scratch of forward: scaled weights, vectors before they are scaled to
 * unit length, then a tape when none is given. */
static size_t forward_scratch(const vib_plan *plan, size_t n)
{
    return plan->scaled + n * plan->dimension + tape_of(plan, n, false).size;
}

/* The scratch of backward. */
typedef struct way_back {
    real *scaled;   /* [plan.scaled] second's weights and bias times gain   */
    real *d_scaled; /* [plan.scaled] gradient of those                      */
    real *turned;   /* [plan.turned] weights for the data gradients         */
    real *d_raw;    /* [n][dimension] gradient before unit length           */
    real *d_raw_t;  /* [dimension][n]                                       */
    real *d_flat_t; /* [flat][n]                                            */
    real *d_flat;   /* [flat] of one sample                                 */
    real *d[3];     /* [largest] gradients of activations                   */
} way_back;

static size_t backward_scratch(const vib_plan *plan, size_t n)
{
    return 2 * plan->scaled + 3 * plan->largest + (n + 1) * plan->flat
        + 2 * n * plan->dimension + plan->turned;
}

static way_back way_back_in(real *memory, const vib_plan *plan, size_t n)
{
    way_back way = { .scaled = memory };

    way.d_scaled = way.scaled + plan->scaled;
    way.d[0] = way.d_scaled + plan->scaled;
    way.d[1] = way.d[0] + plan->largest;
    way.d[2] = way.d[1] + plan->largest;
    way.d_flat_t = way.d[2] + plan->largest;
    way.d_flat = way.d_flat_t + n * plan->flat;
    way.d_raw = way.d_flat + plan->flat;
    way.d_raw_t = way.d_raw + n * plan->dimension;
    way.turned = way.d_raw_t + n * plan->dimension;
    return way;
}

size_t vib_network_scratch(const vib_shape *shape, size_t n)
{
    size_t forward, backward;
    vib_plan plan;

    vib_plan_make(&plan, shape, false);
    forward = forward_scratch(&plan, n);
    backward = backward_scratch(&plan, n);
    return forward > backward ? forward : backward;
}

/* The gain of a block goes into the weights and bias of its second
 * convolution, so that the stream is added to in one step. */
static void scale_seconds(real *scaled, const vib_plan *plan,
                          const real *weights)
{
    for (size_t i = 0; i < plan->blocks; i++) {
        const vib_block *block = &plan->block[i];
        const vib_conv *second = &block->second.conv;
        size_t n = vib_conv_weights(second);
        real gain = weights[block->gain], *to = scaled + block->scaled;

        for (size_t j = 0; j < n; j++)
            to[j] = gain * weights[block->second.weights + j];
        for (size_t j = 0; j < second->out; j++)
            to[n + j] = gain * weights[block->second.bias + j];
    }
}

/* [channels][length] to [length][channels] between margins. */
static void load_input(real *to, const vib_conv *stem, const real *input)
{
    for (size_t c = 0; c < stem->in; c++)
        for (size_t i = 0; i < stem->length; i++)
            to[i * stem->in + c] = input[c * stem->length + i];
    vib_margins(to, stem->length, stem->in, vib_conv_margin(stem));
}

/* Clear the margins of what `layer` is about to read. */
static void close_ends(real *x, const vib_planned *layer)
{
    vib_margins(x, layer->conv.length, layer->conv.in,
                vib_conv_margin(&layer->conv));
}

static void forward_block(real *memory, const vib_block *block,
                          const real *weights, const real *scaled, real *next)
{
    const vib_conv *second = &block->second.conv;
    real *a = memory + block->a, *b = memory + block->b;
    real *x = memory + block->x, *y = memory + block->y;
    const real *second_weights = scaled + block->scaled;

    close_ends(a, &block->first);
    vib_conv_forward((vib_output){ .act = b,
                                   .bias = weights + block->first.bias },
                     &block->first.conv, weights + block->first.weights, a);
    if (block->projects) {
        close_ends(x, &block->skip);
        vib_conv_forward((vib_output){ .sum = y }, &block->skip.conv,
                         weights + block->skip.weights, x);
    }
    close_ends(b, &block->second);
    vib_conv_forward((vib_output){ .sum = y, .act = next, .accumulate = true,
                                   .bias = second_weights
                                       + vib_conv_weights(second) },
                     second, second_weights, b);
}

/* One sample up to the linear layer. */
static void forward_sample(real *flat, real *memory, const vib_plan *plan,
                           const real *weights, const real *scaled)
{
    const vib_block *last = &plan->block[plan->blocks - 1];

    vib_conv_forward((vib_output){ .sum = memory + plan->block[0].x,
                                   .act = memory + plan->block[0].a,
                                   .bias = weights + plan->stem.bias },
                     &plan->stem.conv, weights + plan->stem.weights,
                     memory + plan->input);
    for (const vib_block *block = plan->block; block <= last; block++)
        forward_block(memory, block, weights, scaled,
                      block < last ? memory + block[1].a : NULL);
    vib_conv_forward((vib_output){ .sum = flat }, &plan->head.conv,
                     weights + plan->head.weights, memory + last->y);
}

void vib_network_forward(real *vectors, real *tape_memory, real *scratch,
                         const vib_shape *shape, const real *weights,
                         const real *input, size_t n)
{
    bool kept = tape_memory != NULL;
    real *raw, *memory, *scaled = scratch;
    vib_linear linear;
    vib_plan plan;
    tape at;

    vib_plan_make(&plan, shape, kept);
    at = tape_of(&plan, n, kept);
    linear = (vib_linear){ n, plan.flat, plan.dimension };
    raw = scaled + plan.scaled;
    memory = kept ? tape_memory : raw + n * plan.dimension;
    scale_seconds(scaled, &plan, weights);
    for (size_t i = 0; i < n; i++) {
        real *sample = memory + i * at.step;

        load_input(sample + plan.input, &plan.stem.conv,
                   input + i * shape->channels * shape->length);
        forward_sample(memory + at.flat + i * plan.flat, sample, &plan,
                       weights, scaled);
    }
    vib_linear_forward(raw, &linear, weights + plan.linear,
                       weights + plan.bias, memory + at.flat);
    for (size_t i = 0; i < n; i++)
        memory[at.inverse_norm + i] = vib_unit_forward(
            vectors + i * plan.dimension, raw + i * plan.dimension,
            plan.dimension);
    memcpy(memory + at.vectors, vectors,
           n * plan.dimension * sizeof *vectors);
}

static void turn_weights(const way_back *way, const vib_plan *plan,
                         const real *weights)
{
    for (size_t i = 0; i < plan->blocks; i++) {
        const vib_block *block = &plan->block[i];

        vib_conv_turn(way->turned + block->first.turned, &block->first.conv,
                      weights + block->first.weights);
        vib_conv_turn(way->turned + block->second.turned,
                      &block->second.conv, way->scaled + block->scaled);
        if (block->projects)
            vib_conv_turn(way->turned + block->skip.turned,
                          &block->skip.conv, weights + block->skip.weights);
    }
    vib_conv_turn(way->turned + plan->head.turned, &plan->head.conv,
                  weights + plan->head.weights);
}

/* Gradient of the scaled weights to that of the weights and the gain. */
static void unscale_seconds(real *gradient, const way_back *way,
                            const vib_plan *plan, const real *weights)
{
    for (size_t i = 0; i < plan->blocks; i++) {
        const vib_block *block = &plan->block[i];
        const real *d = way->d_scaled + block->scaled;
        const vib_planned *second = &block->second;
        size_t n = vib_conv_weights(&second->conv);
        real gain = weights[block->gain];
        double d_gain = 0;

        for (size_t j = 0; j < n; j++) {
            gradient[second->weights + j] += gain * d[j];
            d_gain += (double)d[j] * (double)weights[second->weights + j];
        }
        for (size_t j = 0; j < second->conv.out; j++) {
            gradient[second->bias + j] += gain * d[n + j];
            d_gain += (double)d[n + j] * (double)weights[second->bias + j];
        }
        gradient[block->gain] += (real)d_gain;
    }
}

/* What the way back through one sample works with. */
typedef struct sample_back {
    real *gradient;      /* [weights]                                       */
    const way_back *way;
    const real *memory;  /* the sample's tape                               */
    size_t margin;       /* of the gradients in way->d                      */
} sample_back;

/* Gradient of the weights and the bias of a layer that read x. */
static void backward_weights(real *d_weights, real *d_bias,
                             const vib_conv *conv, const real *x,
                             const real *dy)
{
    vib_conv_weight_gradient(d_weights, conv, x, dy);
    vib_bias_gradient(d_bias, dy, vib_conv_length(conv), conv->out);
}

/* From d_y, the gradient of the block's result, to d_x, that of its input. */
static void backward_block(real *d_x, real *d_y, const sample_back *back,
                           const vib_block *block)
{
    const vib_conv *first = &block->first.conv, *second = &block->second.conv;
    const real *a = back->memory + block->a, *b = back->memory + block->b;
    const real *turned = back->way->turned;
    real *d_second = back->way->d_scaled + block->scaled;
    real *d_b = back->way->d[2] + back->margin * second->in;

    vib_margins(d_y, vib_conv_length(second), second->out, back->margin);
    backward_weights(d_second, d_second + vib_conv_weights(second), second, b,
                     d_y);
    vib_conv_data_gradient((vib_output){ .sum = d_b, .sign = b }, second,
                           turned + block->second.turned, d_y);
    vib_margins(d_b, second->length, second->in, back->margin);
    backward_weights(back->gradient + block->first.weights,
                     back->gradient + block->first.bias, first, a, d_b);
    vib_conv_data_gradient((vib_output){ .sum = d_x, .sign = a,
                                         .add = block->projects ? NULL : d_y },
                           first, turned + block->first.turned, d_b);
    if (!block->projects)
        return;
    vib_conv_weight_gradient(back->gradient + block->skip.weights,
                             &block->skip.conv, back->memory + block->x, d_y);
    vib_conv_data_gradient((vib_output){ .sum = d_x, .accumulate = true },
                           &block->skip.conv, turned + block->skip.turned,
                           d_y);
}

/* One sample from the gradient of what the linear layer read. */
static void backward_sample(const sample_back *back, const vib_plan *plan)
{
    const vib_planned *head = &plan->head, *stem = &plan->stem;
    const way_back *way = back->way;
    size_t turn = plan->blocks;
    real *d_y = way->d[turn % 2] + back->margin * head->conv.in;

    vib_conv_weight_gradient(back->gradient + head->weights, &head->conv,
                             back->memory + plan->block[turn - 1].y,
                             way->d_flat);
    vib_conv_data_gradient((vib_output){ .sum = d_y }, &head->conv,
                           way->turned + head->turned, way->d_flat);
    while (turn-- > 0) {
        const vib_block *block = &plan->block[turn];
        real *d_x = way->d[turn % 2] + back->margin * block->first.conv.in;

        backward_block(d_x, d_y, back, block);
        d_y = d_x;
    }
    backward_weights(back->gradient + stem->weights,
                     back->gradient + stem->bias, &stem->conv,
                     back->memory + plan->input, d_y);
}

/* Through the unit length, to the gradient of all vectors before it. */
static void backward_units(real *d_raw, const real *vectors,
                           const real *inverse_norm, const real *d_vectors,
                           const vib_linear *linear)
{
    for (size_t i = 0; i < linear->n; i++) {
        size_t at = i * linear->out;

        vib_unit_backward(d_raw + at, vectors + at, d_vectors + at,
                          inverse_norm[i], linear->out);
    }
}

void vib_network_backward(real *gradient, real *scratch,
                          const vib_shape *shape, const real *weights,
                          const real *tape_memory, const real *d_vectors,
                          size_t n)
{
    vib_plan plan;
    way_back way;
    vib_linear linear;
    tape at;

    vib_plan_make(&plan, shape, true);
    linear = (vib_linear){ n, plan.flat, plan.dimension };
    way = way_back_in(scratch, &plan, n);
    at = tape_of(&plan, n, true);
    scale_seconds(way.scaled, &plan, weights);
    turn_weights(&way, &plan, weights);
    memset(way.d_scaled, 0, plan.scaled * sizeof *way.d_scaled);

    backward_units(way.d_raw, tape_memory + at.vectors,
                   tape_memory + at.inverse_norm, d_vectors, &linear);
    vib_linear_weight_gradient(gradient + plan.linear, &linear,
                               tape_memory + at.flat, way.d_raw);
    vib_bias_gradient(gradient + plan.bias, way.d_raw, n, plan.dimension);
    vib_linear_data_gradient(way.d_flat_t, way.d_raw_t, &linear,
                             weights + plan.linear, way.d_raw);
    for (size_t i = 0; i < n; i++) {
        sample_back back = { gradient, &way, tape_memory + i * at.step,
                             vib_conv_margin(&plan.block[0].first.conv) };

        for (size_t j = 0; j < plan.flat; j++)
            way.d_flat[j] = way.d_flat_t[j * n + i];
        backward_sample(&back, &plan);
    }
    unscale_seconds(gradient, &way, &plan, weights);
}
