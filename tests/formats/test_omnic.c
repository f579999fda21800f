/* Thermo OMNIC files, made small. */
#include "parse_made.h"
#include "omnic_made.h"

Test(omnic, reads_a_spectrum)
{
    vib_buffer file = start_spa(4);
    vib_found found;
    const vib_spectrum *s;

    put_spectrum(&file, PER_CM, ABSORBANCE, 6);
    put_text(&file, 4, "by Ada");
    put_text(&file, 27, "Acquisition \xe9" "chantillon\r\n\tsmooth");
    found = parse_made(&file);
    cr_assert_eq(found.count, 1);
    s = found.spectra;
    cr_assert_eq(s->n, POINTS);
    cr_expect(s->x[0] == 3000 && s->x[1] == 2000 && s->x[2] == 1000);
    cr_expect(s->y[0] == 6 && s->y[2] == 8);
    cr_expect_str_eq(field(s, "format"), "omnic");
    cr_expect_str_eq(field(s, "title"), "A title \xc2\xb5m");
    cr_expect_str_eq(field(s, "date"), "2018-11-30T07:22:52Z");
    cr_expect_str_eq(field(s, "x_unit"), "cm-1");
    cr_expect_str_eq(field(s, "y_unit"), "absorbance");
    cr_expect_str_eq(field(s, "technique"), "infrared");
    cr_expect_str_eq(field(s, "laser"), "", "HeNe is no excitation");
    cr_expect_str_eq(field(s, "comment"), "by Ada");
    cr_expect_str_eq(field(s, "history"),
                     "Acquisition \xc3\xa9" "chantillon\r\n\tsmooth");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(omnic, knows_the_units)
{
    static const struct {
        unsigned x, y;
        const char *x_unit, *y_unit, *technique;
    } cases[] = {
        { 1, 16, "cm-1", "%T", "infrared" },
        { 1, 11, "cm-1", "%R", "infrared" },
        { 1, 12, "cm-1", "log(1/R)", "infrared" },
        { 1, 15, "cm-1", "single beam", "infrared" },
        { 1, 20, "cm-1", "Kubelka-Munk", "infrared" },
        { 1, 21, "cm-1", "reflectance", "infrared" },
        { 1, 26, "cm-1", "photoacoustic", "infrared" },
        { 32, 31, "cm-1", "Raman intensity", "raman" },
        { 3, 17, "nm", "absorbance", "" },
        { 4, 17, "um", "absorbance", "" },
        { 99, 99, "", "", "" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        vib_buffer file = start_spa(2);
        vib_found found;

        put_spectrum(&file, cases[i].x, cases[i].y, 0);
        found = parse_made(&file);
        cr_expect_str_eq(field(found.spectra, "x_unit"), cases[i].x_unit);
        cr_expect_str_eq(field(found.spectra, "y_unit"), cases[i].y_unit);
        cr_expect_str_eq(field(found.spectra, "technique"),
                         cases[i].technique);
        cr_expect_str_eq(field(found.spectra, "laser"),
                         cases[i].x == RAMAN_SHIFT ? "1064.55" : "");
        vib_found_release(&found);
        vib_buffer_release(&file);
    }
}

Test(omnic, says_that_it_is_an_interferogram)
{
    vib_buffer file = start_spa(2);

    put_spectrum(&file, DATA_POINTS, 22, 0);
    cr_assert_mentions(refusal_of(&file), "it is an interferogram");
    vib_buffer_release(&file);
}

/* Places above 64 KiB need all four bytes. */
Test(omnic, reads_what_lies_far_behind)
{
    vib_buffer file = start_spa(2);
    vib_found found;

    put_zeros(&file, 70000);
    put_spectrum(&file, PER_CM, ABSORBANCE, 5);
    found = parse_made(&file);
    cr_expect(found.spectra[0].y[1] == 6);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(omnic, leaves_interferograms_beside_a_spectrum)
{
    vib_buffer file = start_spa(4);
    vib_found found;

    put_spectrum(&file, PER_CM, ABSORBANCE, 5);
    put_text(&file, 102, "an interferogram of the sample");
    put_text(&file, 103, "and one of the background");
    found = parse_made(&file);
    cr_expect_eq(found.count, 1);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

/* A group whose second spectrum has another axis and unit. */
Test(omnic, reads_a_group_of_different_axes)
{
    vib_buffer file = start_spa(6);
    vib_found found;
    size_t at;

    put_spectrum(&file, PER_CM, ABSORBANCE, 1);
    at = file.size;
    put_place(&file, "first", 256);
    vib_put_u32(&file, 3752637773);
    put_zeros(&file, 4);
    enter(&file, 107, at);
    at = file.size;
    put_spectrum(&file, PER_CM, 16, 2);
    set_f32(&file, at + 16, 4000);
    put_text(&file, 107, "second");
    found = parse_made(&file);
    cr_assert_eq(found.count, 2);
    cr_expect(found.spectra[0].x[0] == 3000 && found.spectra[0].y[0] == 1);
    cr_expect(found.spectra[1].x[0] == 4000 && found.spectra[1].y[0] == 2);
    cr_expect_str_eq(field(&found.spectra[0], "name"), "first");
    cr_expect_str_eq(field(&found.spectra[0], "title"), "A title \xc2\xb5m");
    cr_expect_str_eq(field(&found.spectra[0], "date"), "2018-11-30T07:22:53Z");
    cr_expect_str_eq(field(&found.spectra[1], "name"), "second");
    cr_expect_str_eq(field(&found.spectra[1], "y_unit"), "%T");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(omnic, knows_from_where_in_a_map_a_spectrum_was_taken)
{
    vib_buffer file = start_spa(2);
    vib_found found;

    set_bytes(&file, 30, "a.map - Position (X,Y): 367.12, -1270.59  Thu", 45);
    put_spectrum(&file, PER_CM, ABSORBANCE, 1);
    found = parse_made(&file);
    cr_expect_str_eq(field(found.spectra, "map_x"), "367.12");
    cr_expect_str_eq(field(found.spectra, "map_y"), "-1270.59");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(omnic, reads_a_series_whose_intensities_ascend)
{
    vib_buffer file = make_series(3, false);
    vib_found found = parse_made(&file);
    const vib_spectrum *s = &found.spectra[2];

    cr_assert_eq(found.count, 3);
    cr_expect(s->x[0] == 1000 && s->x[2] == 3000);
    cr_expect(s->y[0] == 20 && s->y[2] == 22);
    cr_expect_str_eq(field(s, "minutes"), "1.25");
    cr_expect_str_eq(field(s, "title"), "bei 0,260 Min.");
    cr_expect_str_eq(field(s, "map_x"), "");
    cr_expect_str_eq(field(s, "note"), "");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(omnic, reads_a_map_with_its_coordinates)
{
    vib_buffer file = make_series(4, true);
    vib_found found = parse_made(&file);

    cr_assert_eq(found.count, 4);
    cr_expect_str_eq(field(&found.spectra[3], "map_x"), "-97");
    cr_expect_str_eq(field(&found.spectra[3], "map_y"), "7");
    cr_expect_str_eq(field(&found.spectra[3], "minutes"), "");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

/* "Spectral Exte" has entries of 22 bytes, with places of 8: what lies between
 * them and behind 64 KiB is found all the same. */
Test(omnic, reads_a_table_of_entries_of_22_bytes)
{
    vib_buffer file = start("Spectral Exte File\r\n", 4, LONG_ENTRY);
    vib_buffer series = make_series(2, false);
    size_t at = file.size, shift;
    vib_found found;

    put_zeros(&file, 70000);
    enter_long(&file, 27, at);
    shift = file.size - (TABLE + 3 * LONG_ENTRY);
    vib_put_bytes(&file, series.data + TABLE + 3 * LONG_ENTRY,
                  series.size - (TABLE + 3 * LONG_ENTRY));
    memcpy(file.data + TABLE + LONG_ENTRY, series.data + TABLE,
           3 * LONG_ENTRY);
    file.data[294] = 4;
    for (size_t i = 1; i < 4; i++) {
        size_t entry = TABLE + i * LONG_ENTRY + 2;
        uint64_t place;

        memcpy(&place, file.data + entry, sizeof place);
        set_u64(&file, entry, place + shift);
    }
    found = parse_made(&file);
    cr_assert_eq(found.count, 2);
    cr_expect(found.spectra[1].y[0] == 10 && found.spectra[1].x[2] == 3000);
    vib_found_release(&found);
    vib_buffer_release(&series);
    vib_buffer_release(&file);
}

Test(omnic, says_how_much_of_a_series_is_there)
{
    vib_buffer file = make_series(3, false);
    vib_found found;

    file.size -= 4;
    found = parse_made(&file);
    cr_assert_eq(found.count, 2);
    cr_assert_mentions(field(found.spectra, "note"), "only 2 spectra");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(omnic, refuses_a_series_of_another_kind)
{
    vib_buffer file = make_series(1, false);

    file.data[294] = 2;
    cr_assert_mentions(refusal_of(&file), "a kind that is not understood");
    vib_buffer_release(&file);
}

Test(omnic, says_what_is_wrong)
{
    vib_buffer file = start_spa(2);

    cr_assert_mentions(refusal_of(&file), "no spectrum in it");
    set_u16(&file, 294, 300);
    cr_assert_mentions(refusal_of(&file), "its table of 300 entries");
    set_u16(&file, 294, 0);
    put_spectrum(&file, PER_CM, ABSORBANCE, 1);
    cr_assert_mentions(refusal((char *)file.data, file.size - 1),
                       "cut short: 2 of 3 points");
    cr_assert_mentions(refusal((char *)file.data, file.size - 60),
                       "cut short: the header");
    file.data[TABLE + ENTRY] = 99;
    cr_assert_mentions(refusal_of(&file), "without intensities");
    vib_buffer_release(&file);
}

Test(omnic, survives_damage)
{
    vib_buffer file = start_spa(3);
    vib_buffer series = make_series(2, true);

    put_spectrum(&file, PER_CM, ABSORBANCE, 6);
    put_text(&file, 27, "history");
    survive_damage(&file);
    survive_damage(&series);
    vib_buffer_release(&file);
    vib_buffer_release(&series);
}
