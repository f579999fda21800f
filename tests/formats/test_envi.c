#include "companion.h"
#include "element.h"
#include "parse.h"
#include "scratch.h"

#include <math.h>
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
    static const char picture[] = "ENVI\nfile type = ENVI Standard\n"
                                  "data type = 4\nsamples = 1\nlines = 1\n"
                                  "bands = 2\n";

    put_header("lib.hdr", 0, 4, 0);
    expect_refusal("lib.hdr", "not beside it");
    put("lib.sli", values, sizeof values - 1);
    expect_refusal("lib.hdr", "do not hold 2 lines of 3");
    put_header("lib.hdr", 0, 6, 0);
    expect_refusal("lib.hdr", "data type 6");
    put("lib.hdr", picture, strlen(picture));
    expect_refusal("lib.hdr", "not say bsq, bil or bip");
    put("lib.hdr", few, strlen(few));
    put("lib.sli", values, sizeof values);
    expect_refusal("lib.hdr", "2 wavelengths of 3");
}

/* Three pixels across and two down, of two bands: pixel (x, y) has 10 y + x and
 * 100 more. */
static void expect_image(const char *order, const float *numbers)
{
    vib_spectrum s[7] = { VIB_SPECTRUM_INIT };
    char text[400];

    snprintf(text, sizeof text, "ENVI\nsamples = 3\nlines = 2\nbands = 2\n"
             "data type = 4\ninterleave = %s\nwavelength = {500, 501}\n"
             "z plot titles = {Wavenumbers (cm-1), Absorbance}\n"
             "pixel size = {0.000005, 0.00001}\n", order);
    put("map.hdr", text, strlen(text));
    put("map.dat", numbers, 12 * sizeof *numbers);
    cr_assert_eq(read_all(s, 7, scratch_path("map.dat")), 6, "%s",
                 vib_last_error());
    for (size_t i = 0; i < 6; i++) {
        double value = 10.0 * (double)(i / 3) + (double)(i % 3);

        cr_expect(s[i].n == 2 && s[i].y[0] == value &&
                  s[i].y[1] == value + 100, "%s, pixel %zu", order, i);
    }
    cr_expect_str_eq(field(&s[5], "map_x"), "10");
    cr_expect_str_eq(field(&s[5], "map_y"), "0", "the last line is the lowest");
    cr_expect_str_eq(field(&s[0], "map_y"), "10");
    cr_expect_str_eq(field(&s[0], "x_unit"), "cm-1");
    cr_expect_str_eq(field(&s[0], "y_unit"), "Absorbance");
    for (size_t i = 0; i < 7; i++)
        vib_spectrum_release(&s[i]);
}

Test(envi, reads_an_image_in_each_order)
{
    expect_image("bip", (float[]){ 0, 100, 1, 101, 2, 102, 10, 110, 11, 111,
                                   12, 112 });
    expect_image("bil", (float[]){ 0, 1, 2, 100, 101, 102, 10, 11, 12, 110,
                                   111, 112 });
    expect_image("BSQ", (float[]){ 0, 1, 2, 10, 11, 12, 100, 101, 102, 110,
                                   111, 112 });
}

Test(envi, leaves_out_pixels_without_numbers)
{
    static const float numbers[] = { NAN, NAN, 1, 2 };
    static const char text[] = "ENVI\nsamples = 2\nlines = 1\nbands = 2\n"
                               "data type = 4\ninterleave = bip\n"
                               "wavelength = {500, 501}\n";
    vib_spectrum s[2] = { VIB_SPECTRUM_INIT };

    put("map.hdr", text, strlen(text));
    put("map.img", numbers, sizeof numbers);
    cr_assert_eq(read_all(s, 2, scratch_path("map.hdr")), 1);
    cr_expect(s[0].y[0] == 1 && s[0].y[1] == 2);
    vib_spectrum_release(&s[0]);
}

/* Every beginning of a header, with the numbers in memory. */
static void try_beginnings(const char *text)
{
    vib_blob numbers = { .data = (const uint8_t *)values,
                         .size = sizeof values };

    for (size_t n = 5; n <= strlen(text); n++) {
        char *copy = malloc(n);
        vib_input input = { "l.hdr", (uint8_t *)copy, n, &numbers, 1 };
        vib_found found;

        cr_assert(copy);
        memcpy(copy, text, n);
        vib_found_init(&found, n);
        (void)vib_formats_parse(&found, &input);
        (void)make_all(&found);
        vib_found_release(&found);
        free(copy);
    }
}

Test(envi, survives_every_truncation)
{
    char text[1000];

    snprintf(text, sizeof text, HEADER, 0, 4, 0);
    try_beginnings(text);
}

Test(envi, survives_every_truncation_of_an_image_and_sizes_that_lie)
{
    static const char *const sizes[] = {
        "samples = 1\nlines = 3\nbands = 2\n",
        "samples = 99999999999\nlines = 99999999999\nbands = 99999999999\n",
        "samples = 24\nlines = 24\nbands = 24\n",
        "samples = -1\nlines = 1e30\nbands = 2\nheader offset = 1e14\n",
    };
    static const char *const orders[] = { "bip", "bil", "bsq" };

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t k = 0; k < 3; k++) {
            char text[400];

            snprintf(text, sizeof text, "ENVI\ndata type = 4\n%s"
                     "wavelength = {500, 501}\npixel size = {1e-6, 1e-6}\n"
                     "interleave = %s\n", sizes[i], orders[k]);
            try_beginnings(text);
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
        { { 'f', 4, false }, "\x00\x00\x40\xc0", -3 },
        { { 'f', 8, false }, "\x00\x00\x00\x00\x00\x00\x04\x40", 2.5 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double two[2];

        vib_element_values(two, (const uint8_t *)rows[i].bytes,
                           rows[i].element, 0, 2);
        cr_expect_eq(two[1], rows[i].value, "row %zu", i);
        cr_expect_eq(vib_element_value((const uint8_t *)rows[i].bytes,
                                       rows[i].element), rows[i].value,
                     "row %zu", i);
    }
}

Test(element, numbers_are_read_at_their_distance)
{
    static const float f[] = { 1, 2, 3, 4, 5 };
    static const double d[] = { 1, 2, 3, 4, 5 };
    static const uint8_t u[] = { 1, 2, 3, 4, 5 };
    static const struct {
        const void *at;
        vib_element element;
    } rows[] = { { f, { 'f', 4, false } }, { d, { 'f', 8, false } },
                 { u, { 'u', 1, false } } };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double found[3];

        vib_element_values(found, rows[i].at, rows[i].element, 2, 3);
        cr_expect(found[0] == 1 && found[1] == 3 && found[2] == 5, "%zu", i);
    }
}
