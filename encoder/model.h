/* model.h - what a vib_encoder is made of, for those who make one. */
#ifndef VIB_MODEL_H
#define VIB_MODEL_H

#include "bf16.h"
#include "encoder.h"
#include "network.h"

struct vib_encoder {
    vib_pipeline pipeline;
    vib_shape shape;
    float *weights;    /* [vib_network_weights(&shape)]                     */
    vib_bf16_network *bf16; /* what encodes in VIB_BF16; NULL: in VIB_F32   */
    char *provenance;  /* lines of text: how and from what it was made      */
    char pipeline_text[VIB_PIPELINE_TEXT]; /* as the model file has them    */
    char shape_text[VIB_SHAPE_TEXT];
    vib_hash identity;
    char identity_text[2 * sizeof(vib_hash) + 1];
};

/* Put copies of these together. VIB_BAD_DATA: the network does not take what
 * the pipeline gives, or a weight is not finite. */
int vib_model_make(vib_encoder **out, const vib_pipeline *pipeline,
                   const vib_shape *shape, const float *weights,
                   const char *provenance);

#endif
