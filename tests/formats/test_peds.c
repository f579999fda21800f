#include "parse.h"

static const char infrared[] =
    "PE IR                   SPECTRUM    ASCII       PEDS        1.60        \n"
    "  -1\nYB(NO3)3.ASC\n15/11/26\n11:00:59.00\n15/11/26\n11:00:59.00\nAdmin\n"
    "\n450.000000\n5\n\nMIR TGS\n#HDR\n-1\n-1\n#GR\nCM-1\n%T\n"
    "0.00002384185791015625\n0.0\n4000.000000\n-1.000000\n3\n8\n516.448984\n"
    "5.604768\n#DATA\n4000.000000\t93.535781  \n3999.000000\t93.554719  \n"
    "3998.000000\t93.560222  \n";

Test(peds, reads_points_units_and_header)
{
    vib_found found = parse(infrared);
    const vib_spectrum *s = found.spectra;

    cr_assert_eq(found.count, 1);
    cr_assert_eq(s->n, 3);
    cr_expect(s->x[0] == 4000 && s->y[2] == 93.560222);
    cr_expect_str_eq(field(s, "format"), "peds");
    cr_expect_str_eq(field(s, "x_unit"), "CM-1");
    cr_expect_str_eq(field(s, "y_unit"), "%T");
    cr_expect_str_eq(field(s, "technique"), "infrared");
    cr_expect_str_eq(field(s, "file"), "YB(NO3)3.ASC");
    cr_expect_str_eq(field(s, "date"), "15/11/26 11:00:59.00");
    cr_expect_str_eq(field(s, "operator"), "Admin");
    vib_found_release(&found);
}

/* Fluorescence is neither Raman nor infrared; its axis is in nm. */
Test(peds, knows_an_axis_in_nm_and_no_unit)
{
    vib_found found = parse(
        "PE FL  SPECTRUM    ASCII       PEDS        1.60\n  -1\nA.TXT\n"
        "07/12/10\n13:48:37.00\n#HDR\n-1\n-1\n#GR\nNM\n\n0.00002\n0.0\n405.0\n"
        "0.5\n2\n8\n1\n2\n#DATA\n405.000000\t27.150000\n405.500000\t32.3\n");
    const vib_spectrum *s = found.spectra;

    cr_assert_eq(s->n, 2);
    cr_expect_str_eq(field(s, "x_unit"), "NM");
    cr_expect_str_eq(field(s, "y_unit"), "");
    cr_expect_str_eq(field(s, "technique"), "");
    vib_found_release(&found);
}

Test(peds, calls_an_absorbance_so)
{
    char text[sizeof infrared];
    vib_found found;

    memcpy(text, infrared, sizeof text);
    memcpy(strstr(text, "%T\n"), "A \n", 3);
    found = parse(text);
    cr_expect_str_eq(field(found.spectra, "y_unit"), "absorbance");
    vib_found_release(&found);
}

Test(peds, is_survived_when_it_is_cut)
{
    for (size_t n = 1; n < sizeof infrared; n++) {
        vib_found found;

        if (parse_bytes(&found, infrared, n) < 0)
            cr_assert(*vib_last_error());
        vib_found_release(&found);
    }
}
