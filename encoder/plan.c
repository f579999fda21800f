#include "plan.h"

/* Take `n` from *at. */
static size_t take(size_t *at, size_t n)
{
    size_t here = *at;

    *at += n;
    return here;
}

static size_t round_up(size_t n)
{
    return (n + 15) / 16 * 16;
}

/* Room for [length][channels] between margins; where position 0 is. */
static size_t take_array(size_t *at, size_t length, size_t channels,
                         size_t margin)
{
    size_t whole = round_up((length + 2 * margin) * channels);

    return take(at, whole) + margin * channels;
}

static vib_conv centred(size_t length, size_t in, size_t out, size_t kernel,
                        size_t stride)
{
    return (vib_conv){ length, in, out, kernel, stride, kernel / 2 };
}

/* The layers, in the order they come. */
static void plan_layers(vib_plan *plan, const vib_shape *shape)
{
    size_t length, width = shape->stem;

    plan->stem.conv = centred(shape->length, shape->channels, width,
                              shape->stem_kernel, 2);
    length = vib_conv_length(&plan->stem.conv);
    plan->blocks = shape->blocks;
    for (size_t i = 0; i < plan->blocks; i++) {
        vib_block *block = &plan->block[i];
        size_t out = shape->width[i], stride = shape->stride[i];

        block->first.conv = centred(length, width, out, shape->kernel, stride);
        block->skip.conv = (vib_conv){ length, width, out, stride, stride, 0 };
        block->projects = stride != 1 || width != out;
        length = vib_conv_length(&block->first.conv);
        block->second.conv = centred(length, out, out, shape->kernel, 1);
        width = out;
    }
    plan->head.conv = centred(length, width, shape->head, 1, 1);
    plan->flat = length * shape->head;
    plan->dimension = shape->dimension;
}

static void take_matrix(vib_planned *layer, size_t *weights, size_t *turned)
{
    size_t n = vib_conv_weights(&layer->conv);

    layer->weights = take(weights, n);
    layer->turned = take(turned, n);
}

/* Matrices first, so that those of widths by 16 are aligned; then biases, then
 * gains. */
static void plan_weights(vib_plan *plan)
{
    size_t at = 0;

    plan->turned = 0;
    take_matrix(&plan->stem, &at, &plan->turned);
    for (size_t i = 0; i < plan->blocks; i++) {
        take_matrix(&plan->block[i].first, &at, &plan->turned);
        take_matrix(&plan->block[i].second, &at, &plan->turned);
        if (plan->block[i].projects)
            take_matrix(&plan->block[i].skip, &at, &plan->turned);
    }
    take_matrix(&plan->head, &at, &plan->turned);
    plan->linear = take(&at, plan->flat * plan->dimension);
    plan->matrices = at;
    plan->stem.bias = take(&at, plan->stem.conv.out);
    for (size_t i = 0; i < plan->blocks; i++) {
        plan->block[i].first.bias = take(&at, plan->block[i].first.conv.out);
        plan->block[i].second.bias = take(&at, plan->block[i].second.conv.out);
    }
    plan->bias = take(&at, plan->dimension);
    for (size_t i = 0; i < plan->blocks; i++)
        plan->block[i].gain = take(&at, 1);
    plan->weights = at;
}

static void plan_scaled(vib_plan *plan)
{
    plan->scaled = 0;
    for (size_t i = 0; i < plan->blocks; i++) {
        const vib_conv *second = &plan->block[i].second.conv;

        plan->block[i].scaled =
            take(&plan->scaled,
                 round_up(vib_conv_weights(second) + second->out));
    }
}

/* Room for what a convolution reads, or for the gradient of what it wrote. */
static size_t room(const vib_conv *conv)
{
    size_t margin = 2 * vib_conv_margin(conv), before = 0, after = 0;

    take_array(&before, conv->length + margin, conv->in, 0);
    take_array(&after, vib_conv_length(conv) + margin, conv->out, 0);
    return before > after ? before : after;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static void plan_largest(vib_plan *plan)
{
    plan->largest = larger(room(&plan->stem.conv), room(&plan->head.conv));
    for (size_t i = 0; i < plan->blocks; i++) {
        vib_block *block = &plan->block[i];

        plan->largest = larger(plan->largest, room(&block->first.conv));
        plan->largest = larger(plan->largest, room(&block->second.conv));
        if (block->projects)
            plan->largest = larger(plan->largest, room(&block->skip.conv));
    }
}

/* Where arrays of the tape go: each to its own place, or to one of SLOTS. */
typedef struct placing {
    bool keep;
    size_t at, largest;
} placing;
enum { SLOT_A, SLOT_B, SLOT_STREAM, SLOTS = SLOT_STREAM + 2 };

static size_t place(placing *how, size_t slot, const vib_conv *reader)
{
    size_t margin = vib_conv_margin(reader);

    return how->keep
        ? take_array(&how->at, reader->length, reader->in, margin)
        : slot * how->largest + margin * reader->in;
}

/* The stream x is changed in place by each block until one projects it. Its
 * margin is more than a skip convolution needs. */
static void plan_tape(vib_plan *plan, bool keep)
{
    placing how = { keep, 0, plan->largest };
    size_t stream = 0, x;

    plan->input = place(&how, SLOT_B, &plan->stem.conv);
    x = place(&how, SLOT_STREAM, &plan->block[0].first.conv);
    for (size_t i = 0; i < plan->blocks; i++) {
        vib_block *block = &plan->block[i];

        block->x = x;
        block->a = place(&how, SLOT_A, &block->first.conv);
        block->b = place(&how, SLOT_B, &block->second.conv);
        if (block->projects) {
            const vib_conv *reader = i + 1 < plan->blocks
                ? &plan->block[i + 1].first.conv
                : &plan->head.conv;

            stream = !stream;
            x = place(&how, SLOT_STREAM + stream, reader);
        }
        block->y = x;
    }
    plan->tape = keep ? how.at : SLOTS * plan->largest;
}

void vib_plan_make(vib_plan *plan, const vib_shape *shape, bool keep)
{
    plan_layers(plan, shape);
    plan_weights(plan);
    plan_scaled(plan);
    plan_largest(plan);
    plan_tape(plan, keep);
}
