/* pipeline.c - from any spectrum to the input of a model. */
#include "pipeline.h"

#include "axis.h"
#include "despike.h"
#include "ends.h"
#include "extremes.h"
#include "memory.h"
#include "resample.h"
#include "savgol.h"
#include "slit.h"
#include "snip.h"
#include "status.h"
#include "units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SQUARE_ROOT = 4 }; /* as a power in eighths */

/* cm^-1: a filter lets the laser through up to here; what must be measured of
 * a spectrum before anything of it can be called a wing; and how much before
 * the axis begins is looked at. */
static const double farthest_wing = 400, least_behind_wing = 300,
                    before_wing = 10;

static size_t half_window(const vib_pipeline *pipeline)
{
    return (size_t)lround(pipeline->snip / pipeline->step);
}

/* Lowest and highest number of values [n] into range; how many are numbers. */
static size_t find_range(double range[2], const double *values, size_t n)
{
    size_t count = 0;

    range[0] = INFINITY;
    range[1] = -INFINITY;
    for (size_t i = 0; i < n; i++)
        if (!isnan(values[i])) {
            range[0] = vib_lesser(range[0], values[i]);
            range[1] = vib_larger(range[1], values[i]);
            count++;
        }
    return count;
}

/* y [n] over x [n] cm^-1, ascending. */
typedef struct points {
    double *x, *y;
    size_t n;
} points;

/* Leave out those at the ends that no one measured. */
static void drop_padding(points *p)
{
    size_t padding[2];

    vib_ends_padding(padding, p->y, p->n);
    p->n -= padding[0] + padding[1];
    p->x += padding[0];
    p->y += padding[0];
}

/* Where the file reaches further down than the model's axis, to `first`: is the
 * intensity just before it no lower than there? A band that stands across the
 * beginning of the axis rises to it. */
static bool falls_to(double first, double there, const points *p)
{
    double sum = 0;
    size_t count = 0;

    for (size_t i = 0; i < p->n && p->x[i] < first; i++)
        if (p->x[i] >= first - before_wing) {
            sum += p->y[i];
            count++;
        }
    return sum >= there * (double)count;
}

/* Leave out the laser's wing of values [pipeline->length], made of *p, if they
 * begin near the laser. `scratch` holds 3 floats for each value. */
static void drop_wing(double *values, float *scratch, const points *p,
                      const vib_pipeline *pipeline)
{
    size_t begin = 0, end, wing;
    double first;

    while (begin < pipeline->length && isnan(values[begin]))
        begin++;
    for (end = begin; end < pipeline->length && !isnan(values[end]); end++)
        ;
    first = pipeline->first + pipeline->step * (double)begin;
    if (pipeline->step * (double)(end - begin) < least_behind_wing ||
        first > farthest_wing || !falls_to(first, values[begin], p))
        return;
    wing = vib_ends_wing(scratch, values + begin, end - begin, pipeline->step,
                         half_window(pipeline), pipeline->ends);
    for (size_t i = 0; i < wing; i++)
        values[begin + i] = NAN;
}

/* Scale the values that are numbers to 0 .. 1; the others are not measured. */
static int publish(float *intensity, float *mask, const double *values,
                   const vib_pipeline *pipeline)
{
    double range[2], width;
    size_t measured = find_range(range, values, pipeline->length);

    if (measured < VIB_GRID_MIN)
        return vib_fail(VIB_BAD_DATA, "the spectrum covers %zu points of the "
                        "model's axis, %g to %g cm^-1; it takes %d", measured,
                        pipeline->first, pipeline->first + pipeline->step *
                        (double)(pipeline->length - 1), VIB_GRID_MIN);
    width = range[1] - range[0];
    if (width <= 1e-9 * vib_larger(fabs(range[0]), fabs(range[1])))
        return vib_fail(VIB_BAD_DATA, "the spectrum is flat on the model's "
                        "axis: all values are about %g", range[0]);
    for (size_t i = 0; i < pipeline->length; i++) {
        bool known = !isnan(values[i]);

        intensity[i] = known ? (float)((values[i] - range[0]) / width) : 0;
        mask[i] = known ? 1 : 0;
    }
    return VIB_OK;
}

int vib_pipeline_grid(float *intensity, float *mask,
                      const vib_pipeline *pipeline,
                      const vib_spectrum *spectrum)
{
    vib_grid grid = { pipeline->first, pipeline->step, pipeline->length };
    size_t n = spectrum->n;
    double *block = vib_new(3, (n + pipeline->length) * sizeof *block);
    double *x, *y, *spare, *values;
    points p;
    int rc;

    if (!block)
        return VIB_NO_MEMORY;
    x = block;
    y = x + n;
    spare = y + n;
    values = spare + n;
    p = (points){ x, y, n };
    if (n > 0)
        memcpy(y, spectrum->y, n * sizeof *y);
    if (!pipeline->raman)
        vib_absorbance(y, spectrum);
    if ((rc = vib_axis_per_cm(x, spectrum, pipeline->raman)) != VIB_OK ||
        (rc = vib_axis_order(x, y, &p.n)) != VIB_OK)
        goto out;
    if (pipeline->despike > 0)
        vib_despike(y, spare, x, p.n, pipeline->despike);
    if (pipeline->ends > 0)
        drop_padding(&p);
    vib_resample(values, &grid, p.x, p.y, p.n);
    if (pipeline->ends > 0 && pipeline->raman)
        drop_wing(values, (float *)(values + grid.length), &p, pipeline);
    rc = publish(intensity, mask, values, pipeline);
out:
    free(block);
    return rc;
}

/* The sum of squares in an order that no compiler changes. */
static float sum_of_squares(const float *values, size_t n)
{
    float lane[8] = { 0 }, sum = 0;
    size_t i = 0;

    for (; i + 8 <= n; i += 8)
        for (size_t k = 0; k < 8; k++)
            lane[k] += values[i + k] * values[i + k];
    for (; i < n; i++)
        lane[i % 8] += values[i] * values[i];
    for (size_t k = 0; k < 8; k++)
        sum += lane[k];
    return sum;
}

/* Raise the magnitude of each value to the power of `eighths` / 8, its sign
 * kept, by products of square roots: unlike powf() they are rounded alike on
 * every machine (IEEE 754). */
static void signed_powers(float *restrict values, float *restrict spare,
                          size_t n, int eighths)
{
    for (size_t i = 0; i < n; i++) {
        spare[i] = fabsf(values[i]);
        values[i] = copysignf(eighths & 8 ? spare[i] : 1, values[i]);
    }
    for (int bit = 4; bit > 0 && eighths % (2 * bit) > 0; bit /= 2)
        for (size_t i = 0; i < n; i++) {
            spare[i] = sqrtf(spare[i]);
            values[i] *= eighths & bit ? spare[i] : 1;
        }
}

/* Scale to a root mean square of 1 over the measured points. */
static void normalise(float *values, size_t n, size_t measured)
{
    float sum = sum_of_squares(values, n);
    float scale = sum > 0 ? sqrtf((float)measured / sum) : 0;

    for (size_t i = 0; i < n; i++)
        values[i] *= scale;
}

/* Intensity above the baseline and its slope, of one stretch [n] that was
 * measured without a gap. `scratch` holds 2 n floats. */
static void stretch_features(float *slope, float *above, float *scratch,
                             const vib_pipeline *pipeline, size_t n)
{
    memcpy(scratch, above, n * sizeof *above);
    vib_snip(scratch, scratch + n, n, half_window(pipeline));
    for (size_t i = 0; i < n; i++)
        above[i] -= scratch[i];
    vib_savgol_slope(slope, above, n, pipeline->savgol_points,
                     pipeline->savgol_order);
}

void vib_pipeline_refer(float *intensity, float *scratch, const float *mask,
                        const vib_pipeline *pipeline)
{
    vib_slit_broaden(intensity, scratch, mask, pipeline->length,
                     pipeline->slit / pipeline->step);
}

void vib_pipeline_features(float *channels, float *scratch,
                           const vib_pipeline *pipeline,
                           const float *intensity, const float *mask)
{
    size_t length = pipeline->length;
    float *slope = channels, *above = channels + length;
    size_t measured = 0;

    memset(slope, 0, length * sizeof *slope);
    for (size_t i = 0; i < length; i++)
        above[i] = mask[i] > 0 ? intensity[i] : 0;
    for (size_t begin = 0, end; begin < length; begin = end + 1) {
        for (end = begin; end < length && mask[end] > 0; end++)
            ;
        if (end > begin)
            stretch_features(slope + begin, above + begin, scratch, pipeline,
                             end - begin);
        measured += end - begin;
    }
    signed_powers(slope, scratch, length, pipeline->power);
    normalise(slope, length, measured);
    signed_powers(above, scratch, length, SQUARE_ROOT);
    normalise(above, length, measured);
    memcpy(channels + 2 * length, mask, length * sizeof *mask);
}
