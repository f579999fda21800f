/* network.c - the encoder's network at work on demand, for a comparison with
 * another implementation of it: pytorch/compare.py.
 *
 *     network infer MODEL PATH N
 *     network train PATH ROWS
 *
 * infer: answers each line of standard input with a line,
 *   give FILE   N, channels, length, dimension, weights and the shape, after
 *               writing inputs, their vectors and the weights as floats; the
 *               inputs are of the spectra in PATH, over again until there are N
 *   f32, bf16   the seconds that embedding all inputs took
 * train: answers each line with the seconds of one step of ROWS pairs, with all
 * that belongs to it: views are drawn, altered and turned into inputs. */
#include "clock.h"
#include "collection.h"
#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int usage(void)
{
    fprintf(stderr, "usage: network infer MODEL PATH N\n"
                    "       network train PATH ROWS\n");
    return 2;
}

/* The next line without its end; false: there is none. */
static bool ask(char line[4096])
{
    if (!fgets(line, 4096, stdin))
        return false;
    line[strcspn(line, "\n")] = '\0';
    return true;
}

/* ---- inference --------------------------------------------------------- */

typedef struct bench {
    vib_encoder *encoder;
    float *inputs;  /* [n][VIB_CHANNELS][length]                             */
    float *vectors; /* [n][dimension]                                        */
    size_t n, input;
} bench;

static void paint(float *channels, const vib_pipeline *pipeline,
                  const vib_spectrum *spectrum)
{
    size_t length = pipeline->length;
    float *work = must_allocate(6 * length, sizeof *work);

    must(vib_pipeline_grid(work, work + length, pipeline, spectrum));
    vib_pipeline_features(channels, work + 2 * length, pipeline, work,
                          work + length);
    free(work);
}

/* One spectrum of the files after the other, and again. */
static vib_spectrum next_of(vib_reader **reader, const char *const *paths)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int got = vib_reader_next(&spectrum, *reader);

    if (got == 0) {
        vib_reader_close(*reader);
        must(vib_reader_open(reader, paths, 1));
        got = vib_reader_next(&spectrum, *reader);
    }
    must(got == 0 ? VIB_NOT_FOUND : got);
    return spectrum;
}

static bench open_bench(const char *model, const char *path, size_t n)
{
    const char *const paths[] = { path };
    vib_reader *reader = NULL;
    bench b = { .n = n };

    must(vib_encoder_open(&b.encoder, model));
    must(vib_reader_open(&reader, paths, 1));
    b.input = VIB_CHANNELS * b.encoder->shape.length;
    b.inputs = must_allocate(n * b.input, sizeof *b.inputs);
    b.vectors =
        must_allocate(n * b.encoder->shape.dimension, sizeof *b.vectors);
    for (size_t i = 0; i < n; i++) {
        vib_spectrum spectrum = next_of(&reader, paths);

        paint(b.inputs + i * b.input, &b.encoder->pipeline, &spectrum);
        vib_spectrum_release(&spectrum);
    }
    vib_reader_close(reader);
    return b;
}

static void embed(const bench *b, vib_precision precision)
{
    double start;

    if (vib_encoder_set_precision(b->encoder, precision) < 0) {
        printf("%s\n", vib_last_error());
        return;
    }
    start = now();
    must(vib_encoder_embed(b->vectors, b->encoder, b->inputs, b->n));
    printf("%.6f\n", now() - start);
}

static void put(FILE *out, const float *numbers, size_t n)
{
    if (fwrite(numbers, sizeof *numbers, n, out) < n) {
        perror("network");
        exit(1);
    }
}

static void give(const bench *b, const char *path)
{
    const vib_shape *shape = &b->encoder->shape;
    size_t weights = vib_network_weights(shape);
    FILE *out = fopen(path, "wb");

    if (!out) {
        perror(path);
        exit(1);
    }
    must(vib_encoder_embed(b->vectors, b->encoder, b->inputs, b->n));
    put(out, b->inputs, b->n * b->input);
    put(out, b->vectors, b->n * shape->dimension);
    put(out, b->encoder->weights, weights);
    fclose(out);
    printf("%zu %zu %zu %zu %zu %s\n", b->n, shape->channels, shape->length,
           shape->dimension, weights, b->encoder->shape_text);
}

static void infer(bench b)
{
    char line[4096];

    while (ask(line)) {
        if (strncmp(line, "give ", 5) == 0)
            give(&b, line + 5);
        else
            embed(&b, strcmp(line, "bf16") == 0 ? VIB_BF16 : VIB_F32);
        fflush(stdout);
    }
    free(b.inputs);
    free(b.vectors);
    vib_encoder_close(b.encoder);
}

/* ---- training ---------------------------------------------------------- */

static int next_spectrum(vib_spectrum *out, void *reader)
{
    return vib_reader_next(out, reader);
}

/* After each step: tell how long it took, and wait to be asked for another. */
static int pause_between(size_t done, size_t total, const char *line,
                         void *payload)
{
    double *start = payload;
    char word[4096];
    bool more = true;

    (void)total;
    (void)line;
    if (done == 0)
        return 0;
    if (done > 1) {
        printf("%.6f\n", now() - *start);
        fflush(stdout);
    }
    more = ask(word);
    *start = now();
    return !more;
}

static void train(const char *path, size_t rows)
{
    const char *const paths[] = { path };
    vib_reader *reader = NULL;
    vib_training options = VIB_TRAINING_DEFAULT;
    vib_encoder *encoder = NULL;
    double start = now();

    must(vib_reader_open(&reader, paths, 1));
    options.batch = rows;
    options.steps = 100000; /* or until nobody asks */
    options.synthetic = 0;
    options.progress = pause_between;
    options.payload = &start;
    if (vib_encoder_train(&encoder, next_spectrum, reader, &options) !=
        VIB_STOPPED)
        must(VIB_BAD_DATA);
    vib_reader_close(reader);
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "infer") == 0)
        infer(open_bench(argv[2], argv[3], strtoul(argv[4], NULL, 10)));
    else if (argc == 4 && strcmp(argv[1], "train") == 0)
        train(argv[2], strtoul(argv[3], NULL, 10));
    else
        return usage();
    return 0;
}
