#include "bytes.h"
#include "parse.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

enum { HEADER = 484 };

static void set_f32(vib_buffer *file, size_t at, float value)
{
    memcpy(file->data + at, &value, sizeof value);
}

/* Three channels from 350 nm on in steps of 2, numbers of this format. */
static vib_buffer make(const char *magic, uint8_t format)
{
    static const double values[] = { 10, -20, 30 };
    vib_buffer file = { 0 };

    for (int i = 0; i < HEADER; i++)
        vib_put_bytes(&file, "", 1);
    memcpy(file.data, magic, 3);
    memcpy(file.data + 3, "a leaf", 6);
    file.data[199] = format;
    file.data[204] = 3;
    set_f32(&file, 191, 350);
    set_f32(&file, 195, 2);
    file.data[390] = 17;
    for (int i = 0; i < 3; i++)
        if (format == 2)
            vib_put_f64(&file, values[i]);
        else if (format == 1)
            vib_put_u32(&file, (uint32_t)(int32_t)values[i]);
        else
            vib_put_floats(&file, (float[]){ (float)values[i] }, 1);
    return file;
}

static void put_reference(vib_buffer *file)
{
    vib_put_bytes(file, "\1\0" "time1234" "time5678" "\2\0" "ab", 22);
    vib_put_f64(file, 40);
    vib_put_f64(file, 0);
    vib_put_f64(file, 60);
}

Test(asd, reads_every_revision_and_format_of_numbers)
{
    static const char *const magics[] = { "ASD", "as2", "as5", "as6", "as7",
                                          "as8" };

    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        for (uint8_t format = 0; format < 3; format++) {
            vib_buffer file = make(magics[i], format);
            vib_found found;
            const vib_spectrum *s;

            cr_assert_eq(parse_bytes(&found, (char *)file.data, file.size),
                         VIB_OK, "%s", vib_last_error());
            cr_assert_eq(found.count, 1);
            s = &found.spectra[0];
            cr_assert(s->n == 3 && s->x[0] == 350 && s->x[2] == 354 &&
                      s->y[1] == -20, "%s %u", magics[i], format);
            cr_expect_str_eq(field(s, "format"), "asd");
            cr_expect_str_eq(field(s, "x_unit"), "nm");
            cr_expect_str_eq(field(s, "y_unit"), "raw DN");
            cr_expect_str_eq(field(s, "comment"), "a leaf");
            cr_expect_str_eq(field(s, "integration time (ms)"), "17");
            vib_found_release(&found);
            vib_buffer_release(&file);
        }
}

Test(asd, gives_the_ratio_to_the_reference_first)
{
    vib_buffer file = make("as8", 2);
    vib_found found;

    put_reference(&file);
    cr_assert_eq(parse_bytes(&found, (char *)file.data, file.size), VIB_OK);
    cr_assert_eq(found.count, 3);
    cr_expect_str_eq(field(&found.spectra[0], "block"), "raw_ratio");
    cr_expect(found.spectra[0].n == 2 && found.spectra[0].y[1] == 0.5 &&
              found.spectra[0].x[1] == 354);
    cr_expect_str_eq(field(&found.spectra[2], "y_unit"), "white reference");
    cr_expect(found.spectra[2].y[2] == 60);
    cr_expect_str_eq(field(&found.spectra[0], "description"), "ab");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(asd, gives_no_unit_to_what_may_not_be_raw)
{
    vib_buffer file = make("as8", 2);
    vib_found found;

    file.data[186] = 1;
    cr_assert_eq(parse_bytes(&found, (char *)file.data, file.size), VIB_OK);
    cr_expect_str_eq(field(&found.spectra[0], "spectrum type"), "reflectance");
    cr_expect_null(vib_spectrum_get(&found.spectra[0], "y_unit"));
    vib_found_release(&found);
    vib_buffer_release(&file);
}

/* By how much y steps from the point at x to the next. */
static double step_at(const vib_spectrum *s, double x)
{
    size_t i = (size_t)(x - s->x[0]);

    cr_assert(i + 1 < s->n && s->x[i] == x);
    return fabs(s->y[i + 1] - s->y[i]);
}

/* The three detectors of a real instrument meet where its header says, 1000 and
 * 1830 nm. There, and nowhere else, the raw numbers of sample and reference
 * jump, and their ratio does not: neither is a channel away from its place. */
Test(asd, channels_lie_where_the_detectors_meet)
{
    const char *path = VIB_SHARED_DIR "/formats/asd/asdreader/soil.asd";
    vib_reader *reader = NULL;
    vib_spectrum s = VIB_SPECTRUM_INIT;

    if (access(path, R_OK) < 0)
        cr_skip_test("SKIPPED: there is no %s", path);
    cr_assert_eq(vib_reader_open(&reader, &path, 1), VIB_OK);
    while (vib_reader_next(&s, reader) == 1) {
        bool ratio = strcmp(field(&s, "block"), "raw_ratio") == 0;
        double least = INFINITY, other = 0;

        for (size_t i = 0; i + 1 < s.n; i++)
            if (s.x[i] == 1000 || s.x[i] == 1830)
                least = fmin(least, step_at(&s, s.x[i]));
            else
                other = fmax(other, step_at(&s, s.x[i]));
        cr_expect(ratio ? least < 0.5 * other : least > 5 * other, "%s: %g %g",
                  field(&s, "block"), least, other);
        vib_spectrum_release(&s);
    }
    vib_reader_close(reader);
}

Test(asd, says_what_is_wrong)
{
    vib_buffer file = make("as7", 3);

    cr_assert_mentions(refusal((char *)file.data, file.size), "format 3");
    vib_buffer_release(&file);
    file = make("as7", 0);
    set_f32(&file, 195, 0);
    cr_assert_mentions(refusal((char *)file.data, file.size), "steps of 0");
    vib_buffer_release(&file);
    file = make("as7", 0);
    memset(file.data + 204, 0xff, 2);
    cr_assert_mentions(refusal((char *)file.data, file.size), "cut short");
    vib_buffer_release(&file);
}

Test(asd, survives_every_truncation)
{
    vib_buffer file = make("as8", 2);

    put_reference(&file);
    for (size_t n = 0; n < file.size; n++) {
        char *copy = malloc(n ? n : 1);
        vib_found found;

        cr_assert(copy);
        memcpy(copy, file.data, n);
        if (n < HEADER + 24)
            cr_assert_lt(parse_bytes(&found, copy, n), 0);
        else
            cr_assert_eq(parse_bytes(&found, copy, n), VIB_OK);
        vib_found_release(&found);
        free(copy);
    }
    vib_buffer_release(&file);
}
