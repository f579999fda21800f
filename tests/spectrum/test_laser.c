#include "laser.h"
#include "vibrary.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { N = 1200 };
static double x[N], y[N];
static vib_field fields[2];

/* A spectrum in nm from `first` on, dark with a little noise up to `laser` + 1
 * nm, then bright with bands; a line of the laser `height` high. */
static vib_spectrum make(double first, double laser, double height)
{
    for (size_t i = 0; i < N; i++) {
        double u;

        x[i] = first + 0.12 * (double)i;
        u = (x[i] - laser) / 0.2;
        y[i] = 830 + (double)(i * 7919 % 13) / 4 + height * exp(-u * u);
        if (x[i] > laser + 4)
            y[i] += 100 + 300 * pow(sin(x[i] / 3), 8);
    }
    fields[0] = (vib_field){ (char *)"x_unit", (char *)"nm" };
    return (vib_spectrum){ x, y, N, fields, 1 };
}

Test(laser, is_found_by_its_rayleigh_line)
{
    static const double lasers[] = { 532.2, 531.8, 784.8, 632.81, 1064.2 };

    for (size_t i = 0; i < sizeof lasers / sizeof *lasers; i++) {
        vib_spectrum s = make(lasers[i] - 7, lasers[i], 60);
        double nm = 0;

        cr_assert_eq(vib_spectrum_laser(&nm, &s), VIB_OK, "%s",
                     vib_last_error());
        cr_expect_float_eq(nm, lasers[i], 0.05, "%g", nm);
    }
}

Test(laser, is_found_where_the_line_is_cut_off)
{
    vib_spectrum s = make(525, 532.2, 1e5);
    double nm = 0;

    for (size_t i = 0; i < N; i++)
        y[i] = fmin(y[i], 65535);
    cr_assert_eq(vib_spectrum_laser(&nm, &s), VIB_OK);
    cr_expect_float_eq(nm, 532.2, 0.06, "%g", nm);
}

Test(laser, is_not_made_up_where_there_is_no_line)
{
    static const double firsts[] = { 525, 533.5, 791.4, 500 };

    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
        vib_spectrum s = make(firsts[i], 532.2, 0);
        double nm = 3;

        cr_expect_eq(vib_spectrum_laser(&nm, &s), VIB_NOT_FOUND, "%g: %g",
                     firsts[i], nm);
        cr_expect_eq(nm, 3);
    }
}

Test(laser, is_found_on_an_axis_in_um_or_ev)
{
    vib_spectrum s = make(525, 532.2, 60);
    double nm = 0;

    for (size_t i = 0; i < N; i++)
        x[i] /= 1000;
    fields[0].value = (char *)"um";
    cr_assert_eq(vib_spectrum_laser(&nm, &s), VIB_OK);
    cr_expect_float_eq(nm, 532.2, 0.05);
    for (size_t i = 0; i < N; i++)
        x[i] = 1.239841984 / x[i];
    fields[0].value = (char *)"eV";
    cr_assert_eq(vib_spectrum_laser(&nm, &s), VIB_OK);
    cr_expect_float_eq(nm, 532.2, 0.05);
}

Test(laser, is_lacking_only_where_a_shift_needs_it)
{
    static const struct {
        const char *unit, *key, *value;
        bool lacks;
    } rows[] = {
        { "nm", "", "", true },
        { "eV", "laser", "", true },
        { "um", "technique", "raman", true },
        { "nm", "laser", "532", false },
        { "um", "technique", "infrared", false },
        { "cm-1", "", "", false },
        { "", "", "", false },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        vib_spectrum s = make(525, 532, 0);

        fields[0].value = (char *)rows[i].unit;
        fields[1] = (vib_field){ (char *)rows[i].key, (char *)rows[i].value };
        s.field_count = 2;
        cr_expect_eq(vib_spectrum_lacks_laser(&s), rows[i].lacks, "row %zu", i);
    }
}
