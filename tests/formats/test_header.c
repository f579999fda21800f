#include "header.h"

#include "parse.h"

/* A spectrum with one field, understood. */
static vib_spectrum understand(const char *key, const char *value)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert_eq(vib_spectrum_set(&s, key, value), VIB_OK);
    cr_assert_eq(vib_header_understand(&s), VIB_OK);
    return s;
}

Test(header, finds_what_others_call_differently)
{
    static const struct {
        const char *key, *value, *known, *is;
    } cases[] = {
        { "Laser (nm)", "532", "laser", "532" },
        { "laser_wavelength", "784,9", "laser", "784.9" },
        { "wl", "532nm", "laser", "532" },
        { "ExcitationWavelength", "532.25", "laser", "532.25" },
        { "Laser", "Nd:YAG 2 532.1 nm", "laser", "532.1" },
        { "Laser", "300 mW, 785 nm", "laser", "785" },
        { "Excitation", "250mW diode 784.9nm", "laser", "784.9" },
        { "Laser", "1000 mW", "laser", "" },
        { "Excitation", "200 %", "laser", "" },
        { "RAMAN WAVELENGTH", "", "laser", "" },
        { "laserPower", "100", "laser", "" },
        { "XUNITS", "1/CM", "x_unit", "1/CM" },
        { "AxisUnit[1]", "1/cm", "x_unit", "1/cm" },
        { "YAxisUnit", "CCD cts", "y_unit", "CCD cts" },
        { "Substance", "nylon", "name", "nylon" },
        { "NAMES", "Quartz", "name", "Quartz" },
        { "GraphName", "s1", "title", "s1" },
        { "DATA TYPE", "RAMAN SPECTRUM", "technique", "raman" },
        { "FILETYPE", "Infrared Processed", "technique", "infrared" },
        { "DATA TYPE", "NMR SPECTRUM", "technique", "NMR" },
        { "DATA_TYPE", "Mass Spectrum", "technique", "mass spectrometry" },
        { "DATA TYPE", "IR spectrum", "technique", "infrared" },
        { "DATA TYPE", "SIMPLE GRAPH", "technique", "" },
        { "Method", "mass normalised, IR laser", "technique", "" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        vib_spectrum s = understand(cases[i].key, cases[i].value);

        cr_expect_str_eq(field(&s, cases[i].known), cases[i].is, "%s=%s",
                         cases[i].key, cases[i].value);
        vib_spectrum_release(&s);
    }
}

Test(header, takes_no_power_for_the_laser_line)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert_eq(vib_spectrum_set(&s, "laser", "600 mW"), VIB_OK);
    cr_assert_eq(vib_spectrum_set(&s, "excitation", "785 nm"), VIB_OK);
    cr_assert_eq(vib_header_understand(&s), VIB_OK);
    cr_expect_str_eq(field(&s, "laser"), "785");
    cr_expect_str_eq(field(&s, "original laser"), "600 mW");
    vib_spectrum_release(&s);
}

Test(header, does_not_touch_what_is_there)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert_eq(vib_spectrum_set(&s, "name", "Quartz"), VIB_OK);
    cr_assert_eq(vib_spectrum_set(&s, "sample", "rock 7"), VIB_OK);
    cr_assert_eq(vib_header_understand(&s), VIB_OK);
    cr_expect_str_eq(field(&s, "name"), "Quartz");
    vib_spectrum_release(&s);
}

Test(header, keeps_what_it_makes_plainer)
{
    vib_spectrum s = understand("Technique", "Raman microscopy");

    cr_expect_str_eq(field(&s, "technique"), "raman");
    cr_expect_str_eq(field(&s, "original technique"), "Raman microscopy");
    vib_spectrum_release(&s);
}

Test(header, reads_header_lines_of_all_kinds)
{
    vib_found found = parse(
        "# Region:            P 2p\n"
        "//Exported\n"
        "\"LIMS: 350- 800NM\"\n"
        "#Full time(mm:ss)=\t6:05\n"
        "operator;\n"
        "port1;0\n"
        "date;2022-01-21 11:52:01\n"
        "GraphName = a = b\n"
        "1;2\n2;3\n"
        "Comment;after\n");
    const vib_spectrum *s = &found.spectra[0];

    cr_expect_str_eq(field(s, "Region"), "P 2p");
    cr_expect_str_eq(field(s, "comment"), "Exported\nafter");
    cr_expect_str_eq(field(s, "LIMS"), "350- 800NM");
    cr_expect_str_eq(field(s, "Full time(mm:ss)"), "6:05");
    cr_expect(vib_spectrum_get(s, "operator"));
    cr_expect_str_eq(field(s, "port1"), "0");
    cr_expect_str_eq(field(s, "date"), "2022-01-21 11:52:01");
    cr_expect_str_eq(field(s, "GraphName"), "a = b");
    vib_found_release(&found);
}

Test(header, joins_values_of_one_key)
{
    vib_found found = parse("Note: a\nOrg: 1\nOrg: 2\n1 2\n2 3\n");

    cr_expect_str_eq(field(&found.spectra[0], "Org"), "1\n2");
    cr_expect_str_eq(field(&found.spectra[0], "original Note"), "a");
    vib_found_release(&found);
}
