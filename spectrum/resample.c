/* resample.c - from any axis to an even grid. */
#include "resample.h"

#include "extremes.h"

#include <math.h>

enum { AROUND = 4 }; /* intervals on each side that say what is usual */

/* The median width of the intervals about interval k, itself left out. */
static double usual_width(const double *x, size_t n, size_t k)
{
    size_t begin = k > AROUND ? k - AROUND : 0;
    size_t end = k + AROUND + 1 < n - 1 ? k + AROUND + 1 : n - 1;
    double width[2 * AROUND + 1];
    size_t count = 0;

    for (size_t i = begin; i < end; i++) {
        double w = x[i + 1] - x[i];
        size_t at = count;

        if (i == k)
            continue;
        for (; at > 0 && width[at - 1] > w; at--)
            width[at] = width[at - 1];
        width[at] = w;
        count++;
    }
    return count ? width[(count - 1) / 2] : x[k + 1] - x[k];
}

bool vib_resample_gap(const double *x, size_t n, size_t k)
{
    return x[k + 1] - x[k] > 4 * usual_width(x, n, k);
}

/* Is there something unmeasured between points k and k + 1? */
static bool is_gap(const double *x, size_t n, size_t k, double step)
{
    double width = x[k + 1] - x[k];

    return width > 2 * step &&
           (width > 10 * step || vib_resample_gap(x, n, k));
}

/* Integral from a to b of the line through points k and k + 1. */
static double line_area(const double *x, const double *y, size_t k,
                        const double between[2])
{
    double slope = (y[k + 1] - y[k]) / (x[k + 1] - x[k]);
    double middle = (between[0] + between[1]) / 2;

    return (y[k] + slope * (middle - x[k])) * (between[1] - between[0]);
}

void vib_resample(double *value, const vib_grid *grid, const double *x,
                  const double *y, size_t n)
{
    size_t k = 0; /* no interval before this one reaches the cell */

    for (size_t i = 0; i < grid->length; i++) {
        double begin = grid->first + ((double)i - 0.5) * grid->step;
        double end = begin + grid->step;
        double area = 0, covered = 0;

        while (k + 2 < n && x[k + 1] <= begin)
            k++;
        for (size_t j = k; j + 1 < n && x[j] < end; j++) {
            double part[2] = { vib_larger(begin, x[j]),
                               vib_lesser(end, x[j + 1]) };

            if (part[1] > part[0] && !is_gap(x, n, j, grid->step)) {
                area += line_area(x, y, j, part);
                covered += part[1] - part[0];
            }
        }
        /* Half of a cell is not exactly half in floating point. */
        value[i] = covered > 0.4999 * grid->step ? area / covered : NAN;
    }
}
