/* embedding - spectra a second from measured points to vectors, in f32 and in
 * bf16, and what share of that time preprocessing takes; by the shipped encoder
 * on real spectra.
 *
 *     benchmarks/embedding MODEL PATH
 */
#include "clock.h"
#include "collection.h"
#include "encoder.h"
#include "threads.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 10 }; /* the best of so many: others may be at work here */

/* The spectra, the encoder, and room for what comes out. */
typedef struct job {
    struct collection from;
    vib_encoder *encoder;
    float *vectors; /* [n][dimension]                                       */
    int *status;    /* [n]                                                  */
} job;

/* Seconds to make the network's input of all spectra, as encoding does. */
static double preprocess(const job *j)
{
    const vib_pipeline *pipeline = vib_encoder_pipeline(j->encoder);
    size_t length = pipeline->length, each = (VIB_CHANNELS + 6) * length;
    size_t threads = (size_t)vib_threads();
    float *memory = must_allocate(threads * each, sizeof *memory);
    double start = now(), seconds;

#pragma omp parallel for schedule(dynamic, 16) num_threads((int)threads)
    for (size_t i = 0; i < j->from.n; i++) {
        float *grid = memory + (size_t)vib_thread_number() * each;
        float *mask = grid + length, *channels = mask + length;

        if (vib_pipeline_grid(grid, mask, pipeline, &j->from.spectra[i]) == 0)
            vib_pipeline_features(channels, channels + VIB_CHANNELS * length,
                                  pipeline, grid, mask);
    }
    seconds = now() - start;
    free(memory);
    return seconds;
}

static double encode(const job *j)
{
    double start = now();

    must(vib_encoder_encode(j->vectors, j->status, j->encoder,
                            j->from.spectra, j->from.n));
    return now() - start;
}

static double lesser(double a, double b)
{
    return a < b ? a : b;
}

/* One line of the table: best times, taken in turns. */
static void report(const job *j, int threads, bool bf16)
{
    double n = (double)j->from.n;
    double before = 1e9, whole[] = { 1e9, 1e9 };

    vib_set_threads(threads);
    for (int round = 0; round < ROUNDS; round++) {
        before = lesser(before, preprocess(j));
        for (int p = VIB_F32; p <= (bf16 ? VIB_BF16 : VIB_F32); p++) {
            must(vib_encoder_set_precision(j->encoder, (vib_precision)p));
            whole[p] = lesser(whole[p], encode(j));
        }
    }
    printf("%d threads: f32 %.0f a second, preprocessing %.1f %% of it",
           threads, n / whole[VIB_F32], 100 * before / whole[VIB_F32]);
    if (bf16)
        printf("; bf16 %.0f a second, preprocessing %.1f %%",
               n / whole[VIB_BF16], 100 * before / whole[VIB_BF16]);
    printf("\n");
}

int main(int argc, char **argv)
{
    vib_encoder_facts facts;
    int most = vib_threads();
    bool bf16;
    job j;

    if (argc != 3) {
        fprintf(stderr, "usage: embedding MODEL PATH\n");
        return 2;
    }
    must(vib_encoder_open(&j.encoder, argv[1]));
    vib_encoder_describe(&facts, j.encoder);
    j.from = collection_read(argv[2]);
    j.vectors = must_allocate(j.from.n * facts.dimension, sizeof *j.vectors);
    j.status = must_allocate(j.from.n, sizeof *j.status);
    bf16 = vib_encoder_set_precision(j.encoder, VIB_BF16) == VIB_OK;
    if (!bf16)
        printf("no bf16: %s\n", vib_last_error());
    printf("%zu spectra\n", j.from.n);
    for (int threads = 1; threads <= most; threads++)
        report(&j, threads, bf16);
    free(j.vectors);
    free(j.status);
    collection_release(&j.from);
    vib_encoder_close(j.encoder);
    return 0;
}
