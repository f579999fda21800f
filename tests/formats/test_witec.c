#include "parse.h"
#include "scratch.h"

TestSuite(witec, .init = scratch_make, .fini = scratch_remove);

Test(witec, reads_names_places_and_units_of_a_map)
{
    vib_found found = parse("X-Axis\tMap_F(0/0)\tMap_F(3/12)\n"
                            "rel. 1/cm\tCCD cts\tCCD cts\n"
                            " 8.77367E+01\t 9.94E+02\t 9.92E+02\n"
                            " 9.10310E+01\t 9.93E+02\t 9.91E+002\n");
    const vib_spectrum *s = &found.spectra[1];

    cr_assert_eq(found.count, 2);
    cr_assert(s->x[0] == 87.7367 && s->y[1] == 991);
    cr_expect_str_eq(field(s, "format"), "witec");
    cr_expect_str_eq(field(s, "title"), "Map_F(3/12)");
    cr_expect_str_eq(field(s, "map_column"), "3");
    cr_expect_str_eq(field(s, "map_row"), "12");
    cr_expect_str_eq(field(s, "x_unit"), "rel. 1/cm");
    cr_expect_str_eq(field(s, "y_unit"), "CCD cts");
    cr_expect_str_eq(field(s, "technique"), "raman");
    vib_found_release(&found);
}

Test(witec, reads_a_series_with_names_or_units_alone)
{
    vib_found found = parse("X-Axis\tSeries(0)\tSeries(1)\n 1.0E+01\t 2.0E+00\t"
                            " 3.0E+00\n 1.1E+01\t 4.0E+00\t 5.0E+00\n");

    cr_assert_eq(found.count, 2);
    cr_expect_str_eq(field(&found.spectra[1], "series_index"), "1");
    vib_found_release(&found);
    found = parse("rel. 1/cm\tCCD cts\tCCD cts\n 1.0E+01\t 2.0E+00\t 3.0E+00\n"
                  " 1.1E+01\t 4.0E+00\t 5.0E+00\n");
    cr_assert_eq(found.count, 2);
    cr_expect_str_eq(field(&found.spectra[0], "x_unit"), "rel. 1/cm");
    vib_found_release(&found);
}

Test(witec, reads_header_and_data_in_one_file)
{
    vib_found found = parse(
        "//Exported ASCII-File\r\n[Header]\r\nFileName = J:\\a.wip\r\n"
        "GraphName = Spectrum--000\r\nPositionUnit = \xc2\xb5m\r\n"
        "XAxisUnit = nm\r\nDataUnit = CCD cts\r\n\r\n[Data]\r\n"
        "X-Axis,Spectrum--000\r\nnm,CCD cts\r\n 5.307816803E+02, 3.5685E+02"
        "\r\n 5.308650650E+02, 3.5660E+02\r\n");
    const vib_spectrum *s = &found.spectra[0];

    cr_assert_eq(found.count, 1);
    cr_expect(s->n == 2 && s->x[0] == 530.7816803);
    cr_expect_str_eq(field(s, "x_unit"), "nm");
    cr_expect_str_eq(field(s, "PositionUnit"), "\xc2\xb5m");
    vib_found_release(&found);
}

Test(witec, reads_every_spectrum_of_a_truematch_file)
{
    vib_found found = parse(
        "[WITEC_TRUEMATCH_ASCII_HEADER]\nVersion = 1.0\n\n[SpectrumHeader]\n"
        "Title = Particle 916\nExcitationWavelength = 532.2\nXDataKind = nm\n\n"
        "[SampleMetaData]\nArea = 7\n\n[SpectrumData]\n528.2\t683\n528.3\t684\n"
        "528.4\t690\n\n[SpectrumHeader]\nTitle = Particle 4681\n"
        "ExcitationWavelength = 532.2\nXDataKind = nm\n\n[SampleMetaData]\n"
        "Area = 8\n\n[SpectrumData]\n528.2\t1\n528.3\t2\n528.4\t3\n");

    cr_assert_eq(found.count, 2);
    cr_expect_str_eq(field(&found.spectra[0], "title"), "Particle 916");
    cr_expect_str_eq(field(&found.spectra[1], "title"), "Particle 4681");
    cr_expect_str_eq(field(&found.spectra[1], "laser"), "532.2");
    cr_expect_str_eq(field(&found.spectra[1], "x_unit"), "nm");
    cr_expect_str_eq(field(&found.spectra[1], "Area"), "8");
    vib_found_release(&found);
}

static void put(const char *name, const char *text)
{
    FILE *file = fopen(scratch_path(name), "w");

    cr_assert(file);
    cr_assert_geq(fputs(text, file), 0);
    cr_assert_eq(fclose(file), 0);
}

static const char header[] =
    "//Exported ASCII-File\r\n[Header]\r\nGraphName = Map\r\nSizeX = 2\r\n"
    "SizeY = 1\r\nSizeGraph = 3\r\nScanUnit = \xb5m\r\n"
    "XAxisUnit = rel. 1/cm\r\nDataUnit = CCD cts\r\n";

static void put_three(const char *y)
{
    put("m (Header).txt", header);
    put("m (X-Axis).txt", " 1.0E+01\r\n 1.1E+01\r\n 1.2E+01\r\n");
    put("m (Y-Axis).txt", y);
}

/* Read all of a path; how many spectra, the last in *last. */
static size_t read_path(vib_spectrum *last, const char *path)
{
    vib_reader *reader = NULL;
    size_t n = 0;
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert_eq(vib_reader_open(&reader, &path, 1), VIB_OK);
    for (; vib_reader_next(&s, reader) == 1; n++) {
        vib_spectrum_release(last);
        *last = s;
        s = (vib_spectrum)VIB_SPECTRUM_INIT;
    }
    vib_reader_close(reader);
    return n;
}

Test(witec, reads_header_axis_and_intensities_of_three_files)
{
    static const char *const ways[] = { "m (Header).txt", "m (X-Axis).txt",
                                        "m (Y-Axis).txt", "" };

    put_three(" 1\r\n 2\r\n 3\r\n 4\r\n 5\r\n 6\r\n");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        vib_spectrum s = VIB_SPECTRUM_INIT;

        cr_assert_eq(read_path(&s, scratch_path(ways[i])), 2, "%s", ways[i]);
        cr_expect(s.n == 3 && s.x[2] == 12 && s.y[0] == 4);
        cr_expect_str_eq(field(&s, "map_column"), "1");
        cr_expect_str_eq(field(&s, "map_row"), "0");
        cr_expect_str_eq(field(&s, "x_unit"), "rel. 1/cm");
        cr_expect_str_eq(field(&s, "y_unit"), "CCD cts");
        vib_spectrum_release(&s);
    }
}

Test(witec, says_what_is_wrong_with_three_files)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;

    put_three(" 1\r\n 2\r\n 3\r\n 4\r\n");
    cr_assert_eq(read_path(&s, scratch_path("m (Header).txt")), 0);
    cr_assert_mentions(vib_last_error(), "3 points does not fit 4");
    put_three("1\r\nno\r\n");
    cr_assert_eq(read_path(&s, scratch_path("m (Header).txt")), 0);
    cr_assert_mentions(vib_last_error(), "line 2 of");
    put_three("");
    cr_assert_eq(read_path(&s, scratch_path("m (Header).txt")), 0);
    cr_assert_mentions(vib_last_error(), "has no numbers");
    cr_assert_mentions(refusal(header, strlen(header)), "not both beside it");
}
