#include "hqi.h"

#include "half.h"
#include "random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

enum { MAX = 600 };

typedef struct sample {
    float value[MAX], mask[MAX];
    uint16_t storage[MAX];
    vib_profile profile;
} sample;

static sample one, two;

/* Noise of stream `key`, measured from `first` up to `end`. */
static void make(sample *s, uint64_t key, size_t first, size_t end)
{
    vib_random random = vib_random_stream(key, 0, 0);

    for (size_t i = 0; i < MAX; i++) {
        s->value[i] = (float)vib_random_normal(&random);
        s->mask[i] = i >= first && i < end ? 1 : 0;
    }
}

static void finish(sample *s)
{
    s->profile = vib_profile_make(s->storage, s->value, s->mask, MAX);
}

/* The same by the textbook, in double. */
static double pearson(const sample *a, const sample *b, int shift)
{
    double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;

    for (int i = 0; i < MAX; i++) {
        int j = i - shift;
        double va, vb;

        if (j < 0 || j >= MAX || a->mask[i] == 0 || b->mask[j] == 0)
            continue;
        va = (double)vib_half_value(vib_half_of(a->value[i]));
        vb = (double)vib_half_value(vib_half_of(b->value[j]));
        n += 1;
        sa += va;
        sb += vb;
        saa += va * va;
        sbb += vb * vb;
        sab += va * vb;
    }
    return (sab - sa * sb / n) /
           sqrt((saa - sa * sa / n) * (sbb - sb * sb / n));
}

/* The best of all moves, by the textbook. */
static double best_pearson(const sample *a, const sample *b)
{
    double best = -2;

    for (int shift = -2; shift <= 2; shift++)
        best = fmax(best, pearson(a, b, shift) - 0.01 * abs(shift));
    return best;
}

static float aligned(const sample *a, const sample *b)
{
    float hqi = vib_hqi(NULL, &a->profile, &b->profile);

    float moved[VIB_HQI_MOVES];

    vib_hqi_moves(moved, &a->profile, &b->profile, hqi);
    return vib_hqi_aligned(moved);
}

/* Make `two` resemble `one` in part. */
static void mix(float share)
{
    for (size_t i = 0; i < MAX; i++)
        two.value[i] = share * one.value[i] + (1 - share) * two.value[i];
}

Test(hqi, a_profile_reaches_from_the_first_to_the_last_measured_point)
{
    make(&one, 1, 30, 500);
    one.mask[100] = 0;
    finish(&one);
    cr_assert_eq(one.profile.first, 30);
    cr_assert_eq(one.profile.length, 470);
    cr_assert_eq(one.profile.value[70], VIB_HALF_NAN);
    cr_assert_eq(one.profile.value[71], vib_half_of(one.value[101]));
}

Test(hqi, is_the_correlation_over_what_both_measured)
{
    for (uint64_t k = 0; k < 40; k++) {
        make(&one, k, k, 300 + 7 * k);
        make(&two, 100 + k, 2 * k, 590 - 5 * k);
        mix(0.02f * (float)k);
        for (size_t i = 50; i < 50 + k; i++)
            one.mask[3 * i] = two.mask[4 * i] = 0;
        finish(&one);
        finish(&two);
        cr_assert_float_eq(vib_hqi(NULL, &one.profile, &two.profile),
                           pearson(&one, &two, 0), 2e-6);
        cr_assert_float_eq(aligned(&one, &two), best_pearson(&one, &two),
                           2e-6);
    }
}

Test(hqi, bit_identical_profiles_give_exactly_one)
{
    for (uint64_t k = 0; k < 200; k++) {
        float overlap = 0;

        make(&one, k, k % 7, 50 + 2 * k);
        one.mask[30] = 0;
        finish(&one);
        cr_assert_eq(vib_hqi(&overlap, &one.profile, &one.profile), 1);
        cr_assert_eq(overlap, 1);
    }
}

Test(hqi, the_opposite_gives_no_resemblance)
{
    make(&one, 3, 0, 400);
    two = one;
    for (size_t i = 0; i < MAX; i++)
        two.value[i] = -one.value[i];
    finish(&one);
    finish(&two);
    cr_assert_float_eq(vib_hqi(NULL, &one.profile, &two.profile), -1, 2e-6);
    cr_assert_lt(aligned(&one, &two), 0.3f);
    cr_assert_float_eq(aligned(&one, &two), best_pearson(&one, &two), 2e-6);
}

Test(hqi, overlap_is_the_share_of_the_first_that_the_second_has)
{
    float overlap = 0;

    make(&one, 1, 100, 300);
    make(&two, 2, 200, 600);
    finish(&one);
    finish(&two);
    vib_hqi(&overlap, &one.profile, &two.profile);
    cr_assert_float_eq(overlap, 0.5, 1e-6);
    vib_hqi(&overlap, &two.profile, &one.profile);
    cr_assert_float_eq(overlap, 0.25, 1e-6);
}

Test(hqi, too_little_in_common_is_no_resemblance)
{
    float overlap = 7;

    make(&one, 1, 100, 300);
    make(&two, 1, 285, 600);
    finish(&one);
    finish(&two);
    cr_assert_eq(vib_hqi(&overlap, &one.profile, &two.profile), 0);
    make(&two, 1, 300, 600);
    finish(&two);
    cr_assert_eq(vib_hqi(&overlap, &one.profile, &two.profile), 0);
    cr_assert_eq(overlap, 0);
    make(&two, 1, 0, 0);
    finish(&two);
    cr_assert_eq(vib_hqi(&overlap, &one.profile, &two.profile), 0);
    cr_assert_eq(vib_hqi(&overlap, &two.profile, &one.profile), 0);
    cr_assert_eq(overlap, 0);
}

Test(hqi, a_move_does_not_make_up_for_too_little_in_common)
{
    make(&one, 1, 100, 300);
    make(&two, 1, 285, 600);
    finish(&one);
    finish(&two);
    cr_assert_eq(aligned(&one, &two), 0);
    cr_assert_eq(aligned(&two, &one), 0);
}

Test(hqi, sixteen_points_in_common_are_enough)
{
    make(&one, 1, 100, 300);
    make(&two, 1, 284, 600);
    finish(&one);
    finish(&two);
    cr_assert_eq(vib_hqi(NULL, &one.profile, &two.profile), 1);
}

Test(hqi, a_flat_line_resembles_nothing)
{
    make(&one, 1, 0, 400);
    make(&two, 2, 0, 400);
    for (size_t i = 0; i < MAX; i++)
        two.value[i] = 0.3f;
    finish(&one);
    finish(&two);
    cr_assert_eq(vib_hqi(NULL, &one.profile, &two.profile), 0);
    cr_assert_eq(vib_hqi(NULL, &two.profile, &two.profile), 0);
}

Test(hqi, finds_where_the_second_belongs_within_two_points)
{
    for (size_t by = 1; by <= 3; by++) {
        float up, down;

        make(&one, 1, 0, 500);
        two = one;
        for (size_t i = by; i < MAX; i++)
            two.value[i - by] = one.value[i];
        finish(&one);
        finish(&two);
        up = aligned(&one, &two);
        down = aligned(&two, &one);
        if (by <= 2) {
            cr_assert_float_eq(up, 1 - 0.01 * (double)by, 1e-6);
            cr_assert_float_eq(down, 1 - 0.01 * (double)by, 1e-6);
        } else {
            cr_assert(up < 0.3f && down < 0.3f);
        }
    }
}
