#include "parse.h"

Test(oceanoptics, knows_that_the_axis_is_in_nm)
{
    vib_found found = parse(
        "SpectraSuite Data File\r\n++++++++++\r\nUser: A\r\n"
        "Number of Pixels in Processed Spectrum: 3\r\n"
        ">>>>>Begin Processed Spectral Data<<<<<\r\n178,23\t401,471\r\n"
        "178,61\t-401,5\r\n178,99\t4,25\r\n>>>>>End Processed Spectral "
        "Data<<<<<\r\n");
    const vib_spectrum *s = &found.spectra[0];

    cr_assert_eq(found.count, 1);
    cr_assert(s->n == 3 && s->x[0] == 178.23 && s->y[2] == 4.25);
    cr_expect_str_eq(field(s, "format"), "oceanoptics");
    cr_expect_str_eq(field(s, "x_unit"), "nm");
    vib_found_release(&found);
}

Test(oceanoptics, knows_it_in_other_languages)
{
    vib_found found = parse(
        "Fichero De Datos De SpectraSuite\r\nEspectr\xf3metros: JAZA1465\r\n"
        ">>>>> Comienza Data<<<<< Espectral Procesado Del EL\r\n"
        "190,74\t133,3\r\n191,12\t133,3\r\n");

    cr_expect_str_eq(field(&found.spectra[0], "x_unit"), "nm");
    cr_expect_str_eq(field(&found.spectra[0], "Espectr\xc3\xb3metros"),
                     "JAZA1465");
    vib_found_release(&found);
}

Test(oceanoptics, believes_the_mode_of_the_axis)
{
    vib_found found = parse(
        "Data from a.txt Node\n\nXAxis mode: Raman Shifts\n"
        ">>>>>Begin Spectral Data<<<<<\n1.8E2\t18.9E0\n1.9E2\t33.8E0\n");

    cr_assert_mentions(field(&found.spectra[0], "x_unit"), "cm-1");
    vib_found_release(&found);
}

Test(oceanoptics, says_what_each_column_of_a_jaz_is)
{
    vib_found found = parse(
        "Jaz Data File\n++++\n>>>>>Begin Processed Spectral Data<<<<<\n"
        "W\tD\tR\tS\tP\n190.3\t0.0\t1.0\t2.0\tnan\n191.0\t3.0\t4.0\t5.0\t6.0\n"
        "192.0\t3.5\t4.5\t5.5\t6.5\n>>>>>End Processed Spectral Data<<<<<\n");
    static const char *const expected[] = { "dark", "reference", "sample",
                                            "processed" };

    cr_assert_eq(found.count, 4);
    for (size_t i = 0; i < 4; i++)
        cr_expect_str_eq(field(&found.spectra[i], "measured"), expected[i]);
    cr_expect_eq(found.spectra[0].n, 3);
    cr_expect_eq(found.spectra[3].n, 2);
    vib_found_release(&found);
}
