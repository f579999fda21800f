#include "bands.h"

#include "random.h"

#include <criterion/criterion.h>
#include <math.h>

enum { LENGTH = 1000 };

static float root[LENGTH], mask[LENGTH];
static uint16_t halves[LENGTH], others[LENGTH];

/* The root of bands with these places and heights [n], and noise. */
static vib_profile make(uint16_t *storage, double (*band)[2], size_t n,
                        double noise)
{
    vib_random random = vib_random_stream(1, 2, 3);

    for (size_t i = 0; i < LENGTH; i++) {
        double y = noise * fabs(vib_random_normal(&random));

        for (size_t k = 0; k < n; k++)
            y += band[k][1] / (1 + pow(((double)i - band[k][0]) / 4, 2));
        root[i] = (float)sqrt(y);
        mask[i] = 1;
    }
    return vib_profile_make(storage, root, mask, LENGTH);
}

Test(bands, are_found_between_the_grid_points)
{
    double band[][2] = { { 100.3, 1 }, { 300.7, 0.5 }, { 620, 0.1 } };
    vib_profile profile = make(halves, band, 3, 0);
    vib_peaks peaks;

    vib_peaks_find(&peaks, &profile, &profile);
    cr_assert_eq(peaks.count, 3);
    for (size_t i = 0; i < 3; i++) {
        cr_expect_float_eq(peaks.peak[i].at, band[i][0], 0.15);
        cr_expect_float_eq(peaks.peak[i].height, band[i][1], 0.03);
        cr_expect_eq(peaks.peak[i].partner, -1);
    }
}

Test(bands, are_not_made_of_noise)
{
    double band[][2] = { { 100, 1 }, { 300, 0.6 }, { 600, 0.5 } };
    vib_profile profile = make(halves, band, 3, 0.08);
    vib_peaks peaks;

    vib_peaks_find(&peaks, &profile, &profile);
    cr_expect_eq(peaks.count, 3, "%zu", peaks.count);
}

Test(bands, where_the_other_was_not_measured_are_not_looked_for)
{
    double band[][2] = { { 100, 1 }, { 300, 0.5 }, { 620, 0.1 } };
    vib_profile profile = make(halves, band, 3, 0);
    vib_profile half = make(others, band, 3, 0);
    vib_peaks peaks;

    half.length = 400;
    vib_peaks_find(&peaks, &profile, &half);
    cr_assert_eq(peaks.count, 2);
    cr_expect_float_eq(peaks.peak[1].at, 300, 0.1);
}

Test(bands, of_many_the_strongest_are_kept_in_order)
{
    double band[90][2];
    vib_profile profile;
    vib_peaks peaks;

    for (size_t i = 0; i < 90; i++) {
        band[i][0] = 50 + 10 * (double)i;
        band[i][1] = 1 + 0.01 * (double)i;
    }
    profile = make(halves, band, 90, 0);
    vib_peaks_find(&peaks, &profile, &profile);
    cr_assert_eq(peaks.count, VIB_BANDS_MAX);
    for (size_t i = 1; i < peaks.count; i++)
        cr_expect_gt(peaks.peak[i].at, peaks.peak[i - 1].at);
    cr_expect_gt(peaks.peak[0].at, 250);
}

static vib_peaks list(const float (*peak)[2], size_t n)
{
    vib_peaks peaks = { .count = n };

    for (size_t i = 0; i < n; i++)
        peaks.peak[i] = (vib_peak){ peak[i][0], peak[i][1], -1 };
    return peaks;
}

Test(bands, choose_the_nearest_and_strong_ones_first)
{
    const float one[][2] = { { 10, 0.2f }, { 13, 1 }, { 50, 0.5f } };
    const float other[][2] = { { 12, 1 }, { 90, 0.3f } };
    vib_peaks a = list(one, 3), b = list(other, 2);

    vib_peaks_pair(&a, &b, 4);
    cr_expect_eq(a.peak[0].partner, -1);
    cr_expect_eq(a.peak[1].partner, 0);
    cr_expect_eq(a.peak[2].partner, -1);
    cr_expect_eq(b.peak[0].partner, 1);
    cr_expect_eq(b.peak[1].partner, -1);
}

Test(bands, agree_by_place_and_height)
{
    const float one[][2] = { { 10, 1 }, { 50, 0.5f } };
    const float off[][2] = { { 12, 1 }, { 52, 0.5f } };
    const float none[][2] = { { 30, 1 } };
    vib_peaks a = list(one, 2), same = list(one, 2);
    vib_peaks near = list(off, 2), far = list(none, 1), empty = list(one, 0);

    vib_peaks_pair(&a, &same, 4);
    cr_expect_float_eq(vib_peaks_agreement(&a, &same, 4), 1, 1e-6);
    a = list(one, 2);
    vib_peaks_pair(&a, &near, 4);
    cr_expect_float_eq(vib_peaks_agreement(&a, &near, 4), 0.75, 1e-6);
    a = list(one, 2);
    vib_peaks_pair(&a, &far, 4);
    cr_expect_eq(vib_peaks_agreement(&a, &far, 4), 0);
    cr_expect_eq(vib_peaks_agreement(&a, &empty, 4), 0);
}
