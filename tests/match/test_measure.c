#include "measure.h"

#include "half.h"
#include "random.h"

#include <criterion/criterion.h>
#include <math.h>

enum { LENGTH = 601 };

/* Bands at some grid points, on a slope, measured from `first` up to `end`. */
typedef struct sample {
    float intensity[LENGTH], mask[LENGTH];
    uint16_t halves[LENGTH];
    vib_profile trace;
} sample;

static vib_pipeline pipeline;
static sample one, two;

static void setup(void)
{
    cr_assert_eq(vib_pipeline_parse(&pipeline, "raman grid=100:1300:2 "
                                    "despike=0 snip=40 derivative=11,2"),
                 VIB_OK);
}

static void make(sample *s, const double *at, size_t n, double slope)
{
    for (size_t i = 0; i < LENGTH; i++) {
        double y = slope * (double)i / LENGTH;

        for (size_t k = 0; k < n; k++)
            y += exp(-0.5 * pow(((double)i - at[k]) / 3, 2)) /
                 (double)(k + 1);
        s->intensity[i] = (float)(y / (1.2 + slope));
        s->mask[i] = 1;
    }
}

static void cut(sample *s, size_t first, size_t end)
{
    for (size_t i = 0; i < LENGTH; i++)
        s->mask[i] = i >= first && i < end ? 1 : 0;
}

static void trace(sample *s, vib_trace kind)
{
    static float scratch[VIB_TRACE_SCRATCH(LENGTH)];
    vib_gridded gridded = { s->intensity, s->mask, s->mask };

    s->trace = vib_trace_make(s->halves, scratch, kind, &pipeline, &gridded);
}

static float compare(vib_score score, double reach)
{
    const vib_measure *measure = vib_measure_of(score);

    trace(&one, measure->trace);
    trace(&two, measure->trace);
    return vib_measure_compare(measure, &pipeline, &one.trace, &two.trace,
                               reach);
}

static const double bands[] = { 100, 200, 310, 450 };
static const double others[] = { 60, 150, 260, 400 };

TestSuite(measure, .init = setup);

Test(measure, there_is_one_for_every_plain_score_and_no_other)
{
    for (int score = 0; score < VIB_SCORES; score++)
        cr_expect_eq(vib_measure_of((vib_score)score) != NULL,
                     score >= VIB_PEARSON);
}

Test(measure, a_spectrum_is_like_itself_and_less_like_another)
{
    for (int score = VIB_PEARSON; score < VIB_SCORES; score++) {
        float same, other;

        make(&one, bands, 4, 0);
        make(&two, bands, 4, 0);
        same = compare((vib_score)score, 10);
        make(&two, others, 4, 0);
        other = compare((vib_score)score, 10);
        cr_expect_float_eq(same, 1, 1e-6, "score %d: %g", score, (double)same);
        cr_expect_lt(other, 0.9, "score %d: %g", score, (double)other);
    }
}

/* The textbook's formulas on the values that half floats keep. */
Test(measure, of_intensities_are_the_textbooks)
{
    double n = LENGTH, a = 0, b = 0, aa = 0, bb = 0, ab = 0, dd = 0;

    make(&one, bands, 4, 0.5);
    make(&two, others, 4, 0.2);
    for (size_t i = 0; i < LENGTH; i++) {
        double p = (double)vib_half_value(vib_half_of(one.intensity[i]));
        double q = (double)vib_half_value(vib_half_of(two.intensity[i]));

        a += p;
        b += q;
        aa += p * p;
        bb += q * q;
        ab += p * q;
        dd += (p - q) * (p - q);
    }
    cr_expect_float_eq(compare(VIB_PEARSON, 0),
                       (ab - a * b / n) /
                           sqrt((aa - a * a / n) * (bb - b * b / n)), 1e-5);
    cr_expect_float_eq(compare(VIB_COSINE, 0), ab / sqrt(aa * bb), 1e-5);
    cr_expect_float_eq(compare(VIB_EUCLIDEAN, 0), 1 - sqrt(dd / n), 1e-4);
}

Test(measure, of_derivatives_do_not_see_a_slope)
{
    make(&one, bands, 4, 0);
    make(&two, bands, 4, 2);
    cr_expect_lt(compare(VIB_PEARSON, 0), 0.6);
    cr_expect_gt(compare(VIB_PEARSON_FIRST, 0), 0.99);
    cr_expect_gt(compare(VIB_PEARSON_SECOND, 0), 0.999);
}

Test(measure, shifted_moves_as_far_as_it_may)
{
    const double moved[] = { 104, 204, 314, 454 };

    make(&one, bands, 4, 0);
    make(&two, moved, 4, 0);
    cr_expect_gt(compare(VIB_SHIFTED, 8), 0.999);
    cr_expect_lt(compare(VIB_SHIFTED, 6), 0.99);
    cr_expect_lt(compare(VIB_PEARSON_ROOT, 8), 0.9);
}

Test(measure, compares_only_what_both_measured)
{
    const double more[] = { 100, 200, 310, 450, 550 };

    make(&one, bands, 4, 0);
    make(&two, more, 5, 0);
    cut(&two, 0, 500);
    for (int score = VIB_PEARSON_ROOT; score < VIB_SCORES; score++)
        if (score != VIB_EUCLIDEAN)
            cr_expect_gt(compare((vib_score)score, 0), 0.98, "score %d", score);
}

Test(measure, of_too_little_is_nothing)
{
    make(&one, bands, 4, 0);
    make(&two, bands, 4, 0);
    cut(&one, 0, 300);
    cut(&two, 290, LENGTH);
    for (int score = VIB_PEARSON; score < VIB_SCORES; score++)
        cr_expect_eq(compare((vib_score)score, 20), 0, "score %d", score);
}

Test(measure, counts_points_as_often_as_their_weight_says)
{
    static float weight[LENGTH];
    const vib_measure *measure = vib_measure_of(VIB_PEARSON);
    const double both[] = { 100, 400 }, first[] = { 100 };
    float plain, light, heavy;

    make(&one, both, 2, 0);
    make(&two, first, 1, 0);
    plain = compare(VIB_PEARSON, 0);
    for (size_t i = 0; i < LENGTH; i++)
        weight[i] = i > 300 ? 0.1f : 1;
    one.trace.weight = weight;
    light = vib_measure_compare(measure, &pipeline, &one.trace, &two.trace, 0);
    for (size_t i = 0; i < LENGTH; i++)
        weight[i] = i > 300 ? 10 : 1;
    heavy = vib_measure_compare(measure, &pipeline, &one.trace, &two.trace, 0);
    cr_expect_gt(light, plain + 0.02f);
    cr_expect_lt(heavy, plain - 0.02f);
}
