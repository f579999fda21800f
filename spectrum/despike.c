/* despike.c - cosmic rays out, narrow lines left alone. */
#include "despike.h"

#include "extremes.h"

#include <math.h>
#include <stdbool.h>

enum {
    WIDEST = 3, /* points of a spike                                         */
    MARGIN = 3, /* points beside it that tell the level it stands on         */
    PASSES = 3  /* what a large spike left on its sides goes in the next     */
};
static const double coarsest = 4; /* cm^-1 between points                    */
static const double abrupt = 0.8; /* share of the height in one step         */
static const double settled = 0.2; /* share of the height left beside it     */

static double median_of_3(double a, double b, double c)
{
    return vib_larger(vib_lesser(a, b), vib_lesser(vib_larger(a, b), c));
}

/* Keep those of values [n] that are below the pivot, or above it; how many.
 * Nothing here or in select_kth() branches on a value: that would be guessed
 * wrong every other time. */
static size_t keep_side(double *values, size_t n, double pivot, bool below)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        double value = values[i];

        values[kept] = value;
        kept += below ? value < pivot : value > pivot;
    }
    return kept;
}

/* The k-th smallest of values [n], which are overwritten (Hoare 1961). */
static double select_kth(double *values, size_t n, size_t k)
{
    for (;;) {
        double pivot = median_of_3(values[0], values[n / 2], values[n - 1]);
        size_t less = 0, equal = 0;

        for (size_t i = 0; i < n; i++) {
            less += values[i] < pivot;
            equal += values[i] == pivot;
        }
        if (k >= less && k < less + equal)
            return pivot;
        n = keep_side(values, n, pivot, k < less);
        if (k >= less)
            k -= less + equal;
    }
}

/* Standard deviation of the first differences from their median absolute
 * deviation, which bands and spikes hardly move. */
static double difference_sigma(double *scratch, const double *y, size_t n)
{
    size_t count = n - 1;
    double median;

    for (size_t i = 0; i < count; i++)
        scratch[i] = y[i + 1] - y[i];
    median = select_kth(scratch, count, count / 2);
    for (size_t i = 0; i < count; i++)
        scratch[i] = fabs(y[i + 1] - y[i] - median);
    return 1.4826 * select_kth(scratch, count, count / 2);
}

/* Is y[start .. start + width) a spike at least `least` high? */
static int is_spike(const double *y, size_t start, size_t width, double least)
{
    const double *left = y + start - 1, *right = y + start + width;
    double level = (left[-1] + left[-2] + right[1] + right[2]) / 4;
    double height = 0, step = 0;

    for (size_t i = 0; i < width; i++)
        height = vib_larger(height, y[start + i] - level);
    if (!(height > least))
        return 0;
    for (size_t i = 0; i <= width; i++)
        step = vib_larger(step, fabs(left[i + 1] - left[i]));
    return step >= abrupt * height &&
           fabs(*left - level) < settled * height &&
           fabs(*right - level) < settled * height;
}

/* Width of the spike that starts at y[i], or 0. */
static size_t spike_at(const double *y, size_t n, size_t i, double least)
{
    for (size_t width = 1; width <= WIDEST; width++)
        if (i + width + MARGIN <= n && is_spike(y, i, width, least))
            return width;
    return 0;
}

static void bridge(double *y, const double *x, size_t start, size_t width)
{
    size_t a = start - 1, b = start + width;

    for (size_t i = start; i < b; i++)
        y[i] = y[a] + (y[b] - y[a]) * (x[i] - x[a]) / (x[b] - x[a]);
}

/* Go over y once, replacing when `replace`; the points that are spikes. */
static size_t sweep(double *y, const double *x, size_t n, double least,
                    int replace)
{
    size_t count = 0;

    for (size_t i = MARGIN; i + MARGIN < n; i++) {
        size_t width;

        if (y[i] - y[i - 1] <= least / 4 ||
            x[i] - x[i - 1] >= coarsest ||
            (width = spike_at(y, n, i, least)) == 0)
            continue;
        if (replace)
            bridge(y, x, i, width);
        count += width;
        i += width;
    }
    return count;
}

size_t vib_despike(double *y, double *scratch, const double *x, size_t n,
                   double threshold)
{
    size_t total = 0, count;
    double least;

    if (n < 2 * MARGIN + 1)
        return 0;
    least = threshold * difference_sigma(scratch, y, n);
    count = sweep(y, x, n, least, 0);
    if (count > n / 100)
        return 0;
    for (int pass = 0; pass < PASSES && count > 0; pass++) {
        count = sweep(y, x, n, least, 1);
        total += count;
    }
    return total;
}
