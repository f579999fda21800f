#include "model.h"

#include "memory.h"
#include "scratch.h"
#include "small_model.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static vib_buffer to_bytes(const vib_encoder *encoder)
{
    vib_buffer bytes = { .data = NULL };

    cr_assert_eq(vib_encoder_to_bytes(&bytes, encoder), VIB_OK);
    return bytes;
}

static void expect_same(const vib_encoder *a, const vib_encoder *b)
{
    vib_encoder_facts x, y;

    vib_encoder_describe(&x, a);
    vib_encoder_describe(&y, b);
    cr_expect_str_eq(x.identity, y.identity);
    cr_expect_str_eq(x.pipeline, y.pipeline);
    cr_expect_str_eq(x.provenance, y.provenance);
    cr_expect_eq(x.dimension, y.dimension);
    cr_expect_eq(x.parameters, y.parameters);
    cr_expect_eq(memcmp(a->weights, b->weights,
                        x.parameters * sizeof *a->weights), 0);
}

Test(model, bytes_give_the_encoder_back)
{
    vib_encoder *encoder = make_small(1), *back = NULL;
    vib_buffer bytes = to_bytes(encoder), again;

    cr_assert_eq(vib_encoder_from_bytes(&back, bytes.data, bytes.size), VIB_OK,
                 "%s", vib_last_error());
    expect_same(encoder, back);
    again = to_bytes(back);
    cr_expect(again.size == bytes.size
              && memcmp(again.data, bytes.data, bytes.size) == 0);
    vib_buffer_release(&again);
    vib_buffer_release(&bytes);
    vib_encoder_close(back);
    vib_encoder_close(encoder);
}

Test(model, a_file_gives_the_encoder_back)
{
    vib_encoder *encoder = make_small(1), *back = NULL;
    const char *path;

    scratch_make();
    path = scratch_path("small.model");
    cr_assert_eq(vib_encoder_save(encoder, path), VIB_OK);
    cr_assert_eq(vib_encoder_open(&back, path), VIB_OK, "%s",
                 vib_last_error());
    expect_same(encoder, back);
    vib_encoder_close(back);
    vib_encoder_close(encoder);
    scratch_remove();
}

Test(model, facts_are_those_it_was_made_of)
{
    vib_encoder *encoder = make_small(1);
    vib_encoder_facts facts;

    vib_encoder_describe(&facts, encoder);
    cr_expect_str_eq(facts.provenance, PROVENANCE);
    cr_expect_eq(facts.dimension, DIMENSION);
    cr_expect_eq(facts.parameters, vib_network_weights(&encoder->shape));
    cr_expect_eq(strlen(facts.identity), 32);
    cr_expect_eq(vib_encoder_pipeline(encoder)->length, 76);
    vib_encoder_close(encoder);
}

Test(model, other_weights_are_another_identity)
{
    vib_encoder *one = make_small(1), *same = make_small(1);
    vib_encoder *other = make_small(2);

    cr_expect_neq(memcmp(vib_encoder_identity(one),
                         vib_encoder_identity(other), 16), 0);
    cr_expect_eq(memcmp(vib_encoder_identity(one), vib_encoder_identity(same),
                        16), 0);
    vib_encoder_close(one);
    vib_encoder_close(other);
    vib_encoder_close(same);
}

static bool refused(const void *data, size_t size)
{
    vib_encoder *out = NULL;
    int status = vib_encoder_from_bytes(&out, data, size);

    vib_encoder_close(out);
    return status == VIB_BAD_DATA && !out;
}

Test(model, a_file_cut_short_is_refused_wherever_it_ends)
{
    vib_encoder *encoder = make_small(1);
    vib_buffer bytes = to_bytes(encoder);

    for (size_t size = 0; size < bytes.size; size++) {
        /* a block of its own, so that a sanitizer sees a read past the end */
        uint8_t *cut = vib_new(size, 1);

        memcpy(cut, bytes.data, size);
        cr_assert(refused(cut, size), "%zu bytes", size);
        free(cut);
    }
    vib_put_bytes(&bytes, "", 1);
    cr_expect(refused(bytes.data, bytes.size), "a byte too many");
    vib_buffer_release(&bytes);
    vib_encoder_close(encoder);
}

Test(model, any_byte_changed_is_refused)
{
    vib_encoder *encoder = make_small(1);
    vib_buffer bytes = to_bytes(encoder);

    for (size_t i = 0; i < bytes.size; i++) {
        bytes.data[i] ^= (uint8_t)(1u << (i % 8));
        cr_assert(refused(bytes.data, bytes.size), "byte %zu", i);
        bytes.data[i] ^= (uint8_t)(1u << (i % 8));
    }
    vib_buffer_release(&bytes);
    vib_encoder_close(encoder);
}

/* What someone could write who knows how to make the checksum right. */
typedef struct forgery {
    const char *pipeline, *shape;
    uint64_t stored;  /* weights the file says it has; 0: as many as it has */
    size_t weights;   /* that it has                                        */
    float first;      /* of them                                            */
} forgery;

static bool forgery_is_refused(const forgery *f)
{
    vib_buffer bytes = { .data = NULL };
    bool answer;

    vib_put_bytes(&bytes, "VIBMODEL", 8);
    vib_put_u32(&bytes, 1);
    vib_put_text(&bytes, f->pipeline);
    vib_put_text(&bytes, f->shape);
    vib_put_text(&bytes, "");
    vib_put_u64(&bytes, f->stored ? f->stored : f->weights);
    vib_put_floats(&bytes, &f->first, 1);
    for (size_t i = 1; i < f->weights; i++)
        vib_put_floats(&bytes, &(float){ 0.5f }, 1);
    vib_put_u64(&bytes, vib_checksum(bytes.data, bytes.size));
    answer = refused(bytes.data, bytes.size);
    vib_buffer_release(&bytes);
    return answer;
}

Test(model, a_forged_file_is_refused)
{
    char longest[400];
    vib_shape shape;
    size_t n;

    cr_assert_eq(vib_shape_parse(&shape, SHAPE), VIB_OK);
    n = vib_network_weights(&shape);
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    cr_expect_not(forgery_is_refused(&(forgery){ PIPELINE, SHAPE, 0, n, 1 }),
                  "this one is right");

    const forgery forgeries[] = {
        { PIPELINE, SHAPE, 0, n, NAN },
        { PIPELINE, SHAPE, 0, n, INFINITY },
        { PIPELINE, SHAPE, 0, n - 1, 1 },
        { PIPELINE, SHAPE, 0, n + 1, 1 },
        { PIPELINE, SHAPE, n, n + 1, 1 },
        { PIPELINE, SHAPE, n, 1, 1 },
        { PIPELINE, SHAPE, UINT64_MAX / 2, n, 1 },
        { PIPELINE, SHAPE, UINT64_C(1) << 62, n, 1 },
        { "", SHAPE, 0, n, 1 },
        { PIPELINE, "", 0, n, 1 },
        { longest, SHAPE, 0, n, 1 },
        { PIPELINE, longest, 0, n, 1 },
        { "raman grid=100:500:4 despike=0 snip=20 derivative=5,2", SHAPE, 0,
          n, 1 },
        { PIPELINE, "resnet in=2x76 stem=4k5 blocks=4,8/2 kernel=3 head=2 "
          "out=8", 0, n - 20, 1 },
        { PIPELINE, "resnet in=3x76 stem=1000k5 blocks=1000,1000 kernel=3 "
          "head=2 out=8", 0, n, 1 },
    };

    for (size_t i = 0; i < sizeof forgeries / sizeof *forgeries; i++)
        cr_expect(forgery_is_refused(&forgeries[i]), "forgery %zu", i);
}

Test(model, a_network_that_does_not_fit_its_pipeline_is_refused)
{
    vib_encoder *encoder = make_small(1), *out = NULL;
    vib_shape shape = encoder->shape;

    encoder->weights[3] = NAN;
    cr_expect_eq(vib_model_make(&out, &encoder->pipeline, &shape,
                                encoder->weights, NULL), VIB_BAD_DATA);
    shape.length--;
    cr_expect_eq(vib_model_make(&out, &encoder->pipeline, &shape,
                                encoder->weights, NULL), VIB_BAD_DATA);
    cr_expect_null(out);
    vib_encoder_close(encoder);
}

Test(model, a_missing_or_foreign_file_is_told_by_its_name)
{
    vib_encoder *out = NULL;

    cr_expect_eq(vib_encoder_open(&out, "/nowhere/at/all.model"),
                 VIB_NOT_FOUND);
    cr_expect_neq(strstr(vib_last_error(), "/nowhere/at/all.model"), NULL);
    cr_expect_eq(vib_encoder_open(&out, VIB_SOURCE_DIR "/LICENSE"),
                 VIB_BAD_DATA);
    cr_expect_neq(strstr(vib_last_error(), "LICENSE"), NULL);
    cr_expect_null(out);
}
