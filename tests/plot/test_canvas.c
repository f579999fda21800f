#include "canvas.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Test(canvas, draws_only_text_that_is_text)
{
    static const char *const cases[][2] = {
        { "Quartz", "Quartz" },
        { "Ångström \xe7\x9f\xb3", "Ångström \xe7\x9f\xb3" },
        { "a\tb\nc\x7f", "a b c " },
        { "bad\xff\xc3", "bad\xef\xbf\xbd\xef\xbf\xbd" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *plain = vib_plain_text(cases[i][0]);

        cr_expect_str_eq(plain, cases[i][1]);
        free(plain);
    }
}

Test(canvas, cuts_endless_text_between_letters)
{
    static char endless[4000];
    char *plain;

    for (size_t i = 0; i + 3 < sizeof endless; i += 2)
        memcpy(endless + i, "\xc3\xa9", 3);
    plain = vib_plain_text(endless);
    cr_expect_lt(strlen(plain), 512);
    cr_expect_eq(strlen(plain) % 2, 0);
    free(plain);
}

Test(canvas, a_size_that_cannot_be_is_refused)
{
    static const double sizes[][2] = {
        { 10, 100 }, { 100, 1e6 }, { -5, 100 }, { 0.0 / 0.0, 100 },
    };
    vib_canvas canvas;

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        cr_expect_eq(vib_canvas_open(&canvas, NULL, VIB_SVG, sizes[i][0],
                                     sizes[i][1]), VIB_BAD_ARG, "%zu", i);
    cr_expect_eq(vib_canvas_open(&canvas, NULL, VIB_PNG, 14000, 14000),
                 VIB_BAD_ARG);
}

Test(canvas, a_full_disk_is_told)
{
    FILE *full = fopen("/dev/full", "w");
    vib_canvas canvas;

    cr_assert_not_null(full);
    setvbuf(full, NULL, _IONBF, 0);
    cr_assert_eq(vib_canvas_open(&canvas, full, VIB_PNG, 100, 100), 0);
    cr_expect_eq(vib_canvas_close(&canvas, 0), VIB_SYSTEM);
    fclose(full);
}

Test(canvas, inks_differ_in_how_light_they_are)
{
    double before = -1;
    double light[VIB_INK_LINES];

    for (size_t i = 0; i < VIB_INK_LINES; i++) {
        double rgb[3];

        vib_ink_colour(rgb, VIB_INK_LINE + i);
        light[i] = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
        cr_expect_lt(light[i], 0.75, "%zu is lost on white", i);
        cr_expect_gt(fabs(light[i] - before), 0.05);
        before = light[i];
    }
    cr_expect_eq(light[0], 0);
}
