#include "bytes.h"
#include "parse.h"

#include <stdlib.h>

/* Nodes as LabSpec writes them, one after the other into `out`. */
static vib_buffer out;

static void put_header(uint32_t format, uint32_t id, uint32_t place,
                       uint32_t count)
{
    vib_put_u32(&out, format);
    vib_put_u32(&out, 0);
    vib_put_u32(&out, id);
    vib_put_u32(&out, 0);
    vib_put_u32(&out, place);
    vib_put_u32(&out, count);
}

static void put_tree(uint32_t id, uint32_t children)
{
    static uint32_t place = 1000;

    put_header(0x1009, id, ++place, children);
}

/* A text of at most 8 bytes stands in the header itself. */
static void put_short(uint32_t id, const char *text)
{
    uint32_t words[2] = { 0, 0 };

    memcpy(words, text, strlen(text));
    put_header(7, id, words[0], words[1]);
}

static void put_double(uint32_t id, double value)
{
    uint32_t words[2];

    memcpy(words, &value, sizeof words);
    put_header(5, id, words[0], words[1]);
}

enum { TYPE = 0x6d707974, UNIT = 0x7c696e75, VALUES = 0x7d6cd4db,
       NAME = 0x6d6d616e, VALUE = 0x7d6c61db };

static void put_axis_headers(const char *type, const char *unit,
                             uint32_t place)
{
    put_short(TYPE, type);
    put_short(UNIT, unit);
    put_header(0x1006, VALUES, place, 3);
}

static void put_floats(const float *values)
{
    vib_put_floats(&out, values, 3);
}

/* A spectrum with its laser and a title that two nodes share. */
static void put_file(void)
{
    static const float y[] = { 5, 7, 6.5f }, x[] = { 300, 200.25f, 100 };

    out = (vib_buffer){ 0 };
    vib_put_bytes(&out, "LabSpec6", 8);
    for (int i = 0; i < 17; i++)
        vib_put_u32(&out, 0);
    put_tree(0, 4);
    put_header(0x1008, 0x6c7469d9, 77, 3); /* the title */
    put_tree(0x7a74d9d6, 1);
    put_tree(0x786d6574, 9); /* kept apart: nothing follows here */
    put_tree(0x6c62d4d9, 2);
    vib_put_bytes(&out, "P\0\xb5\0\0\0", 6);
    put_tree(0x7b697861, 2);
    put_tree(0, 3);
    put_tree(1, 3);
    put_axis_headers("Intens", "Cnt", 21);
    put_floats(y);
    put_axis_headers("Spectr", "1/cm", 22);
    put_floats(x);
    put_tree(0x6d7361de, 3);
    put_tree(0x12345678, 2);
    put_header(0x1007, NAME, 30, 11);
    put_short(VALUE, "785 ");
    put_double(0x08736f70, 784.48);
    vib_put_bytes(&out, "Laser (nm)", 11);
    put_short(NAME, "Sample");
    put_header(0x1008, VALUE, 77, 3); /* the same place: not again */
    cr_assert(!out.failed);
}

Test(labspec6, reads_the_tree)
{
    vib_found found;
    const vib_spectrum *s;

    put_file();
    cr_assert_eq(parse_bytes(&found, (char *)out.data, out.size), VIB_OK, "%s",
                 vib_last_error());
    s = &found.spectra[0];
    cr_assert_eq(found.count, 1);
    cr_assert(s->n == 3 && s->x[0] == 300 && s->x[1] == 200.25 &&
              s->y[2] == 6.5);
    cr_expect_str_eq(field(s, "format"), "labspec6");
    cr_expect_str_eq(field(s, "title"), "P\xc2\xb5");
    cr_expect_str_eq(field(s, "x_unit"), "1/cm");
    cr_expect_str_eq(field(s, "y_unit"), "Cnt");
    cr_expect_str_eq(field(s, "laser"), "784.48");
    vib_found_release(&found);
    vib_buffer_release(&out);
}

Test(labspec6, refuses_every_truncation)
{
    put_file();
    for (size_t n = 8; n < out.size; n++) {
        char *copy = malloc(n);
        vib_found found;

        cr_assert(copy);
        memcpy(copy, out.data, n);
        cr_assert_lt(parse_bytes(&found, copy, n), 0, "%zu bytes", n);
        vib_found_release(&found);
        free(copy);
    }
    vib_buffer_release(&out);
}

Test(labspec6, refuses_a_count_beyond_the_file)
{
    put_file();
    memset(out.data + 0x4c + 20, 0xff, 4);
    cr_assert_mentions(refusal((char *)out.data, out.size), "cut short");
    vib_buffer_release(&out);
}
