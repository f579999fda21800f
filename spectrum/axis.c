/* axis.c - an axis that can be trusted. */
#include "axis.h"

#include "status.h"

#include <math.h>

/* Larger ones are marks for "nothing here", and their sums overflow. */
static const double largest = 1e100;

static size_t drop_non_numbers(double *x, double *y, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (fabs(x[i]) < largest && fabs(y[i]) < largest) {
            x[kept] = x[i];
            y[kept++] = y[i];
        }
    return kept;
}

static void reverse(double *values, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        double kept = values[i];

        values[i] = values[n - 1 - i];
        values[n - 1 - i] = kept;
    }
}

/* Runs of equal x become one point; what is left. */
static size_t merge_repeats(double *x, double *y, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n;) {
        double at = x[i], sum = 0;
        size_t end = i;

        while (end < n && x[end] == at)
            sum += y[end++];
        x[kept] = at;
        y[kept++] = sum / (double)(end - i);
        i = end;
    }
    return kept;
}

int vib_axis_order(double *x, double *y, size_t *n)
{
    size_t count = drop_non_numbers(x, y, *n), left;

    if (count < 2)
        return vib_fail(VIB_BAD_DATA, "%zu of %zu points are numbers below "
                        "%g; a spectrum needs two or more", count, *n,
                        largest);
    if (x[0] > x[count - 1]) {
        reverse(x, count);
        reverse(y, count);
    }
    for (size_t i = 1; i < count; i++)
        if (x[i] < x[i - 1])
            return vib_fail(VIB_BAD_DATA, "the axis turns back between %g and "
                            "%g cm^-1", x[i - 1], x[i]);
    left = merge_repeats(x, y, count);
    if (left < 2 || count - left > count / 10)
        return vib_fail(VIB_BAD_DATA, "%zu of %zu axis points repeat the one "
                        "before", count - left, count);
    *n = left;
    return VIB_OK;
}
