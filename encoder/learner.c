#include "learner.h"

#include "loss.h"
#include "memory.h"
#include "threads.h"

#include <stdlib.h>
#include <string.h>

/* Sums of gradients: few enough to fit memory, enough to keep many threads
 * busy. Part of what a seed means. */
enum { CHUNK = VIB_CHUNK, GROUPS = 16 };

static size_t chunks_of(size_t n)
{
    return (n + CHUNK - 1) / CHUNK;
}

static size_t in_chunk(size_t chunk, size_t n)
{
    return n - chunk * CHUNK < CHUNK ? n - chunk * CHUNK : CHUNK;
}

static bool take_memory(vib_learner *l, size_t rows)
{
    size_t count = l->parameters.count, threads = (size_t)l->threads;
    size_t sums = vib_loss_scratch(l->views, l->shape.dimension, l->threads);
    /* A place for each chunk of a step, and for each thread of a survey. */
    size_t places = l->chunks > threads ? l->chunks : threads;
    size_t vectors = places * CHUNK * l->shape.dimension;

    return (l->state = vib_new_aligned(5 * count, sizeof(real))) &&
           (l->decays = vib_new(count, 1)) &&
           (l->gradients = vib_new_aligned(l->groups * count, sizeof(real))) &&
           (l->inputs = vib_new_aligned(threads * l->input, sizeof(real))) &&
           (l->tapes = vib_new_aligned(places * l->tape, sizeof(real))) &&
           (l->vectors = vib_new_aligned(vectors, sizeof(real))) &&
           (l->d_vectors = vib_new_aligned(vectors, sizeof(real))) &&
           (l->scratches = vib_new_aligned(threads * l->scratch,
                                           sizeof(real))) &&
           (l->paints = vib_new_aligned(threads * l->paint, sizeof(float))) &&
           (l->sums = vib_new_aligned(sums, sizeof(double))) &&
           (l->excluded = vib_new(rows * rows, 1));
}

/* Nothing was learned yet: the average, and the best, are the weights. */
static void begin(vib_learner *l)
{
    const vib_parameters *p = &l->parameters;

    memcpy(p->average, p->weights, p->count * sizeof(real));
    memcpy(l->best, p->weights, p->count * sizeof(real));
}

static void start(vib_learner *l, uint64_t seed)
{
    vib_parameters *p = &l->parameters;
    size_t count = p->count;

    p->weights = l->state;
    p->first = p->weights + count;
    p->second = p->first + count;
    p->average = p->second + count;
    l->best = p->average + count;
    p->gradient = l->gradients;
    p->decays = l->decays;
    vib_network_decays(l->decays, &l->shape);
    vib_network_init(p->weights, &l->shape, seed);
    begin(l);
}

void vib_learner_start(vib_learner *learner, const real *linear)
{
    const vib_shape *shape = &learner->shape;

    memcpy(learner->parameters.weights + vib_network_linear(shape), linear,
           vib_network_flat(shape) * shape->dimension * sizeof *linear);
    begin(learner);
}

void vib_learner_hide(vib_learner *learner, unsigned channels)
{
    vib_network_hide(learner->parameters.weights, &learner->shape, channels);
    begin(learner);
}

int vib_learner_open(vib_learner *out, const vib_shape *shape, size_t rows,
                     uint64_t seed)
{
    vib_learner made = { .shape = *shape, .views = 2 * rows,
                         .threads = vib_threads() };

    made.parameters.count = vib_network_weights(shape);
    made.chunks = chunks_of(made.views);
    made.groups = made.chunks < GROUPS ? made.chunks : GROUPS;
    made.tape = vib_network_tape(shape, CHUNK);
    made.scratch = vib_network_scratch(shape, CHUNK);
    made.input = CHUNK * VIB_CHANNELS * shape->length;
    made.paint = 6 * shape->length;
    if (!take_memory(&made, rows)) {
        vib_learner_release(&made);
        return VIB_NO_MEMORY;
    }
    start(&made, seed);
    *out = made;
    return VIB_OK;
}

void vib_learner_release(vib_learner *learner)
{
    free(learner->state);
    free(learner->decays);
    free(learner->gradients);
    free(learner->inputs);
    free(learner->tapes);
    free(learner->vectors);
    free(learner->d_vectors);
    free(learner->scratches);
    free(learner->paints);
    free(learner->sums);
    free(learner->excluded);
    *learner = (vib_learner){ .state = NULL };
}

static real *scratch_of(const vib_learner *l)
{
    return l->scratches + (size_t)vib_thread_number() * l->scratch;
}

/* Paint one chunk where this thread keeps its inputs; *n is how many. */
static const real *paint_chunk(size_t *n, const vib_learner *l,
                               const vib_painting *painting, size_t chunk)
{
    size_t thread = (size_t)vib_thread_number();
    real *inputs = l->inputs + thread * l->input;

    *n = in_chunk(chunk, painting->count);
    for (size_t i = 0; i < *n; i++)
        painting->paint(inputs + i * (l->input / CHUNK),
                        l->paints + thread * l->paint, painting->from,
                        chunk * CHUNK + i);
    return inputs;
}

static void forward(vib_learner *l, const vib_painting *views)
{
    size_t chunk_vectors = CHUNK * l->shape.dimension;

#pragma omp parallel for schedule(dynamic) num_threads(l->threads)
    for (size_t c = 0; c < l->chunks; c++) {
        size_t n;
        const real *inputs = paint_chunk(&n, l, views, c);

        vib_network_forward(l->vectors + c * chunk_vectors,
                            l->tapes + c * l->tape, scratch_of(l), &l->shape,
                            l->parameters.weights, inputs, n);
    }
}

/* All groups onto the first, in their order; a piece at a time stays in the
 * cache. */
static void add_gradients(vib_learner *l)
{
    enum { PIECE = 2048 };
    size_t count = l->parameters.count;

#pragma omp parallel for num_threads(l->threads)
    for (size_t from = 0; from < count; from += PIECE) {
        size_t to = from + PIECE < count ? from + PIECE : count;

        for (size_t g = 1; g < l->groups; g++)
            for (size_t i = from; i < to; i++)
                l->gradients[i] += l->gradients[g * count + i];
    }
}

static void backward(vib_learner *l)
{
    size_t count = l->parameters.count;
    size_t chunk_vectors = CHUNK * l->shape.dimension;

#pragma omp parallel for schedule(dynamic) num_threads(l->threads)
    for (size_t g = 0; g < l->groups; g++) {
        real *gradient = l->gradients + g * count;
        size_t from = g * l->chunks / l->groups;
        size_t to = (g + 1) * l->chunks / l->groups;

        memset(gradient, 0, count * sizeof *gradient);
        for (size_t c = from; c < to; c++)
            vib_network_backward(gradient, scratch_of(l), &l->shape,
                                 l->parameters.weights,
                                 l->tapes + c * l->tape,
                                 l->d_vectors + c * chunk_vectors,
                                 in_chunk(c, l->views));
    }
    add_gradients(l);
}

double vib_learner_look(vib_learner *learner, const vib_lesson *lesson,
                        double temperature, double own)
{
    vib_painting views = { vib_lesson_paint, lesson, learner->views };
    vib_batch batch = { learner->views, learner->shape.dimension,
                        learner->vectors, NULL, temperature, own };
    double loss;

    forward(learner, &views);
    if (vib_lesson_exclude(learner->excluded, lesson))
        batch.excluded = learner->excluded;
    loss = vib_loss(learner->d_vectors, learner->sums, &batch);
    backward(learner);
    return loss;
}

void vib_learner_embed(float *vectors, vib_learner *learner,
                       const real *weights, const vib_painting *painting)
{
    size_t dimension = learner->shape.dimension;

#pragma omp parallel for schedule(dynamic) num_threads(learner->threads)
    for (size_t c = 0; c < chunks_of(painting->count); c++) {
        size_t n;
        const real *inputs = paint_chunk(&n, learner, painting, c);

        vib_network_forward(vectors + c * CHUNK * dimension, NULL,
                            scratch_of(learner), &learner->shape, weights,
                            inputs, n);
    }
}

void vib_learner_flatten(real *flats, real *slopes, vib_learner *learner,
                         const vib_painting *painting)
{
    const vib_shape *shape = &learner->shape;
    size_t flat = vib_network_flat(shape), length = shape->length;
    size_t each = learner->input / CHUNK;

#pragma omp parallel for schedule(dynamic) num_threads(learner->threads)
    for (size_t c = 0; c < chunks_of(painting->count); c++) {
        size_t n, thread = (size_t)vib_thread_number();
        const real *inputs = paint_chunk(&n, learner, painting, c);
        real *tape = learner->tapes + thread * learner->tape;

        vib_network_forward(learner->vectors + thread * CHUNK *
                                shape->dimension,
                            tape, scratch_of(learner), shape,
                            learner->parameters.weights, inputs, n);
        memcpy(flats + c * CHUNK * flat, vib_network_flats(tape, shape, n),
               n * flat * sizeof *flats);
        for (size_t i = 0; i < n; i++)
            memcpy(slopes + (c * CHUNK + i) * length, inputs + i * each,
                   length * sizeof *slopes);
    }
}
