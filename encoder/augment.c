#include "augment.h"

#include "slit.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { KNOTS_MAX = 258, LEAST_POINTS = 32 };

/* Measured points are first .. last - 1, but for gaps. */
typedef struct span {
    size_t first, last;
    float low, high; /* of the intensity */
} span;

static span measured(const vib_view *view)
{
    span found = { view->length, 0, INFINITY, -INFINITY };

    for (size_t i = 0; i < view->length; i++) {
        if (view->mask[i] == 0)
            continue;
        if (found.first == view->length)
            found.first = i;
        found.last = i + 1;
        found.low = fminf(found.low, view->intensity[i]);
        found.high = fmaxf(found.high, view->intensity[i]);
    }
    return found;
}

/* Between low and high, even in the logarithm; 0 when high is 0. */
static double log_uniform(double low, double high, vib_random *random)
{
    if (!(high > 0))
        return 0;
    return low * pow(high / low, vib_random_uniform(random));
}

/* A smooth curve through normal values of unit variance at knots `spacing`
 * apart (wider on very long grids), from a random phase; [length] into
 * curve, times `sd`. */
static void smooth_curve(float *curve, const vib_view *view, double spacing,
                         double sd, vib_random *random)
{
    double knot[KNOTS_MAX];
    double range = (double)view->length * view->step;
    double points = fmax(spacing, range / (KNOTS_MAX - 3)) / view->step;
    double phase = vib_random_uniform(random);
    size_t knots = (size_t)(phase + (double)view->length / points) + 2;

    for (size_t k = 0; k < knots; k++)
        knot[k] = sd * vib_random_normal(random);
    for (size_t i = 0; i < view->length; i++) {
        double at = phase + (double)i / points;
        size_t k = (size_t)at;
        double t = at - (double)k;

        t *= t * (3 - 2 * t);
        curve[i] = (float)(knot[k] + t * (knot[k + 1] - knot[k]));
    }
}

/* Poorer resolution: a slit of up to how->broaden full width. */
static void broaden(vib_view *view, const vib_damage *how, vib_random *random)
{
    double width = how->broaden * vib_random_uniform(random);

    vib_slit_broaden(view->intensity, view->scratch, view->mask, view->length,
                     width / view->step);
}

/* Cubic convolution (Keys 1981, a = -1/2) of y [last] between points first and
 * last - 1; the ends go on for ever. */
static float value_at(const float *y, const span *in, double at)
{
    double low = (double)in->first, high = (double)(in->last - 1);
    double place = fmin(fmax(at, low), high);
    size_t i = (size_t)place;
    size_t before = i > in->first ? i - 1 : i;
    size_t after = i + 1 < in->last ? i + 1 : i;
    size_t next = after + 1 < in->last ? after + 1 : after;
    float t = (float)(place - (double)i);
    float a = y[before], b = y[i], c = y[after], d = y[next];

    return b +
           0.5f * t *
               (c - a +
                t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/* A spectrometer whose axis is off: waves of 170 cm^-1 and a constant. */
static void warp_axis(vib_view *view, const vib_damage *how, vib_random *random)
{
    span in = measured(view);
    double offset = how->offset * vib_random_normal(random) / view->step;
    float *shift = view->scratch;

    smooth_curve(shift, view, 170, how->warp / view->step, random);
    for (size_t i = 0; i < view->length; i++)
        shift[i] = view->mask[i] != 0 ? value_at(view->intensity, &in,
                                                 (double)i + offset + shift[i])
                                      : 0;
    memcpy(view->intensity, shift, view->length * sizeof(float));
}

/* Detector, grating, polarisation: band heights vary along the axis. */
static void warp_gain(vib_view *view, double sd, double spacing,
                      vib_random *random)
{
    float *gain = view->scratch;

    smooth_curve(gain, view, spacing, sd, random);
    for (size_t i = 0; i < view->length; i++)
        view->intensity[i] *= expf(gain[i]);
}

/* Fluorescence: a broad background above zero, of `height` at its highest. */
static void add_background(vib_view *view, double height, vib_random *random)
{
    float *curve = view->scratch;
    float low = INFINITY, high = -INFINITY;

    smooth_curve(curve, view, log_uniform(250, 2000, random), 1, random);
    for (size_t i = 0; i < view->length; i++) {
        if (view->mask[i] == 0)
            continue;
        low = fminf(low, curve[i]);
        high = fmaxf(high, curve[i]);
    }
    for (size_t i = 0; i < view->length; i++)
        if (view->mask[i] != 0 && high > low)
            view->intensity[i] +=
                (float)height * (curve[i] - low) / (high - low);
}

/* Shot noise (its variance grows with the signal, background included) and
 * read noise; `band` is the height that how->noise refers to. Some detectors
 * and their software smear noise over neighbouring points. */
static void add_noise(vib_view *view, double band, double most,
                      vib_random *random)
{
    double read = band * log_uniform(most / 50, most, random);
    double shot = band * log_uniform(most / 50, most / 2, random);
    bool smear = vib_random_chance(random, 0.3);
    float *noise = view->scratch, before = 0;

    for (size_t i = 0; i < view->length; i++) {
        double signal = fmax(0, view->intensity[i] / band);
        double variance = read * read + shot * shot * signal;

        noise[i] = (float)(sqrt(variance) * vib_random_normal(random));
    }
    for (size_t i = 0; i < view->length; i++) {
        float drawn = noise[i];

        if (smear)
            noise[i] = 0.7f * (drawn + before);
        before = drawn;
        view->intensity[i] += noise[i] * view->mask[i];
    }
}

static void add_spikes(vib_view *view, double band, vib_random *random)
{
    span in = measured(view);
    size_t spikes = 1 + vib_random_below(random, 3);

    while (spikes-- > 0) {
        size_t at = in.first + vib_random_below(random, in.last - in.first);

        view->intensity[at] +=
            (float)(band * vib_random_uniform(random)) * view->mask[at];
    }
}

/* Another spectrometer's range: a random part of what was measured. */
static void cut_window(vib_view *view, double least, vib_random *random)
{
    span in = measured(view);
    size_t points = in.last - in.first;
    double share = least + (1 - least) * vib_random_uniform(random);
    size_t kept = (size_t)(share * (double)points);

    if (kept < LEAST_POINTS || kept >= points)
        return;
    size_t first = in.first + vib_random_below(random, points - kept + 1);
    for (size_t i = in.first; i < in.last; i++)
        if (i < first || i >= first + kept)
            view->mask[i] = view->intensity[i] = 0;
}

/* In the order in which light meets them: the slit, the grating, the detector;
 * then what a file keeps of it. */
void vib_augment(vib_view *view, const vib_damage *how, vib_random *random)
{
    span in = measured(view);

    if (in.last <= in.first)
        return;
    for (size_t i = in.first; i < in.last; i++)
        view->intensity[i] = (view->intensity[i] - in.low) * view->mask[i];
    if (vib_random_chance(random, 0.4))
        broaden(view, how, random);
    warp_axis(view, how, random);
    warp_gain(view, how->gain_fine * vib_random_uniform(random), 40, random);
    warp_gain(view, how->gain_broad * vib_random_uniform(random), 400, random);
    in = measured(view);
    double band = in.high;
    if (vib_random_chance(random, 0.5))
        add_background(view,
                       band * log_uniform(how->fluorescence / 50,
                                          how->fluorescence, random),
                       random);
    if (vib_random_chance(random, 0.7))
        add_noise(view, band, how->noise, random);
    if (vib_random_chance(random, how->spikes))
        add_spikes(view, band, random);
    if (vib_random_chance(random, 0.6))
        cut_window(view, how->window, random);
}
