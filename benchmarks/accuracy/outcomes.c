#include "outcomes.h"

#include "clock.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

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

void reliability_add(struct reliability *to, double stated, bool right)
{
    size_t part = (size_t)fmin(9, fmax(0, 10 * stated));

    to->stated[part]++;
    to->right[part] += right;
    to->sum[part] += stated;
}

void reliability_print(const struct reliability *of)
{
    printf("confidence\tn\tstated\tright\n");
    for (size_t i = 0; i < 10; i++)
        if (of->stated[i] > 0)
            printf("%.1f to %.1f\t%zu\t%.1f\t%.1f\n", 0.1 * (double)i,
                   0.1 * (double)(i + 1), of->stated[i],
                   100 * of->sum[i] / (double)of->stated[i],
                   100 * (double)of->right[i] / (double)of->stated[i]);
}
