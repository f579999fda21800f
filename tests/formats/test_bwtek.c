#include "parse.h"

Test(bwtek, takes_the_raman_shift_and_what_is_dark_subtracted)
{
    vib_found found = parse(
        "File Version;BWRam4.11_11\ntitle;BWS415-532S\n"
        "laser_wavelength;532,02\n"
        "Pixel;Wavelength;Wavenumber;Raman Shift;Dark;Raw data #1;"
        "Dark Subtracted #1;%TR #1;\n"
        "0;   ;   ;   ;1038,2;1044,0;5,7;0,0;\n"
        "1;526,84;18981,1;-185,1;1043,1;1045,0;1,9;0,0;\n"
        "2;526,92;18978,2;-182,2;1050,1;1044,0;-6,1;0,0;\n");
    const vib_spectrum *s = &found.spectra[0];

    cr_assert_eq(found.count, 1);
    cr_assert(s->n == 2 && s->x[0] == -185.1 && s->y[1] == -6.1);
    cr_expect_str_eq(field(s, "format"), "bwtek");
    cr_expect_str_eq(field(s, "x_unit"), "Raman Shift");
    cr_expect_str_eq(field(s, "y_unit"), "counts");
    cr_expect_str_eq(field(s, "laser"), "532.02");
    cr_expect_str_eq(field(s, "original title"), "BWS415-532S");
    vib_found_release(&found);
}
