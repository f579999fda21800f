/* Princeton Instruments SPE files, made small. */
#include "parse_made.h"
#include "spe_made.h"

Test(spe, reads_version_2_and_its_polynomial)
{
    vib_buffer file = make_old(1, 1);
    vib_found found = parse_made(&file);
    const vib_spectrum *s = found.spectra;

    cr_assert_eq(found.count, 1);
    cr_assert_eq(s->n, 3);
    cr_expect(s->x[0] == 502.5 && s->x[1] == 506 && s->x[2] == 510.5,
              "pixels count from 1");
    cr_expect(s->y[0] == 0 && s->y[2] == 2);
    cr_expect_str_eq(field(s, "format"), "spe");
    cr_expect_str_eq(field(s, "x_unit"), "nm");
    cr_expect_str_eq(field(s, "y_unit"), "counts");
    cr_expect_str_eq(field(s, "date"), "21Dec2006");
    cr_expect_str_eq(field(s, "exposure"), "5");
    cr_expect_str_eq(field(s, "comment"), "a comment");
    cr_expect_str_eq(field(s, "frame"), "");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(spe, gives_every_row_of_every_frame)
{
    vib_buffer file = make_old(2, 3);
    vib_found found = parse_made(&file);

    cr_assert_eq(found.count, 6);
    cr_expect(found.spectra[5].y[0] == 15);
    cr_expect_str_eq(field(&found.spectra[5], "frame"), "2");
    cr_expect_str_eq(field(&found.spectra[5], "row"), "1");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(spe, counts_pixels_where_there_is_no_calibration)
{
    vib_buffer file = make_old(1, 1);
    vib_found found;

    file.data[3098] = 0;
    found = parse_made(&file);
    cr_expect(found.spectra[0].x[0] == 1 && found.spectra[0].x[2] == 3);
    cr_expect_str_eq(field(found.spectra, "x_unit"), "pixel");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(spe, knows_raman_shift_and_laser)
{
    vib_buffer file = make_old(1, 1);
    vib_found found;

    file.data[3100] = 6;
    set_f64(&file, 3263, -100);
    set_f64(&file, 3311, 18796.99);
    found = parse_made(&file);
    cr_expect_str_eq(field(found.spectra, "x_unit"), "cm-1");
    cr_expect(found.spectra[0].x[0] == -97.5, "a shift may be negative");
    cr_expect_str_eq(field(found.spectra, "laser"), "532.0001");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(spe, reads_all_kinds_of_numbers)
{
    static const struct {
        unsigned code;
        size_t size;
    } types[] = { { 0, 4 }, { 1, 4 }, { 2, 2 }, { 3, 2 }, { 5, 8 }, { 8, 4 } };

    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        vib_buffer file = make_old(1, 1);
        vib_found found;

        file.size = HEADER;
        put_zeros(&file, 3 * types[i].size);
        memset(file.data + HEADER, 0xff, types[i].code == 1 ||
               types[i].code == 2 || types[i].code == 8 ? types[i].size : 0);
        set_u16(&file, 108, types[i].code);
        found = parse_made(&file);
        cr_expect(found.spectra[0].y[0] == (types[i].code == 8 ? 4294967295.0
                  : types[i].code == 1 || types[i].code == 2 ? -1 : 0),
                  "type %u: %g", types[i].code, found.spectra[0].y[0]);
        vib_found_release(&found);
        vib_buffer_release(&file);
    }
}

Test(spe, reads_regions_and_the_wavelengths_of_the_sensor)
{
    vib_buffer file = make_new("MonochromeUnsigned32", usual);
    vib_found found = parse_made(&file);
    const vib_spectrum *s = found.spectra;

    cr_assert_eq(found.count, 6);
    cr_expect(s[0].x[0] == 501 && s[0].x[2] == 503);
    cr_expect(s[1].y[0] == 3 && s[1].y[2] == 5);
    cr_expect(s[2].n == 2 && s[2].x[0] == 502.5 && s[2].x[1] == 504.75);
    cr_expect(s[2].y[0] == 6 && s[3].y[0] == 10, "8 bytes between frames");
    cr_expect_str_eq(field(&s[2], "region"), "1");
    cr_expect_str_eq(field(&s[3], "frame"), "1");
    cr_expect_str_eq(field(&s[1], "row"), "1");
    cr_expect_str_eq(field(s, "x_unit"), "nm");
    cr_expect_str_eq(field(s, "laser"), "531.988", "the one of relevance");
    cr_expect_str_eq(field(s, "camera"), "PIXIS");
    cr_expect_str_eq(field(s, "exposure"), "4");
    cr_expect_str_eq(field(s, "date"), "2018-01-26T16:31:05+01:00");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(spe, counts_pixels_where_wavelengths_cannot_be)
{
    vib_buffer file = make_new("MonochromeUnsigned32", "-2,-1,0,1,2,3");
    vib_found found = parse_made(&file);

    for (size_t k = 0; k < 3; k++) {
        cr_expect(found.spectra[k].x[0] == 1);
        cr_expect_str_eq(field(&found.spectra[k], "x_unit"), "pixel");
        cr_assert_mentions(field(&found.spectra[k], "note"), "pixels");
    }
    vib_found_release(&found);
    vib_buffer_release(&file);
}

/* 2^64 in all, which is none. */
Test(spe, survives_regions_of_more_rows_than_can_be_counted)
{
    static const char region[] = "<DataBlock type=\"Region\" width=\"1\" "
        "height=\"%s\" stride=\"18446744073709551615\"/>";
    static const char *const heights[] = {
        "4611686018427387903", "4611686018427387903", "4611686018427387903",
        "4611686018427387903", "4"
    };
    vib_buffer file = make_header(3);
    char text[200];

    put_zeros(&file, 80);
    set_u64(&file, 678, file.size);
    vib_put_bytes(&file, text, (size_t)snprintf(text, sizeof text,
        "<SpeFormat><DataFormat><DataBlock type=\"Frame\" count=\"1\" "
        "pixelFormat=\"MonochromeFloating32\" stride=\"%s\">",
        "18446744073709551615"));
    for (size_t i = 0; i < sizeof heights / sizeof *heights; i++)
        vib_put_bytes(&file, text, (size_t)snprintf(text, sizeof text, region,
                                                    heights[i]));
    snprintf(text, sizeof text, "</DataBlock></DataFormat></SpeFormat>");
    vib_put_bytes(&file, text, strlen(text));
    cr_assert_mentions(refusal((char *)file.data, file.size), "two are the");
    vib_buffer_release(&file);
}

Test(spe, refuses_version_3_without_its_footer)
{
    vib_buffer file = make_new("MonochromeUnsigned32", usual);

    cr_assert_mentions(refusal((char *)file.data, HEADER + 80),
                       "the footer with its axis is not there");
    cr_assert_mentions(refusal((char *)file.data, HEADER + 100),
                       "the footer: ");
    cr_assert_mentions(refusal((char *)file.data, file.size - 1),
                       "the footer: ");
    vib_buffer_release(&file);
}

Test(spe, says_what_is_wrong)
{
    static const struct {
        size_t at;
        unsigned value;
        const char *says;
    } cases[] = {
        { 42, 0, "has no points" },
        { 42, 900, "a row has 900 points" },
        { 108, 77, "numbers of an unknown kind: 77" },
        { 1446, 0, "no frame" },
        { 1446, 3, "cut short: 2 spectra are there" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        vib_buffer file = make_old(1, 2);
        vib_found found;

        set_u16(&file, cases[i].at, cases[i].value);
        cr_assert_lt(parse_bytes(&found, (char *)file.data, file.size), 0);
        cr_assert_mentions(vib_last_error(), cases[i].says);
        vib_found_release(&found);
        vib_buffer_release(&file);
    }
}

Test(spe, says_what_is_wrong_in_the_footer)
{
    static const char *const cases[][3] = {
        { "Monochrome", usual, "numbers of an unknown kind: \"Monochrome\"" },
        { "MonochromeUnsigned32", "5,x", "wavelength 1 is no number" },
        { "MonochromeUnsigned32", "5<!DOCTYPE a>", "the footer: line 1" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        vib_buffer file = make_new(cases[i][0], cases[i][1]);

        cr_assert_mentions(refusal_of(&file), cases[i][2]);
        vib_buffer_release(&file);
    }
}

/* Each open element takes memory, many times what it has in the file. */
Test(spe, refuses_a_footer_of_elements_without_end)
{
    char open[3 * 200 + 1] = "";
    vib_buffer file;

    for (size_t i = 0; i < 200; i++)
        memcpy(open + 3 * i, "<a>", 4);
    file = make_new("MonochromeUnsigned32", open);

    cr_assert_mentions(refusal_of(&file), "64 elements within one another");
    vib_buffer_release(&file);
}

Test(spe, refuses_regions_that_lie_outside_their_frame)
{
    static const char *const cases[][2] = {
        { "height=\"2\"", "height=\"9\"" },
        { "stride=\"24\"", "stride=\"99\"" },
        { "stride=\"40\"", "stride=\"4\" " },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        vib_buffer file = make_new("MonochromeUnsigned32", usual);
        size_t n = strlen(cases[i][0]);
        void *at = memmem(file.data, file.size, cases[i][0], n);

        cr_assert(at);
        memcpy(at, cases[i][1], n);
        cr_assert_mentions(refusal_of(&file), "does not fit into its frame");
        vib_buffer_release(&file);
    }
}

/* Change each byte of a range of the file. */
static void change_bytes(vib_buffer *file, size_t from, size_t to)
{
    static const uint8_t values[] = { 0, 1, '9', 0xff };

    for (size_t i = from; i < to; i++)
        for (size_t k = 0; k < sizeof values; k++) {
            uint8_t before = file->data[i];
            vib_found found;

            file->data[i] = values[k];
            (void)parse_bytes(&found, (char *)file->data, file->size);
            vib_found_release(&found);
            file->data[i] = before;
        }
}

/* The header is long and mostly unused: what is read of it, and the rest. */
Test(spe, survives_damage)
{
    static const size_t ranges[][2] = {
        { 8, 48 }, { 104, 112 }, { 196, 210 }, { 654, 688 }, { 1444, 1452 },
        { 1990, 1998 }, { 2994, 3002 }, { 3096, 3104 }, { 3262, 3320 },
    };
    vib_buffer files[] = { make_old(2, 2),
                           make_new("MonochromeFloating32", usual) };

    for (size_t f = 0; f < 2; f++) {
        for (size_t n = 1; n < files[f].size; n += n < 4090 ? 97 : 1) {
            vib_found found;

            (void)parse_bytes(&found, (char *)files[f].data, n);
            vib_found_release(&found);
        }
        for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
            change_bytes(&files[f], ranges[i][0], ranges[i][1]);
        change_bytes(&files[f], HEADER, files[f].size);
        vib_buffer_release(&files[f]);
    }
}
