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

/* ---- chances ----------------------------------------------------------- */

/* What share of all unknowns is in the library nobody knows: there, both kinds
 * of examples weigh alike. */
static int fit(vib_confidence *out, const vib_example *examples, size_t n)
{
    vib_signs *signs = vib_new(n, sizeof *signs);
    bool *yes = vib_new(n, sizeof *yes);
    size_t known = 0;

    if (!signs || !yes) {
        free(signs);
        free(yes);
        return VIB_NO_MEMORY;
    }
    for (size_t e = 0; e < n; e++) {
        signs[e] = examples[e].signs;
        yes[e] = examples[e].known;
    }
    out->known = vib_logistic_fit(signs, yes, n, true);
    for (size_t e = 0; e < n; e++)
        if (examples[e].known) {
            signs[known] = examples[e].signs;
            yes[known++] = examples[e].right;
        }
    out->right = vib_logistic_fit(signs, yes, known, false);
    free(signs);
    free(yes);
    return VIB_OK;
}

vib_chance vib_confidence_chance(const vib_confidence *confidence,
                                 const vib_signs *signs)
{
    return (vib_chance){ vib_logistic_of(&confidence->known, signs),
                         vib_logistic_of(&confidence->right, signs) };
}

/* ---- the whole --------------------------------------------------------- */

int vib_confidence_make(vib_confidence *out, const float *standing,
                        uint32_t queries, const vib_example *examples,
                        size_t n)
{
    vib_confidence made = { .queries = queries };
    int rc;

    made.standing = vib_new(queries, sizeof *made.standing);
    if (!made.standing)
        return VIB_NO_MEMORY;
    if (queries)
        memcpy(made.standing, standing, queries * sizeof *standing);
    qsort(made.standing, queries, sizeof *made.standing, by_value);
    rc = fit(&made, examples, n);
    if (rc < 0)
        free(made.standing);
    else
        *out = made;
    return rc;
}

void vib_confidence_release(vib_confidence *confidence)
{
    free(confidence->standing);
    vib_trials_release(&confidence->trials);
    *confidence = (vib_confidence)VIB_CONFIDENCE_INIT;
}

static void write_logistic(vib_buffer *out, const vib_logistic *logistic)
{
    vib_put_floats(out, logistic->middle, VIB_SIGNS);
    vib_put_floats(out, logistic->weight, VIB_SIGNS + 1);
}

static void read_logistic(vib_logistic *out, vib_cursor *cursor)
{
    vib_get_floats(out->middle, cursor, VIB_SIGNS);
    vib_get_floats(out->weight, cursor, VIB_SIGNS + 1);
}

void vib_confidence_write(vib_buffer *out, const vib_confidence *confidence)
{
    vib_put_u32(out, confidence->queries);
    vib_put_u32(out, confidence->compounds);
    write_logistic(out, &confidence->known);
    write_logistic(out, &confidence->right);
    vib_trials_write(out, &confidence->trials);
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

/* What comes last, and takes what is left. */
static int read_standing(vib_confidence *out, vib_cursor *cursor)
{
    if (cursor->failed ||
        cursor->size - cursor->at != out->queries * sizeof *out->standing)
        return vib_fail(VIB_BAD_DATA, "the calibration has not the size it "
                        "says");
    out->standing = vib_new(out->queries, sizeof *out->standing);
    if (!out->standing)
        return VIB_NO_MEMORY;
    vib_get_floats(out->standing, cursor, out->queries);
    if (!in_order(out))
        return vib_fail(VIB_BAD_DATA, "the calibration is out of order");
    return VIB_OK;
}

int vib_confidence_read(vib_confidence *out, vib_cursor *cursor)
{
    vib_confidence read = { .queries = vib_get_u32(cursor) };
    int rc;

    read.compounds = vib_get_u32(cursor);
    read_logistic(&read.known, cursor);
    read_logistic(&read.right, cursor);
    rc = vib_trials_read(&read.trials, cursor);
    if (rc == VIB_OK)
        rc = read_standing(&read, cursor);
    if (rc < 0)
        vib_confidence_release(&read);
    else
        *out = read;
    return rc;
}
