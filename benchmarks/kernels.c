/* kernels - how near the convolutions of a network come to what the processor
 * can do: GFLOP/s of each one's forward, data gradient and weight gradient in
 * one thread, beside fused multiply-adds that touch no memory, timed in turns
 * with it. Then spectra a second of the whole network, also in bf16 where the
 * processor has it.
 *
 *     benchmarks/kernels [SHAPE]
 */
#include "bf16.h"
#include "clock.h"
#include "plan.h"

#include "memory.h"
#include "random.h"
#include "threads.h"
#include "vibrary.h"

#include <stdio.h>
#include <stdlib.h>

#define DEFAULT "resnet in=3x1701 stem=16k11 blocks=16,32/2,32,64/2,64/2,64 " \
    "kernel=5 head=32 out=128"

/* This file is compiled for the processor it is compiled on. */
#if defined(__AVX512F__)
enum { VECTOR = 64 };
#elif defined(__AVX__)
enum { VECTOR = 32 };
#else
enum { VECTOR = 16 };
#endif
typedef float vec __attribute__((vector_size(VECTOR)));

enum {
    CHAINS = 12,   /* independent sums: more than latency times units       */
    STEPS = 3000,
    ROUNDS = 300,  /* the best of so many                                   */
    CHUNK = 16     /* samples a call, as in training                        */
};

static volatile float sink;

/* Seconds of CHAINS * STEPS multiply-adds of vectors, and their operations. */
static double peak_seconds(double *operations)
{
    vec s[CHAINS], a = (vec){ 0 } + 0.5f, b = (vec){ 0 } + 1e-3f;
    double start, seconds;

    for (int i = 0; i < CHAINS; i++) /* the compiler must not see through it */
        s[i] = b * sink;
    start = now();
    for (int k = 0; k < STEPS; k++) {
#pragma GCC unroll 12
        for (int i = 0; i < CHAINS; i++)
            s[i] = s[i] * a + b;
    }
    seconds = now() - start;
    for (int i = 0; i < CHAINS; i++)
        sink += s[i][0];
    *operations = 2.0 * CHAINS * STEPS * (VECTOR / sizeof(float));
    return seconds;
}

static float *draw(size_t n)
{
    vib_random random = vib_random_stream(1, n, 0);
    float *values = vib_new_aligned(n, sizeof *values);

    if (!values) {
        fprintf(stderr, "kernels: out of memory\n");
        exit(1);
    }
    for (size_t i = 0; i < n; i++)
        values[i] = (float)vib_random_normal(&random);
    return values;
}

/* A convolution and memory for all it reads and writes. */
typedef struct subject {
    vib_conv conv;
    float *x, *dy, *y, *dx, *w, *turned; /* x and dy with margins            */
} subject;

typedef void run(const subject *s);

static void run_forward(const subject *s)
{
    size_t margin = vib_conv_margin(&s->conv);

    vib_conv_forward((vib_output){ .act = s->y }, &s->conv, s->w,
                     s->x + margin * s->conv.in);
}

static void run_data_gradient(const subject *s)
{
    size_t margin = vib_conv_margin(&s->conv);

    vib_conv_data_gradient((vib_output){ .sum = s->dx, .sign = s->x },
                           &s->conv, s->turned, s->dy + margin * s->conv.out);
}

static void run_weight_gradient(const subject *s)
{
    size_t margin = vib_conv_margin(&s->conv);

    vib_conv_weight_gradient(s->w, &s->conv, s->x + margin * s->conv.in,
                             s->dy + margin * s->conv.out);
}

/* Best GFLOP/s of a run, and of the peak meanwhile. */
static double measure(double *peak, const subject *s, run *what)
{
    double best = 1e9, best_peak = 1e9, operations;
    size_t length = vib_conv_length(&s->conv);

    what(s);
    for (int i = 0; i < ROUNDS; i++) {
        double seconds = peak_seconds(&operations), start;

        best_peak = seconds < best_peak ? seconds : best_peak;
        start = now();
        what(s);
        seconds = now() - start;
        best = seconds < best ? seconds : best;
    }
    *peak = operations / best_peak / 1e9;
    return 2.0 * (double)(length * vib_conv_weights(&s->conv)) / best / 1e9;
}

static void report(const char *name, const vib_conv *conv)
{
    static run *const runs[] = { run_forward, run_data_gradient,
                                 run_weight_gradient };
    size_t margin = 2 * vib_conv_margin(conv);
    size_t length = vib_conv_length(conv);
    subject s = { .conv = *conv,
                  .x = draw((conv->length + margin) * conv->in),
                  .dy = draw((length + margin) * conv->out),
                  .y = draw(length * conv->out),
                  .dx = draw(conv->length * conv->in),
                  .w = draw(vib_conv_weights(conv)),
                  .turned = draw(vib_conv_weights(conv)) };

    printf("%-9s %3zu->%-3zu %5zu %3zu/%zu", name, conv->in, conv->out,
           conv->length, conv->kernel, conv->stride);
    for (size_t i = 0; i < 3; i++) {
        double peak, speed = measure(&peak, &s, runs[i]);

        printf("  %6.1f %3.0f%%", speed, 100 * speed / peak);
    }
    printf("\n");
    free(s.x);
    free(s.dy);
    free(s.y);
    free(s.dx);
    free(s.w);
    free(s.turned);
}

static void report_convolutions(const vib_shape *shape)
{
    vib_plan plan;

    vib_plan_make(&plan, shape, true);
    printf("%-9s %8s %5s %5s  %11s  %11s  %11s\n", "layer", "in->out",
           "L", "k/s", "forward", "data", "weights");
    report("stem", &plan.stem.conv);
    for (size_t i = 0; i < plan.blocks; i++) {
        const vib_block *block = &plan.block[i];
        char name[16];

        snprintf(name, sizeof name, "%zu first", i + 1);
        report(name, &block->first.conv);
        snprintf(name, sizeof name, "%zu second", i + 1);
        report(name, &block->second.conv);
        snprintf(name, sizeof name, "%zu skip", i + 1);
        if (block->projects)
            report(name, &block->skip.conv);
    }
    report("head", &plan.head.conv);
}

typedef struct model {
    const vib_shape *shape;
    const float *weights;
    const vib_bf16_network *bf16; /* NULL: not on this processor            */
} model;

/* What a thread needs to take chunks of spectra through it. */
typedef struct station {
    float *input, *vectors, *tape, *scratch, *gradient;
} station;

typedef void pass(const station *at, const model *of);

static void pass_f32(const station *at, const model *of)
{
    vib_network_forward(at->vectors, NULL, at->scratch, of->shape,
                        of->weights, at->input, CHUNK);
}

static void pass_bf16(const station *at, const model *of)
{
    vib_bf16_forward(at->vectors, at->scratch, of->bf16, at->input, CHUNK);
}

static void pass_there_and_back(const station *at, const model *of)
{
    vib_network_forward(at->vectors, at->tape, at->scratch, of->shape,
                        of->weights, at->input, CHUNK);
    vib_network_backward(at->gradient, at->scratch, of->shape, of->weights,
                         at->tape, at->vectors, CHUNK);
}

/* Spectra a second: the best of many short rounds, as others may be at work on
 * this machine. */
static double throughput(const station *stations, const model *of,
                         int threads, pass *what)
{
    double best = 1e9;
    int chunks = 2 * threads;

    for (int round = 0; round < 60; round++) {
        double start = now(), seconds;

#pragma omp parallel for schedule(dynamic) num_threads(threads)
        for (int c = 0; c < chunks; c++)
            what(&stations[vib_thread_number()], of);
        seconds = now() - start;
        best = seconds < best ? seconds : best;
    }
    return chunks * CHUNK / best;
}

static station open_station(const model *of)
{
    const vib_shape *shape = of->shape;
    size_t scratch = vib_network_scratch(shape, CHUNK);
    size_t narrow = of->bf16 ? vib_bf16_scratch(of->bf16, CHUNK) : 0;

    return (station){ draw(CHUNK * shape->channels * shape->length),
                      draw(CHUNK * shape->dimension),
                      draw(vib_network_tape(shape, CHUNK)),
                      draw(scratch > narrow ? scratch : narrow),
                      draw(vib_network_weights(shape)) };
}

static void close_station(station *at)
{
    free(at->input);
    free(at->vectors);
    free(at->tape);
    free(at->scratch);
    free(at->gradient);
}

static void report_network(const vib_shape *shape)
{
    size_t count = vib_network_weights(shape);
    float *weights = draw(count);
    vib_bf16_network *bf16 = NULL;
    int most = vib_threads();
    station *stations = vib_new((size_t)most, sizeof *stations);
    model of = { shape, weights, NULL };

    vib_network_init(weights, shape, 1);
    if (vib_bf16_open(&bf16, shape, weights) == VIB_OK)
        of.bf16 = bf16;
    for (int i = 0; i < most; i++)
        stations[i] = open_station(&of);
    printf("\n%zu weights; spectra a second:\n", count);
    for (int threads = 1; threads <= most; threads++) {
        printf("%d threads: inference %.0f", threads,
               throughput(stations, &of, threads, pass_f32));
        if (bf16)
            printf(", in bf16 %.0f",
                   throughput(stations, &of, threads, pass_bf16));
        printf(", forward and backward %.0f\n",
               throughput(stations, &of, threads, pass_there_and_back));
    }
    for (int i = 0; i < most; i++)
        close_station(&stations[i]);
    free(stations);
    free(weights);
    vib_bf16_close(bf16);
}

int main(int argc, char **argv)
{
    const char *text = argc > 1 ? argv[1] : DEFAULT;
    double operations, seconds = peak_seconds(&operations);
    vib_shape shape;

    if (vib_shape_parse(&shape, text) != 0) {
        fprintf(stderr, "kernels: not a network: %s\n", text);
        return 2;
    }
    for (int i = 0; i < ROUNDS; i++) {
        double again = peak_seconds(&operations);

        seconds = again < seconds ? again : seconds;
    }
    printf("%s\n%s kernels; peak of one thread %.1f GFLOP/s\n", text,
           vib_kernel_name(), operations / seconds / 1e9);
    report_convolutions(&shape);
    report_network(&shape);
    return 0;
}
