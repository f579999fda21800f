#include "vibrary.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

enum { POINTS = 2001 };

/* One band at 700 cm^-1 on 10, every 0.5 cm^-1, last point first. */
static vib_spectrum sample(void)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;

    spectrum.x = calloc(POINTS, sizeof *spectrum.x);
    spectrum.y = calloc(POINTS, sizeof *spectrum.y);
    spectrum.n = POINTS;
    for (size_t i = 0; i < POINTS; i++) {
        spectrum.x[i] = 1200 - 0.5 * (double)i;
        spectrum.y[i] = 10 + 100 * exp(-pow((spectrum.x[i] - 700) / 10, 2));
    }
    return spectrum;
}

static vib_spectrum harmed(vib_harm harm, double amount, uint64_t key)
{
    vib_spectrum spectrum = sample();

    cr_assert_eq(vib_spectrum_harm(&spectrum, harm, amount, key), VIB_OK);
    return spectrum;
}

static size_t highest(const vib_spectrum *spectrum)
{
    size_t best = 0;

    for (size_t i = 0; i < spectrum->n; i++)
        if (spectrum->y[i] > spectrum->y[best])
            best = i;
    return best;
}

Test(harm, puts_the_points_on_steps_of_two_ascending)
{
    vib_spectrum spectrum = harmed(VIB_HARM_SHIFT, 0, 1);

    cr_assert_eq(spectrum.n, 501);
    for (size_t i = 0; i < spectrum.n; i++)
        cr_expect_eq(spectrum.x[i], 200 + 2 * (double)i);
    cr_expect_float_eq(spectrum.y[0], 10, 1e-6);
    cr_expect_eq(spectrum.x[highest(&spectrum)], 700);
    vib_spectrum_release(&spectrum);
}

Test(harm, shifts_either_way_and_for_one_key_always_alike)
{
    int up = 0;

    for (uint64_t key = 0; key < 40; key++) {
        vib_spectrum a = harmed(VIB_HARM_SHIFT, 5, key);
        vib_spectrum b = harmed(VIB_HARM_SHIFT, 5, key);

        cr_expect_eq(fabs(a.x[0] - 200), 5);
        cr_expect_eq(a.x[0], b.x[0]);
        up += a.x[0] > 200;
        vib_spectrum_release(&a);
        vib_spectrum_release(&b);
    }
    cr_expect(up > 10 && up < 30);
}

Test(harm, adds_noise_of_the_ratio_it_says)
{
    vib_spectrum clean = harmed(VIB_HARM_SHIFT, 0, 1);
    vib_spectrum noisy = harmed(VIB_HARM_NOISE, 10, 1);
    double signal = 0, noise = 0;

    for (size_t i = 0; i < clean.n; i++) {
        signal += pow(clean.y[i] - 10, 2);
        noise += pow(noisy.y[i] - clean.y[i], 2);
    }
    cr_expect_float_eq(10 * log10(signal / noise), 10, 0.6);
    vib_spectrum_release(&clean);
    vib_spectrum_release(&noisy);
}

Test(harm, fluorescence_is_as_high_as_it_says)
{
    double most = 0;

    for (uint64_t key = 0; key < 20; key++) {
        vib_spectrum spectrum = harmed(VIB_HARM_FLUORESCENCE, 10, key);

        most = fmax(most, spectrum.y[highest(&spectrum)]);
        vib_spectrum_release(&spectrum);
    }
    cr_expect_gt(most, 10 * 5000.0);
    cr_expect_lt(most, 12 * 5000.0);
}

Test(harm, cuts_one_piece_out)
{
    vib_spectrum spectrum = harmed(VIB_HARM_CUT, 0.5, 3);

    cr_assert_eq(spectrum.n, 250);
    for (size_t i = 1; i < spectrum.n; i++)
        cr_expect_eq(spectrum.x[i] - spectrum.x[i - 1], 2);
    vib_spectrum_release(&spectrum);
}

Test(harm, broadens_a_band_and_keeps_its_area)
{
    vib_spectrum clean = harmed(VIB_HARM_SHIFT, 0, 1);
    vib_spectrum broad = harmed(VIB_HARM_BROADEN, 19, 1);
    double before = 0, after = 0;

    for (size_t i = 0; i < clean.n; i++) {
        before += clean.y[i] - 10;
        after += broad.y[i] - 10;
    }
    cr_expect_float_eq(after, before, 1e-6 * before);
    /* Variances add: a width of 10 / sqrt(2) becomes that of both. */
    cr_expect_float_eq(broad.y[highest(&broad)] - 10,
                       100 * sqrt(50 / (50 + pow(19 / 2.35482, 2))), 0.6);
    vib_spectrum_release(&clean);
    vib_spectrum_release(&broad);
}

Test(harm, adds_the_wing_of_the_laser_at_the_beginning)
{
    for (uint64_t key = 0; key < 20; key++) {
        vib_spectrum spectrum = harmed(VIB_HARM_LASER, 3, key);

        cr_assert_eq(highest(&spectrum), 0);
        cr_assert_float_eq(spectrum.y[0], 310, 3);
        cr_assert_gt(spectrum.y[5], 150);
        cr_assert_lt(spectrum.y[15], 161);
        cr_assert_float_eq(spectrum.y[250], 110, 3);
        vib_spectrum_release(&spectrum);
    }
}

Test(harm, fills_both_ends_with_0)
{
    vib_spectrum spectrum = harmed(VIB_HARM_PAD, 0.2, 1);

    for (size_t i = 0; i < spectrum.n; i++)
        cr_assert_eq(spectrum.y[i] == 0, i < 50 || i >= 451, "%zu", i);
    vib_spectrum_release(&spectrum);
}

Test(harm, needs_points)
{
    vib_spectrum empty = VIB_SPECTRUM_INIT;

    cr_expect_eq(vib_spectrum_harm(&empty, VIB_HARM_CUT, 0.5, 1), VIB_BAD_ARG);
}
