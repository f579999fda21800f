#include "damage.h"

#include "collection.h"

#include <math.h>
#include <stdlib.h>

#define STEP 2.0             /* cm^-1 */
#define SHIFT 5.0            /* cm^-1 */
#define BROADENING 19.0      /* cm^-1, full width at half maximum */
#define FLUORESCENCE 10.0    /* times the strongest band */
#define BAND_COUNTS 5000.0   /* photons in the maximum of the strongest band */
#define PI 3.14159265358979323846

/* ---- random numbers (Steele et al. 2014, SplitMix64) ------------------- */

static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static double uniform(uint64_t *state)
{
    return (double)(next(state) >> 11) * 0x1p-53;
}

static double normal(uint64_t *state) /* Box and Muller 1958 */
{
    double radius = sqrt(-2 * log(1 - uniform(state)));

    return radius * cos(2 * PI * uniform(state));
}

/* ---- the damages ------------------------------------------------------- */

static void shift(vib_spectrum *spectrum, uint64_t key)
{
    double by = next(&key) & 1 ? SHIFT : -SHIFT;

    for (size_t i = 0; i < spectrum->n; i++)
        spectrum->x[i] += by;
}

static double lowest(const vib_spectrum *spectrum)
{
    double low = INFINITY;

    for (size_t i = 0; i < spectrum->n; i++)
        low = fmin(low, spectrum->y[i]);
    return low;
}

static double highest(const vib_spectrum *spectrum)
{
    double high = -INFINITY;

    for (size_t i = 0; i < spectrum->n; i++)
        high = fmax(high, spectrum->y[i]);
    return high;
}

/* White noise; the signal's power is that above its own lowest point. */
static void add_noise(vib_spectrum *spectrum, uint64_t key, double decibel)
{
    double low = lowest(spectrum), power = 0, deviation;

    for (size_t i = 0; i < spectrum->n; i++)
        power += (spectrum->y[i] - low) * (spectrum->y[i] - low);
    power /= (double)spectrum->n;
    deviation = sqrt(power / pow(10, decibel / 10));
    for (size_t i = 0; i < spectrum->n; i++)
        spectrum->y[i] += deviation * normal(&key);
}

static void noise_20(vib_spectrum *spectrum, uint64_t key)
{
    add_noise(spectrum, key, 20);
}

static void noise_10(vib_spectrum *spectrum, uint64_t key)
{
    add_noise(spectrum, key, 10);
}

/* A broad band of light, and the shot noise of all the light together. */
static void fluorescence(vib_spectrum *spectrum, uint64_t key)
{
    double low = lowest(spectrum), band = highest(spectrum) - low;
    double first = spectrum->x[0];
    double range = spectrum->x[spectrum->n - 1] - first;
    double centre = first + range * uniform(&key);
    double width = range * (0.5 + uniform(&key));

    for (size_t i = 0; i < spectrum->n; i++) {
        double d = (spectrum->x[i] - centre) / width;
        double light = (spectrum->y[i] - low) / band +
                       FLUORESCENCE * exp(-0.5 * d * d);
        double counts = light * BAND_COUNTS;

        spectrum->y[i] = counts + sqrt(counts) * normal(&key);
    }
}

static void half_missing(vib_spectrum *spectrum, uint64_t key)
{
    size_t kept = spectrum->n / 2;
    size_t first = (size_t)(uniform(&key) * (double)(spectrum->n - kept));

    for (size_t i = 0; i < kept; i++) {
        spectrum->x[i] = spectrum->x[first + i];
        spectrum->y[i] = spectrum->y[first + i];
    }
    spectrum->n = kept;
}

/* Gaussian of the stated width, its weights made to sum to 1 at the ends. */
static void broaden(vib_spectrum *spectrum, uint64_t key)
{
    double deviation = BROADENING / (2 * sqrt(2 * log(2)));
    double *y = must_allocate(spectrum->n, sizeof *y);

    (void)key;
    for (size_t i = 0; i < spectrum->n; i++) {
        double sum = 0, weights = 0;

        for (size_t j = 0; j < spectrum->n; j++) {
            double d = (spectrum->x[j] - spectrum->x[i]) / deviation;
            double weight = fabs(d) < 4 ? exp(-0.5 * d * d) : 0;

            sum += weight * spectrum->y[j];
            weights += weight;
        }
        y[i] = sum / weights;
    }
    free(spectrum->y);
    spectrum->y = y;
}

const struct damage damages[] = {
    { "shifted 5 cm^-1", shift },
    { "SNR 20 dB", noise_20 },
    { "SNR 10 dB", noise_10 },
    { "fluorescence x10", fluorescence },
    { "half of the range missing", half_missing },
    { "broadened by 19 cm^-1", broaden },
};
const size_t damage_count = sizeof damages / sizeof *damages;

/* ---- copies ------------------------------------------------------------ */

/* The mean of the points in each step of the grid, ascending. */
static void to_grid(vib_spectrum *spectrum)
{
    size_t kept = 0, in_step = 0;
    double at = NAN;

    if (spectrum->n > 1 && spectrum->x[0] > spectrum->x[spectrum->n - 1])
        for (size_t i = 0, j = spectrum->n - 1; i < j; i++, j--) {
            double x = spectrum->x[i], y = spectrum->y[i];

            spectrum->x[i] = spectrum->x[j];
            spectrum->y[i] = spectrum->y[j];
            spectrum->x[j] = x;
            spectrum->y[j] = y;
        }
    for (size_t i = 0; i < spectrum->n; i++) {
        double step = STEP * round(spectrum->x[i] / STEP), y = spectrum->y[i];

        if (step == at) {
            in_step++;
            spectrum->y[kept - 1] +=
                (y - spectrum->y[kept - 1]) / (double)in_step;
            continue;
        }
        at = spectrum->x[kept] = step;
        spectrum->y[kept++] = y;
        in_step = 1;
    }
    spectrum->n = kept;
}

vib_spectrum damage_copy(const vib_spectrum *spectrum,
                         const struct damage *damage, uint64_t key)
{
    vib_spectrum copy = VIB_SPECTRUM_INIT;

    copy.x = must_allocate(spectrum->n, sizeof *copy.x);
    copy.y = must_allocate(spectrum->n, sizeof *copy.y);
    copy.n = spectrum->n;
    for (size_t i = 0; i < spectrum->n; i++) {
        copy.x[i] = spectrum->x[i];
        copy.y[i] = spectrum->y[i];
    }
    for (size_t i = 0; i < spectrum->field_count; i++)
        must(vib_spectrum_set(&copy, spectrum->fields[i].key,
                              spectrum->fields[i].value));
    if (damage) {
        to_grid(&copy);
        damage->apply(&copy, key);
    }
    return copy;
}
