/* Thermo OMNIC files made here, small, with what real ones have. */
#include "bytes_made.h"

enum { POINTS = 3, ENTRY = 16, LONG_ENTRY = 22, TABLE = 304 };
enum { PER_CM = 1, DATA_POINTS = 2, RAMAN_SHIFT = 32, ABSORBANCE = 17 };

static vib_buffer start(const char *magic, size_t entries, size_t size)
{
    vib_buffer file = { 0 };

    put_place(&file, magic, 30);
    put_place(&file, "A title \xb5m", 256);
    pad_to(&file, TABLE);
    set_u32(&file, 296, 3752637772);
    put_zeros(&file, entries * size);
    return file;
}

static vib_buffer start_spa(size_t entries)
{
    return start("Spectral Data File\r\n", entries, ENTRY);
}

/* Enter the block of this key that begins at `at` and ends with the file. */
static void enter(vib_buffer *file, unsigned key, size_t at)
{
    uint32_t count = file->data[294];
    size_t entry = TABLE + ENTRY * count;

    set_u32(file, entry, key);
    set_u32(file, entry + 2, (uint32_t)at);
    set_u32(file, entry + 6, (uint32_t)(file->size - at));
    set_u16(file, 294, count + 1);
}

static void put_header(vib_buffer *file, unsigned x_unit, unsigned y_unit,
                       const double ends[2])
{
    size_t at = file->size;

    put_zeros(file, 140);
    set_u32(file, at + 4, POINTS);
    set_u32(file, at + 8, x_unit);
    set_u32(file, at + 12, y_unit);
    set_f32(file, at + 16, ends[0]);
    set_f32(file, at + 20, ends[1]);
    set_u32(file, at + 36, 32);
    set_f32(file, at + 80, 15798.25);
    set_f32(file, at + 96, x_unit == RAMAN_SHIFT ? 9393.64 : 0);
}

static const double falling[] = { 3000, 1000 };

static void put_spectrum(vib_buffer *file, unsigned x_unit, unsigned y_unit,
                         double first)
{
    size_t at = file->size;

    put_header(file, x_unit, y_unit, falling);
    enter(file, 2, at);
    at = file->size;
    for (int i = 0; i < POINTS; i++)
        put_f32(file, first + i);
    enter(file, 3, at);
}

static void put_text(vib_buffer *file, unsigned key, const char *text)
{
    size_t at = file->size;

    put_place(file, text, strlen(text) + 1);
    enter(file, key, at);
}

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

/* An entry of the longer table: the block from `at` to the end. */
static void enter_long(vib_buffer *file, unsigned key, size_t at)
{
    uint32_t count = file->data[294];
    size_t entry = TABLE + LONG_ENTRY * count;

    set_u32(file, entry, key);
    set_u64(file, entry + 2, at);
    set_u32(file, entry + 10, (uint32_t)(file->size - at));
    set_u16(file, 294, count + 1);
}

/* `count` spectra 10 k, 10 k + 1, ...; the 16 bytes behind the last are
 * missing. */
static void put_records(vib_buffer *file, size_t count)
{
    size_t at = file->size;

    put_header(file, PER_CM, ABSORBANCE, falling);
    pad_to(file, at + 212);
    for (size_t k = 0; k < count; k++) {
        put_place(file, "bei 0,260 Min.", 84);
        for (size_t i = 0; i < POINTS; i++)
            put_f32(file, (double)(10 * k + i));
        put_zeros(file, k + 1 < count ? 16 : 0);
    }
    enter_long(file, 45, at);
}

static vib_buffer make_series(size_t count, bool map)
{
    vib_buffer file = start("Spectral Exte File\r\n", 3, LONG_ENTRY);
    size_t at = file.size;

    put_header(&file, PER_CM, ABSORBANCE, falling);
    pad_to(&file, at + 1030);
    set_f32(&file, at + 1002, 0.25);
    set_f32(&file, at + 1010, 0.5);
    set_u32(&file, at + 1026, (uint32_t)count);
    enter_long(&file, 2, at);
    at = file.size;
    put_u16(&file, (unsigned)count);
    put_zeros(&file, 4);
    for (size_t k = 0; k < count; k++) {
        put_f32(&file, -100 + (double)k);
        put_f32(&file, 7);
    }
    enter_long(&file, map ? 6 : 99, at);
    put_records(&file, count);
    return file;
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
