#include "bytes.h"
#include "parse.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

/* An .npy file as NumPy writes it: the header padded to a multiple of 64. */
static vib_buffer npy(const char *dictionary, const void *data, size_t n)
{
    vib_buffer file = { 0 };
    size_t length = 128 - 10;

    vib_put_bytes(&file, "\x93NUMPY\1\0", 8);
    vib_put_bytes(&file, (uint8_t[]){ (uint8_t)length, 0 }, 2);
    vib_put_bytes(&file, dictionary, strlen(dictionary));
    while (file.size < 127)
        vib_put_bytes(&file, " ", 1);
    vib_put_bytes(&file, "\n", 1);
    vib_put_bytes(&file, data, n);
    return file;
}

static vib_buffer npy_f8(const char *shape, bool fortran, const double *values,
                         size_t n)
{
    char dictionary[100];

    snprintf(dictionary, sizeof dictionary,
             "{'descr': '<f8', 'fortran_order': %s, 'shape': %s, }",
             fortran ? "True" : "False", shape);
    return npy(dictionary, values, n * sizeof *values);
}

static vib_found take(vib_buffer *file)
{
    vib_found found;

    cr_assert_eq(parse_bytes(&found, (char *)file->data, file->size), VIB_OK,
                 "%s", vib_last_error());
    vib_buffer_release(file);
    return found;
}

static void expect_refusal(vib_buffer file, const char *part)
{
    cr_expect(strstr(refusal((char *)file.data, file.size), part), "%s",
              vib_last_error());
    vib_buffer_release(&file);
}

static const double table[] = { 100, 5, 7, 102, 6, 8, 104, 7, 2 };

Test(numpy, reads_a_table_by_columns_and_by_rows)
{
    static const double rows[] = { 100, 102, 104, 5, 6, 7 };
    vib_buffer file = npy_f8("(3, 3)", false, table, 9);
    vib_found found = take(&file);

    cr_assert_eq(found.count, 2);
    cr_expect(found.spectra[1].x[2] == 104 && found.spectra[1].y[2] == 2);
    cr_expect_str_eq(field(&found.spectra[0], "format"), "npy");
    vib_found_release(&found);
    file = npy_f8("(2, 3)", false, rows, 6);
    found = take(&file);
    cr_assert_eq(found.count, 1);
    cr_expect(found.spectra[0].n == 3 && found.spectra[0].y[1] == 6);
    vib_found_release(&found);
}

Test(numpy, reads_the_order_of_fortran)
{
    static const double columns[] = { 100, 102, 104, 5, 6, 7 };
    vib_buffer file = npy_f8("(3, 2)", true, columns, 6);
    vib_found found = take(&file);

    cr_assert_eq(found.count, 1);
    cr_expect(found.spectra[0].x[1] == 102 && found.spectra[0].y[2] == 7);
    vib_found_release(&found);
}

/* Two points, (1, 3) and (2, -4), in every way to write a number. */
Test(numpy, reads_numbers_of_every_kind)
{
    static const struct {
        const char *descr;
        size_t n;
        const char *bytes;
    } kinds[] = {
        { "<i2", 8, "\1\0\3\0\2\0\xfc\xff" },
        { ">i2", 8, "\0\1\0\3\0\2\xff\xfc" },
        { "|i1", 4, "\1\3\2\xfc" },
        { "<f2", 8, "\0\x3c\0\x42\0\x40\0\xc4" },
        { "<f4", 16, "\0\0\x80\x3f\0\0\x40\x40\0\0\0\x40\0\0\x80\xc0" },
        { ">f4", 16, "\x3f\x80\0\0\x40\x40\0\0\x40\0\0\0\xc0\x80\0\0" },
        { "<i8", 32, "\1\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0"
          "\xfc\xff\xff\xff\xff\xff\xff\xff" },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char dictionary[100];
        vib_buffer file;
        vib_found found;

        snprintf(dictionary, sizeof dictionary, "{'descr': '%s', "
                 "'fortran_order': False, 'shape': (2, 2), }", kinds[i].descr);
        file = npy(dictionary, kinds[i].bytes, kinds[i].n);
        found = take(&file);
        cr_expect(found.count == 1 && found.spectra[0].x[1] == 2 &&
                  found.spectra[0].y[0] == 3 && found.spectra[0].y[1] == -4,
                  "%s", kinds[i].descr);
        vib_found_release(&found);
    }
}

Test(numpy, says_what_it_cannot_read)
{
    static const double bad[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };

    expect_refusal(npy_f8("(9,)", false, bad, 9), "axis is missing");
    expect_refusal(npy_f8("(3, 3)", false, bad, 9), "are no axis");
    expect_refusal(npy_f8("(3, 4)", false, bad, 9), "not the numbers");
    expect_refusal(npy_f8("(4611686018427387904, 4)", false, bad, 9), "shape");
    expect_refusal(npy_f8("(1, 1, 1, 1, 9)", false, bad, 9), "4 dimensions");
    expect_refusal(npy_f8("()", false, bad, 1), "cannot be told");
    expect_refusal(npy("{'descr': '|O', 'shape': (2, 2), }", bad, 32),
                   "not of real numbers");
    expect_refusal(npy("{'descr': '<c16', 'shape': (2, 2), }", bad, 64),
                   "not of real numbers");
    expect_refusal(npy("{'descr': [('x', '<f8')], 'shape': (2,), }", bad, 16),
                   "not of real numbers");
    expect_refusal(npy("{}", bad, 16), "not of real numbers");
}

Test(numpy, refuses_every_truncation)
{
    vib_buffer file = npy_f8("(3, 3)", false, table, 9);

    for (size_t n = 6; n < file.size; n++) {
        char *copy = malloc(n);
        vib_found found;

        cr_assert(copy);
        memcpy(copy, file.data, n);
        cr_assert_lt(parse_bytes(&found, copy, n), 0);
        vib_found_release(&found);
        free(copy);
    }
    vib_buffer_release(&file);
}

typedef struct member {
    const char *name, *shape;
    const double *values;
    size_t n;
} member;

static vib_buffer npz(const member *members, size_t count)
{
    vib_buffer file = { 0 };
    struct archive *zip = archive_write_new();
    size_t used = 0;

    file.data = malloc(1 << 16);
    archive_write_set_format_zip(zip);
    archive_write_set_bytes_in_last_block(zip, 1);
    cr_assert_eq(archive_write_open_memory(zip, file.data, 1 << 16, &used),
                 ARCHIVE_OK);
    for (size_t i = 0; i < count; i++) {
        const member *m = &members[i];
        vib_buffer array = npy_f8(m->shape, false, m->values, m->n);
        struct archive_entry *entry = archive_entry_new();

        archive_entry_set_pathname(entry, m->name);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_size(entry, (la_int64_t)array.size);
        cr_assert_eq(archive_write_header(zip, entry), ARCHIVE_OK);
        archive_write_data(zip, array.data, array.size);
        archive_entry_free(entry);
        vib_buffer_release(&array);
    }
    archive_write_free(zip);
    file.size = used;
    return file;
}

static const double axis[] = { 500, 501, 503 }, noise[] = { 1, 0, 1 };
static const double map[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };

Test(numpy, finds_the_axis_of_an_npz_by_its_name)
{
    static const member members[] = {
        { "wavelength.npy", "(3,)", axis, 3 },
        { "map.npy", "(2, 2, 3)", map, 12 },
        { "other.npy", "(2,)", map, 2 },
    };
    vib_buffer file = npz(members, 3);
    vib_found found = take(&file);
    const vib_spectrum *s = &found.spectra[2];

    cr_assert_eq(found.count, 4);
    cr_expect(s->n == 3 && s->x[2] == 503 && s->y[0] == 7);
    cr_expect_str_eq(field(s, "format"), "npz");
    cr_expect_str_eq(field(s, "x_unit"), "nm");
    cr_expect_str_eq(field(s, "title"), "map");
    cr_expect_str_eq(field(s, "map_row"), "1");
    cr_expect_str_eq(field(s, "map_column"), "0");
    vib_found_release(&found);
}

Test(numpy, finds_the_axis_of_an_npz_by_its_order)
{
    static const member members[] = {
        { "arr_0.npy", "(3,)", noise, 3 },
        { "arr_1.npy", "(3, 1)", axis, 3 },
    };
    static const member doubtful[] = {
        { "arr_0.npy", "(3,)", axis, 3 },
        { "arr_1.npy", "(3,)", map, 3 },
    };
    vib_buffer file = npz(members, 2);
    vib_found found = take(&file);

    cr_assert_eq(found.count, 1);
    cr_expect(found.spectra[0].x[0] == 500 && found.spectra[0].y[1] == 0);
    vib_found_release(&found);
    expect_refusal(npz(doubtful, 2), "cannot be told");
}

/* Two kilobytes of zip. */
Test(numpy, refuses_arrays_that_unpack_to_too_much)
{
    enum { N = 1 << 17 };
    double *zeros = calloc(N, sizeof *zeros);
    const member members[] = { { "x.npy", "(131072,)", zeros, N },
                               { "y.npy", "(131072,)", zeros, N } };

    cr_assert(zeros);
    expect_refusal(npz(members, 2), "more than 24 times its size");
    free(zeros);
}

Test(numpy, survives_every_truncation_of_an_npz)
{
    static const member members[] = {
        { "x.npy", "(3,)", axis, 3 }, { "y.npy", "(3,)", noise, 3 },
    };
    vib_buffer file = npz(members, 2);

    for (size_t n = 40; n < file.size; n += 7) {
        char *copy = malloc(n);
        vib_found found;

        cr_assert(copy);
        memcpy(copy, file.data, n);
        (void)parse_bytes(&found, copy, n);
        vib_found_release(&found);
        free(copy);
    }
    vib_buffer_release(&file);
}
