#include "synthetic.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const vib_pipeline raman = { .raman = true, .first = 100, .step = 2,
                                    .length = 1701 };
static const vib_range whole = { 100, 3500 };

enum { LENGTH = 1701 };
static float intensity[LENGTH], mask[LENGTH], scratch[4 * LENGTH];

static vib_view empty_view(void)
{
    return (vib_view){ intensity, mask, scratch, LENGTH, 2 };
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

Test(synthetic, statistics_are_as_documented)
{
    enum { COMPOUNDS = 2000 };
    static double width[COMPOUNDS * VIB_BANDS_MAX];
    size_t n = 0, low = 0, least = 99, most = 0;

    for (uint64_t i = 0; i < COMPOUNDS; i++) {
        vib_random random = vib_random_stream(1, 0, i);
        vib_compound compound;

        vib_compound_draw(&compound, &raman, &whole, &random);
        least = compound.bands < least ? compound.bands : least;
        most = compound.bands > most ? compound.bands : most;
        for (size_t k = 0; k < compound.bands; k++) {
            width[n++] = compound.band[k].width;
            low += compound.band[k].position < 1800;
            cr_assert(compound.band[k].height > 0);
        }
    }
    qsort(width, n, sizeof *width, by_value);
    cr_assert(least == 3 && most > 20, "%zu to %zu bands", least, most);
    cr_assert_float_eq(width[n / 2], 12, 0.5);
    cr_assert_float_eq((double)low / (double)n, 0.85, 0.02);
}

Test(synthetic, a_sibling_keeps_most_but_not_all)
{
    size_t before = 0, after = 0, moved = 0;

    for (uint64_t i = 0; i < 500; i++) {
        vib_random random = vib_random_stream(1, 0, i);
        vib_compound compound, sibling;

        vib_compound_draw(&compound, &raman, &whole, &random);
        sibling = compound;
        vib_compound_alter(&sibling, &raman, &random);
        before += compound.bands;
        after += sibling.bands;
        cr_assert(sibling.bands >= 2);
        for (size_t k = 0; k < sibling.bands; k++) {
            bool kept = false;

            for (size_t j = 0; j < compound.bands; j++)
                kept = kept ||
                       sibling.band[k].position == compound.band[j].position;
            moved += !kept;
        }
    }
    cr_assert_float_eq((double)after / (double)before, 0.8, 0.03);
    cr_assert_float_eq((double)moved / (double)after, 0.5, 0.03);
}

Test(synthetic, a_measurement_shows_the_band_where_it_is)
{
    vib_compound one = { 1, { { 1000, 12, 3, 0.5 } } };
    vib_random random = vib_random_stream(3, 0, 0);
    vib_range range = { 500, 1500 };
    vib_view view = empty_view();
    size_t highest = 0, half = 0;

    vib_compound_measure(&view, &raman, &one, &range, &random);
    for (size_t i = 0; i < LENGTH; i++) {
        cr_assert(mask[i] == (i >= 200 && i <= 700));
        cr_assert(mask[i] == 1 || intensity[i] == 0);
        highest = intensity[i] > intensity[highest] ? i : highest;
    }
    for (size_t i = 0; i < LENGTH; i++)
        half += intensity[i] > intensity[highest] / 2;
    cr_assert_float_eq(100 + 2 * (double)highest, 1000, 4);
    cr_assert_float_eq(2 * (double)half, 12, 5);
}

Test(synthetic, measurements_of_one_compound_differ_a_little)
{
    vib_random draw = vib_random_stream(5, 0, 0);
    vib_compound compound;
    float first[LENGTH];
    double same = 0, square[2] = { 0, 0 };

    vib_compound_draw(&compound, &raman, &whole, &draw);
    for (uint64_t i = 0; i < 2; i++) {
        vib_random random = vib_random_stream(6, 0, i);
        vib_view view = empty_view();

        vib_compound_measure(&view, &raman, &compound, &whole, &random);
        for (size_t k = 0; k < LENGTH; k++) {
            square[i] += (double)(intensity[k] * intensity[k]);
            same += i ? (double)(intensity[k] * first[k]) : 0;
        }
        if (i == 0)
            memcpy(first, intensity, sizeof first);
    }
    same /= sqrt(square[0] * square[1]);
    cr_assert(same > 0.6 && same < 0.999, "cosine %g", same);
}

Test(synthetic, ranges_lie_on_the_grid_and_are_wide)
{
    const vib_pipeline grids[] = {
        raman, { .first = 400, .step = 4, .length = 901 },
        { .raman = true, .first = 2500, .step = 2, .length = 600 }
    };
    size_t narrow = 0;

    for (size_t g = 0; g < 3; g++) {
        double last = grids[g].first +
                      grids[g].step * (double)(grids[g].length - 1);

        for (uint64_t i = 0; i < 1000; i++) {
            vib_random random = vib_random_stream(1, g, i);
            vib_range range = vib_range_draw(&grids[g], &random);

            cr_assert(range.first >= grids[g].first && range.last <= last);
            cr_assert(range.last - range.first >=
                      0.2 * (last - grids[g].first));
            narrow += g == 0 && range.last <= 1800;
        }
    }
    cr_assert(narrow > 400 && narrow < 650, "%zu fingerprint ranges", narrow);
}
