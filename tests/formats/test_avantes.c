#include "parse.h"

Test(avantes, reads_names_and_units_of_its_columns)
{
    vib_found found = parse(
        "testi\r\nIntegration time [ms]:  119,63\r\n"
        "Data measured with spectrometer [name]: 1412115U1\r\n"
        "Wave   ;Sample   ;Dark     ;Reference;Reflectance\r\n"
        "[nm]   ;[counts] ;[counts] ;[counts] ;[%]\r\n\r\n"
        " 180,00;    4,294;    2,636;    0,000; 0,5\r\n"
        " 185,00;    3,975;   -3,126;    0,000; 0,75\r\n");
    const vib_spectrum *s = &found.spectra[0];

    cr_assert_eq(found.count, 4);
    cr_assert(s->x[1] == 185 && s->y[0] == 4.294);
    cr_expect_str_eq(field(s, "format"), "avantes");
    cr_expect_str_eq(field(s, "title"), "Sample");
    cr_expect_str_eq(field(s, "x_unit"), "nm");
    cr_expect_str_eq(field(s, "y_unit"), "counts");
    cr_expect_str_eq(field(&found.spectra[3], "y_unit"), "Reflectance (%)");
    vib_found_release(&found);
}

Test(avantes, is_in_nm_where_the_units_cannot_be_read)
{
    vib_found found = parse(
        "x\nData measured with spectrometer [name]: 1412115U1\n"
        "Wave   ;Sample   ;Dark     ;Reference;Irradiance;Photons\n"
        " 180,00;    4,294;    2,636;    0,000; 0,5\n"
        " 185,00;    3,975;   -3,126;    0,000; 0,75\n");

    cr_expect_str_eq(field(&found.spectra[0], "x_unit"), "nm");
    vib_found_release(&found);
}

/* Their serial number, a letter a float, stands behind the version. */
Test(avantes, says_what_its_binary_files_are)
{
    static const float versions[] = { 60, 70 };
    static const char serial[] = "1305084U1";
    float start[32];

    for (size_t k = 0; k < 2; k++) {
        size_t at = k == 0 ? 6 : 1;

        for (size_t i = 0; i < 32; i++)
            start[i] = 1e-3f * (float)i - 7;
        start[0] = versions[k];
        for (size_t i = 0; serial[i]; i++)
            start[at + i] = (float)serial[i];
        cr_assert_mentions(refusal((char *)start, sizeof start),
                           "AvaSoft 6 or 7");
        start[7] = 1.5f;
        cr_assert_mentions(refusal((char *)start, sizeof start), "not text");
    }
}

Test(avantes, survives_stray_zeros)
{
    static const char text[] =
        "c\0\0\nIntegration time: 175 ms\n"
        "Data measured with spectrometer serial number: 04\0\0\n"
        "Wave   ;Dark     ;Sample\n[nm]   ;[counts] ;[counts]\n"
        "299,87;3,4050;6429,1\n300,16;-18,870;6876,0\n";
    vib_found found;

    cr_assert_eq(parse_bytes(&found, text, sizeof text - 1), VIB_OK);
    cr_assert_eq(found.count, 2);
    cr_expect_str_eq(field(&found.spectra[0], "format"), "avantes");
    vib_found_release(&found);
}
