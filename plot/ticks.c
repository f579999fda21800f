/* ticks.c - numbers that people like to read along an axis. */
#include "ticks.h"

#include <math.h>
#include <stdio.h>

/* How many multiples of `step` are in low .. high, and the lowest of them. */
static size_t count_multiples(double *first, double low, double high,
                              double step)
{
    const double slack = 1e-9; /* for ends that are multiples themselves */
    double least = ceil(low / step - slack);
    double greatest = floor(high / step + slack);

    *first = least * step;
    return greatest < least ? 0 : (size_t)(greatest - least) + 1;
}

vib_ticks vib_ticks_make(double low, double high, size_t most)
{
    static const struct { double nice; size_t parts; } kinds[] = {
        { 1, 5 }, { 2, 4 }, { 5, 5 },
    };
    vib_ticks ticks = { .parts = 1 };
    double span = high - low, size;

    if (!(span > 1e-9 * fmax(fabs(low), fabs(high))) || span > 1e300 ||
        most == 0)
        return ticks;
    size = pow(10, floor(log10(span / (double)most)) - 1);
    for (size_t i = 0; i < 12; i++) {
        double step = size * kinds[i % 3].nice;

        ticks.count = count_multiples(&ticks.first, low, high, step);
        ticks.step = step;
        ticks.parts = kinds[i % 3].parts;
        if (ticks.count <= most)
            break;
        size *= i % 3 == 2 ? 10 : 1;
    }
    ticks.decimals = (int)fmax(0, -floor(log10(ticks.step) + 1e-9));
    ticks.minors = count_multiples(&ticks.minor, low, high,
                                   ticks.step / (double)ticks.parts);
    return ticks;
}

/* A multiple of step, without what rounding left of zero. */
static double multiple(double first, double step, size_t i)
{
    double value = first + (double)i * step;

    return fabs(value) < 1e-6 * step ? 0 : value;
}

double vib_tick(const vib_ticks *ticks, size_t i)
{
    return multiple(ticks->first, ticks->step, i);
}

double vib_tick_minor(const vib_ticks *ticks, size_t i)
{
    return multiple(ticks->minor, ticks->step / (double)ticks->parts, i);
}

void vib_tick_text(char text[VIB_TICK_TEXT], const vib_ticks *ticks,
                   double value)
{
    snprintf(text, VIB_TICK_TEXT, "%s%.*f", value < 0 ? "\xe2\x88\x92" : "",
             ticks->decimals < 9 ? ticks->decimals : 9, fabs(value));
}
