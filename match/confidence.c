#include "confidence.h"

#include "memory.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SOFTNESS 0.05 /* by trials on RRUFF: smallest sets of names */

/* ---- names ------------------------------------------------------------- */

float vib_standing(const float *scores, size_t n, size_t which)
{
    double sum = 0;

    if (which >= n)
        return INFINITY;
    for (size_t i = 0; i < n; i++)
        sum += exp(((double)scores[i] - (double)scores[which]) / SOFTNESS);
    return (float)log(sum);
}

static int by_value(const void *a, const void *b)
{
    float p = *(const float *)a, q = *(const float *)b;

    return (p > q) - (p < q);
}

float vib_confidence_p(const vib_confidence *confidence, float standing)
{
    size_t low = 0, high = confidence->queries;

    while (low < high) { /* the first that stood no better */
        size_t middle = low + (high - low) / 2;

        if (confidence->standing[middle] < standing)
            low = middle + 1;
        else
            high = middle;
    }
    return (float)(confidence->queries - low + 1) /
           (float)(confidence->queries + 1);
}

/* ---- known ------------------------------------------------------------- */

enum { TERMS = VIB_SIGNS + 1, STEPS = 25 };

static void expand(double term[TERMS], const vib_confidence *confidence,
                   const vib_signs *signs)
{
    for (size_t i = 0; i < VIB_SIGNS; i++)
        term[i] = (double)signs->sign[i] - (double)confidence->middle[i];
    term[VIB_SIGNS] = 1;
}

static double logistic(const double term[TERMS], const double weight[TERMS])
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

/* One step of Newton's method; a little ridge keeps it from running away where
 * the examples can be told apart without fail. Both kinds weigh alike: what
 * share of all unknowns is in the library nobody knows. */
static void step(double weight[TERMS], const vib_confidence *confidence,
                 const vib_example *examples, size_t n, size_t known)
{
    const double ridge = 1;
    double curve[TERMS][TERMS] = { { 0 } }, slope[TERMS] = { 0 };

    for (size_t e = 0; e < n; e++) {
        size_t alike = examples[e].known ? known : n - known;
        double share = 0.5 * (double)n / (double)alike;
        double term[TERMS], p;

        expand(term, confidence, &examples[e].signs);
        p = logistic(term, weight);
        for (size_t i = 0; i < TERMS; i++) {
            slope[i] += share * (examples[e].known - p) * term[i];
            for (size_t j = 0; j < TERMS; j++)
                curve[i][j] += share * p * (1 - p) * term[i] * term[j];
        }
    }
    for (size_t i = 0; i < TERMS; i++) {
        slope[i] -= ridge * weight[i];
        curve[i][i] += ridge;
    }
    solve(curve, slope);
    for (size_t i = 0; i < TERMS; i++)
        weight[i] += slope[i];
}

static void fit(vib_confidence *out, const vib_example *examples, size_t n)
{
    double weight[TERMS] = { 0 };
    size_t known = 0;

    for (size_t i = 0; i < VIB_SIGNS; i++) {
        double sum = 0;

        for (size_t e = 0; e < n; e++)
            sum += (double)examples[e].signs.sign[i];
        out->middle[i] = (float)(sum / (double)n);
    }
    for (size_t e = 0; e < n; e++)
        known += examples[e].known;
    for (int i = 0; i < STEPS && known > 0 && known < n; i++)
        step(weight, out, examples, n, known);
    for (size_t i = 0; i < TERMS; i++)
        out->weight[i] = (float)weight[i];
}

float vib_confidence_known(const vib_confidence *confidence,
                           const vib_signs *signs)
{
    double term[TERMS], weight[TERMS];

    expand(term, confidence, signs);
    for (size_t i = 0; i < TERMS; i++)
        weight[i] = (double)confidence->weight[i];
    return (float)logistic(term, weight);
}

/* ---- the whole --------------------------------------------------------- */

int vib_confidence_make(vib_confidence *out, const float *standing,
                        uint32_t queries, const vib_example *examples,
                        size_t n)
{
    vib_confidence made = { .queries = queries };

    made.standing = vib_new(queries, sizeof *made.standing);
    if (!made.standing)
        return VIB_NO_MEMORY;
    if (queries)
        memcpy(made.standing, standing, queries * sizeof *standing);
    qsort(made.standing, queries, sizeof *made.standing, by_value);
    fit(&made, examples, n);
    *out = made;
    return VIB_OK;
}

void vib_confidence_release(vib_confidence *confidence)
{
    free(confidence->standing);
    *confidence = (vib_confidence)VIB_CONFIDENCE_INIT;
}

void vib_confidence_write(vib_buffer *out, const vib_confidence *confidence)
{
    vib_put_u32(out, confidence->queries);
    vib_put_u32(out, confidence->compounds);
    vib_put_floats(out, confidence->middle, VIB_SIGNS);
    vib_put_floats(out, confidence->weight, VIB_SIGNS + 1);
    vib_put_floats(out, confidence->standing, confidence->queries);
}

static bool in_order(const vib_confidence *confidence)
{
    for (size_t i = 0; i < confidence->queries; i++)
        if (isnan(confidence->standing[i]) ||
            (i && confidence->standing[i] < confidence->standing[i - 1]))
            return false;
    return true;
}

int vib_confidence_read(vib_confidence *out, vib_cursor *cursor)
{
    vib_confidence read = { .queries = vib_get_u32(cursor) };

    read.compounds = vib_get_u32(cursor);
    vib_get_floats(read.middle, cursor, VIB_SIGNS);
    vib_get_floats(read.weight, cursor, VIB_SIGNS + 1);
    if (cursor->failed ||
        cursor->size - cursor->at != read.queries * sizeof *read.standing)
        return vib_fail(VIB_BAD_DATA, "the calibration has not the size it "
                        "says");
    read.standing = vib_new(read.queries, sizeof *read.standing);
    if (!read.standing)
        return VIB_NO_MEMORY;
    vib_get_floats(read.standing, cursor, read.queries);
    if (!in_order(&read)) {
        vib_confidence_release(&read);
        return vib_fail(VIB_BAD_DATA, "the calibration is out of order");
    }
    *out = read;
    return VIB_OK;
}
