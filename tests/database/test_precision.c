/* The shipped encoder in bf16 against itself in f32, over the minerals of the
 * demonstration library. */
#include "vibrary.h"

#include <criterion/criterion.h>
#include <criterion/logging.h>
#include <math.h>

enum { MOST = 320, DIMENSION = 128 };

/* Vectors of bf16 are 0.003 from those of f32: references whose similarities
 * are nearer to each other than that tie. */
static const double tie = 3e-3;

typedef struct collection {
    vib_spectrum spectra[MOST];
    float f32[MOST * DIMENSION], bf16[MOST * DIMENSION];
    size_t n;
} collection;

static collection references, unknowns;
static vib_encoder *encoder;

static void read_all(collection *to, const char *path)
{
    vib_reader *reader = NULL;
    int rc;

    cr_assert_eq(vib_reader_open(&reader, &path, 1), VIB_OK, "%s",
                 vib_last_error());
    while (to->n < MOST
           && (rc = vib_reader_next(&to->spectra[to->n], reader)) != 0) {
        cr_assert_eq(rc, 1, "%s", vib_last_error());
        to->n++;
    }
    vib_reader_close(reader);
}

static void encode(float *vectors, const collection *from)
{
    int status[MOST];

    cr_assert_eq(vib_encoder_encode(vectors, status, encoder, from->spectra,
                                    from->n), VIB_OK, "%s", vib_last_error());
    for (size_t i = 0; i < from->n; i++)
        cr_assert_eq(status[i], VIB_OK, "spectrum %zu", i);
}

static void set_up(void)
{
    vib_encoder_facts facts;

    cr_assert_eq(vib_encoder_open(&encoder,
                                  VIB_SOURCE_DIR "/models/raman.vibm"),
                 VIB_OK, "%s", vib_last_error());
    vib_encoder_describe(&facts, encoder);
    cr_assert_eq(facts.dimension, DIMENSION);
    read_all(&references, VIB_SOURCE_DIR "/data/references.tar.zst");
    read_all(&unknowns, VIB_SOURCE_DIR "/data/unknowns.tar.zst");
    encode(references.f32, &references);
    encode(unknowns.f32, &unknowns);
    if (vib_encoder_set_precision(encoder, VIB_BF16) != VIB_OK)
        cr_skip_test("nothing tested: %s", vib_last_error());
    encode(references.bf16, &references);
    encode(unknowns.bf16, &unknowns);
}

static void tear_down(void)
{
    for (size_t i = 0; i < MOST; i++) {
        vib_spectrum_release(&references.spectra[i]);
        vib_spectrum_release(&unknowns.spectra[i]);
    }
    vib_encoder_close(encoder);
}

static double cosine(const float *a, const float *b)
{
    double sum = 0;

    for (size_t d = 0; d < DIMENSION; d++)
        sum += (double)a[d] * (double)b[d];
    return sum;
}

/* The stored reference, of f32, that is nearest to a vector. */
static size_t nearest(const float *vector)
{
    size_t best = 0;

    for (size_t i = 1; i < references.n; i++)
        if (cosine(references.f32 + i * DIMENSION, vector)
            > cosine(references.f32 + best * DIMENSION, vector))
            best = i;
    return best;
}

static void expect_agreement(const collection *of)
{
    for (size_t i = 0; i < of->n; i++) {
        const float *vector = of->bf16 + i * DIMENSION;

        cr_expect_geq(cosine(vector, of->f32 + i * DIMENSION), 0.9999,
                      "spectrum %zu", i);
        cr_expect_float_eq(cosine(vector, vector), 1, 1e-6);
    }
}

Test(precision, vectors_of_bf16_agree_with_those_of_f32, .init = set_up,
     .fini = tear_down)
{
    cr_assert_eq(references.n, 316);
    cr_assert_eq(unknowns.n, 265);
    expect_agreement(&references);
    expect_agreement(&unknowns);
}

Test(precision, unknowns_find_the_same_reference, .init = set_up,
     .fini = tear_down)
{
    size_t same = 0;

    for (size_t i = 0; i < unknowns.n; i++) {
        const float *f32 = unknowns.f32 + i * DIMENSION;
        size_t want = nearest(f32);
        size_t got = nearest(unknowns.bf16 + i * DIMENSION);

        same += got == want;
        cr_expect_geq(cosine(f32, references.f32 + got * DIMENSION),
                      cosine(f32, references.f32 + want * DIMENSION) - tie,
                      "unknown %zu: reference %zu, not %zu", i, got, want);
    }
    cr_log_info("%zu of %zu unknowns find the same reference", same,
                unknowns.n);
    cr_expect_geq(same, unknowns.n - unknowns.n / 100);
}

/* No two references are so alike that they could be taken for one another. */
Test(precision, a_reference_of_f32_is_found_first_by_itself_in_bf16,
     .init = set_up, .fini = tear_down)
{
    for (size_t i = 0; i < references.n; i++)
        cr_expect_eq(nearest(references.bf16 + i * DIMENSION), i);
}
