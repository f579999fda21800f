/* small_model.h - an encoder small enough to look at all of its bytes. */
#ifndef SMALL_MODEL_H
#define SMALL_MODEL_H

#include "memory.h"
#include "model.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define PIPELINE "raman grid=100:400:4 despike=0 snip=20 derivative=5,2"
#define SHAPE "resnet in=3x76 stem=4k5 blocks=4,8/2 kernel=3 head=2 out=8"
#define PROVENANCE "made by a test\nfrom nothing\n"
enum { DIMENSION = 8 };

static inline vib_encoder *make_small(uint64_t seed)
{
    vib_encoder *encoder = NULL;
    vib_pipeline pipeline;
    vib_shape shape;
    float *weights;

    cr_assert_eq(vib_pipeline_parse(&pipeline, PIPELINE), VIB_OK);
    cr_assert_eq(vib_shape_parse(&shape, SHAPE), VIB_OK);
    weights = vib_new(vib_network_weights(&shape), sizeof *weights);
    vib_network_init(weights, &shape, seed);
    cr_assert_eq(vib_model_make(&encoder, &pipeline, &shape, weights,
                                PROVENANCE), VIB_OK, "%s", vib_last_error());
    free(weights);
    return encoder;
}

#endif
