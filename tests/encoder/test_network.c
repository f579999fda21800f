/* The whole network: in double against central differences, and in float
 * against double. */
#include "double.h"

#include "network.h"

#include "memory.h"
#include "random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The same functions for float. */
#undef vib_network_forward
#undef vib_network_backward
void vib_network_forward(float *vectors, float *tape, float *scratch,
                         const vib_shape *shape, const float *weights,
                         const float *input, size_t n);
void vib_network_backward(float *gradient, float *scratch,
                          const vib_shape *shape, const float *weights,
                          const float *tape, const float *d_vectors, size_t n);

static const char *const texts[] = {
    "resnet in=3x61 stem=4k5 blocks=4,8/2,8,5 kernel=3 head=3 out=7",
    "resnet in=2x40 stem=16k11 blocks=16,32/2,32 kernel=3 head=8 out=16",
    "resnet in=1x33 stem=5k3 blocks=7,7/2 kernel=7 head=1 out=3",
};
enum { TEXTS = sizeof texts / sizeof *texts, N = 3 };

static double *draw(size_t n, uint64_t seed)
{
    vib_random random = vib_random_stream(seed, n, 0);
    double *values = vib_new_aligned(n, sizeof *values);

    for (size_t i = 0; i < n; i++)
        values[i] = vib_random_normal(&random);
    return values;
}

/* N samples and all that belongs to them. */
typedef struct trial {
    vib_shape shape;
    size_t count, vectors; /* weights; values in all vectors               */
    double *weights, *input, *d_vectors, *out, *tape, *scratch, *gradient;
} trial;

static trial set_up(const char *text)
{
    trial t = { .count = 0 };

    cr_assert_eq(vib_shape_parse(&t.shape, text), 0);
    t.count = vib_network_weights(&t.shape);
    t.vectors = N * t.shape.dimension;
    t.weights = draw(t.count, 1);
    t.input = draw(N * t.shape.channels * t.shape.length, 2);
    t.d_vectors = draw(t.vectors, 3);
    t.out = draw(t.vectors, 4);
    t.tape = draw(vib_network_tape(&t.shape, N), 5);
    t.scratch = draw(vib_network_scratch(&t.shape, N), 6);
    t.gradient = vib_new_aligned(t.count, sizeof *t.gradient);
    /* Gains and biases are 0 in a new network, which would hide a lot. */
    for (size_t i = 0; i < t.count; i++)
        t.weights[i] *= 0.3;
    return t;
}

static void tear_down(trial *t)
{
    free(t->weights);
    free(t->input);
    free(t->d_vectors);
    free(t->out);
    free(t->tape);
    free(t->scratch);
    free(t->gradient);
}

static double weighed(const trial *t)
{
    double sum = 0;

    vib_network_forward_double(t->out, NULL, t->scratch, &t->shape,
                               t->weights, t->input, N);
    for (size_t i = 0; i < t->vectors; i++)
        sum += t->out[i] * t->d_vectors[i];
    return sum;
}

static void fill_gradient(const trial *t)
{
    vib_network_forward_double(t->out, t->tape, t->scratch, &t->shape,
                               t->weights, t->input, N);
    vib_network_backward_double(t->gradient, t->scratch, &t->shape,
                                t->weights, t->tape, t->d_vectors, N);
}

static double difference(const trial *t, size_t i)
{
    const double step = 1e-6;
    double kept = t->weights[i], above, below;

    t->weights[i] = kept + step;
    above = weighed(t);
    t->weights[i] = kept - step;
    below = weighed(t);
    t->weights[i] = kept;
    return (above - below) / (2 * step);
}

Test(network, every_gradient_matches_differences)
{
    for (size_t c = 0; c < TEXTS; c++) {
        trial t = set_up(texts[c]);
        /* All of a small network, some of a large one, the last always:
         * there are the biases and gains. */
        size_t stride = t.count / 200 + 1;

        fill_gradient(&t);
        for (size_t i = 0; i < t.count; i++) {
            double want;

            if (i % stride != 0 && i + 40 < t.count)
                continue;
            want = difference(&t, i);
            cr_assert_float_eq(t.gradient[i], want, 1e-6 * (1 + fabs(want)),
                               "weight %zu of \"%s\": %g, not %g", i,
                               texts[c], t.gradient[i], want);
        }
        tear_down(&t);
    }
}

Test(network, gradients_add_up)
{
    trial t = set_up(texts[0]);
    double *once = vib_new(t.count, sizeof *once);

    fill_gradient(&t);
    memcpy(once, t.gradient, t.count * sizeof *once);
    fill_gradient(&t);
    for (size_t i = 0; i < t.count; i++)
        cr_assert_float_eq(t.gradient[i], 2 * once[i],
                           1e-12 * (1 + fabs(once[i])));
    free(once);
    tear_down(&t);
}

static float *narrow(const double *from, size_t n)
{
    float *to = vib_new_aligned(n, sizeof *to);

    for (size_t i = 0; i < n; i++)
        to[i] = (float)from[i];
    return to;
}

static double distance(const float *a, const double *b, size_t n)
{
    double apart = 0, size = 0;

    for (size_t i = 0; i < n; i++) {
        apart += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        size += b[i] * b[i];
    }
    return sqrt(apart / size);
}

Test(network, float_agrees_with_double)
{
    for (size_t c = 0; c < TEXTS; c++) {
        trial t = set_up(texts[c]);
        float *weights = narrow(t.weights, t.count);
        float *input = narrow(t.input,
                              N * t.shape.channels * t.shape.length);
        float *d_vectors = narrow(t.d_vectors, t.vectors);
        float *out = vib_new(t.vectors, sizeof *out);
        float *tape = vib_new(vib_network_tape(&t.shape, N), sizeof *tape);
        float *scratch = vib_new(vib_network_scratch(&t.shape, N),
                                 sizeof *scratch);
        float *gradient = vib_new(t.count, sizeof *gradient);

        fill_gradient(&t);
        vib_network_forward(out, tape, scratch, &t.shape, weights, input, N);
        vib_network_backward(gradient, scratch, &t.shape, weights, tape,
                             d_vectors, N);
        cr_expect_lt(distance(out, t.out, t.vectors), 1e-5);
        cr_expect_lt(distance(gradient, t.gradient, t.count), 1e-4);
        free(weights);
        free(input);
        free(d_vectors);
        free(out);
        free(tape);
        free(scratch);
        free(gradient);
        tear_down(&t);
    }
}

Test(network, a_vector_has_unit_length_and_depends_on_its_sample_alone)
{
    for (size_t c = 0; c < TEXTS; c++) {
        trial t = set_up(texts[c]);
        size_t dimension = t.shape.dimension;
        double *alone = vib_new(dimension, sizeof *alone);

        vib_network_forward_double(t.out, NULL, t.scratch, &t.shape,
                                   t.weights, t.input, N);
        for (size_t i = 0; i < N; i++) {
            double *vector = t.out + i * dimension, square = 0;

            vib_network_forward_double(
                alone, i == 1 ? t.tape : NULL, t.scratch, &t.shape, t.weights,
                t.input + i * t.shape.channels * t.shape.length, 1);
            for (size_t d = 0; d < dimension; d++)
                square += vector[d] * vector[d];
            cr_expect_float_eq(square, 1, 1e-12);
            cr_expect_eq(memcmp(alone, vector, dimension * sizeof *alone), 0);
        }
        free(alone);
        tear_down(&t);
    }
}

Test(network, a_new_network_is_linear)
{
    trial t = set_up(texts[1]);
    size_t dimension = t.shape.dimension;
    size_t size = t.shape.channels * t.shape.length;
    double cosine = 0;

    /* Sample 1 becomes minus sample 0: its vector must turn round. */
    vib_network_init_double(t.weights, &t.shape, 7);
    for (size_t i = 0; i < size; i++)
        t.input[size + i] = -t.input[i];
    vib_network_forward_double(t.out, NULL, t.scratch, &t.shape, t.weights,
                               t.input, 2);
    for (size_t d = 0; d < dimension; d++)
        cosine += t.out[d] * t.out[dimension + d];
    cr_expect_float_eq(cosine, -1, 1e-12);
    tear_down(&t);
}

Test(network, hidden_channels_change_nothing_and_others_do)
{
    trial t = set_up(texts[0]);
    size_t length = t.shape.length, size = t.shape.channels * length;
    size_t bytes = t.shape.dimension * sizeof *t.out;

    for (size_t i = 0; i < size; i++) {
        t.input[size + i] = t.input[i] + (i / length == 1);
        t.input[2 * size + i] = t.input[i] + (i / length == 2);
    }
    vib_network_hide_double(t.weights, &t.shape, 1 << 1);
    vib_network_forward_double(t.out, NULL, t.scratch, &t.shape, t.weights,
                               t.input, 3);
    cr_expect_eq(memcmp(t.out + t.shape.dimension, t.out, bytes), 0);
    cr_expect_neq(memcmp(t.out + 2 * t.shape.dimension, t.out, bytes), 0);
    tear_down(&t);
}

Test(network, a_seed_gives_the_same_weights_again_and_another_others)
{
    trial t = set_up(texts[0]);
    double *again = vib_new(t.count, sizeof *again);

    vib_network_init_double(t.weights, &t.shape, 1);
    vib_network_init_double(again, &t.shape, 1);
    cr_expect_eq(memcmp(again, t.weights, t.count * sizeof *again), 0);
    vib_network_init_double(again, &t.shape, 2);
    cr_expect_neq(memcmp(again, t.weights, t.count * sizeof *again), 0);
    free(again);
    tear_down(&t);
}

Test(network, matrices_decay_and_nothing_else)
{
    trial t = set_up(texts[0]);
    uint8_t *decays = vib_new(t.count, 1);
    /* stem 4, first and second of each block, linear 7; a gain a block */
    size_t kept = 0, biases = 4 + 2 * (4 + 8 + 8 + 5) + 7, gains = 4;

    vib_network_decays_double(decays, &t.shape);
    for (size_t i = 0; i < t.count; i++)
        kept += !decays[i];
    cr_expect_eq(kept, biases + gains);
    free(decays);
    tear_down(&t);
}
