#include "bytes.h"
#include "parse.h"
#include "scratch.h"

#include <matio.h>
#include <stdlib.h>

TestSuite(matlab, .init = scratch_make, .fini = scratch_remove);

static const double axis[] = { 100, 102, 104 };
/* Two spectra, as columns: MATLAB's order. */
static const double columns[] = { 5, 6, 7, 8, 9, 10 };

static matvar_t *array(const char *name, const double *values, size_t rows,
                       size_t count)
{
    size_t dims[] = { rows, count };

    return Mat_VarCreate(name, MAT_C_DOUBLE, MAT_T_DOUBLE, 2, dims,
                         (void *)(uintptr_t)values, 0);
}

static void put(mat_t *file, matvar_t *variable, int compression)
{
    cr_assert(variable);
    cr_assert_eq(Mat_VarWrite(file, variable,
                              (enum matio_compression)compression), 0);
    Mat_VarFree(variable);
}

static const char *path_of(const char *name)
{
    return scratch_path(name);
}

static mat_t *make(const char *path, int version)
{
    mat_t *file = Mat_CreateVer(path, NULL, (enum mat_ft)version);

    cr_assert(file);
    return file;
}

/* All spectra of a path; the last in *last. */
static size_t read_path(vib_spectrum *last, const char *path)
{
    vib_reader *reader = NULL;
    vib_spectrum s = VIB_SPECTRUM_INIT;
    size_t n = 0;

    cr_assert_eq(vib_reader_open(&reader, &path, 1), VIB_OK);
    for (; vib_reader_next(&s, reader) == 1; n++) {
        vib_spectrum_release(last);
        *last = s;
        s = (vib_spectrum)VIB_SPECTRUM_INIT;
    }
    vib_reader_close(reader);
    return n;
}

Test(matlab, reads_vectors_and_matrices_of_every_version)
{
    static const struct {
        int version, compression;
        const char *format;
    } ways[] = {
        { MAT_FT_MAT4, MAT_COMPRESSION_NONE, "matlab" },
        { MAT_FT_MAT5, MAT_COMPRESSION_NONE, "matlab" },
        { MAT_FT_MAT5, MAT_COMPRESSION_ZLIB, "matlab" },
        { MAT_FT_MAT73, MAT_COMPRESSION_NONE, "hdf5" },
    };

    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const char *path = path_of("a.mat");
        mat_t *file = make(path, ways[i].version);
        vib_spectrum s = VIB_SPECTRUM_INIT;

        put(file, array("wavenumber", axis, 3, 1), ways[i].compression);
        put(file, array("spectra", columns, 3, 2), ways[i].compression);
        Mat_Close(file);
        cr_assert_eq(read_path(&s, path), 2, "%zu: %s", i, vib_last_error());
        cr_expect(s.n == 3 && s.x[2] == 104 && s.y[0] == 8 && s.y[2] == 10,
                  "%zu", i);
        cr_expect_str_eq(field(&s, "format"), ways[i].format);
        cr_expect_str_eq(field(&s, "x_unit"), "cm-1");
        vib_spectrum_release(&s);
        remove(path);
    }
}

Test(matlab, reads_the_fields_of_a_struct)
{
    const char *path = path_of("s.mat"), *names[] = { "x", "y" };
    mat_t *file = make(path, MAT_FT_MAT5);
    size_t one[] = { 1, 1 };
    matvar_t *whole = Mat_VarCreateStruct("s", 2, one, names, 2);
    vib_spectrum s = VIB_SPECTRUM_INIT;

    Mat_VarSetStructFieldByName(whole, "x", 0, array("x", axis, 1, 3));
    Mat_VarSetStructFieldByName(whole, "y", 0, array("y", columns, 1, 3));
    put(file, whole, MAT_COMPRESSION_NONE);
    Mat_Close(file);
    cr_assert_eq(read_path(&s, path), 1, "%s", vib_last_error());
    cr_expect(s.x[1] == 102 && s.y[1] == 6);
    vib_spectrum_release(&s);
}

Test(matlab, says_when_there_is_no_axis)
{
    const char *path = path_of("n.mat");
    mat_t *file = make(path, MAT_FT_MAT5);
    vib_spectrum s = VIB_SPECTRUM_INIT;

    put(file, array("a", axis, 1, 3), MAT_COMPRESSION_NONE);
    put(file, array("b", columns, 1, 3), MAT_COMPRESSION_NONE);
    Mat_Close(file);
    cr_assert_eq(read_path(&s, path), 0);
    cr_assert_mentions(vib_last_error(), "cannot be told");
}

/* Zeros pack a thousand times. */
Test(matlab, refuses_what_unpacks_to_too_much)
{
    const char *path = path_of("z.mat");
    mat_t *file = make(path, MAT_FT_MAT5);
    double *zeros = calloc(1000000, sizeof *zeros);
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert(zeros);
    put(file, array("y", zeros, 1000000, 1), MAT_COMPRESSION_ZLIB);
    Mat_Close(file);
    free(zeros);
    cr_assert_eq(read_path(&s, path), 0);
    cr_assert_mentions(vib_last_error(), "no array");
}

Test(matlab, survives_truncations)
{
    const char *path = path_of("t.mat");
    mat_t *file = make(path, MAT_FT_MAT5);
    char bytes[4096];
    size_t n;
    FILE *in;

    put(file, array("x", axis, 1, 3), MAT_COMPRESSION_NONE);
    put(file, array("y", columns, 1, 3), MAT_COMPRESSION_ZLIB);
    Mat_Close(file);
    in = fopen(path, "rb");
    cr_assert(in);
    n = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    for (size_t cut = 0; cut < n; cut += 3) {
        vib_found found;

        (void)parse_bytes(&found, bytes, cut);
        vib_found_release(&found);
    }
}

/* Two vectors of version 4 as a machine of the other byte order wrote them. */
Test(matlab, reads_version_4_in_the_other_byte_order)
{
    static const char bytes[] =
        "\0\0\3\xe8" "\0\0\0\1" "\0\0\0\2" "\0\0\0\0" "\0\0\0\2" "x\0"
        "\x3f\xf0\0\0\0\0\0\0" "\x40\0\0\0\0\0\0\0"
        "\0\0\3\xe8" "\0\0\0\1" "\0\0\0\2" "\0\0\0\0" "\0\0\0\2" "y\0"
        "\x40\x08\0\0\0\0\0\0" "\x40\x10\0\0\0\0\0\0";
    vib_found found;

    cr_assert_eq(parse_bytes(&found, bytes, sizeof bytes - 1), VIB_OK, "%s",
                 vib_last_error());
    cr_assert_eq(found.count, 1);
    cr_expect(found.spectra[0].x[1] == 2 && found.spectra[0].y[0] == 3);
    vib_found_release(&found);
}

/* ---- Objects, which libmatio does not write ---- */

enum { INT8 = 1, INT32 = 5, UINT32 = 6, DOUBLE = 9, MATRIX = 14 };
enum { OBJECT = 3, NUMBERS = 6, OPAQUE = 17 };

static void put_element(vib_buffer *out, uint32_t type, const void *data,
                        size_t n)
{
    vib_put_u32(out, type);
    vib_put_u32(out, (uint32_t)n);
    vib_put_bytes(out, data, n);
    vib_put_bytes(out, "\0\0\0\0\0\0\0", (8 - n % 8) % 8);
}

static void put_flags(vib_buffer *out, uint32_t class)
{
    put_element(out, UINT32, (uint32_t[]){ class, 0 }, 8);
}

static void put_text(vib_buffer *out, const char *text)
{
    put_element(out, INT8, text, strlen(text));
}

/* A vector of three numbers, as what a field holds: without a name. */
static void put_vector(vib_buffer *out, const double *values)
{
    vib_buffer m = { 0 };

    put_flags(&m, NUMBERS);
    put_element(&m, INT32, (int32_t[]){ 1, 3 }, 8);
    put_text(&m, "");
    put_element(&m, DOUBLE, values, 3 * sizeof *values);
    put_element(out, MATRIX, m.data, m.size);
    vib_buffer_release(&m);
}

/* A file with this variable, which is released. */
static vib_buffer file_of(vib_buffer *variable)
{
    vib_buffer file = { 0 };
    char text[124];

    memset(text, ' ', sizeof text);
    memcpy(text, "MATLAB 5.0 MAT-file", 19);
    vib_put_bytes(&file, text, sizeof text);
    vib_put_bytes(&file, "\0\1IM", 4);
    put_element(&file, MATRIX, variable->data, variable->size);
    vib_buffer_release(variable);
    return file;
}

Test(matlab, reads_the_fields_of_an_object_of_an_old_class)
{
    vib_buffer object = { 0 }, file;
    vib_found found;

    put_flags(&object, OBJECT);
    put_element(&object, INT32, (int32_t[]){ 1, 1 }, 8);
    put_text(&object, "s");
    put_text(&object, "spectrum");
    put_element(&object, INT32, (int32_t[]){ 2 }, 4);
    put_element(&object, INT8, "x\0y\0", 4);
    put_vector(&object, axis);
    put_vector(&object, columns);
    file = file_of(&object);
    cr_assert_eq(parse_bytes(&found, (char *)file.data, file.size), VIB_OK,
                 "%s", vib_last_error());
    cr_assert_eq(found.count, 1);
    cr_expect(found.spectra[0].x[1] == 102 && found.spectra[0].y[2] == 7);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(matlab, says_what_an_object_of_a_new_class_is)
{
    vib_buffer object = { 0 }, file;

    put_flags(&object, OPAQUE);
    put_text(&object, "spectra");
    put_text(&object, "MCOS");
    put_text(&object, "table");
    put_vector(&object, axis);
    file = file_of(&object);
    cr_assert_mentions(refusal((char *)file.data, file.size),
                       "object of a MATLAB class");
    vib_buffer_release(&file);
}
