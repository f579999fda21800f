#include "units.h"

#include <criterion/criterion.h>
#include <math.h>

Test(units, are_known_in_the_ways_people_write_them)
{
    static const struct {
        const char *text;
        vib_unit unit;
    } rows[] = {
        { "cm-1", VIB_UNIT_PER_CM },
        { "1/CM", VIB_UNIT_PER_CM },
        { "cm^-1", VIB_UNIT_PER_CM },
        { "cm**-1", VIB_UNIT_PER_CM },
        { "cm\xe2\x81\xbb\xc2\xb9", VIB_UNIT_PER_CM }, /* superscripts */
        { "cm\xe2\x88\x92" "1", VIB_UNIT_PER_CM },     /* a real minus */
        { "Raman Shift (cm-1)", VIB_UNIT_PER_CM },
        { "RAMAN SHIFT", VIB_UNIT_PER_CM },
        { "Wavenumbers", VIB_UNIT_PER_CM },
        { "rel. 1/cm", VIB_UNIT_PER_CM },
        { "nm", VIB_UNIT_NM },
        { "Wavelength (nm)", VIB_UNIT_NM },
        { "wavelength", VIB_UNIT_NM },
        { "NANOMETERS", VIB_UNIT_NM },
        { "Wavelength [\xc2\xb5m]", VIB_UNIT_UM },
        { "\xce\xbcm", VIB_UNIT_UM },
        { "MICROMETERS", VIB_UNIT_UM },
        { "eV", VIB_UNIT_EV },
        { "Energy/eV", VIB_UNIT_EV },
        { "SECONDS", VIB_UNIT_OTHER },
        { "Time (s)", VIB_UNIT_OTHER },
        { "chemical shift (ppm)", VIB_UNIT_OTHER },
        { "MASS UNITS", VIB_UNIT_OTHER },
        { "m/z", VIB_UNIT_OTHER },
        { "Data points", VIB_UNIT_OTHER },
        { "diode", VIB_UNIT_OTHER },
        { "Channel number", VIB_UNIT_OTHER },
        { "degrees", VIB_UNIT_OTHER },
        { "Wavelength (mm)", VIB_UNIT_OTHER },
        { "Wavelength/m", VIB_UNIT_OTHER },
        { "Wavelength (\xc3\x85)", VIB_UNIT_OTHER },
        { "ANGSTROMS", VIB_UNIT_OTHER },
        { "GAUSS", VIB_UNIT_OTHER },
        { "Field (mT)", VIB_UNIT_OTHER },
        { "Energy", VIB_UNIT_OTHER },
        { "Energy (meV)", VIB_UNIT_OTHER },
        { "Energy (1/cm)", VIB_UNIT_PER_CM },
        { "", VIB_UNIT_UNKNOWN },
        { "arbitrary units", VIB_UNIT_UNKNOWN },
        { "x", VIB_UNIT_UNKNOWN },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(vib_unit_of(rows[i].text), rows[i].unit, "\"%s\" is %d",
                     rows[i].text, (int)vib_unit_of(rows[i].text));
}

static int axis_of(double *out, double x, const char *unit, const char *laser,
                   bool raman)
{
    double y = 1;
    vib_field fields[2] = { { (char *)"X_Unit", (char *)unit },
                            { (char *)"laser", (char *)laser } };
    vib_spectrum one = { &x, &y, 1, fields, laser ? 2 : 1 };

    return vib_axis_per_cm(out, &one, raman);
}

Test(units, a_wavelength_becomes_a_shift_from_the_laser)
{
    double at = 0;

    cr_assert_eq(axis_of(&at, 563.0, "nm", "532 nm", true), VIB_OK);
    cr_assert_float_eq(at, 1e7 / 532 - 1e7 / 563, 1e-9);
    cr_assert_eq(axis_of(&at, 0.563, "um", " 532", true), VIB_OK);
    cr_assert_float_eq(at, 1e7 / 532 - 1e7 / 563, 1e-9);
}

Test(units, a_wavelength_becomes_a_wavenumber_without_a_laser)
{
    double at = 0;

    cr_assert_eq(axis_of(&at, 10, "um", NULL, false), VIB_OK);
    cr_assert_float_eq(at, 1000, 1e-9);
    cr_assert_eq(axis_of(&at, 0.5, "eV", NULL, false), VIB_OK);
    cr_assert_float_eq(at, 4032.77, 0.01);
}

Test(units, wavenumbers_and_unknown_units_pass_as_they_are)
{
    double at = 0;

    cr_assert_eq(axis_of(&at, 1086.5, "cm-1", NULL, true), VIB_OK);
    cr_assert_eq(at, 1086.5);
    cr_assert_eq(axis_of(&at, 1086.5, "x", NULL, false), VIB_OK);
    cr_assert_eq(at, 1086.5);
}

Test(units, light_that_no_spectrometer_measures_has_another_unit)
{
    double at = 3;

    cr_assert_eq(axis_of(&at, 10, "nm", NULL, false), VIB_BAD_DATA);
    cr_assert(strstr(vib_last_error(), "\"nm\""), "%s", vib_last_error());
    cr_assert_eq(axis_of(&at, 1600, "eV", "532", true), VIB_BAD_DATA);
    cr_assert_eq(at, 3);
    cr_assert_eq(axis_of(&at, 200, "nm", NULL, false), VIB_OK);
}

Test(units, no_wavelength_is_not_a_number)
{
    double at = 0;

    cr_assert_eq(axis_of(&at, 0, "nm", "532", true), VIB_OK);
    cr_assert(isnan(at));
}

Test(units, a_shift_from_nm_without_a_sound_laser_is_refused)
{
    static const char *const bad[] = { NULL, "green", "5", "532000" };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double at = 3;

        cr_assert_eq(axis_of(&at, 563, "nm", bad[i], true), VIB_BAD_DATA);
        cr_assert(strstr(vib_last_error(), "laser"), "%s", vib_last_error());
        cr_assert_eq(at, 3);
    }
}

Test(units, what_is_no_spectrum_is_refused)
{
    double at = 3;

    cr_assert_eq(axis_of(&at, 1, "SECONDS", NULL, true), VIB_BAD_DATA);
    cr_assert(strstr(vib_last_error(), "SECONDS"));
}

Test(units, intensities_are_known_in_the_ways_people_write_them)
{
    static const struct {
        const char *text;
        vib_ordinate unit;
    } rows[] = {
        { "%T", VIB_PERCENT_TRANSMITTANCE },
        { "% Transmittance", VIB_PERCENT_TRANSMITTANCE },
        { "PERCENT TRANSMISSION", VIB_PERCENT_TRANSMITTANCE },
        { "%R", VIB_PERCENT_TRANSMITTANCE },
        { "PET 3 (%T)", VIB_PERCENT_TRANSMITTANCE },
        { "Reflectance [%]", VIB_PERCENT_TRANSMITTANCE },
        { "T [%]", VIB_PERCENT_TRANSMITTANCE },
        { "%", VIB_PERCENT_TRANSMITTANCE },
        { "TRANSMITTANCE", VIB_TRANSMITTANCE },
        { "reflectance", VIB_TRANSMITTANCE },
        { "Absolute reflectance", VIB_TRANSMITTANCE },
        { "Reflectance of extracts", VIB_TRANSMITTANCE },
        { "T", VIB_TRANSMITTANCE },
        { "R", VIB_TRANSMITTANCE },
        { "Absorbance", VIB_ABSORBED },
        { "Absorbance (a.u.)", VIB_ABSORBED },
        { "Absorption (%)", VIB_ABSORBED },
        { "log(1/R)", VIB_ABSORBED },
        { "-log10(Transmittance)", VIB_ABSORBED },
        { "ln(1/T)", VIB_ABSORBED },
        { "log(1/Reflectance)", VIB_ABSORBED },
        { "Kubelka-Munk", VIB_ABSORBED },
        { "Abs", VIB_ABSORBED },
        { "Abs.", VIB_ABSORBED },
        { "A", VIB_ABSORBED },
        { "mAU", VIB_ABSORBED },
        { "counts", VIB_INTENSITY },
        { "CCD cts", VIB_INTENSITY },
        { "Cnt/sec", VIB_INTENSITY },
        { "Raman intensity", VIB_INTENSITY },
        { "transmission Raman", VIB_INTENSITY },
        { "rel. intensity / %", VIB_INTENSITY },
        { "Intensity (%)", VIB_INTENSITY },
        { "Abs. intensity", VIB_INTENSITY },
        { "log(intensity)", VIB_INTENSITY },
        { "a.u.", VIB_ORDINATE_UNKNOWN },
        { "A.U.", VIB_ORDINATE_UNKNOWN },
        { "arb. units", VIB_ORDINATE_UNKNOWN },
        { "Sample A", VIB_ORDINATE_UNKNOWN },
        { "products", VIB_ORDINATE_UNKNOWN },
        { "ABS_1", VIB_ORDINATE_UNKNOWN }, /* the plastic */
        { "ABS_1 (a.u.)", VIB_ORDINATE_UNKNOWN },
        { "FR", VIB_ORDINATE_UNKNOWN },
        { "", VIB_ORDINATE_UNKNOWN },
        { NULL, VIB_ORDINATE_UNKNOWN },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(vib_ordinate_of(rows[i].text), rows[i].unit,
                     "\"%s\" is %d", rows[i].text ? rows[i].text : "NULL",
                     (int)vib_ordinate_of(rows[i].text));
}

/* What becomes of 3 intensities in this unit. */
static void absorb(double y[3], const char *unit)
{
    vib_field field = { (char *)"y_unit", (char *)unit };
    vib_spectrum s = { y, y, 3, &field, 1 };

    vib_absorbance(y, &s);
}

Test(units, shares_of_light_become_absorbance)
{
    double percent[] = { 100, 10, 1 }, share[] = { 1, 0.1, 0 };
    double doubtful[] = { 100, 10, 50 }, other[] = { 1, 0.1, 0 };

    absorb(percent, "%T");
    cr_expect(percent[0] == 0 && percent[1] == 1 && percent[2] == 2);
    absorb(share, "transmittance");
    cr_expect(share[0] == 0 && share[1] == 1 && share[2] == 4);
    absorb(doubtful, "TRANSMITTANCE");
    cr_expect_float_eq(doubtful[1], 1, 1e-12);
    absorb(other, "absorbance");
    cr_expect_eq(other[1], 0.1);
    absorb(other, "Absorption (%)");
    cr_expect_eq(other[1], 0.1);
    absorb(other, "Intensity (%)");
    cr_expect_eq(other[1], 0.1);
}
