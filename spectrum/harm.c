/* harm.c - what instruments and samples do to a spectrum, by a stated amount,
 * for measuring how much of it an answer bears. */
#include "vibrary.h"

#include "memory.h"
#include "random.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>

#define STEP 2.0           /* cm^-1 */
#define BAND_COUNTS 5000.0 /* photons in the maximum of the strongest band */

/* Lowest and highest intensity. */
static void extremes(double range[2], const vib_spectrum *spectrum)
{
    range[0] = INFINITY;
    range[1] = -INFINITY;
    for (size_t i = 0; i < spectrum->n; i++) {
        range[0] = fmin(range[0], spectrum->y[i]);
        range[1] = fmax(range[1], spectrum->y[i]);
    }
}

static void shift(vib_spectrum *spectrum, double amount, vib_random *random)
{
    double by = vib_random_chance(random, 0.5) ? amount : -amount;

    for (size_t i = 0; i < spectrum->n; i++)
        spectrum->x[i] += by;
}

static void noise(vib_spectrum *spectrum, double decibel, vib_random *random)
{
    double range[2], power = 0, deviation;

    extremes(range, spectrum);
    for (size_t i = 0; i < spectrum->n; i++)
        power += pow(spectrum->y[i] - range[0], 2);
    power /= (double)spectrum->n;
    deviation = sqrt(power / pow(10, decibel / 10));
    for (size_t i = 0; i < spectrum->n; i++)
        spectrum->y[i] += deviation * vib_random_normal(random);
}

/* A Gaussian with its centre anywhere in the range and a standard deviation of
 * 0.5 to 1.5 ranges; then the shot noise of all light together. */
static void fluorescence(vib_spectrum *spectrum, double times,
                         vib_random *random)
{
    double first = spectrum->x[0];
    double range = spectrum->x[spectrum->n - 1] - first;
    double centre = vib_random_between(random, first, first + range);
    double width = range * vib_random_between(random, 0.5, 1.5);
    double height[2];

    extremes(height, spectrum);
    for (size_t i = 0; i < spectrum->n; i++) {
        double d = (spectrum->x[i] - centre) / width;
        double light = (spectrum->y[i] - height[0]) / (height[1] - height[0]) +
                       times * exp(-0.5 * d * d);
        double counts = light * BAND_COUNTS;

        spectrum->y[i] = counts + sqrt(counts) * vib_random_normal(random);
    }
}

static void cut(vib_spectrum *spectrum, double share, vib_random *random)
{
    size_t kept = (size_t)((double)spectrum->n * (1 - share));
    size_t first = vib_random_below(random, spectrum->n - kept + 1);

    for (size_t i = 0; i < kept; i++) {
        spectrum->x[i] = spectrum->x[first + i];
        spectrum->y[i] = spectrum->y[first + i];
    }
    spectrum->n = kept;
}

/* Convolve with a Gaussian; its weights sum to 1 at the ends too. */
static int broaden(vib_spectrum *spectrum, double width)
{
    double deviation = width / (2 * sqrt(2 * log(2)));
    double *y = vib_new(spectrum->n, sizeof *y);
    size_t near = 0;

    if (!y)
        return VIB_NO_MEMORY;
    for (size_t i = 0; i < spectrum->n; i++) {
        double sum = 0, weights = 0, end = spectrum->x[i] + 4 * deviation;

        while (spectrum->x[near] < spectrum->x[i] - 4 * deviation)
            near++;
        for (size_t j = near; j < spectrum->n && spectrum->x[j] <= end; j++) {
            double d = (spectrum->x[j] - spectrum->x[i]) / deviation;
            double weight = exp(-0.5 * d * d);

            sum += weight * spectrum->y[j];
            weights += weight;
        }
        y[i] = sum / weights;
    }
    free(spectrum->y);
    spectrum->y = y;
    return VIB_OK;
}

/* Half of a Gaussian, 10 to 30 cm^-1 wide where it is half as high. */
static void add_wing(vib_spectrum *spectrum, double times, vib_random *random)
{
    double half = vib_random_between(random, 10, 30), height[2];

    extremes(height, spectrum);
    for (size_t i = 0; i < spectrum->n; i++) {
        double d = (spectrum->x[i] - spectrum->x[0]) / half;

        spectrum->y[i] += times * (height[1] - height[0]) *
                          exp(-log(2) * d * d);
    }
}

static void pad(vib_spectrum *spectrum, double share)
{
    size_t n = spectrum->n;
    size_t end = (size_t)((double)n * share / 2);

    for (size_t i = 0; i < end; i++)
        spectrum->y[i] = spectrum->y[n - 1 - i] = 0;
}

static void turn_round(vib_spectrum *spectrum)
{
    for (size_t i = 0, j = spectrum->n - 1; i < j; i++, j--) {
        double x = spectrum->x[i], y = spectrum->y[i];

        spectrum->x[i] = spectrum->x[j];
        spectrum->y[i] = spectrum->y[j];
        spectrum->x[j] = x;
        spectrum->y[j] = y;
    }
}

/* The mean of the points in each step, ascending. */
static void to_steps(vib_spectrum *spectrum)
{
    size_t kept = 0, in_step = 0;

    if (spectrum->x[0] > spectrum->x[spectrum->n - 1])
        turn_round(spectrum);
    for (size_t i = 0; i < spectrum->n; i++) {
        double at = STEP * round(spectrum->x[i] / STEP), y = spectrum->y[i];

        if (kept > 0 && at <= spectrum->x[kept - 1]) {
            in_step++;
            spectrum->y[kept - 1] +=
                (y - spectrum->y[kept - 1]) / (double)in_step;
            continue;
        }
        spectrum->x[kept] = at;
        spectrum->y[kept++] = y;
        in_step = 1;
    }
    spectrum->n = kept;
}

int vib_spectrum_harm(vib_spectrum *spectrum, vib_harm harm, double amount,
                      uint64_t key)
{
    vib_random random = vib_random_stream(key, 0, (uint64_t)harm);

    if (spectrum->n < 2)
        return vib_fail(VIB_BAD_ARG, "a spectrum of %zu points cannot be "
                        "damaged", spectrum->n);
    to_steps(spectrum);
    switch (harm) {
    case VIB_HARM_SHIFT:
        shift(spectrum, amount, &random);
        break;
    case VIB_HARM_NOISE:
        noise(spectrum, amount, &random);
        break;
    case VIB_HARM_FLUORESCENCE:
        fluorescence(spectrum, amount, &random);
        break;
    case VIB_HARM_CUT:
        cut(spectrum, amount, &random);
        break;
    case VIB_HARM_BROADEN:
        return broaden(spectrum, amount);
    case VIB_HARM_LASER:
        add_wing(spectrum, amount, &random);
        break;
    case VIB_HARM_PAD:
        pad(spectrum, amount);
        break;
    }
    return VIB_OK;
}
