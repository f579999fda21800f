/* encoder.h - a pipeline and a network as one thing (what the public header
 * calls vib_encoder), for the layers above. */
#ifndef VIB_ENCODER_H
#define VIB_ENCODER_H

#include "bytes.h"
#include "pipeline.h"

/* The model file as bytes, and back: a library carries its encoder so. Hostile
 * bytes are VIB_BAD_DATA. */
int vib_encoder_to_bytes(vib_buffer *out, const vib_encoder *encoder);
int vib_encoder_from_bytes(vib_encoder **out, const void *data, size_t size);

const vib_pipeline *vib_encoder_pipeline(const vib_encoder *encoder);
size_t vib_encoder_dimension(const vib_encoder *encoder);

/* The 16 bytes whose hex digits are vib_encoder_facts.identity: a hash of the
 * pipeline's text, the network's shape and its weights. */
const uint8_t *vib_encoder_identity(const vib_encoder *encoder);

/* Vectors [n][dimension] of n spectra that are already channels of the
 * pipeline, [n][VIB_CHANNELS][length]. Parallel over spectra. */
int vib_encoder_embed(float *vectors, const vib_encoder *encoder,
                      const float *channels, size_t n);

#endif
