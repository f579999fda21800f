/* PerkinElmer files made here, small, with what real ones have. */
#include "bytes_made.h"

enum { POINTS = 3 };
enum { TEXT = 29987, ARRAY = 29974, RANGE = 29981, COUNT = 29995 };

/* Begin block `id`; end() sets its size. */
static size_t begin(vib_buffer *file, unsigned id)
{
    size_t at = file->size;

    put_u16(file, id);
    vib_put_u32(file, 0);
    return at;
}

static void end(vib_buffer *file, size_t at)
{
    set_u32(file, at + 2, (uint32_t)(file->size - at - 6));
}

static void put_words(vib_buffer *file, const char *text)
{
    put_u16(file, (unsigned)strlen(text));
    vib_put_bytes(file, text, strlen(text));
}

static void put_text(vib_buffer *file, unsigned id, const char *text)
{
    size_t at = begin(file, id);

    put_u16(file, TEXT);
    put_words(file, text);
    end(file, at);
}

/* What was done to the spectrum: containers in containers; the comment of the
 * innermost is the title. */
static void put_history(vib_buffer *file)
{
    size_t history = begin(file, 35711), outer = begin(file, 121), at, inner;

    put_text(file, 35699, "Absorbance");
    put_text(file, 35702, "");
    at = begin(file, 35703);
    inner = begin(file, 122);
    put_text(file, 35699, "Created as New Dataset");
    put_text(file, 35702, "Spectrum at 5673,-2148 \xb5m");
    end(file, inner);
    end(file, at);
    end(file, outer);
    end(file, history);
}

static void put_axis(vib_buffer *file)
{
    size_t at = begin(file, 35698);

    put_u16(file, RANGE);
    vib_put_f64(file, 4000);
    vib_put_f64(file, 3000);
    end(file, at);
    at = begin(file, 35701);
    put_u16(file, COUNT);
    vib_put_u32(file, POINTS);
    end(file, at);
}

static vib_buffer make_spectrum(const char *y_unit)
{
    vib_buffer file = { 0 };
    size_t all, at;

    put_place(&file, "PEPE2D constant interval DataSet file", 44);
    all = begin(&file, 120);
    put_history(&file);
    put_axis(&file);
    put_text(&file, 35703, "cm-1");
    put_text(&file, 35704, y_unit);
    put_text(&file, 35709, "C:\\a.sp");
    put_text(&file, 35713, "strip01");
    at = begin(&file, 35708);
    put_u16(&file, ARRAY);
    vib_put_u32(&file, 8 * POINTS);
    for (int i = 0; i < POINTS; i++)
        vib_put_f64(&file, 0.5 + i);
    end(&file, at);
    end(&file, all);
    return file;
}

Test(perkinelmer, reads_a_spectrum)
{
    vib_buffer file = make_spectrum("A");
    vib_found found = parse_made(&file);
    const vib_spectrum *s = found.spectra;

    cr_assert_eq(found.count, 1);
    cr_assert_eq(s->n, POINTS);
    cr_expect(s->x[0] == 4000 && s->x[1] == 3500 && s->x[2] == 3000);
    cr_expect(s->y[0] == 0.5 && s->y[2] == 2.5);
    cr_expect_str_eq(field(s, "format"), "perkinelmer");
    cr_expect_str_eq(field(s, "title"), "Spectrum at 5673,-2148 \xc2\xb5m");
    cr_expect_str_eq(field(s, "name"), "strip01");
    cr_expect_str_eq(field(s, "file"), "C:\\a.sp");
    cr_expect_str_eq(field(s, "x_unit"), "cm-1");
    cr_expect_str_eq(field(s, "y_unit"), "absorbance");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(perkinelmer, keeps_other_units_as_they_are)
{
    vib_buffer file = make_spectrum("%T");
    vib_found found = parse_made(&file);

    cr_expect_str_eq(field(found.spectra, "y_unit"), "%T");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

static vib_buffer make_image(uint32_t columns, uint32_t rows)
{
    vib_buffer file = { 0 };
    size_t at;

    put_place(&file, "PEPEDataSet - 4DConst3DInterval", 44);
    at = begin(&file, 5100);
    put_words(&file, "Image");
    for (size_t i = 0; i < 10; i++)
        vib_put_f64(&file, (double[]){ 50, 25, -500, 4000, 3000, 0, 0, 17480,
                                       2749, 4000 }[i]);
    vib_put_u32(&file, columns);
    vib_put_u32(&file, rows);
    vib_put_u32(&file, POINTS);
    put_words(&file, "Y - micrometers");
    put_words(&file, "X - micrometers");
    put_words(&file, "cm-1");
    put_words(&file, "%T");
    end(&file, at);
    for (uint32_t k = 0; k < columns * rows; k++) {
        at = begin(&file, 5105);
        for (uint32_t i = 0; i < POINTS; i++)
            put_f32(&file, 10 * k + i);
        end(&file, at);
    }
    return file;
}

Test(perkinelmer, reads_an_image_with_its_coordinates)
{
    vib_buffer file = make_image(2, 2);
    vib_found found = parse_made(&file);
    const vib_spectrum *s = &found.spectra[3];

    cr_assert_eq(found.count, 4);
    cr_expect(s->x[1] == 3500 && s->y[1] == 31);
    cr_expect_str_eq(field(s, "map_x"), "17530");
    cr_expect_str_eq(field(s, "map_y"), "2774");
    cr_expect_str_eq(field(&found.spectra[1], "map_y"), "2749");
    cr_expect_str_eq(field(s, "x_unit"), "cm-1");
    cr_expect_str_eq(field(s, "y_unit"), "%T");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(perkinelmer, gives_what_is_there_of_an_image)
{
    vib_buffer file = make_image(2, 2);
    vib_found found;

    cr_assert_lt(parse_bytes(&found, (char *)file.data, file.size - 1), 0);
    cr_assert_mentions(vib_last_error(), "cut short: 3 spectra are there");
    cr_expect_eq(found.count, 3);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(perkinelmer, says_what_is_wrong)
{
    vib_buffer file = make_spectrum("A");
    uint8_t *count = memmem(file.data, file.size, "\x75\x8b", 2);

    cr_assert(count);
    cr_assert_mentions(refusal((char *)file.data, file.size - 1), "cut short");
    cr_assert_mentions(refusal((char *)file.data, 60), "cut short");
    count[8] = 9;
    cr_assert_mentions(refusal_of(&file), "3 of 9 points");
    count[6] = 0;
    cr_assert_mentions(refusal_of(&file), "no axis");
    memcpy(file.data + 4, "3D something", 12);
    cr_assert_mentions(refusal_of(&file), "of another kind");
    vib_buffer_release(&file);
}

Test(perkinelmer, survives_damage)
{
    vib_buffer file = make_spectrum("A");
    vib_buffer image = make_image(2, 2);

    survive_damage(&file);
    survive_damage(&image);
    vib_buffer_release(&file);
    vib_buffer_release(&image);
}

/* Containers in containers, without end. */
Test(perkinelmer, survives_deep_nesting)
{
    vib_buffer deep = { 0 };

    put_place(&deep, "PEPE2D constant interval DataSet file", 44);
    put_u16(&deep, 120);
    vib_put_u32(&deep, 6 + 6 * 20000);
    put_u16(&deep, 35711);
    vib_put_u32(&deep, 6 * 20000);
    for (uint32_t i = 0; i < 20000; i++) {
        put_u16(&deep, 121);
        vib_put_u32(&deep, 6 * (19999 - i));
    }
    cr_assert_mentions(refusal_of(&deep), "no axis");
    vib_buffer_release(&deep);
}
