/* Bruker OPUS files, made small. */
#include "parse_made.h"
#include "opus_made.h"

Test(opus, gives_the_ratio_before_the_single_channels)
{
    vib_buffer file = make_file();
    vib_found found = parse_made(&file);
    static const char *const blocks[] = { "a", "sm", "rf" };
    static const double first[] = { 20, 10, 30 };

    cr_assert_eq(found.count, 3);
    for (size_t k = 0; k < 3; k++) {
        cr_expect_str_eq(field(&found.spectra[k], "block"), blocks[k]);
        cr_expect(found.spectra[k].y[0] == first[k]);
    }
    cr_expect_str_eq(field(&found.spectra[0], "y_unit"), "absorbance");
    cr_expect_str_eq(field(&found.spectra[0], "technique"), "infrared");
    cr_expect_str_eq(field(&found.spectra[1], "y_unit"), "single channel");
    cr_expect_str_eq(field(&found.spectra[2], "y_unit"), "single channel");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, reads_axis_and_what_the_file_says)
{
    vib_buffer file = make_file();
    vib_found found = parse_made(&file);
    const vib_spectrum *s = found.spectra;

    cr_assert_eq(s->n, POINTS, "NPT is less than the block holds");
    cr_expect(s->x[0] == 4000 && s->x[1] == 3999 && s->x[3] == 3997);
    cr_expect(s->y[3] == 23);
    cr_expect_str_eq(field(s, "format"), "opus");
    cr_expect_str_eq(field(s, "x_unit"), "cm-1");
    cr_expect_str_eq(field(s, "title"), "1mm\xc2\xb2 window");
    cr_expect_str_eq(field(s, "operator"), "Ada");
    cr_expect_str_eq(field(s, "instrument"), "VERTEX 70");
    cr_expect_str_eq(field(s, "date"), "2020-02-06 13:09:58.095 (GMT+1)");
    cr_expect_str_eq(field(s, "laser"), "", "not for infrared");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, gives_raman_its_laser)
{
    vib_buffer file = start();
    vib_found found;

    put_spectrum(&file, RATIO | RAMAN, 1);
    put_origin(&file);
    found = parse_made(&file);
    cr_expect_str_eq(field(found.spectra, "technique"), "raman");
    cr_expect_str_eq(field(found.spectra, "laser"), "1064.407");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, scales_what_is_stored)
{
    vib_buffer file = start();
    vib_found found;

    put_data(&file, RATIO | TRANSMITTANCE, 8);
    put_status(&file, RATIO | TRANSMITTANCE, 0.25);
    found = parse_made(&file);
    cr_expect(found.spectra[0].y[0] == 2 && found.spectra[0].y[2] == 2.5);
    cr_expect_str_eq(field(found.spectra, "y_unit"), "transmittance");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, reads_integers)
{
    vib_buffer file = start();
    vib_found found;
    size_t at = file.size;

    for (uint32_t i = 0; i < POINTS; i++)
        vib_put_u32(&file, i - 1);
    enter(&file, RATIO | ABSORBANCE, at);
    at = file.size;
    put_status(&file, RATIO | ABSORBANCE, 1);
    set_u32(&file, at + 8, 2);
    found = parse_made(&file);
    cr_expect(found.spectra[0].y[0] == -1 && found.spectra[0].y[3] == 2);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

/* What OPUS made of the measured block stands behind it, without checksum; each
 * has parameters of its own. */
Test(opus, pairs_data_with_their_own_parameters)
{
    uint32_t type = RATIO | ABSORBANCE;
    vib_buffer file = start();
    vib_found found;

    put_data(&file, type | CHECKSUMMED, 1);
    put_status(&file, type | CHECKSUMMED, 10);
    put_data(&file, type, 2);
    put_status(&file, type, 100);
    found = parse_made(&file);
    cr_assert_eq(found.count, 2);
    cr_expect_str_eq(field(&found.spectra[0], "block"), "a");
    cr_expect(found.spectra[0].y[0] == 200);
    cr_expect_str_eq(field(&found.spectra[1], "block"), "a_1");
    cr_expect(found.spectra[1].y[0] == 10);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

/* A second channel of the instrument has kinds of its own. */
Test(opus, names_what_a_second_channel_saw)
{
    vib_buffer file = start();
    vib_found found;

    put_spectrum(&file, REFERENCE | 33 << 10, 1);
    put_spectrum(&file, RATIO | 36 << 10, 2);
    put_spectrum(&file, RATIO | ABSORBANCE, 3);
    found = parse_made(&file);
    cr_assert_eq(found.count, 3);
    cr_expect_str_eq(field(&found.spectra[0], "block"), "a");
    cr_expect_str_eq(field(&found.spectra[1], "block"), "a_2ch");
    cr_expect_str_eq(field(&found.spectra[2], "block"), "rf_2ch");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

/* Reports and peak tables carry the type of the spectrum they belong to. */
Test(opus, takes_no_report_for_a_spectrum)
{
    vib_buffer file = start();
    vib_found found;

    put_spectrum(&file, RATIO | ABSORBANCE, 1);
    put_data(&file, RATIO | ABSORBANCE | REPORT, 99);
    found = parse_made(&file);
    cr_expect_eq(found.count, 1);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, says_that_it_is_an_interferogram)
{
    vib_buffer file = start();

    put_spectrum(&file, SAMPLE | INTERFEROGRAM, 1);
    cr_assert_mentions(refusal_of(&file), "it is an interferogram");
    vib_buffer_release(&file);
}

Test(opus, leaves_out_interferograms_beside_spectra)
{
    vib_buffer file = make_file();
    vib_found found;

    put_spectrum(&file, SAMPLE | INTERFEROGRAM, 1);
    found = parse_made(&file);
    cr_expect_eq(found.count, 3);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, notes_a_derivative)
{
    uint32_t type = RATIO | ABSORBANCE | 2 << 17;
    vib_buffer file = start();
    vib_found found;

    put_spectrum(&file, type, 1);
    found = parse_made(&file);
    cr_assert_mentions(field(found.spectra, "note"), "second derivative");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, reads_every_spectrum_of_a_series)
{
    vib_buffer file = make_series(3);
    vib_found found = parse_made(&file);

    cr_assert_eq(found.count, 3);
    cr_expect(found.spectra[2].y[1] == 42, "scaled by its own factor");
    cr_expect(found.spectra[2].x[3] == 3997);
    cr_expect_str_eq(field(&found.spectra[2], "seconds"), "1.5");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

/* It keeps its place behind a series, which is made later. */
Test(opus, gives_a_single_channel_behind_a_series)
{
    vib_buffer file = make_series(2);
    vib_found found;

    put_spectrum(&file, SAMPLE | SPECTRUM, 10);
    found = parse_made(&file);
    cr_assert_eq(found.count, 3);
    cr_expect_str_eq(field(&found.spectra[1], "block"), "a");
    cr_expect_str_eq(field(&found.spectra[1], "y_unit"), "absorbance");
    cr_expect_str_eq(field(&found.spectra[2], "block"), "sm");
    cr_expect_str_eq(field(&found.spectra[2], "seconds"), "");
    cr_expect(found.spectra[1].y[1] == 22 && found.spectra[2].y[1] == 11);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, gives_what_is_there_of_a_series)
{
    vib_buffer file = make_series(3);
    vib_found found;

    set_u32(&file, 24 + 12 * ROOM + 4, 1000);
    cr_assert_lt(parse_bytes(&found, (char *)file.data, file.size), 0);
    cr_assert_mentions(vib_last_error(), "3 of the 1000 spectra");
    cr_expect_eq(found.count, 3);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, says_what_is_wrong)
{
    vib_buffer file = start();

    cr_assert_mentions(refusal_of(&file), "no spectrum in it");
    put_data(&file, RATIO | ABSORBANCE, 1);
    cr_assert_mentions(refusal_of(&file), "\"a\" without its parameters");
    set_u32(&file, 20, 9999);
    cr_assert_mentions(refusal_of(&file), "a directory of 9999 blocks");
    vib_buffer_release(&file);
    file = start();
    put_spectrum(&file, RATIO | ABSORBANCE, 1);
    set_u32(&file, 28, 3);
    cr_assert_mentions(refusal_of(&file), "4 points in a block with room");
    vib_buffer_release(&file);
}

Test(opus, says_that_it_was_cut)
{
    vib_buffer file = start();

    put_spectrum(&file, RATIO | ABSORBANCE, 1);
    cr_assert_mentions(refusal((char *)file.data, 20), "cut short");
    cr_assert_mentions(refusal((char *)file.data, 60), "cut short");
    cr_assert_mentions(refusal((char *)file.data, 170), "cut short");
    cr_assert_mentions(refusal((char *)file.data, file.size - 4), "cut short");
    vib_buffer_release(&file);
}

Test(opus, survives_damage)
{
    vib_buffer file = make_file();
    vib_buffer series = make_series(2);

    survive_damage(&file);
    survive_damage(&series);
    vib_buffer_release(&file);
    vib_buffer_release(&series);
}
