#include "line.h"

#include "made.h"

#include <criterion/criterion.h>
#include <math.h>

/* A spectrum of n points from x0 by step with y = its number. */
static vib_spectrum plain(size_t n, double x0, double step)
{
    vib_spectrum s = { calloc(n, sizeof *s.x), calloc(n, sizeof *s.y), n, NULL,
                       0 };

    for (size_t i = 0; i < n; i++) {
        s.x[i] = x0 + step * (double)i;
        s.y[i] = (double)i;
    }
    return s;
}

Test(line, breaks_where_something_was_not_measured)
{
    double x[20], y[20] = { 0 };
    const vib_line line = { .x = x, .y = y, .n = 20 };

    for (size_t i = 0; i < 20; i++)
        x[i] = 100 + (double)i + (i >= 10 ? 5 : 0) + (i >= 15 ? 2 : 0);
    y[4] = NAN;
    for (size_t i = 1; i < 20; i++)
        cr_expect_eq(vib_line_breaks(&line, i), i == 4 || i == 5 || i == 10,
                     "%zu", i);
}

Test(line, joins_points_that_stand_alone)
{
    double x[] = { 200, 464, 1080, 1085, 1090, 1095, 1100, 2000 }, y[8] = { 0 };
    const vib_line line = { .x = x, .y = y, .n = 8 };

    for (size_t i = 1; i < 8; i++)
        cr_expect_not(vib_line_breaks(&line, i), "%zu", i);
}

Test(line, is_ascending_in_wavenumbers_whatever_the_file_had)
{
    vib_spectrum s = plain(50, 900, -10);
    const vib_curve curve = { &s, NULL, NULL };
    const vib_plot options = VIB_PLOT_DEFAULT;
    vib_view_range range;
    vib_line *lines;

    cr_assert_eq(vib_lines_make(&lines, &range, &curve, 1, &options), 0);
    cr_expect_eq(lines->x[0], 410);
    cr_expect_eq(lines->y[0], 49);
    cr_expect_eq(range.from, 410);
    cr_expect_eq(range.to, 900);
    cr_expect_not(range.descending);
    vib_lines_free(lines, 1);
    vib_spectrum_set(&s, VIB_KEY_X_UNIT, "nm");
    vib_spectrum_set(&s, VIB_KEY_LASER, "400");
    cr_assert_eq(vib_lines_make(&lines, &range, &curve, 1, &options), 0);
    cr_expect_float_eq(range.to, 1e7 / 400 - 1e7 / 900, 1e-9);
    cr_expect(range.raman);
    vib_lines_free(lines, 1);
    vib_spectrum_release(&s);
}

Test(line, dips_whatever_the_transmittance_is_called)
{
    static const struct {
        const char *unit;
        bool dips, descends;
    } rows[] = {
        { "Transmission [%]", true, true }, { "%", true, true },
        { "T", true, true },                { "% Transmittance", true, true },
        { "log(1/R)", false, true },        { "Absorption (%)", false, true },
        { "Kubelka-Munk", false, true },    { "Intensity (%)", false, false },
        { "log(1/Reflectance)", false, true },
    };
    vib_spectrum s = plain(50, 400, 10);
    const vib_curve curve = { &s, NULL, NULL };
    const vib_plot options = VIB_PLOT_DEFAULT;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        vib_view_range range;
        vib_line *lines;

        vib_spectrum_set(&s, VIB_KEY_Y_UNIT, rows[i].unit);
        cr_assert_eq(vib_lines_make(&lines, &range, &curve, 1, &options), 0);
        cr_expect_eq(lines->dips, rows[i].dips, "%s", rows[i].unit);
        cr_expect_eq(range.descending, rows[i].descends, "%s", rows[i].unit);
        vib_lines_free(lines, 1);
    }
    vib_spectrum_release(&s);
}

Test(line, infrared_descends_and_transmittance_dips)
{
    vib_spectrum s = plain(50, 400, 10);
    const vib_curve curve = { &s, NULL, NULL };
    vib_plot options = VIB_PLOT_DEFAULT;
    vib_view_range range;
    vib_line *lines;

    vib_spectrum_set(&s, VIB_KEY_Y_UNIT, "%T");
    cr_assert_eq(vib_lines_make(&lines, &range, &curve, 1, &options), 0);
    cr_expect(range.descending && lines->dips);
    vib_lines_free(lines, 1);
    options.technique = "raman";
    cr_assert_eq(vib_lines_make(&lines, &range, &curve, 1, &options), 0);
    cr_expect(range.raman && !range.descending);
    vib_lines_free(lines, 1);
    vib_spectrum_release(&s);
}

Test(line, what_cannot_be_shown_is_told)
{
    vib_spectrum s = plain(50, 400, 10);
    const vib_curve curve = { &s, "Quartz", NULL };
    vib_plot options = VIB_PLOT_DEFAULT;
    vib_view_range range;
    vib_line *lines = NULL;

    options.from = 1000;
    options.to = 2000;
    cr_expect_eq(vib_lines_make(&lines, &range, &curve, 1, &options),
                 VIB_BAD_ARG);
    cr_expect_str_eq(vib_last_error(),
                     "nothing was measured from 1000 to 2000 cm^-1");
    s.n = 1;
    options.from = options.to = 0;
    cr_expect_eq(vib_lines_make(&lines, &range, &curve, 1, &options),
                 VIB_BAD_DATA);
    cr_expect(strstr(vib_last_error(), "Quartz: 1 of 1 points") != NULL, "%s",
              vib_last_error());
    cr_expect_null(lines);
    vib_spectrum_release(&s);
}
