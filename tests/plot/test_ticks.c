#include "ticks.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

Test(ticks, are_at_round_numbers_within_the_range)
{
    static const struct {
        double low, high, first, step;
        size_t most, count, parts;
    } cases[] = {
        { 100, 1500, 200, 200, 8, 7, 4 }, { 0, 1, 0, 0.2, 6, 6, 4 },
        { 400, 4000, 500, 500, 10, 8, 5 }, { -3, 3, -2, 2, 4, 3, 4 },
        { 0.1, 0.9, 0.2, 0.2, 5, 4, 4 },   { 0, 37000, 0, 10000, 6, 4, 5 },
        { 5, 5.004, 5, 0.001, 5, 5, 5 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        vib_ticks ticks =
            vib_ticks_make(cases[i].low, cases[i].high, cases[i].most);

        cr_expect_eq(ticks.count, cases[i].count, "%zu: %zu", i, ticks.count);
        cr_expect_eq(ticks.parts, cases[i].parts, "%zu", i);
        cr_expect_float_eq(ticks.step, cases[i].step, 1e-9, "%zu", i);
        cr_expect_float_eq(vib_tick(&ticks, 0), cases[i].first, 1e-9, "%zu",
                           i);
    }
}

Test(ticks, are_never_more_than_asked_for)
{
    for (double span = 1e-7; span < 1e9; span *= 1.37)
        for (size_t most = 1; most < 12; most++) {
            vib_ticks ticks = vib_ticks_make(17.3, 17.3 + span, most);

            cr_assert_leq(ticks.count, most);
            if (most >= 3)
                cr_assert_geq(ticks.count, 1, "%g %zu", span, most);
            for (size_t i = 0; i < ticks.count; i++)
                cr_assert(vib_tick(&ticks, i) >= 17.3 - 1e-6 * span &&
                          vib_tick(&ticks, i) <= 17.3 + span * (1 + 1e-6));
        }
}

Test(ticks, there_are_none_where_there_is_no_range)
{
    static const double ranges[][2] = {
        { 5, 5 }, { 5, 4 }, { NAN, 5 }, { 5, INFINITY }, { 1e15, 1e15 + 1 },
    };

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        cr_expect_eq(vib_ticks_make(ranges[i][0], ranges[i][1], 5).count, 0,
                     "%zu", i);
}

Test(ticks, are_written_with_the_digits_that_tell_them_apart)
{
    char text[VIB_TICK_TEXT];
    vib_ticks ticks = vib_ticks_make(-1, 1, 5);

    vib_tick_text(text, &ticks, vib_tick(&ticks, 0));
    cr_expect_str_eq(text, "\xe2\x88\x92" "1.0");
    vib_tick_text(text, &ticks, vib_tick(&ticks, 2));
    cr_expect_str_eq(text, "0.0");
    ticks = vib_ticks_make(100, 1500, 8);
    vib_tick_text(text, &ticks, vib_tick(&ticks, 6));
    cr_expect_str_eq(text, "1400");
}
