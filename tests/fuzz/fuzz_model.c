/* Model files, behind their checksum, which a stranger can compute too. */
#include "fuzz.h"

#include "encoder.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* What was accepted encodes a spectrum, or says why not. */
static void encode(const uint8_t *data, size_t size)
{
    double x[] = { 100, 200, 300, 400 }, y[] = { 1, 5, 2, 9 };
    vib_spectrum spectrum = { .x = x, .y = y, .n = 4 };
    vib_encoder *encoder = NULL;
    vib_encoder_facts facts;
    float *vector;
    int status;

    if (vib_encoder_from_bytes(&encoder, data, size) < 0)
        return;
    vib_encoder_describe(&facts, encoder);
    vector = calloc(facts.dimension, sizeof *vector);
    assert(vector);
    (void)vib_encoder_encode(vector, &status, encoder, &spectrum, 1);
    free(vector);
    vib_encoder_close(encoder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *sealed;
    uint64_t checksum;

    encode(data, size);
    if (size < sizeof checksum)
        return 0;
    sealed = malloc(size);
    assert(sealed);
    memcpy(sealed, data, size);
    checksum = vib_checksum(data, size - sizeof checksum);
    memcpy(sealed + size - sizeof checksum, &checksum, sizeof checksum);
    encode(sealed, size);
    free(sealed);
    return 0;
}

size_t fuzz_seed(uint8_t **out, size_t i)
{
    vib_training training = VIB_TRAINING_DEFAULT;
    vib_encoder *encoder = NULL;
    vib_buffer bytes = { 0 };

    if (i > 0)
        return 0;
    training.pipeline = "raman grid=100:400:4 despike=0 snip=20 derivative=5,2";
    training.network = "resnet in=3x76 stem=4k5 blocks=4/2 kernel=3 head=2 "
                       "out=8";
    training.synthetic = 1;
    training.steps = 1;
    training.batch = 8;
    assert(vib_encoder_train(&encoder, NULL, NULL, &training) == VIB_OK);
    assert(vib_encoder_to_bytes(&bytes, encoder) == VIB_OK);
    vib_encoder_close(encoder);
    *out = bytes.data;
    return bytes.size;
}
