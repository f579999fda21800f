/* The network in bf16. Its layers are those of plan.h, but with the channels
 * of every array padded by zeros to what the product takes: whole vectors, of
 * the input pairs. Padding meets weights of 0 only, and stays 0. */
#include "bf16.h"

#include "kernels_bf16.h"
#include "memory.h"
#include "plan.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

/* A convolution of padded channels, and where its numbers are. A layer without
 * a bias adds zeros. */
typedef struct layer {
    vib_conv conv;
    size_t weights, bias;
} layer;

typedef struct block {
    layer first, second, skip;
    bool projects; /* there is a skip convolution                           */
} block;

struct vib_bf16_network {
    size_t channels;   /* of the input, not padded                          */
    size_t dimension;  /* of the vector, not padded                         */
    layer stem, head, linear;
    block block[VIB_BLOCKS_MAX];
    size_t blocks;
    size_t weight_count, bias_count;
    size_t room;       /* what any array needs with its margins             */
    vib_bf16 *weights; /* matrices, each as vib_bf16_place() says           */
    float *biases;
};

static size_t round_up(size_t n, size_t unit)
{
    return (n + unit - 1) / unit * unit;
}

/* The next matrix: `conv` with its channels padded, its input's to `unit`. */
static layer widen(vib_bf16_network *network, const vib_conv *conv,
                   size_t unit)
{
    layer wide = { *conv, network->weight_count, network->bias_count };

    wide.conv.in = round_up(conv->in, unit);
    wide.conv.out = round_up(conv->out, VIB_BF16_WIDTH);
    network->weight_count += vib_conv_weights(&wide.conv);
    network->bias_count += wide.conv.out;
    return wide;
}

/* The same, with room for what it reads. */
static layer convolution(vib_bf16_network *network, const vib_conv *conv,
                         size_t unit)
{
    layer wide = widen(network, conv, unit);
    size_t positions = conv->length + 2 * vib_conv_margin(conv);
    size_t room = round_up(positions * wide.conv.in, VIB_BF16_PANEL);

    if (network->room < room)
        network->room = room;
    return wide;
}

/* The linear layer: one position, with all those of the head as its taps. */
static vib_planned linear_of(const vib_plan *plan)
{
    size_t taps = vib_conv_length(&plan->head.conv);

    return (vib_planned){
        .conv = { .length = taps, .in = plan->head.conv.out,
                  .out = plan->dimension, .kernel = taps, .stride = taps },
        .weights = plan->linear, .bias = plan->bias };
}

static void lay_out(vib_bf16_network *network, const vib_plan *plan)
{
    vib_planned linear = linear_of(plan);

    network->channels = plan->stem.conv.in;
    network->dimension = plan->dimension;
    network->blocks = plan->blocks;
    network->stem = convolution(network, &plan->stem.conv, VIB_BF16_PAIR);
    for (size_t i = 0; i < plan->blocks; i++) {
        const vib_block *from = &plan->block[i];
        block *to = &network->block[i];

        to->projects = from->projects;
        to->first = convolution(network, &from->first.conv, VIB_BF16_WIDTH);
        to->second = convolution(network, &from->second.conv, VIB_BF16_WIDTH);
        if (to->projects)
            to->skip = convolution(network, &from->skip.conv, VIB_BF16_WIDTH);
    }
    network->head = convolution(network, &plan->head.conv, VIB_BF16_WIDTH);
    network->linear = widen(network, &linear.conv, VIB_BF16_WIDTH);
}

/* What a layer is made from. */
typedef struct source {
    vib_conv conv;
    const float *weights; /* [kernel][in][out]                              */
    const float *bias;    /* [out] or NULL                                  */
    float gain;           /* of all                                         */
} source;

static source plain(const float *weights, const vib_planned *from)
{
    return (source){ from->conv, weights + from->weights, NULL, 1 };
}

static source biased(const float *weights, const vib_planned *from,
                     float gain)
{
    return (source){ from->conv, weights + from->weights,
                     weights + from->bias, gain };
}

static void pack(vib_bf16_network *network, const layer *to, source from)
{
    size_t k = to->conv.kernel * to->conv.in, n = to->conv.out;
    vib_bf16 *weights = network->weights + to->weights;
    float *bias = network->biases + to->bias;

    for (size_t tap = 0; tap < from.conv.kernel; tap++)
        for (size_t i = 0; i < from.conv.in; i++)
            for (size_t j = 0; j < from.conv.out; j++)
                weights[vib_bf16_place(tap * to->conv.in + i, j, k, n)] =
                    vib_bf16_round(from.gain * *from.weights++);
    for (size_t j = 0; from.bias && j < from.conv.out; j++)
        bias[j] = from.gain * from.bias[j];
}

/* The gain of a block goes into its second convolution. */
static void pack_all(vib_bf16_network *network, const vib_plan *plan,
                     const float *weights)
{
    vib_planned linear = linear_of(plan);

    pack(network, &network->stem, biased(weights, &plan->stem, 1));
    for (size_t i = 0; i < plan->blocks; i++) {
        const vib_block *from = &plan->block[i];
        const block *to = &network->block[i];

        pack(network, &to->first, biased(weights, &from->first, 1));
        pack(network, &to->second,
             biased(weights, &from->second, weights[from->gain]));
        if (to->projects)
            pack(network, &to->skip, plain(weights, &from->skip));
    }
    pack(network, &network->head, plain(weights, &plan->head));
    pack(network, &network->linear, biased(weights, &linear, 1));
}

int vib_bf16_open(vib_bf16_network **out, const vib_shape *shape,
                  const float *weights)
{
    vib_bf16_network *network;
    vib_plan plan;
    int status = VIB_NO_MEMORY;

    if (!vib_bf16_works())
        return vib_fail(VIB_SYSTEM, "this processor has no bf16 arithmetic "
                        "(AVX512_BF16): encode in f32");
    network = vib_new(1, sizeof *network);
    if (!network)
        goto out;
    vib_plan_make(&plan, shape, false);
    lay_out(network, &plan);
    network->weights = vib_new_aligned(network->weight_count,
                                       sizeof *network->weights);
    network->biases = vib_new_aligned(network->bias_count,
                                      sizeof *network->biases);
    if (!network->weights || !network->biases)
        goto out;
    pack_all(network, &plan, weights);
    status = VIB_OK;
out:
    if (status == VIB_OK)
        *out = network;
    else
        vib_bf16_close(network);
    return status;
}

void vib_bf16_close(vib_bf16_network *network)
{
    if (!network)
        return;
    free(network->weights);
    free(network->biases);
    free(network);
}

/* The scratch. What convolutions read stands between margins, from `room` to
 * `room`; activations take turns, as in plan.h. */
typedef struct places {
    float *stream;  /* [room] what the blocks add to                        */
    float *raw;     /* [n][dimension, padded] vectors, not of unit length   */
    vib_bf16 *a;    /* [room] what the first of a block reads               */
    vib_bf16 *b;    /* [room] the sample; what the second of a block reads  */
    vib_bf16 *x;    /* [room] the stream for a skip or the head to read     */
    vib_bf16 *flat; /* [n][flat] what the linear layer reads                */
} places;

/* Values before the linear layer. */
static size_t flat_of(const vib_bf16_network *network)
{
    return network->linear.conv.kernel * network->linear.conv.in;
}

size_t vib_bf16_scratch(const vib_bf16_network *network, size_t n)
{
    size_t halves = 3 * network->room + n * flat_of(network);

    return network->room + n * network->linear.conv.out + halves / 2;
}

static places places_in(float *scratch, const vib_bf16_network *network,
                        size_t n)
{
    places at = { .stream = scratch, .raw = scratch + network->room };

    at.a = (vib_bf16 *)(at.raw + n * network->linear.conv.out);
    at.b = at.a + network->room;
    at.x = at.b + network->room;
    at.flat = at.x + network->room;
    return at;
}

/* Position 0 of what `reader` reads at `place`, behind the margin. */
static vib_bf16 *start(vib_bf16 *place, const layer *reader)
{
    return place + vib_conv_margin(&reader->conv) * reader->conv.in;
}

/* [channels][length] to [length][channels, padded]. */
static void load_input(vib_bf16 *to, const vib_bf16_network *network,
                       const float *input)
{
    const vib_conv *stem = &network->stem.conv;

    for (size_t i = 0; i < stem->length; i++, to += stem->in) {
        for (size_t c = 0; c < network->channels; c++)
            to[c] = vib_bf16_round(input[c * stem->length + i]);
        for (size_t c = network->channels; c < stem->in; c++)
            to[c] = 0;
    }
}

/* What `reader` reads at `place`, its margins cleared, through it. */
static void convolve(vib_bf16_output to, const vib_bf16_network *network,
                     const layer *reader, vib_bf16 *place)
{
    const vib_conv *conv = &reader->conv;
    size_t margin = vib_conv_margin(conv) * conv->in;
    vib_bf16 *x = place + margin;

    memset(place, 0, margin * sizeof *place);
    memset(x + conv->length * conv->in, 0, margin * sizeof *x);
    to.bias = network->biases + reader->bias;
    vib_bf16_multiply(&(vib_bf16_product){
        .m = vib_conv_length(conv), .n = conv->out,
        .k = conv->kernel * conv->in, .a = x - conv->before * conv->in,
        .a_row = conv->stride * conv->in,
        .b = network->weights + reader->weights, .to = to });
}

/* Where the stream goes to before block `next`, for what will read it there:
 * the block's convolutions and its sum, or behind the last block the head. */
static vib_bf16_output leave(const vib_bf16_network *network,
                             const places *at, size_t next)
{
    const block *reader = &network->block[next];

    if (next == network->blocks)
        return (vib_bf16_output){ .copy = start(at->x, &network->head) };
    if (reader->projects)
        return (vib_bf16_output){ .copy = start(at->x, &reader->skip),
                                  .act = start(at->a, &reader->first) };
    return (vib_bf16_output){ .sum = at->stream,
                              .act = start(at->a, &reader->first) };
}

/* One sample up to the linear layer. */
static void forward_sample(vib_bf16 *flat, const vib_bf16_network *network,
                           const places *at, const float *input)
{
    load_input(start(at->b, &network->stem), network, input);
    convolve(leave(network, at, 0), network, &network->stem, at->b);
    for (size_t i = 0; i < network->blocks; i++) {
        const block *here = &network->block[i];
        vib_bf16_output to = leave(network, at, i + 1);

        convolve((vib_bf16_output){ .act = start(at->b, &here->second) },
                 network, &here->first, at->a);
        if (here->projects)
            convolve((vib_bf16_output){ .sum = at->stream }, network,
                     &here->skip, at->x);
        to.add = at->stream;
        convolve(to, network, &here->second, at->b);
    }
    convolve((vib_bf16_output){ .copy = flat }, network, &network->head,
             at->x);
}

void vib_bf16_forward(float *vectors, float *scratch,
                      const vib_bf16_network *network, const float *input,
                      size_t n)
{
    const vib_conv *stem = &network->stem.conv, *linear = &network->linear.conv;
    places at = places_in(scratch, network, n);
    size_t flat = flat_of(network), dimension = network->dimension;

    for (size_t i = 0; i < n; i++)
        forward_sample(at.flat + i * flat, network, &at,
                       input + i * network->channels * stem->length);
    vib_bf16_multiply(&(vib_bf16_product){
        .m = n, .n = linear->out, .k = flat, .a = at.flat, .a_row = flat,
        .b = network->weights + network->linear.weights,
        .to = { .bias = network->biases + network->linear.bias,
                .sum = at.raw } });
    for (size_t i = 0; i < n; i++)
        vib_unit_forward(vectors + i * dimension, at.raw + i * linear->out,
                         dimension);
}
