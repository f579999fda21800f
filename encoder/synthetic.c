#include "synthetic.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Where the crowd of fundamentals ends, cm^-1. */
static const double fingerprint = 1800;

/* How bands differ: those of a compound in width, those of its sibling in
 * position, and those of two measurements of one compound. */
struct bands {
    double median;                   /* full width, cm^-1                    */
    double moved;                    /* sd of a sibling's positions, cm^-1   */
    double height, width, position;  /* sd of logarithms; cm^-1              */
};

static const struct bands *bands_of(const vib_pipeline *pipeline)
{
    static const struct bands raman = { 12, 8, 0.7, 0.15, 0.8 };
    static const struct bands infrared = { 30, 15, 0.25, 0.1, 1.5 };

    return pipeline->raman ? &raman : &infrared;
}

vib_range vib_range_draw(const vib_pipeline *pipeline, vib_random *random)
{
    double first = pipeline->first;
    double last = first + pipeline->step * (double)(pipeline->length - 1);
    double span = last - first;
    vib_range range;

    range.first = vib_random_between(random, first, first + 0.04 * span);
    range.last = vib_random_between(random, last - 0.5 * span, last);
    if (pipeline->raman && vib_random_chance(random, 0.5))
        range.last = fmin(last, vib_random_between(random, 1000, fingerprint));
    if (range.last - range.first < 0.2 * span)
        range = (vib_range){ first, last };
    return range;
}

static double draw_position(const vib_range *range, vib_random *random)
{
    double last = range->last;

    if (range->first < fingerprint && vib_random_chance(random, 0.7))
        last = fmin(last, fingerprint);
    return vib_random_between(random, range->first, last);
}

static vib_band draw_band(const vib_pipeline *pipeline, const vib_range *range,
                          vib_random *random)
{
    vib_band band;

    band.position = draw_position(range, random);
    band.width = bands_of(pipeline)->median *
                 exp(0.5 * vib_random_normal(random));
    band.height = exp(vib_random_normal(random));
    band.lorentz = vib_random_uniform(random);
    return band;
}

static vib_band partner_of(const vib_band *band, vib_random *random)
{
    double apart = band->width * vib_random_between(random, 0.6, 2);
    vib_band partner = *band;

    partner.position += vib_random_chance(random, 0.5) ? apart : -apart;
    partner.height *= vib_random_between(random, 0.2, 1.2);
    return partner;
}

void vib_compound_draw(vib_compound *out, const vib_pipeline *pipeline,
                       const vib_range *range, vib_random *random)
{
    size_t bands = 3 + vib_random_below(random, 18);
    size_t glassy = 0;

    if (vib_random_chance(random, 0.1))
        glassy = 1 + vib_random_below(random, 3);
    out->bands = 0;
    for (size_t i = 0; i < bands; i++) {
        vib_band *band = &out->band[out->bands++];

        *band = draw_band(pipeline, range, random);
        if (vib_random_chance(random, 0.15))
            out->band[out->bands++] = partner_of(band, random);
    }
    for (size_t i = 0; i < glassy; i++) {
        vib_band *band = &out->band[out->bands++];

        *band = draw_band(pipeline, range, random);
        band->width = vib_random_between(random, 60, 250);
    }
    assert(out->bands <= VIB_BANDS_MAX);
}

void vib_compound_alter(vib_compound *compound, const vib_pipeline *pipeline,
                        vib_random *random)
{
    double moved = bands_of(pipeline)->moved;
    size_t kept = 0;

    for (size_t i = 0; i < compound->bands; i++) {
        vib_band band = compound->band[i];

        if (vib_random_chance(random, 0.5))
            band.position += moved * vib_random_normal(random);
        band.height *= exp(0.5 * vib_random_normal(random));
        if (!vib_random_chance(random, 0.2) || kept + compound->bands - i <= 2)
            compound->band[kept++] = band;
    }
    compound->bands = kept;
}

/* Add a band to y [length], whose point i is at (first + i) in units of the
 * grid. Lorentz reaches 25 widths, where it is down to 1/2500. */
static void add_band(float *y, const vib_pipeline *pipeline,
                     const vib_band *band)
{
    double centre = (band->position - pipeline->first) / pipeline->step;
    double width = band->width / pipeline->step;
    double reach = 25 * width;
    double last = (double)pipeline->length - 1;
    double from = fmax(0, ceil(centre - reach));
    double to = fmin(last, floor(centre + reach));

    for (double i = from; i <= to; i++) {
        double u = 2 * (i - centre) / width;
        double gauss = fabs(u) < 6 ? exp(-0.6931472 * u * u) : 0;

        y[(size_t)i] += (float)(band->height * (band->lorentz / (1 + u * u) +
                                                (1 - band->lorentz) * gauss));
    }
}

static void cover(float *mask, const vib_pipeline *pipeline,
                  const vib_range *range)
{
    for (size_t i = 0; i < pipeline->length; i++) {
        double x = pipeline->first + pipeline->step * (double)i;

        mask[i] = x >= range->first && x <= range->last;
    }
}

void vib_compound_measure(vib_view *view, const vib_pipeline *pipeline,
                          const vib_compound *compound, const vib_range *range,
                          vib_random *random)
{
    const struct bands *differ = bands_of(pipeline);

    assert(view->length == pipeline->length);
    memset(view->intensity, 0, view->length * sizeof(float));
    for (size_t i = 0; i < compound->bands; i++) {
        vib_band band = compound->band[i];

        band.position += differ->position * vib_random_normal(random);
        band.width *= exp(differ->width * vib_random_normal(random));
        band.height *= exp(differ->height * vib_random_normal(random));
        add_band(view->intensity, pipeline, &band);
    }
    cover(view->mask, pipeline, range);
    for (size_t i = 0; i < view->length; i++)
        view->intensity[i] *= view->mask[i];
}
