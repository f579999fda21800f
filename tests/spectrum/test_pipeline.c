#include "pipeline.h"

#include "bytes.h"
#include "random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX = 4000, LENGTH = 1701 };
static double x[MAX], y[MAX];
static float intensity[LENGTH], mask[LENGTH];
static float channels[VIB_CHANNELS * LENGTH], scratch[4 * LENGTH];
static vib_pipeline raman;

static void set_up(void)
{
    cr_assert_eq(vib_pipeline_parse(&raman, "raman"), VIB_OK);
    cr_assert_eq(raman.length, LENGTH);
}

/* Five bands on a slope from `first` on, 0.5 cm^-1 apart. */
static vib_spectrum make(double first, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        x[i] = first + 0.5 * (double)i;
        y[i] = 500 + 0.3 * x[i];
        for (int band = 1; band <= 5; band++) {
            double u = (x[i] - 200 * band - 37) / (3 + band);

            y[i] += 400 * band * exp(-u * u);
        }
    }
    return (vib_spectrum){ x, y, n, NULL, 0 };
}

static void features_of(const vib_spectrum *spectrum)
{
    cr_assert_eq(vib_pipeline_grid(intensity, mask, &raman, spectrum), VIB_OK,
                 "%s", vib_last_error());
    vib_pipeline_features(channels, scratch, &raman, intensity, mask);
}

static double mean_square(const float *values)
{
    double sum = 0, measured = 0;

    for (size_t i = 0; i < LENGTH; i++) {
        sum += (double)values[i] * (double)values[i];
        measured += mask[i] > 0;
    }
    return sum / measured;
}

Test(pipeline, the_grid_is_scaled_and_says_what_was_measured, .init = set_up)
{
    vib_spectrum s = make(150, 2400); /* to 1349.5 */
    float low = 2, high = -1;

    features_of(&s);
    for (size_t i = 0; i < LENGTH; i++) {
        double at = raman.first + raman.step * (double)i;

        cr_assert_eq(mask[i], at >= 150 && at <= 1349.5, "%g", at);
        if (mask[i] > 0) {
            low = fminf(low, intensity[i]);
            high = fmaxf(high, intensity[i]);
        } else {
            cr_assert_eq(intensity[i], 0);
        }
    }
    cr_assert(low == 0 && high == 1);
}

Test(pipeline, channels_are_normalised_and_zero_where_not_measured,
     .init = set_up)
{
    vib_spectrum s = make(150, 2400);

    features_of(&s);
    for (size_t c = 0; c < 2; c++)
        cr_assert_float_eq(mean_square(channels + c * LENGTH), 1, 1e-4);
    for (size_t i = 0; i < LENGTH; i++) {
        cr_assert_eq(channels[2 * LENGTH + i], mask[i]);
        cr_assert(channels[LENGTH + i] >= 0);
        if (mask[i] == 0)
            cr_assert(channels[i] == 0 && channels[LENGTH + i] == 0);
    }
}

Test(pipeline, the_slope_changes_sign_on_a_band_and_the_root_peaks_there,
     .init = set_up)
{
    vib_spectrum s = make(150, 2400);
    size_t top = (size_t)((637 - 100) / 2); /* 636 of the band at 637 */

    features_of(&s);
    cr_assert(channels[top - 2] > 0.5f && channels[top + 3] < -0.5f);
    cr_assert(channels[LENGTH + top] > channels[LENGTH + top - 4]);
    cr_assert(channels[LENGTH + top] > channels[LENGTH + top + 5]);
}

Test(pipeline, scale_offset_and_slope_of_the_intensity_do_not_matter,
     .init = set_up)
{
    static float first[2 * LENGTH];
    vib_spectrum s = make(150, 2400);

    features_of(&s);
    memcpy(first, channels, sizeof first);
    for (size_t i = 0; i < s.n; i++)
        y[i] = 1e4 + 70 * y[i] + 3 * x[i];
    features_of(&s);
    for (size_t i = 80; i < 560; i++) /* 25 to 624, but for the ends */
        for (size_t k = i; k < 2 * LENGTH; k += LENGTH)
            cr_assert_float_eq(channels[k], first[k], 0.1, "%zu: %g not %g",
                               k, (double)channels[k], (double)first[k]);
}

Test(pipeline, a_descending_axis_gives_the_same_bits, .init = set_up)
{
    static float first[LENGTH];
    vib_spectrum s = make(150, 2400);

    features_of(&s);
    memcpy(first, intensity, sizeof first);
    for (size_t i = 0; i < s.n / 2; i++) {
        size_t j = s.n - 1 - i;
        double kept_x = x[i], kept_y = y[i];

        x[i] = x[j];
        y[i] = y[j];
        x[j] = kept_x;
        y[j] = kept_y;
    }
    features_of(&s);
    cr_assert_eq(memcmp(first, intensity, sizeof first), 0);
}

Test(pipeline, a_cosmic_ray_leaves_nothing, .init = set_up)
{
    static float first[LENGTH];
    vib_spectrum s = make(150, 2400);

    features_of(&s);
    memcpy(first, intensity, sizeof first);
    y[1500] += 9000;
    features_of(&s);
    for (size_t i = 0; i < LENGTH; i++)
        cr_assert_float_eq(intensity[i], first[i], 1e-3);
}

static double measured(const vib_spectrum *spectrum)
{
    double points = 0;

    cr_assert_eq(vib_pipeline_grid(intensity, mask, &raman, spectrum), VIB_OK);
    for (size_t i = 0; i < LENGTH; i++)
        points += mask[i] > 0;
    return points;
}

Test(pipeline, ends_that_are_not_of_the_sample_are_not_measured,
     .init = set_up)
{
    vib_spectrum s = make(150, 2400);
    double all = measured(&s);

    for (size_t i = 2000; i < s.n; i++)
        y[i] = 0; /* 200 cm^-1 */
    cr_assert_float_eq(all - measured(&s), 100, 2);
    for (size_t i = 0; i < 120; i++)
        y[i] += 1e5 * exp(-(double)(i * i) / 800);
    cr_assert_float_eq(all - measured(&s), 130, 10);
    cr_assert_eq(mask[30], 0); /* at 160 */
    raman.ends = 0;
    cr_assert_eq(measured(&s), all);
}

Test(pipeline, a_band_across_the_beginning_of_the_axis_is_no_wing,
     .init = set_up)
{
    static const double tops[] = { 104, 60 };

    for (size_t k = 0; k < 2; k++) {
        vib_spectrum s = make(60, 2400);

        for (size_t i = 0; i < s.n; i++)
            y[i] += 1e5 * exp(-(x[i] - tops[k]) * (x[i] - tops[k]) / 600);
        measured(&s);
        cr_assert_eq(mask[5] > 0, k == 0, "a top at %g", tops[k]);
    }
}

Test(pipeline, features_stay_finite_for_odd_masks, .init = set_up)
{
    vib_random random = vib_random_stream(5, 0, 0);

    for (int round = 0; round < 50; round++) {
        for (size_t i = 0; i < LENGTH; i++) {
            mask[i] = vib_random_uniform(&random) < round / 50.0 ? 1 : 0;
            intensity[i] = (float)vib_random_uniform(&random);
        }
        vib_pipeline_features(channels, scratch, &raman, intensity, mask);
        for (size_t i = 0; i < VIB_CHANNELS * LENGTH; i++)
            cr_assert(isfinite(channels[i]));
        for (size_t i = 0; i < LENGTH; i++)
            if (mask[i] == 0)
                cr_assert(channels[i] == 0 && channels[LENGTH + i] == 0);
    }
}

/* Of a ramp of slopes 1 : 16 the magnitudes are 1 : 16^power, up to rounding.
 */
Test(pipeline, the_derivative_is_raised_to_the_power_asked_for, .init = set_up)
{
    for (int power = 1; power <= 8; power++) {
        float weak, strong;

        raman.power = power;
        for (size_t i = 0; i < LENGTH; i++) {
            size_t u = i % 400; /* teeth of 10 points; the higher one first */

            mask[i] = 1;
            intensity[i] = u < 10 ? 0.1f * (float)u : 0;
            if (u >= 200 && u < 210)
                intensity[i] = 0.1f / 16 * (float)(u - 200);
        }
        vib_pipeline_features(channels, scratch, &raman, intensity, mask);
        strong = channels[800 + 5];
        weak = channels[800 + 205];
        cr_assert_float_eq(log2f(strong / weak), 4 * power / 8.0, 1e-3,
                           "power %d/8", power);
        cr_assert_float_eq(mean_square(channels), 1, 1e-4);
    }
}

Test(pipeline, a_line_without_bands_has_no_features, .init = set_up)
{
    for (size_t i = 0; i < LENGTH; i++) {
        mask[i] = 1;
        intensity[i] = 0;
    }
    vib_pipeline_features(channels, scratch, &raman, intensity, mask);
    for (size_t i = 0; i < 2 * LENGTH; i++)
        cr_assert_eq(channels[i], 0);
}

Test(pipeline, what_cannot_be_used_is_refused_and_changes_nothing,
     .init = set_up)
{
    static const struct {
        double first;
        size_t n;
        double scale;
        const char *says;
    } rows[] = {
        { 4000, 2000, 1, "covers 0 points" },
        { 80, 60, 1, "covers 5 points" },
        { 150, 2400, 0, "flat" },
        { 150, 1, 1, "two or more" },
        { 150, 0, 1, "two or more" },
        { 150, 2400, NAN, "two or more" },
    };

    intensity[7] = mask[7] = 42;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        vib_spectrum s = make(rows[i].first, rows[i].n);

        for (size_t k = 0; k < s.n; k++)
            y[k] *= rows[i].scale;
        cr_assert_eq(vib_pipeline_grid(intensity, mask, &raman, &s),
                     VIB_BAD_DATA, "row %zu", i);
        cr_assert(strstr(vib_last_error(), rows[i].says), "row %zu: %s", i,
                  vib_last_error());
        cr_assert(intensity[7] == 42 && mask[7] == 42);
    }
}

static vib_spectrum read_quartz(void)
{
    FILE *file = fopen(VIB_SOURCE_DIR "/tests/spectrum/quartz.txt", "r");
    char line[256];
    size_t n = 0;

    cr_assert(file);
    while (n < MAX && fgets(line, sizeof line, file))
        if (sscanf(line, "%lf, %lf", &x[n], &y[n]) == 2)
            n++;
    fclose(file);
    return (vib_spectrum){ x, y, n, NULL, 0 };
}

/* The same sample, measured in absorbance and in %T. */
Test(pipeline, transmittance_and_absorbance_give_the_same_infrared_input)
{
    vib_field field = { (char *)"y_unit", (char *)"%T" };
    vib_pipeline infrared;
    static float wanted[901], measured[901], given[901];
    vib_spectrum s = make(500, 4000);

    cr_assert_eq(vib_pipeline_parse(&infrared, "infrared"), VIB_OK);
    cr_assert_leq(infrared.length, 901);
    for (size_t i = 0; i < s.n; i++)
        s.y[i] = (s.y[i] - 500) / 2000;
    cr_assert_eq(vib_pipeline_grid(wanted, measured, &infrared, &s), VIB_OK);
    for (size_t i = 0; i < s.n; i++)
        s.y[i] = 100 * pow(10, -s.y[i]);
    s.fields = &field;
    s.field_count = 1;
    cr_assert_eq(vib_pipeline_grid(given, measured, &infrared, &s), VIB_OK);
    for (size_t i = 0; i < infrared.length; i++)
        cr_assert_float_eq(given[i], wanted[i], 1e-5);
}

/* A library and its model must understand each other for ever: these sums hold
 * for every compiler, at every level of optimisation. A change of meaning needs
 * a new word in the pipeline's text, not new sums here. */
Test(pipeline, a_real_spectrum_gives_the_same_bits_for_ever, .init = set_up)
{
    static const char *const text =
        "raman grid=100:3500:2 despike=8 snip=40 derivative=11,2";
    vib_spectrum quartz = read_quartz();
    size_t bytes = LENGTH * sizeof(float);

    cr_assert_eq(quartz.n, 2460);
    cr_assert_eq(vib_pipeline_parse(&raman, text), VIB_OK);
    features_of(&quartz);
    cr_expect_eq(vib_checksum(intensity, bytes), 0xfa914ed152bfd45e);
    cr_expect_eq(vib_checksum(mask, bytes), 0xf0ffe0d1c6e6fe68);
    cr_expect_eq(vib_checksum(channels, bytes), 0x337b7f25eec2e9d8);
    cr_expect_eq(vib_checksum(channels + LENGTH, bytes), 0xe8e11a7cee0faa08);
}
