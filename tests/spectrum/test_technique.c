#include "technique.h"

#include <criterion/criterion.h>

static int check_field(const char *key, const char *value,
                       const char *technique, bool raman)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;
    int rc;

    cr_assert_eq(vib_spectrum_set(&s, VIB_KEY_TECHNIQUE, technique), VIB_OK);
    cr_assert_eq(vib_spectrum_set(&s, key, value), VIB_OK);
    rc = vib_technique_check(&s, raman);
    vib_spectrum_release(&s);
    return rc;
}

static int check(const char *technique, bool raman)
{
    return check_field("nothing", NULL, technique, raman);
}

Test(technique, the_other_one_is_refused)
{
    cr_expect_eq(check("infrared", true), VIB_BAD_DATA);
    cr_expect_eq(check("Raman", false), VIB_BAD_DATA);
}

Test(technique, its_own_and_none_are_taken)
{
    cr_expect_eq(check("Raman", true), VIB_OK);
    cr_expect_eq(check("infrared", false), VIB_OK);
    cr_expect_eq(check("", true), VIB_OK);
    cr_expect_eq(check(NULL, false), VIB_OK);
    cr_expect_eq(check("Fluorescence", true), VIB_OK);
}

Test(technique, is_known_in_the_words_of_files)
{
    static const struct {
        const char *text, *technique;
    } rows[] = {
        { "RAMAN SPECTRUM", "raman" },
        { "FT-Raman", "raman" },
        { "UV Raman", "raman" },
        { "INFRARED SPECTRUM", "infrared" },
        { "FT-IR", "infrared" },
        { "IR spectrum", "infrared" },
        { "Mass Spectrum", "mass spectrometry" },
        { "CONTINUOUS MASS SPECTRUM", "mass spectrometry" },
        { "EPR SPECTRUM", "EPR" },
        { "NMRSPECTRUM", "NMR" },
        { "1H-NMR", "NMR" },
        { "ION MOBILITY SPECTRUM", "ion mobility" },
        { "UV/VIS SPECTRUM", "UV/VIS" },
        { "UV-VIS-NIR", "UV/VIS" },
        { "X-RAY DIFFRACTION", "X-rays" },
        { "GAS CHROMATOGRAPH", "chromatography" },
        { "TGA", "thermal analysis" },
        { "IV Spectrum", "voltammetry" },
        { "SIMPLE GRAPH", NULL },
        { "Fluorescence", NULL },
        { "biomass", NULL },
        { "firmware", NULL },
        { "", NULL },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *found = vib_technique_named(rows[i].text);

        if (!rows[i].technique)
            cr_expect_null(found, "%s: %s", rows[i].text, found);
        else
            cr_expect(found && strcmp(found, rows[i].technique) == 0, "%s: %s",
                      rows[i].text, found);
    }
}

Test(technique, what_is_neither_is_refused_by_both)
{
    static const char *const others[] = { "EPR", "mass spectrometry",
                                          "NMR SPECTRUM", "UV/VIS" };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        cr_expect_eq(check(others[i], true), VIB_BAD_DATA, "%s", others[i]);
        cr_expect_eq(check(others[i], false), VIB_BAD_DATA, "%s", others[i]);
    }
}

Test(technique, units_tell_it_where_nothing_else_does)
{
    static const char *const light[] = {
        "Absorbance", "% transmission", "reflectance", "log(1/R)", "%T", "%R",
        "%", "Kubelka-Munk", "A", "Abs.", "mAU", "Absorbance (a.u.)"
    };
    static const char *const others[] = { "counts", "a.u.", "A.U.",
                                          "arb. units", "Intensity",
                                          "Intensity (%)", "cps", "" };

    for (size_t i = 0; i < sizeof light / sizeof *light; i++) {
        cr_expect_eq(check_field("y_unit", light[i], NULL, true),
                     VIB_BAD_DATA);
        cr_expect_eq(check_field("y_unit", light[i], "raman", true), VIB_OK);
        cr_expect_eq(check_field("y_unit", light[i], NULL, false), VIB_OK);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_expect_eq(check_field("y_unit", others[i], NULL, true), VIB_OK,
                     "%s", others[i]);
    cr_expect_eq(check_field("x_unit", "Raman shift (cm-1)", NULL, false),
                 VIB_BAD_DATA);
    cr_expect_eq(check_field("x_unit", "cm-1", NULL, false), VIB_OK);
}

Test(technique, a_letter_does_not_outweigh_an_axis_of_raman_shifts)
{
    static const struct {
        const char *unit;
        int rc;
    } rows[] = { { "A", VIB_OK }, { "%", VIB_OK }, { "%T", VIB_BAD_DATA },
                 { "Absorbance", VIB_BAD_DATA } };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        vib_spectrum s = VIB_SPECTRUM_INIT;

        vib_spectrum_set(&s, VIB_KEY_X_UNIT, "Raman shift (cm-1)");
        vib_spectrum_set(&s, VIB_KEY_Y_UNIT, rows[i].unit);
        cr_expect_eq(vib_technique_check(&s, true), rows[i].rc, "%s",
                     rows[i].unit);
        vib_spectrum_release(&s);
    }
}
