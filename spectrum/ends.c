#include "ends.h"

#include "snip.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum {
    PADDING = 8, /* points                                                  */
    SMOOTH = 2,  /* points on either side                                   */
    VALLEY = 4   /* points behind it that are no lower                      */
};
static const double widest = 100; /* cm^-1 */

/* How many of n values, `step` apart, are equal to the first. */
static size_t run_of(const double *first, ptrdiff_t step, size_t n)
{
    size_t run = 0;

    while (run < n && first[(ptrdiff_t)run * step] == *first)
        run++;
    return run;
}

static bool has(const double *y, size_t n, double value)
{
    for (size_t i = 0; i < n; i++)
        if (y[i] == value)
            return true;
    return false;
}

void vib_ends_padding(size_t padding[2], const double *y, size_t n)
{
    size_t before = run_of(y, 1, n), after = run_of(y + n - 1, -1, n);
    const double *inner = y + before;

    padding[0] = padding[1] = 0;
    if (before + after >= n)
        return;
    n -= before + after;
    if (before >= PADDING && !has(inner, n, inner[-1]))
        padding[0] = before;
    if (after >= PADDING && !has(inner, n, inner[n]))
        padding[1] = after;
}

static void smooth(float *out, const double *values, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t from = i > SMOOTH ? i - SMOOTH : 0;
        size_t to = i + SMOOTH < n ? i + SMOOTH + 1 : n;
        double sum = 0;

        for (size_t j = from; j < to; j++)
            sum += values[j];
        out[i] = (float)(sum / (double)(to - from));
    }
}

/* The first valley of y [n]; 0 when there is none, or it rises at once. */
static size_t first_valley(const float *y, size_t n)
{
    size_t lowest = 0;

    for (size_t i = 1; i < n; i++) {
        if (y[i] < y[lowest])
            lowest = i;
        else if (i - lowest >= VALLEY)
            return lowest;
    }
    return 0;
}

size_t vib_ends_wing(float *scratch, const double *values, size_t n,
                     double step, size_t half, double least)
{
    float *y = scratch, *baseline = y + n, *spare = baseline + n;
    float tallest = 0;
    size_t end;

    smooth(y, values, n);
    end = first_valley(y, (size_t)fmin((double)n, widest / step));
    if (end == 0)
        return 0;
    memcpy(baseline, y, n * sizeof *y);
    vib_snip(baseline, spare, n, half);
    for (size_t i = end; i < n; i++)
        tallest = fmaxf(tallest, y[i] - baseline[i]);
    return y[0] - y[end] > (float)least * tallest ? end : 0;
}
