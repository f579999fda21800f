#include "outcomes.h"

#include "clock.h"
#include "collection.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RESAMPLES = 1000 };

/* A place from 0 to n - 1 (Knuth's MMIX constants). */
static size_t draw(uint64_t *state, size_t n)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)((*state >> 33) % n);
}

struct sums {
    size_t truths, answers, right, exact;
};

static void sums_add(struct sums *sums, const struct outcome *one)
{
    sums->truths += one->truths;
    sums->answers += one->answers;
    sums->right += one->right;
    sums->exact += one->right == one->truths && one->right == one->answers;
}

static struct rates rates_from(const struct sums *sums, size_t n)
{
    double right = (double)sums->right;

    return (struct rates){
        .precision = 100 * right / fmax(1, (double)sums->answers),
        .recall = 100 * right / fmax(1, (double)sums->truths),
        .f1 = 200 * right / fmax(1, (double)(sums->answers + sums->truths)),
        .all_right = 100 * (double)sums->exact / fmax(1, (double)n),
    };
}

struct rates rates_of(const struct outcomes *outcomes)
{
    struct sums sums = { 0 };

    for (size_t i = 0; i < outcomes->n; i++)
        sums_add(&sums, &outcomes->of[i]);
    return rates_from(&sums, outcomes->n);
}

static struct rates resample(const struct outcomes *outcomes, uint64_t state)
{
    struct sums sums = { 0 };

    for (size_t i = 0; i < outcomes->n; i++)
        sums_add(&sums, &outcomes->of[draw(&state, outcomes->n)]);
    return rates_from(&sums, outcomes->n);
}

static void interval(double out[2], double *values)
{
    qsort(values, RESAMPLES, sizeof *values, by_value);
    out[0] = values[RESAMPLES / 40];
    out[1] = values[RESAMPLES - 1 - RESAMPLES / 40];
}

void rates_interval(struct rates out[2], const struct outcomes *outcomes)
{
    static double value[4][RESAMPLES];
    double end[4][2];

    for (size_t r = 0; r < RESAMPLES; r++) {
        struct rates rates = resample(outcomes, r);

        value[0][r] = rates.precision;
        value[1][r] = rates.recall;
        value[2][r] = rates.f1;
        value[3][r] = rates.all_right;
    }
    for (size_t k = 0; k < 4; k++)
        interval(end[k], value[k]);
    for (size_t i = 0; i < 2; i++)
        out[i] = (struct rates){ end[0][i], end[1][i], end[2][i], end[3][i] };
}

void f1_gain_interval(double out[2], const struct outcomes *a,
                      const struct outcomes *b)
{
    static double gain[RESAMPLES];

    for (size_t r = 0; r < RESAMPLES; r++)
        gain[r] = resample(a, r).f1 - resample(b, r).f1;
    interval(out, gain);
}

void reliability_add(struct reliability *to, double confidence, bool right,
                     const char *name)
{
    size_t compound = 0;

    while (compound < to->compounds &&
           strcmp(to->name[compound], name) != 0)
        compound++;
    if (compound == to->compounds)
        to->name[to->compounds++] = name;
    to->of[to->n++] = (struct stated){ confidence, right, compound };
}

/* What was stated in one of ten parts, of one compound or of all. */
struct part {
    double n, sum, right;
};

static void part_add(struct part *to, const struct part *more)
{
    to->n += more->n;
    to->sum += more->sum;
    to->right += more->right;
}

/* own [compounds]: part `which` of each. */
static void part_of(struct part *own, const struct reliability *of,
                    size_t which)
{
    memset(own, 0, of->compounds * sizeof *own);
    for (size_t i = 0; i < of->n; i++) {
        const struct stated *one = &of->of[i];
        struct part add = { 1, one->confidence, one->right };

        if ((size_t)fmin(9, fmax(0, 10 * one->confidence)) == which)
            part_add(&own[one->compound], &add);
    }
}

static void part_print(const struct part *own, size_t compounds, size_t which)
{
    static double share[RESAMPLES];
    struct part all = { 0, 0, 0 };
    double ends[2];

    for (size_t c = 0; c < compounds; c++)
        part_add(&all, &own[c]);
    if (!(all.n > 0))
        return;
    for (size_t r = 0; r < RESAMPLES; r++) {
        struct part drawn = { 0, 0, 0 };
        uint64_t state = r;

        for (size_t c = 0; c < compounds; c++)
            part_add(&drawn, &own[draw(&state, compounds)]);
        share[r] = drawn.n > 0 ? drawn.right / drawn.n : 0;
    }
    interval(ends, share);
    printf("%.1f to %.1f\t%.0f\t%.1f\t%.1f\t%.0f..%.0f\n",
           0.1 * (double)which, 0.1 * (double)(which + 1), all.n,
           100 * all.sum / all.n, 100 * all.right / all.n, 100 * ends[0],
           100 * ends[1]);
}

void reliability_print(const struct reliability *of)
{
    struct part *own = must_allocate(of->compounds, sizeof *own);

    printf("confidence\tn\tstated\tright\t95 %%\n");
    for (size_t which = 0; which < 10; which++) {
        part_of(own, of, which);
        part_print(own, of->compounds, which);
    }
    free(own);
}
