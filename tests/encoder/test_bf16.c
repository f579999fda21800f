/* The network in bf16 against the same network in float. */
#include "bf16.h"

#include "kernels_bf16.h"
#include "memory.h"
#include "random.h"
#include "vibrary.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Widths that are padded: to the same as the block before or to another; even
 * and odd lengths; strides where the last window ends behind the end. */
static const char *const texts[] = {
    "resnet in=3x61 stem=4k5 blocks=4,8/2,8,5 kernel=3 head=3 out=7",
    "resnet in=2x40 stem=16k11 blocks=16,32/2,32 kernel=3 head=8 out=16",
    "resnet in=1x33 stem=5k3 blocks=7/2,7,17 kernel=7 head=1 out=3",
    ("resnet in=3x301 stem=16k11 blocks=16,32/2,48/2,48 kernel=5 head=20 "
     "out=130"),
};
enum { TEXTS = sizeof texts / sizeof *texts, N = 5 };

typedef struct trial {
    vib_shape shape;
    size_t sample, dimension; /* numbers in a sample and in a vector        */
    float *weights, *input, *vectors, *scratch;
    vib_bf16_network *network;
} trial;

static float *draw(size_t n, uint64_t seed, double size)
{
    vib_random random = vib_random_stream(seed, n, 0);
    float *values = vib_new_aligned(n, sizeof *values);

    for (size_t i = 0; i < n; i++)
        values[i] = (float)(size * vib_random_normal(&random));
    return values;
}

static trial set_up(const char *text)
{
    trial t = { .sample = 0 };
    size_t count, scratch;

    if (!vib_bf16_works())
        cr_skip_test("this processor has no AVX512_BF16: nothing tested");
    cr_assert_eq(vib_shape_parse(&t.shape, text), VIB_OK);
    t.sample = t.shape.channels * t.shape.length;
    t.dimension = t.shape.dimension;
    count = vib_network_weights(&t.shape);
    t.weights = draw(count, 1, 0.3);
    t.input = draw(N * t.sample, 2, 1);
    t.vectors = draw(N * t.dimension, 3, 1);
    cr_assert_eq(vib_bf16_open(&t.network, &t.shape, t.weights), VIB_OK);
    scratch = vib_bf16_scratch(t.network, N);
    t.scratch = vib_new(scratch, sizeof *t.scratch);
    for (size_t i = 0; i < scratch; i++) /* as others may have left it */
        t.scratch[i] = NAN;
    return t;
}

static void tear_down(trial *t)
{
    vib_bf16_close(t->network);
    free(t->weights);
    free(t->input);
    free(t->vectors);
    free(t->scratch);
}

static double inner(const float *a, const float *b, size_t n)
{
    double sum = 0;

    for (size_t d = 0; d < n; d++)
        sum += (double)a[d] * (double)b[d];
    return sum;
}

Test(bf16, vectors_agree_with_those_of_float)
{
    for (size_t c = 0; c < TEXTS; c++) {
        trial t = set_up(texts[c]);
        float *want = vib_new(N * t.dimension, sizeof *want);
        float *scratch = vib_new(vib_network_scratch(&t.shape, N),
                                 sizeof *scratch);

        vib_network_forward(want, NULL, scratch, &t.shape, t.weights, t.input,
                            N);
        vib_bf16_forward(t.vectors, t.scratch, t.network, t.input, N);
        for (size_t i = 0; i < N; i++) {
            const float *vector = t.vectors + i * t.dimension;
            double cosine = inner(vector, want + i * t.dimension,
                                  t.dimension);

            cr_expect_geq(cosine, 0.9999, "sample %zu of \"%s\": %.6f", i,
                          texts[c], cosine);
            cr_expect_float_eq(inner(vector, vector, t.dimension), 1, 1e-6);
        }
        free(want);
        free(scratch);
        tear_down(&t);
    }
}

Test(bf16, a_vector_depends_on_its_sample_alone)
{
    for (size_t c = 0; c < TEXTS; c++) {
        trial t = set_up(texts[c]);
        float *alone = vib_new(t.dimension, sizeof *alone);

        vib_bf16_forward(t.vectors, t.scratch, t.network, t.input, N);
        for (size_t i = 0; i < N; i++) {
            vib_bf16_forward(alone, t.scratch, t.network,
                             t.input + i * t.sample, 1);
            cr_expect_eq(memcmp(alone, t.vectors + i * t.dimension,
                                t.dimension * sizeof *alone), 0,
                         "sample %zu of \"%s\"", i, texts[c]);
        }
        free(alone);
        tear_down(&t);
    }
}

Test(bf16, a_processor_that_cannot_is_told_from_one_that_can)
{
    static const float weights[1 << 16];
    vib_bf16_network *network = NULL;
    vib_shape shape;
    int status;

    cr_assert_eq(vib_shape_parse(&shape, texts[0]), VIB_OK);
    cr_assert_leq(vib_network_weights(&shape),
                  sizeof weights / sizeof *weights);
    status = vib_bf16_open(&network, &shape, weights);
    cr_expect_eq(status, vib_bf16_works() ? VIB_OK : VIB_SYSTEM);
    cr_expect_eq(network != NULL, vib_bf16_works());
    vib_bf16_close(network);
}
