/* Spectra to vectors, many at once. */
#include "model.h"

#include "memory.h"
#include "status.h"
#include "threads.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Spectra that a thread takes at a time. Vectors do not depend on it. */
enum { CHUNK = 16 };

/* What a thread works in. */
typedef struct bench {
    float *network;   /* scratch of the network                              */
    float *channels;  /* [CHUNK][VIB_CHANNELS][length]                       */
    float *vectors;   /* [CHUNK][dimension]                                  */
    float *intensity; /* [length]                                            */
    float *mask;      /* [length]                                            */
    float *features;  /* [4 length] scratch of the pipeline                  */
} bench;

static size_t input_size(const vib_encoder *encoder)
{
    return encoder->shape.channels * encoder->shape.length;
}

static size_t network_scratch(const vib_encoder *encoder)
{
    return encoder->bf16 ? vib_bf16_scratch(encoder->bf16, CHUNK)
                         : vib_network_scratch(&encoder->shape, CHUNK);
}

static size_t bench_size(const vib_encoder *encoder)
{
    size_t size = network_scratch(encoder)
        + CHUNK * (input_size(encoder) + encoder->shape.dimension)
        + 6 * encoder->shape.length;

    return (size + 15) / 16 * 16;
}

/* The bench of the thread that asks, in memory for all of them. */
static bench bench_of(float *memory, const vib_encoder *encoder)
{
    size_t length = encoder->shape.length;
    bench b;

    b.network = memory + (size_t)vib_thread_number() * bench_size(encoder);
    b.channels = b.network + network_scratch(encoder);
    b.vectors = b.channels + CHUNK * input_size(encoder);
    b.intensity = b.vectors + CHUNK * encoder->shape.dimension;
    b.mask = b.intensity + length;
    b.features = b.mask + length;
    return b;
}

/* What is done with all chunks; either spectra and status or channels. */
typedef struct job {
    const vib_encoder *encoder;
    float *vectors;              /* [n][dimension]                           */
    int *status;                 /* [n]                                      */
    const vib_spectrum *spectra; /* [n]                                      */
    const float *channels;       /* [n][VIB_CHANNELS][length]                */
    size_t n;
} job;

/* Of spectra first .. first + n - 1, n at most CHUNK. */
typedef void chunk_work(const job *todo, const bench *b, size_t first,
                        size_t n);

/* Not more threads than chunks: one chunk stays in the calling thread, and so
 * does the sentence about what was wrong with it. */
static int work_on(const job *todo, chunk_work *work)
{
    size_t chunks = todo->n / CHUNK + (todo->n % CHUNK > 0);
    size_t threads = (size_t)vib_threads();
    float *memory;

    if (chunks == 0)
        return VIB_OK;
    if (threads > chunks)
        threads = chunks;
    memory = vib_new_aligned(threads * bench_size(todo->encoder),
                             sizeof *memory);
    if (!memory)
        return VIB_NO_MEMORY;
#pragma omp parallel for schedule(dynamic) num_threads((int)threads)
    for (size_t c = 0; c < chunks; c++) {
        bench b = bench_of(memory, todo->encoder);
        size_t left = todo->n - c * CHUNK;

        work(todo, &b, c * CHUNK, left < CHUNK ? left : CHUNK);
    }
    free(memory);
    return VIB_OK;
}

static void forward(float *vectors, const job *todo, const float *channels,
                    size_t n, const bench *b)
{
    const vib_encoder *encoder = todo->encoder;

    if (encoder->bf16)
        vib_bf16_forward(vectors, b->network, encoder->bf16, channels, n);
    else
        vib_network_forward(vectors, NULL, b->network, &encoder->shape,
                            encoder->weights, channels, n);
}

static void embed_chunk(const job *todo, const bench *b, size_t first, size_t n)
{
    forward(todo->vectors + first * todo->encoder->shape.dimension, todo,
            todo->channels + first * input_size(todo->encoder), n, b);
}

int vib_encoder_embed(float *vectors, const vib_encoder *encoder,
                      const float *channels, size_t n)
{
    return work_on(&(job){ .encoder = encoder, .vectors = vectors,
                           .channels = channels, .n = n }, embed_chunk);
}

static int no_signal(void)
{
    return vib_fail(VIB_BAD_DATA, "the spectrum has no bands that the encoder "
                    "could see");
}

/* One spectrum to channels of the pipeline. */
static int prepare(float *channels, const vib_encoder *encoder,
                   const vib_spectrum *spectrum, const bench *b)
{
    size_t shown = 2 * encoder->shape.length; /* all but the mask */
    int status = vib_pipeline_grid(b->intensity, b->mask, &encoder->pipeline,
                                   spectrum);

    if (status != VIB_OK)
        return status;
    vib_pipeline_features(channels, b->features, &encoder->pipeline,
                          b->intensity, b->mask);
    for (size_t i = 0; i < shown; i++)
        if (channels[i] != 0)
            return VIB_OK;
    return no_signal();
}

/* A network of finite weights can still overflow. */
static bool has_unit_length(const float *vector, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += (double)vector[i] * (double)vector[i];
    return fabs(sum - 1) < 1e-3;
}

/* Those spectra that can be prepared go through the network side by side. */
static void encode_chunk(const job *todo, const bench *b, size_t first,
                         size_t n)
{
    size_t dimension = todo->encoder->shape.dimension, m = 0;
    size_t input = input_size(todo->encoder), of[CHUNK];

    memset(todo->vectors + first * dimension, 0,
           n * dimension * sizeof *todo->vectors);
    for (size_t i = first; i < first + n; i++) {
        todo->status[i] = prepare(b->channels + m * input, todo->encoder,
                                 &todo->spectra[i], b);
        if (todo->status[i] == VIB_OK)
            of[m++] = i;
    }
    if (m > 0)
        forward(b->vectors, todo, b->channels, m, b);
    for (size_t j = 0; j < m; j++) {
        const float *vector = b->vectors + j * dimension;

        if (has_unit_length(vector, dimension))
            memcpy(todo->vectors + of[j] * dimension, vector,
                   dimension * sizeof *vector);
        else
            todo->status[of[j]] = no_signal();
    }
}

int vib_encoder_encode(float *vectors, int *status,
                       const vib_encoder *encoder,
                       const vib_spectrum *spectra, size_t n)
{
    return work_on(&(job){ .encoder = encoder, .vectors = vectors,
                           .status = status, .spectra = spectra, .n = n },
                   encode_chunk);
}

int vib_encoder_set_precision(vib_encoder *encoder, vib_precision precision)
{
    vib_bf16_network *bf16 = NULL;
    int status = VIB_OK;

    if (precision == VIB_BF16)
        status = vib_bf16_open(&bf16, &encoder->shape, encoder->weights);
    else if (precision != VIB_F32)
        status = vib_fail(VIB_BAD_ARG, "no such precision: %d",
                          (int)precision);
    if (status != VIB_OK)
        return status;
    vib_bf16_close(encoder->bf16);
    encoder->bf16 = bf16;
    return VIB_OK;
}
