/* The model file:
 *
 *     magic       8 bytes   "VIBMODEL"
 *     version     u32       1
 *     pipeline    text      u32 length, bytes: as vib_pipeline_parse() reads
 *     shape       text      as vib_shape_parse() reads
 *     provenance  text
 *     count       u64       of the weights, as the shape asks for
 *     weights     f32 [count], in the order of vib_plan
 *     checksum    u64       XXH3 of all bytes before it
 *
 * Numbers are little-endian; there is nothing behind the checksum.
 */
#include "model.h"

#include "file.h"
#include "memory.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char magic[8] = { 'V', 'I', 'B', 'M', 'O', 'D', 'E', 'L' };
enum { VERSION = 1, CHECKSUM = 8 };

/* What is told apart by the vectors it gives. */
static int identify(vib_encoder *encoder, size_t count)
{
    vib_buffer texts = { .data = NULL };
    int status;

    vib_put_text(&texts, encoder->pipeline_text);
    vib_put_text(&texts, encoder->shape_text);
    status = vib_hash_pieces(&encoder->identity, &texts, encoder->weights,
                             count * sizeof *encoder->weights);
    if (status == VIB_OK)
        vib_hex(encoder->identity_text, encoder->identity.byte,
                sizeof encoder->identity.byte);
    vib_buffer_release(&texts);
    return status;
}

/* An encoder from its texts, not yet with weights or provenance. */
static int read_texts(vib_encoder *encoder)
{
    int status = vib_pipeline_parse(&encoder->pipeline,
                                    encoder->pipeline_text);

    if (status == VIB_OK)
        status = vib_shape_parse(&encoder->shape, encoder->shape_text);
    if (status != VIB_OK)
        return status;
    if (encoder->shape.channels != VIB_CHANNELS
        || encoder->shape.length != encoder->pipeline.length)
        return vib_fail(VIB_BAD_DATA,
                        "the network takes %zu channels of %zu points, the "
                        "pipeline gives %d of %zu", encoder->shape.channels,
                        encoder->shape.length, VIB_CHANNELS,
                        encoder->pipeline.length);
    return VIB_OK;
}

/* The last step of making one: its weights are there. */
static int complete(vib_encoder *encoder, const char *provenance, size_t n)
{
    size_t count = vib_network_weights(&encoder->shape);

    for (size_t i = 0; i < count; i++)
        if (!isfinite(encoder->weights[i]))
            return vib_fail(VIB_BAD_DATA,
                            "weight %zu of the network is not a number", i);
    encoder->provenance = vib_copy_text(provenance, n);
    return encoder->provenance ? identify(encoder, count) : VIB_NO_MEMORY;
}

int vib_model_make(vib_encoder **out, const vib_pipeline *pipeline,
                   const vib_shape *shape, const float *weights,
                   const char *provenance)
{
    size_t count = vib_network_weights(shape);
    vib_encoder *encoder = vib_new(1, sizeof *encoder);
    int status = VIB_NO_MEMORY;

    if (!encoder)
        goto out;
    vib_pipeline_format(encoder->pipeline_text, pipeline);
    vib_shape_format(encoder->shape_text, shape);
    status = read_texts(encoder);
    if (status != VIB_OK)
        goto out;
    encoder->weights = vib_new_aligned(count, sizeof *weights);
    if (!encoder->weights) {
        status = VIB_NO_MEMORY;
        goto out;
    }
    memcpy(encoder->weights, weights, count * sizeof *weights);
    status = complete(encoder, provenance ? provenance : "",
                      provenance ? strlen(provenance) : 0);
out:
    if (status == VIB_OK)
        *out = encoder;
    else
        vib_encoder_close(encoder);
    return status;
}

void vib_encoder_close(vib_encoder *encoder)
{
    if (!encoder)
        return;
    vib_bf16_close(encoder->bf16);
    free(encoder->weights);
    free(encoder->provenance);
    free(encoder);
}

int vib_encoder_to_bytes(vib_buffer *out, const vib_encoder *encoder)
{
    size_t count = vib_network_weights(&encoder->shape), start = out->size;

    vib_put_bytes(out, magic, sizeof magic);
    vib_put_u32(out, VERSION);
    vib_put_text(out, encoder->pipeline_text);
    vib_put_text(out, encoder->shape_text);
    vib_put_text(out, encoder->provenance);
    vib_put_u64(out, count);
    vib_put_floats(out, encoder->weights, count);
    if (!out->failed)
        vib_put_u64(out, vib_checksum(out->data + start, out->size - start));
    return out->failed ? VIB_NO_MEMORY : VIB_OK;
}

/* Is this a whole model file that we can read? */
static int check_envelope(const uint8_t *data, size_t size)
{
    vib_cursor head = { .data = data, .size = size };
    const uint8_t *start = vib_get_bytes(&head, sizeof magic);
    uint32_t version = vib_get_u32(&head);
    vib_cursor tail = { .data = data, .size = size };

    if (!start || memcmp(start, magic, sizeof magic) != 0)
        return vib_fail(VIB_BAD_DATA, "not a model file");
    if (head.failed || size < head.at + CHECKSUM)
        return vib_fail(VIB_BAD_DATA, "model file is cut short");
    if (version != VERSION)
        return vib_fail(VIB_BAD_DATA, "model file of version %u; this program "
                        "reads version %d", (unsigned)version, VERSION);
    tail.at = size - CHECKSUM;
    if (vib_get_u64(&tail) != vib_checksum(data, size - CHECKSUM))
        return vib_fail(VIB_BAD_DATA, "model file is damaged: its checksum "
                        "does not match");
    return VIB_OK;
}

/* A line of text into `to`, which holds `size` bytes. */
static bool get_line(char *to, size_t size, vib_cursor *from)
{
    size_t n;
    const char *text = vib_get_text(&n, from);

    if (!text || n >= size || memchr(text, '\0', n))
        return false;
    memcpy(to, text, n);
    to[n] = '\0';
    return true;
}

static int get_weights(vib_encoder *encoder, vib_cursor *from)
{
    size_t count = vib_network_weights(&encoder->shape);
    uint64_t stored = vib_get_u64(from);

    if (from->failed || stored != count
        || from->size - from->at != count * sizeof(float))
        return vib_fail(VIB_BAD_DATA, "model file: its network needs %zu "
                        "weights, they are not all there", count);
    encoder->weights = vib_new_aligned(count, sizeof(float));
    if (!encoder->weights)
        return VIB_NO_MEMORY;
    vib_get_floats(encoder->weights, from, count);
    return VIB_OK;
}

/* Everything between the envelope's ends. */
static int get_encoder(vib_encoder *encoder, vib_cursor *from)
{
    const char *provenance;
    size_t n;
    int status;

    if (!get_line(encoder->pipeline_text, sizeof encoder->pipeline_text, from)
        || !get_line(encoder->shape_text, sizeof encoder->shape_text, from))
        return vib_fail(VIB_BAD_DATA, "model file: pipeline or network is not "
                        "a line of text");
    provenance = vib_get_text(&n, from);
    if (!provenance || memchr(provenance, '\0', n))
        return vib_fail(VIB_BAD_DATA, "model file: provenance is not text");
    status = read_texts(encoder);
    if (status == VIB_OK)
        status = get_weights(encoder, from);
    return status == VIB_OK ? complete(encoder, provenance, n) : status;
}

int vib_encoder_from_bytes(vib_encoder **out, const void *data, size_t size)
{
    vib_cursor from = { .data = data, .size = size, .at = 0 };
    vib_encoder *encoder;
    int status = check_envelope(data, size);

    if (status != VIB_OK)
        return status;
    from.at = sizeof magic + sizeof(uint32_t);
    from.size = size - CHECKSUM;
    encoder = vib_new(1, sizeof *encoder);
    status = encoder ? get_encoder(encoder, &from) : VIB_NO_MEMORY;
    if (status == VIB_OK)
        *out = encoder;
    else
        vib_encoder_close(encoder);
    return status;
}

int vib_encoder_open(vib_encoder **out, const char *path)
{
    vib_file file = VIB_FILE_INIT;
    int status = vib_file_open(&file, path);

    if (status != VIB_OK)
        return status;
    status = vib_encoder_from_bytes(out, file.data, file.size);
    vib_file_close(&file);
    return status == VIB_OK ? VIB_OK : vib_fail_prefix(status, path);
}

int vib_encoder_save(const vib_encoder *encoder, const char *path)
{
    vib_buffer bytes = { .data = NULL };
    int status = vib_encoder_to_bytes(&bytes, encoder);

    if (status == VIB_OK)
        status = vib_file_replace(path, bytes.data, bytes.size);
    vib_buffer_release(&bytes);
    return status;
}

void vib_encoder_describe(vib_encoder_facts *out, const vib_encoder *encoder)
{
    *out = (vib_encoder_facts){
        .identity = encoder->identity_text,
        .pipeline = encoder->pipeline_text,
        .provenance = encoder->provenance,
        .dimension = encoder->shape.dimension,
        .parameters = vib_network_weights(&encoder->shape) };
}

const vib_pipeline *vib_encoder_pipeline(const vib_encoder *encoder)
{
    return &encoder->pipeline;
}

size_t vib_encoder_dimension(const vib_encoder *encoder)
{
    return encoder->shape.dimension;
}

const uint8_t *vib_encoder_identity(const vib_encoder *encoder)
{
    return encoder->identity.byte;
}
