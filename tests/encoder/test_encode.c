#include "encoder.h"

#include "kernels_bf16.h"
#include "random.h"
#include "small_model.h"

#include <math.h>
#include <string.h>

enum { MANY = 100, POINTS = 300 };
static double axes[MANY][POINTS], lines[MANY][POINTS];

/* A spectrum of a few bands that `which` decides; it borrows x and y. */
static vib_spectrum draw(double *x, double *y, size_t which)
{
    vib_random random = vib_random_stream(5, which, 0);
    double centre[4], height[4];

    for (size_t k = 0; k < 4; k++) {
        centre[k] = 120 + 260 * vib_random_uniform(&random);
        height[k] = 1 + vib_random_uniform(&random);
    }
    for (size_t i = 0; i < POINTS; i++) {
        x[i] = 90 + 1.1 * (double)i;
        y[i] = 0.01 * vib_random_uniform(&random);
        for (size_t k = 0; k < 4; k++)
            y[i] += height[k] / (1 + pow((x[i] - centre[k]) / 6, 2));
    }
    return (vib_spectrum){ .x = x, .y = y, .n = POINTS };
}

static vib_spectrum spectra[MANY];
static float vectors[MANY * DIMENSION];
static int statuses[MANY];

static void draw_all(void)
{
    for (size_t i = 0; i < MANY; i++)
        spectra[i] = draw(axes[i], lines[i], i);
}

static void encode_all(const vib_encoder *encoder)
{
    cr_assert_eq(vib_encoder_encode(vectors, statuses, encoder, spectra, MANY),
                 VIB_OK, "%s", vib_last_error());
}

static double inner(const float *a, const float *b)
{
    double sum = 0;

    for (size_t d = 0; d < DIMENSION; d++)
        sum += (double)a[d] * (double)b[d];
    return sum;
}

Test(encode, vectors_have_unit_length)
{
    vib_encoder *encoder = make_small(1);

    draw_all();
    encode_all(encoder);
    for (size_t i = 0; i < MANY; i++) {
        const float *vector = vectors + i * DIMENSION;

        cr_expect_eq(statuses[i], VIB_OK);
        cr_expect_float_eq(inner(vector, vector), 1, 1e-6);
    }
    cr_expect_lt(inner(vectors, vectors + DIMENSION), 0.9999);
    vib_encoder_close(encoder);
}

/* A stored spectrum must find itself, whatever it was stored with. */
Test(encode, a_vector_has_the_same_bits_alone_and_among_others)
{
    vib_encoder *encoder = make_small(1);
    float alone[DIMENSION];
    int status;

    draw_all();
    encode_all(encoder);
    for (size_t i = 0; i < MANY; i++) {
        cr_assert_eq(vib_encoder_encode(alone, &status, encoder, &spectra[i],
                                        1), VIB_OK);
        cr_assert_eq(memcmp(alone, vectors + i * DIMENSION, sizeof alone), 0,
                     "spectrum %zu", i);
    }
    vib_encoder_close(encoder);
}

Test(encode, vectors_have_the_same_bits_with_any_number_of_threads)
{
    static float first[MANY * DIMENSION];
    vib_encoder *encoder = make_small(1);

    draw_all();
    vib_set_threads(1);
    encode_all(encoder);
    memcpy(first, vectors, sizeof first);
    for (int threads = 2; threads <= 4; threads++) {
        vib_set_threads(threads);
        encode_all(encoder);
        cr_expect_eq(memcmp(first, vectors, sizeof first), 0, "%d threads",
                     threads);
    }
    vib_set_threads(0);
    vib_encoder_close(encoder);
}

Test(encode, what_cannot_be_encoded_has_a_status_and_no_vector)
{
    static float all[MANY * DIMENSION];
    static const float nothing[DIMENSION];
    vib_encoder *encoder = make_small(1);

    draw_all();
    encode_all(encoder);
    memcpy(all, vectors, sizeof all);
    for (size_t i = 0; i < POINTS; i++) {
        axes[7][i] += 5000; /* not on the grid */
        lines[20][i] = 1;   /* flat            */
    }
    spectra[40].n = 1;
    encode_all(encoder);
    for (size_t i = 0; i < MANY; i++) {
        bool bad = i == 7 || i == 20 || i == 40;

        cr_expect_eq(statuses[i], bad ? VIB_BAD_DATA : VIB_OK, "%zu", i);
        cr_expect_eq(memcmp(vectors + i * DIMENSION,
                            bad ? nothing : all + i * DIMENSION,
                            sizeof nothing), 0, "%zu", i);
    }
    vib_encoder_close(encoder);
}

Test(encode, one_spectrum_alone_says_what_is_wrong_with_it)
{
    vib_encoder *encoder = make_small(1);
    float vector[DIMENSION];
    int status = VIB_OK;

    draw_all();
    spectra[0].n = 1;
    cr_assert_eq(vib_encoder_encode(vector, &status, encoder, spectra, 1),
                 VIB_OK);
    cr_expect_eq(status, VIB_BAD_DATA);
    cr_expect_neq(vib_last_error()[0], '\0');
    vib_encoder_close(encoder);
}

Test(encode, weights_that_overflow_give_no_vector)
{
    vib_encoder *encoder = make_small(1);

    for (size_t i = 0; i < vib_network_weights(&encoder->shape); i++)
        encoder->weights[i] = 1e30f;
    draw_all();
    encode_all(encoder);
    for (size_t i = 0; i < MANY; i++) {
        cr_expect_eq(statuses[i], VIB_BAD_DATA);
        cr_expect_eq(vectors[i * DIMENSION], 0);
    }
    vib_encoder_close(encoder);
}

Test(encode, channels_of_the_pipeline_give_the_same_vectors)
{
    vib_encoder *encoder = make_small(1);
    size_t length = encoder->pipeline.length;
    float *channels = vib_new(MANY * VIB_CHANNELS * length, sizeof *channels);
    float *room = vib_new(6 * length, sizeof *room);
    float embedded[MANY * DIMENSION];

    draw_all();
    encode_all(encoder);
    for (size_t i = 0; i < MANY; i++) {
        cr_assert_eq(vib_pipeline_grid(room, room + length,
                                       &encoder->pipeline, &spectra[i]),
                     VIB_OK);
        vib_pipeline_features(channels + i * VIB_CHANNELS * length,
                              room + 2 * length, &encoder->pipeline, room,
                              room + length);
    }
    cr_assert_eq(vib_encoder_embed(embedded, encoder, channels, MANY), VIB_OK);
    cr_expect_eq(memcmp(embedded, vectors, sizeof embedded), 0);
    cr_expect_eq(vib_encoder_embed(embedded, encoder, channels, 0), VIB_OK);
    free(channels);
    free(room);
    vib_encoder_close(encoder);
}

static void need_bf16(void)
{
    if (!vib_bf16_works())
        cr_skip_test("this processor has no AVX512_BF16: nothing tested");
}

static void choose(vib_encoder *encoder, vib_precision precision)
{
    cr_assert_eq(vib_encoder_set_precision(encoder, precision), VIB_OK, "%s",
                 vib_last_error());
}

Test(encode, bf16_vectors_differ_but_hardly, .init = need_bf16)
{
    static float f32[MANY * DIMENSION];
    vib_encoder *encoder = make_small(1);

    draw_all();
    encode_all(encoder);
    memcpy(f32, vectors, sizeof f32);
    choose(encoder, VIB_BF16);
    encode_all(encoder);
    cr_expect_neq(memcmp(f32, vectors, sizeof f32), 0);
    for (size_t i = 0; i < MANY; i++) {
        cr_expect_eq(statuses[i], VIB_OK);
        cr_expect_geq(inner(f32 + i * DIMENSION, vectors + i * DIMENSION),
                      0.9999, "spectrum %zu", i);
    }
    vib_encoder_close(encoder);
}

Test(encode, f32_has_its_bits_again_after_bf16, .init = need_bf16)
{
    static float before[MANY * DIMENSION];
    vib_encoder *encoder = make_small(1);

    draw_all();
    encode_all(encoder);
    memcpy(before, vectors, sizeof before);
    choose(encoder, VIB_BF16);
    choose(encoder, VIB_BF16);
    encode_all(encoder);
    choose(encoder, VIB_F32);
    encode_all(encoder);
    cr_expect_eq(memcmp(before, vectors, sizeof before), 0);
    vib_encoder_close(encoder);
}

Test(encode, bf16_has_the_same_bits_alone_and_with_any_number_of_threads,
     .init = need_bf16)
{
    static float first[MANY * DIMENSION];
    vib_encoder *encoder = make_small(1);

    draw_all();
    choose(encoder, VIB_BF16);
    vib_set_threads(1);
    encode_all(encoder);
    memcpy(first, vectors, sizeof first);
    vib_set_threads(3);
    encode_all(encoder);
    cr_expect_eq(memcmp(first, vectors, sizeof first), 0);
    for (size_t i = 0; i < MANY; i++)
        cr_assert_eq(vib_encoder_encode(vectors + i * DIMENSION, &statuses[i],
                                        encoder, &spectra[i], 1), VIB_OK);
    cr_expect_eq(memcmp(first, vectors, sizeof first), 0);
    vib_set_threads(0);
    vib_encoder_close(encoder);
}

/* On a processor that cannot, this is bf16; everywhere, what does not exist. */
Test(encode, a_precision_that_cannot_be_had_changes_nothing)
{
    static float before[MANY * DIMENSION];
    vib_encoder *encoder = make_small(1);

    draw_all();
    encode_all(encoder);
    memcpy(before, vectors, sizeof before);
    if (!vib_bf16_works())
        cr_expect_eq(vib_encoder_set_precision(encoder, VIB_BF16), VIB_SYSTEM);
    cr_expect_eq(vib_encoder_set_precision(encoder, (vib_precision)7),
                 VIB_BAD_ARG);
    encode_all(encoder);
    cr_expect_eq(memcmp(before, vectors, sizeof before), 0);
    vib_encoder_close(encoder);
}
