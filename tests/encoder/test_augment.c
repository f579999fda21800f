#include "augment.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { LENGTH = 600 };

static float intensity[LENGTH], mask[LENGTH], scratch[4 * LENGTH];
static const vib_damage hard = VIB_DAMAGE_HARD;
static const vib_damage none = { 0, 0, 0, 0, 0, 0, 0, 0, 1 };

/* Two bands on points 50 .. 549 that lie on 100 counts. */
static vib_view measured_view(void)
{
    vib_view view = { intensity, mask, scratch, LENGTH, 2 };

    for (size_t i = 0; i < LENGTH; i++) {
        double a = ((double)i - 200) / 6, b = ((double)i - 400) / 3;

        mask[i] = i >= 50 && i < 550;
        intensity[i] = mask[i] * (float)(100 + 50 * exp(-a * a) +
                                         20 * exp(-b * b));
    }
    return view;
}

static size_t highest(void)
{
    size_t best = 0;

    for (size_t i = 0; i < LENGTH; i++)
        best = intensity[i] > intensity[best] ? i : best;
    return best;
}

Test(augment, nothing_asked_leaves_the_bands_alone)
{
    for (uint64_t seed = 0; seed < 20; seed++) {
        vib_random random = vib_random_stream(seed, 0, 0);
        vib_view view = measured_view();

        vib_augment(&view, &none, &random);
        cr_assert_float_eq(intensity[200], 50, 0.01);
        cr_assert_float_eq(intensity[400], 20, 0.01);
        cr_assert_float_eq(intensity[300], 0, 0.01);
    }
}

Test(augment, what_was_not_measured_stays_so)
{
    for (uint64_t seed = 0; seed < 100; seed++) {
        vib_random random = vib_random_stream(seed, 0, 0);
        vib_view view = measured_view();

        vib_augment(&view, &hard, &random);
        for (size_t i = 0; i < LENGTH; i++) {
            cr_assert(isfinite(intensity[i]));
            cr_assert(mask[i] == 0 || (mask[i] == 1 && i >= 50 && i < 550));
            cr_assert(mask[i] == 1 || intensity[i] == 0);
        }
    }
}

Test(augment, a_stream_gives_one_result)
{
    float first[LENGTH];

    for (int round = 0; round < 2; round++) {
        vib_random random = vib_random_stream(7, 1, 2);
        vib_view view = measured_view();

        vib_augment(&view, &hard, &random);
        if (round == 0)
            memcpy(first, intensity, sizeof first);
    }
    cr_assert_arr_eq(first, intensity, sizeof first);
}

Test(augment, windows_keep_at_least_their_share)
{
    vib_damage how = none;
    size_t least = LENGTH, cut = 0;

    how.window = 0.4;
    for (uint64_t seed = 0; seed < 300; seed++) {
        vib_random random = vib_random_stream(seed, 0, 0);
        vib_view view = measured_view();
        size_t kept = 0;

        vib_augment(&view, &how, &random);
        for (size_t i = 0; i < LENGTH; i++)
            kept += mask[i] != 0;
        cut += kept < 500;
        least = kept < least ? kept : least;
    }
    cr_assert(least >= 200 && least < 230, "least kept: %zu", least);
    cr_assert(cut > 120 && cut < 240, "cut: %zu", cut);
}

Test(augment, an_offset_moves_the_band)
{
    vib_damage how = none;
    double squares = 0;

    how.offset = 8;
    for (uint64_t seed = 0; seed < 200; seed++) {
        vib_random random = vib_random_stream(seed, 0, 0);
        vib_view view = measured_view();
        double moved;

        vib_augment(&view, &how, &random);
        moved = 2 * ((double)highest() - 200);
        squares += moved * moved;
    }
    cr_assert_float_eq(sqrt(squares / 200), 8, 1.5);
}

Test(augment, broadening_lowers_a_narrow_band_more_than_a_wide_one)
{
    vib_damage how = none;
    bool seen = false;

    how.broaden = 20;
    for (uint64_t seed = 0; seed < 20; seed++) {
        vib_random random = vib_random_stream(seed, 0, 0);
        vib_view view = measured_view();

        vib_augment(&view, &how, &random);
        seen = seen || intensity[400] < 15;
        cr_assert(intensity[400] / 20 <= intensity[200] / 50 + 1e-3f);
    }
    cr_assert(seen);
}

Test(augment, fluorescence_and_noise_stay_in_their_bounds)
{
    vib_damage how = none;
    float most = 0;

    how.fluorescence = 10;
    for (uint64_t seed = 0; seed < 100; seed++) {
        vib_random random = vib_random_stream(seed, 0, 0);
        vib_view view = measured_view();

        vib_augment(&view, &how, &random);
        most = fmaxf(most, intensity[highest()]);
    }
    cr_assert(most > 200 && most <= 551, "highest background: %g", most);
}

Test(augment, an_empty_view_is_left_alone)
{
    vib_random random = vib_random_stream(1, 0, 0);
    vib_view view = measured_view();

    memset(mask, 0, sizeof mask);
    memset(intensity, 0, sizeof intensity);
    vib_augment(&view, &hard, &random);
    for (size_t i = 0; i < LENGTH; i++)
        cr_assert(mask[i] == 0 && intensity[i] == 0);
}
