/* laser.c - the excitation wavelength, where a file does not tell it. */
#include "laser.h"

#include "axis.h"
#include "memory.h"
#include "status.h"
#include "units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* nm. A laser is within NEAR of its line, and in front of it, to LEFT, the
 * filter lets nothing pass; a spectrum begins at most AHEAD in front of it. */
static const double near_nm = 1.2, left_nm = 6, ahead_nm = 25;

/* How many times the noise in front of it a line must rise, and how many points
 * there must be at least. */
enum { RISE = 10, LEAST = 5 };

static const double lines[] = {
    244, 257.2, 266, 325, 355, 363.8, 405, 413.1, 441.6, 457.9, 473, 488,
    514.5, 532, 561, 568.2, 594.1, 632.8, 638, 647.1, 660, 671, 752.5, 760,
    780, 785, 808, 830, 852, 976, 980, 1030, 1064,
};

const double *vib_laser_lines(size_t *count)
{
    *count = sizeof lines / sizeof *lines;
    return lines;
}

bool vib_spectrum_lacks_laser(const vib_spectrum *spectrum)
{
    const char *unit = vib_spectrum_get(spectrum, VIB_KEY_X_UNIT);
    const char *laser = vib_spectrum_get(spectrum, VIB_KEY_LASER);
    const char *technique = vib_spectrum_get(spectrum, VIB_KEY_TECHNIQUE);
    vib_unit x = unit ? vib_unit_of(unit) : VIB_UNIT_UNKNOWN;

    if ((laser && *laser) || (technique && strcmp(technique, "infrared") == 0))
        return false;
    return x == VIB_UNIT_NM || x == VIB_UNIT_UM || x == VIB_UNIT_EV;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The median of values [n], which become ordered. */
static double median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_value);
    return values[n / 2];
}

/* The first point at or above `x`, of an ascending axis. */
static size_t find(const double *axis, size_t n, double x)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (axis[middle] < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The centre of the half height of the peak at point `top`. */
static double centre(const double *x, const double *y, size_t n, size_t top,
                     double floor)
{
    double half = floor + (y[top] - floor) / 2, weight = 0, sum = 0;
    size_t from = top, to = top;

    while (from > 0 && y[from - 1] > half)
        from--;
    while (to + 1 < n && y[to + 1] > half)
        to++;
    for (size_t i = from; i <= to; i++) {
        weight += y[i] - floor;
        sum += x[i] * (y[i] - floor);
    }
    return sum / weight;
}

/* Is there a peak at `line` and nothing in front of it? spare [n]. */
static bool has_line(double *nm, double *spare, const double *x,
                     const double *y, size_t n, double line)
{
    size_t left = find(x, n, line - left_nm), from = find(x, n, line - near_nm);
    size_t to = find(x, n, line + near_nm), top = from;
    double floor, noise;

    if (from - left < LEAST || to - from < LEAST || to == n)
        return false;
    for (size_t i = from; i < to; i++)
        if (y[i] > y[top])
            top = i;
    memcpy(spare, y + left, (from - left) * sizeof *y);
    floor = median(spare, from - left);
    for (size_t i = left; i < from; i++)
        spare[i - left] = fabs(y[i] - floor);
    noise = 1.4826 * median(spare, from - left); /* of a normal distribution */
    if (top == from || y[top] - floor <= RISE * noise ||
        y[to] > floor + (y[top] - floor) / 2)
        return false;
    *nm = centre(x, y, n, top, floor);
    return fabs(*nm - line) <= near_nm;
}

/* The axis in nm, ascending, with its intensities. */
static int wavelengths(double *x, double *y, size_t *n,
                       const vib_spectrum *spectrum)
{
    int status = vib_axis_per_cm(x, spectrum, false);

    memcpy(y, spectrum->y, spectrum->n * sizeof *y);
    for (size_t i = 0; i < spectrum->n && status == VIB_OK; i++)
        x[i] = 1e7 / x[i];
    return status < 0 ? status : vib_axis_order(x, y, n);
}

int vib_spectrum_laser(double *nm, const vib_spectrum *spectrum)
{
    size_t n = spectrum->n;
    double *x = vib_new(3 * n, sizeof *x), found = 0;
    int status;

    if (!x)
        return VIB_NO_MEMORY;
    status = wavelengths(x, x + n, &n, spectrum);
    if (status < 0)
        goto out;
    status = VIB_NOT_FOUND;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i] - x[0] < ahead_nm &&
            has_line(&found, x + 2 * spectrum->n, x, x + spectrum->n, n,
                     lines[i])) {
            *nm = found;
            status = VIB_OK;
            break;
        }
    if (status == VIB_NOT_FOUND)
        vib_fail(status, "no Rayleigh line between %.1f and %.1f nm", x[0],
                 x[n - 1]);
out:
    free(x);
    return status;
}
