#include "tally.h"

#include "talk.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum { SAMPLES = 1000 };

/* Of one compound, or of all. */
struct sums {
    double n, own[CLI_MEASURES], gain[CLI_MEASURES];
};

static void add(struct sums *to, const struct sums *more)
{
    to->n += more->n;
    for (size_t m = 0; m < CLI_MEASURES; m++) {
        to->own[m] += more->own[m];
        to->gain[m] += more->gain[m];
    }
}

static double measure_of(size_t measure, size_t rank)
{
    switch (measure) {
    case CLI_FIRST:
        return rank < 1;
    case CLI_THIRD:
        return rank < 3;
    case CLI_FIFTH:
        return rank < 5;
    default:
        return rank == CLI_NO_RANK ? 0 : 1 / (double)(rank + 1);
    }
}

static struct sums sums_of(const cli_ranks *ranks, size_t i)
{
    struct sums sums = { .n = 1 };

    for (size_t m = 0; m < CLI_MEASURES; m++) {
        sums.own[m] = measure_of(m, ranks->rank[i]);
        if (ranks->other)
            sums.gain[m] = sums.own[m] - measure_of(m, ranks->other[i]);
    }
    return sums;
}

/* Marsaglia 2003, J. Stat. Softw. 8, 14. */
static uint64_t draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static int by_value(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;

    return (p > q) - (p < q);
}

/* The middle 95 % of values [SAMPLES]. */
static void middle(double range[2], double *values)
{
    qsort(values, SAMPLES, sizeof *values, by_value);
    range[0] = values[SAMPLES / 40];
    range[1] = values[SAMPLES - 1 - SAMPLES / 40];
}

static void resample(cli_tally *out, const struct sums *compound, size_t n)
{
    double *own = cli_new(CLI_MEASURES * SAMPLES, sizeof *own);
    double *gain = cli_new(CLI_MEASURES * SAMPLES, sizeof *gain);
    uint64_t state = UINT64_C(88172645463325252);

    for (size_t s = 0; s < SAMPLES; s++) {
        struct sums sums = { .n = 0 };

        for (size_t i = 0; i < n; i++)
            add(&sums, &compound[draw(&state) % n]);
        for (size_t m = 0; m < CLI_MEASURES; m++) {
            own[m * SAMPLES + s] = sums.own[m] / sums.n;
            gain[m * SAMPLES + s] = sums.gain[m] / sums.n;
        }
    }
    for (size_t m = 0; m < CLI_MEASURES; m++) {
        middle(out->mean[m].range, own + m * SAMPLES);
        middle(out->gain[m].range, gain + m * SAMPLES);
    }
    free(own);
    free(gain);
}

/* The gains as they are count as one of the changes of signs, so that no
 * p-value is 0. */
static void test(cli_tally *out, const struct sums *compound, size_t n,
                 const struct sums *all)
{
    size_t as_far[CLI_MEASURES] = { 0 };
    uint64_t state = UINT64_C(362436069362436069);

    for (size_t s = 0; s < SAMPLES; s++) {
        double gain[CLI_MEASURES] = { 0 };

        for (size_t i = 0; i < n; i++) {
            double sign = draw(&state) >> 63 ? 1 : -1;

            for (size_t m = 0; m < CLI_MEASURES; m++)
                gain[m] += sign * compound[i].gain[m];
        }
        for (size_t m = 0; m < CLI_MEASURES; m++)
            as_far[m] += fabs(gain[m]) >= fabs(all->gain[m]) - 1e-9;
    }
    for (size_t m = 0; m < CLI_MEASURES; m++)
        out->p[m] = (double)(as_far[m] + 1) / (SAMPLES + 1);
}

cli_tally cli_tally_of(const cli_ranks *ranks)
{
    struct sums *compound = cli_new(ranks->compounds, sizeof *compound);
    struct sums all = { .n = 0 };
    cli_tally tally = { .macro = 0 };
    size_t met = 0;

    for (size_t i = 0; i < ranks->n; i++) {
        struct sums one = sums_of(ranks, i);

        add(&compound[ranks->compound[i]], &one);
        add(&all, &one);
    }
    for (size_t c = 0; c < ranks->compounds; c++)
        if (compound[c].n > 0) {
            tally.macro += compound[c].own[CLI_FIRST] / compound[c].n;
            compound[met++] = compound[c];
        }
    if (met > 0) {
        for (size_t m = 0; m < CLI_MEASURES; m++) {
            tally.mean[m].value = all.own[m] / all.n;
            tally.gain[m].value = all.gain[m] / all.n;
        }
        tally.macro /= (double)met;
        resample(&tally, compound, met);
        test(&tally, compound, met, &all);
    }
    free(compound);
    return tally;
}
