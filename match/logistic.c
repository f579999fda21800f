#include "logistic.h"

#include <math.h>

enum { TERMS = VIB_SIGNS + 1, STEPS = 25 };

/* By trials on samples of RRUFF down to 60 answers, and on infrared. */
static const double ridge = 10;

static double odds(const double term[TERMS], const double weight[TERMS])
{
    double sum = 0;

    for (size_t i = 0; i < TERMS; i++)
        sum += weight[i] * term[i];
    return 1 / (1 + exp(-sum));
}

/* Solve a x = b, a symmetric and positive, by Gauss's elimination; b becomes
 * x. */
static void solve(double a[TERMS][TERMS], double b[TERMS])
{
    for (size_t k = 0; k < TERMS; k++)
        for (size_t i = k + 1; i < TERMS; i++) {
            double factor = a[i][k] / a[k][k];

            for (size_t j = k; j < TERMS; j++)
                a[i][j] -= factor * a[k][j];
            b[i] -= factor * b[k];
        }
    for (size_t k = TERMS; k-- > 0;) {
        for (size_t j = k + 1; j < TERMS; j++)
            b[k] -= a[k][j] * b[j];
        b[k] /= a[k][k];
    }
}

/* Examples, and how they are looked at. */
struct lesson {
    const vib_signs *examples; /* [n] */
    const bool *yes;           /* [n] */
    size_t n;
    double middle[VIB_SIGNS], spread[VIB_SIGNS];
    double share[2]; /* what one that is not, or is, counts */
};

static void look_over(struct lesson *lesson, bool balanced)
{
    double n = (double)lesson->n, count = 0;

    for (size_t e = 0; e < lesson->n; e++)
        count += lesson->yes[e];
    lesson->share[0] = balanced ? 0.5 * n / (n - count) : 1;
    lesson->share[1] = balanced ? 0.5 * n / count : 1;
    for (size_t i = 0; i < VIB_SIGNS; i++) {
        double sum = 0, squares = 0;

        for (size_t e = 0; e < lesson->n; e++)
            sum += (double)lesson->examples[e].sign[i];
        lesson->middle[i] = sum / n;
        for (size_t e = 0; e < lesson->n; e++)
            squares += pow((double)lesson->examples[e].sign[i] - sum / n, 2);
        lesson->spread[i] = sqrt(squares / n) + 1e-9;
    }
}

/* One step of Newton's method. The ridge keeps it from running away where the
 * examples can be told apart without fail. */
static void step(double weight[TERMS], const struct lesson *lesson)
{
    double curve[TERMS][TERMS] = { { 0 } }, slope[TERMS] = { 0 };

    for (size_t e = 0; e < lesson->n; e++) {
        double share = lesson->share[lesson->yes[e]], term[TERMS], p;

        for (size_t i = 0; i < VIB_SIGNS; i++)
            term[i] = ((double)lesson->examples[e].sign[i] -
                       lesson->middle[i]) / lesson->spread[i];
        term[VIB_SIGNS] = 1;
        p = odds(term, weight);
        for (size_t i = 0; i < TERMS; i++) {
            slope[i] += share * (lesson->yes[e] - p) * term[i];
            for (size_t j = 0; j < TERMS; j++)
                curve[i][j] += share * p * (1 - p) * term[i] * term[j];
        }
    }
    for (size_t i = 0; i < TERMS; i++) {
        double held = i < VIB_SIGNS ? ridge : 0.01;

        slope[i] -= held * weight[i];
        curve[i][i] += held;
    }
    solve(curve, slope);
    for (size_t i = 0; i < TERMS; i++)
        weight[i] += slope[i];
}

vib_logistic vib_logistic_fit(const vib_signs *examples, const bool *yes,
                              size_t n, bool balanced)
{
    struct lesson lesson = { .examples = examples, .yes = yes, .n = n };
    double weight[TERMS] = { 0 };
    vib_logistic out = { { 0 }, { 0 } };
    bool mixed = false;

    for (size_t e = 1; e < n; e++)
        mixed = mixed || yes[e] != yes[0];
    if (!mixed)
        return out;
    look_over(&lesson, balanced);
    for (int i = 0; i < STEPS; i++)
        step(weight, &lesson);
    for (size_t i = 0; i < VIB_SIGNS; i++) {
        out.middle[i] = (float)lesson.middle[i];
        out.weight[i] = (float)(weight[i] / lesson.spread[i]);
    }
    out.weight[VIB_SIGNS] = (float)weight[VIB_SIGNS];
    return out;
}

float vib_logistic_of(const vib_logistic *logistic, const vib_signs *signs)
{
    double term[TERMS], weight[TERMS];

    for (size_t i = 0; i < VIB_SIGNS; i++)
        term[i] = (double)signs->sign[i] - (double)logistic->middle[i];
    term[VIB_SIGNS] = 1;
    for (size_t i = 0; i < TERMS; i++)
        weight[i] = (double)logistic->weight[i];
    return (float)odds(term, weight);
}
