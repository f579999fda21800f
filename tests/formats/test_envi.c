#include "companion.h"
#include "element.h"
#include "parse.h"
#include "scratch.h"

#include <stdlib.h>

TestSuite(envi, .init = scratch_make, .fini = scratch_remove);

#define HEADER "ENVI\ndescription = {\n  Two minerals,\n  of a desert}\n" \
    "samples = 3\nlines   = 2\nbands = 1\nheader offset = %d\n" \
    "file type = ENVI Spectral Library\ndata type = %d\n" \
    "interleave = bsq\nbyte order = %d\nwavelength units = Micrometers\n" \
    "reflectance scale factor = 2\n" \
    "z plot titles = {Wavelength, Reflectance}\n" \
    "spectra names = {\n Quartz a,\n Calcite b}\n" \
    "wavelength = {\n 0.35, 0.45,\n 0.55}\n"

static void put(const char *name, const void *bytes, size_t n)
{
    FILE *file = fopen(scratch_path(name), "wb");

    cr_assert(file);
    cr_assert_eq(fwrite(bytes, 1, n, file), n);
    cr_assert_eq(fclose(file), 0);
}

static void put_header(const char *name, int offset, int type, int order)
{
    char text[1000];

    snprintf(text, sizeof text, HEADER, offset, type, order);
    put(name, text, strlen(text));
}

static const float values[] = { 1, 2, 3, 4, 5, -1.23e34f };

/* All spectra of a path, each to be released. */
static size_t read_all(vib_spectrum *out, size_t most, const char *path)
{
    vib_reader *reader = NULL;
    size_t n = 0;

    cr_assert_eq(vib_reader_open(&reader, &path, 1), VIB_OK);
    while (n < most && vib_reader_next(&out[n], reader) == 1)
        n++;
    vib_reader_close(reader);
    return n;
}

static void expect_library(const char *path)
{
    vib_spectrum s[3] = { VIB_SPECTRUM_INIT };

    cr_assert_eq(read_all(s, 3, path), 2, "%s: %s", path, vib_last_error());
    cr_expect(s[0].n == 3 && s[0].x[2] == 0.55 && s[0].y[2] == 1.5);
    cr_expect(s[1].n == 2 && s[1].y[1] == 2.5, "a deleted channel is left out");
    cr_expect_str_eq(field(&s[0], "format"), "envi");
    cr_expect_str_eq(field(&s[0], "title"), "Quartz a");
    cr_expect_str_eq(field(&s[1], "name"), "Calcite b");
    cr_expect_str_eq(field(&s[1], "x_unit"), "Micrometers");
    cr_expect_str_eq(field(&s[1], "y_unit"), "Reflectance");
    for (size_t i = 0; i < 3; i++)
        vib_spectrum_release(&s[i]);
}

Test(envi, is_read_by_its_header_by_its_numbers_or_in_a_folder)
{
    put_header("lib.hdr", 0, 4, 0);
    put("lib.sli", values, sizeof values);
    expect_library(scratch_path("lib.hdr"));
    expect_library(scratch_path("lib.sli"));
    expect_library(scratch_path(""));
}

Test(envi, reads_both_byte_orders_behind_an_offset)
{
    uint8_t bytes[7 + 12] = { 0 };

    for (uint8_t i = 0; i < 6; i++)
        bytes[7 + 2 * i + 1] = (uint8_t)(i + 1);
    put_header("LIB.HDR", 7, 2, 1);
    put("LIB.SLI", bytes, sizeof bytes);
    {
        vib_spectrum s[2] = { VIB_SPECTRUM_INIT };

        cr_assert_eq(read_all(s, 2, scratch_path("LIB.HDR")), 2);
        cr_expect(s[0].y[0] == 0.5 && s[1].y[2] == 3);
        vib_spectrum_release(&s[0]);
        vib_spectrum_release(&s[1]);
    }
}

static void expect_refusal(const char *name, const char *part)
{
    vib_spectrum s[1] = { VIB_SPECTRUM_INIT };

    cr_assert_eq(read_all(s, 1, scratch_path(name)), 0);
    cr_assert_mentions(vib_last_error(), part);
}

Test(envi, says_what_is_wrong)
{
    static const char few[] = "ENVI\nfile type = ENVI Spectral Library\n"
                              "samples = 3\nlines = 2\ndata type = 4\n"
                              "wavelength = {1, 2}\n";
    static const char picture[] = "ENVI\nfile type = ENVI Standard\n";

    put_header("lib.hdr", 0, 4, 0);
    expect_refusal("lib.hdr", "not beside it");
    put("lib.sli", values, sizeof values - 1);
    expect_refusal("lib.hdr", "do not hold 2 spectra of 3");
    put_header("lib.hdr", 0, 6, 0);
    expect_refusal("lib.hdr", "data type 6");
    put("lib.hdr", picture, strlen(picture));
    expect_refusal("lib.hdr", "ENVI image");
    put("lib.hdr", few, strlen(few));
    put("lib.sli", values, sizeof values);
    expect_refusal("lib.hdr", "2 wavelengths of 3");
}

/* Every beginning of the header, with the numbers in memory. */
Test(envi, survives_every_truncation)
{
    char text[1000];
    vib_blob numbers = { .data = (const uint8_t *)values,
                         .size = sizeof values };

    snprintf(text, sizeof text, HEADER, 0, 4, 0);
    for (size_t n = 5; n <= strlen(text); n++) {
        char *copy = malloc(n);
        vib_input input = { "l.hdr", (uint8_t *)copy, n, &numbers, 1 };
        vib_found found;

        cr_assert(copy);
        memcpy(copy, text, n);
        vib_found_init(&found, n);
        (void)vib_formats_parse(&found, &input);
        vib_found_release(&found);
        free(copy);
    }
}

Test(element, is_read_in_every_size_and_order)
{
    static const struct {
        vib_element element;
        const char *bytes;
        double value;
    } rows[] = {
        { { 'i', 1, false }, "\xff", -1 },
        { { 'u', 1, false }, "\xff", 255 },
        { { 'i', 2, true }, "\x80\x00", -32768 },
        { { 'u', 4, false }, "\x01\x02\x00\x00", 513 },
        { { 'i', 8, true }, "\xff\xff\xff\xff\xff\xff\xff\xfe", -2 },
        { { 'f', 2, false }, "\x01\x00", 5.9604644775390625e-8 },
        { { 'f', 4, true }, "\xc0\x40\x00\x00", -3 },
        { { 'f', 8, true }, "\x40\x04\x00\x00\x00\x00\x00\x00", 2.5 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(vib_element_value((const uint8_t *)rows[i].bytes,
                                       rows[i].element), rows[i].value,
                     "row %zu", i);
}
