#include "tally.h"

#include "talk.h"

#include <stdint.h>
#include <stdlib.h>

enum { SAMPLES = 1000 };

/* Of one compound, or of all. */
struct sums {
    double n, first, fifth, gain;
};

static void add(struct sums *to, const struct sums *more)
{
    to->n += more->n;
    to->first += more->first;
    to->fifth += more->fifth;
    to->gain += more->gain;
}

static struct sums sums_of(const cli_ranks *ranks, size_t i)
{
    double first = ranks->rank[i] < 1;
    double other = ranks->other && ranks->other[i] < 1;

    return (struct sums){ 1, first, ranks->rank[i] < 5, first - other };
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
    double *first = cli_new(SAMPLES, sizeof *first);
    double *fifth = cli_new(SAMPLES, sizeof *fifth);
    double *gain = cli_new(SAMPLES, sizeof *gain);
    uint64_t state = UINT64_C(88172645463325252);

    for (size_t s = 0; s < SAMPLES; s++) {
        struct sums sums = { 0, 0, 0, 0 };

        for (size_t i = 0; i < n; i++)
            add(&sums, &compound[draw(&state) % n]);
        first[s] = sums.first / sums.n;
        fifth[s] = sums.fifth / sums.n;
        gain[s] = sums.gain / sums.n;
    }
    middle(out->first_range, first);
    middle(out->fifth_range, fifth);
    middle(out->gain_range, gain);
    free(first);
    free(fifth);
    free(gain);
}

cli_tally cli_tally_of(const cli_ranks *ranks)
{
    struct sums *compound = cli_new(ranks->compounds, sizeof *compound);
    struct sums all = { 0, 0, 0, 0 };
    cli_tally tally = { 0 };
    size_t met = 0;

    for (size_t i = 0; i < ranks->n; i++) {
        struct sums one = sums_of(ranks, i);
        size_t rank = ranks->rank[i];

        add(&compound[ranks->compound[i]], &one);
        add(&all, &one);
        tally.third += rank < 3;
        tally.reciprocal += rank == CLI_NO_RANK ? 0 : 1 / (double)(rank + 1);
    }
    for (size_t c = 0; c < ranks->compounds; c++)
        if (compound[c].n > 0) {
            tally.macro += compound[c].first / compound[c].n;
            compound[met++] = compound[c];
        }
    if (met > 0) {
        tally.first = all.first / all.n;
        tally.fifth = all.fifth / all.n;
        tally.gain = all.gain / all.n;
        tally.third /= all.n;
        tally.reciprocal /= all.n;
        tally.macro /= (double)met;
        resample(&tally, compound, met);
    }
    free(compound);
    return tally;
}
