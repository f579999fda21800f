/* matlab.c - MATLAB files of versions 4 and 5 (which MATLAB 5 to 7 write);
 * those of 7.3 are HDF5. Real numeric variables, and the fields of structs and
 * objects of one element, are arrays; texts are fields. From "MAT-File Format"
 * (The MathWorks). libmatio is not used: on damaged files it asks for more
 * memory than there is and reads what it does not have. */
#include "arrays.h"
#include "binary.h"
#include "bytes.h"
#include "element.h"
#include "memory.h"
#include "reader.h"
#include "status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { SURE = 90, LIKELY = 60, VARIABLES = 256, NAME = 64, DEEP = 4 };
enum { HEADER_4 = 20, HEADER_5 = 128, CHUNK = 1 << 16 };

/* Types of elements, and classes of arrays, of version 5. */
enum { MATRIX = 14, COMPRESSED = 15 };
enum { STRUCT = 2, OBJECT = 3, TEXT = 4, NUMERIC = 6, NUMERIC_LAST = 15,
       OPAQUE = 17 };

typedef struct matlab {
    vib_array at[VARIABLES];
    char names[VARIABLES][NAME];
    size_t count;
    size_t left; /* bytes that may be taken */
    bool big;    /* the most significant byte comes first */
    bool opaque; /* there are objects whose layout is not public */
    vib_spectrum common;
} matlab;

static uint32_t word_at(vib_part part, size_t at, bool big)
{
    uint32_t word = vib_u32_at(part, at);

    return big ? __builtin_bswap32(word) : word;
}

/* Add an array of n numbers, whose shape is set but for the order: MATLAB's
 * first dimension runs fastest. One that does not fit is passed over. */
static int take_numbers(matlab *m, vib_array array, vib_part data,
                        vib_element element, vib_part name)
{
    size_t n = vib_array_size(&array);
    vib_array *kept = &m->at[m->count];

    if (m->count == VARIABLES || n < 2 || n > data.n / element.size ||
        n > m->left / sizeof(double))
        return VIB_OK;
    *kept = array;
    for (size_t i = 0; i < array.rank; i++)
        kept->shape[i] = array.shape[array.rank - 1 - i];
    kept->values = vib_resize(NULL, n, sizeof *kept->values);
    if (!kept->values)
        return VIB_NO_MEMORY;
    vib_element_values(kept->values, data.at, element, 1, n);
    m->left -= n * sizeof(double);
    snprintf(m->names[m->count], NAME, "%.*s",
             name.n < NAME ? (int)name.n : NAME - 1, (const char *)name.at);
    kept->name = m->names[m->count++];
    return VIB_OK;
}

static int take_text(matlab *m, vib_part text, vib_part name)
{
    char key[NAME];

    snprintf(key, sizeof key, "%.*s", name.n < NAME ? (int)name.n : NAME - 1,
             (const char *)name.at);
    return *key && text.n < CHUNK ? vib_field_text(&m->common, key, text)
                                  : VIB_OK;
}

/* ---- Version 5 --------------------------------------------------------- */

/* Take the next element off *rest. A small one has type and size in one word
 * and its data in the next. False: there is none, or not all of it. */
static bool next_element(unsigned *type, vib_part *data, vib_part *rest,
                         bool big)
{
    uint32_t first = word_at(*rest, 0, big), size = first >> 16;
    size_t at = size ? 4 : 8, end;

    *type = size ? first & 0xffff : first;
    size = size ? size : word_at(*rest, 4, big);
    if (rest->n < 8 || (at == 4 && size > 4) ||
        !vib_part_cut(data, *rest, at, size))
        return false;
    end = at + size;
    if (*type != COMPRESSED)
        end = (end + 7) / 8 * 8;
    *rest = vib_part_most(*rest, end, SIZE_MAX);
    return true;
}

/* How an element of this type writes its numbers; false: it has none. */
static bool numbers_of(vib_element *out, unsigned type, bool big)
{
    static const vib_element elements[] = {
        [1] = { 'i', 1, false },  [2] = { 'u', 1, false },
        [3] = { 'i', 2, false },  [4] = { 'u', 2, false },
        [5] = { 'i', 4, false },  [6] = { 'u', 4, false },
        [7] = { 'f', 4, false },  [9] = { 'f', 8, false },
        [12] = { 'i', 8, false }, [13] = { 'u', 8, false },
    };

    if (type >= sizeof elements / sizeof *elements || !elements[type].kind)
        return false;
    *out = elements[type];
    out->big = big;
    return true;
}

/* The parts that every matrix begins with. */
typedef struct matrix {
    unsigned class;
    bool complex;
    vib_array array; /* its shape, in MATLAB's order */
    vib_part name;
} matrix;

static bool read_matrix(matrix *out, vib_part *rest, bool big)
{
    vib_part flags, dims;
    unsigned type;

    *out = (matrix){ 0 };
    if (!next_element(&type, &flags, rest, big) || flags.n < 8)
        return false;
    out->class = word_at(flags, 0, big) & 0xff;
    if (out->class == OPAQUE)
        return true; /* it has no shape */
    if (!next_element(&type, &dims, rest, big) ||
        !next_element(&type, &out->name, rest, big))
        return false;
    out->complex = word_at(flags, 0, big) >> 11 & 1;
    out->array.rank = dims.n / 4;
    if (out->array.rank < 1 || out->array.rank > VIB_ARRAY_RANK)
        return false;
    for (size_t i = 0; i < out->array.rank; i++)
        out->array.shape[i] = word_at(dims, 4 * i, big);
    return true;
}

static int take_matrix(matlab *m, vib_part rest, vib_part name, int depth);

/* The fields of a struct of one element: their names, then their values. */
static int take_struct(matlab *m, vib_part rest, int depth)
{
    vib_part lengths, names, value, name;
    unsigned type;
    size_t length;
    int status = VIB_OK;

    if (!next_element(&type, &lengths, &rest, m->big) || lengths.n < 4 ||
        !next_element(&type, &names, &rest, m->big))
        return VIB_OK;
    length = word_at(lengths, 0, m->big);
    for (uint64_t i = 0; status == VIB_OK && length > 0 &&
                         vib_part_cut(&name, names, i * length, length) &&
                         next_element(&type, &value, &rest, m->big); i++) {
        name.n = strnlen((const char *)name.at, length);
        if (type == MATRIX)
            status = take_matrix(m, value, name, depth + 1);
    }
    return status;
}

/* A matrix; inside a struct its name is the field's. */
static int take_matrix(matlab *m, vib_part rest, vib_part name, int depth)
{
    vib_element element;
    vib_part data;
    matrix head;
    unsigned type;

    if (depth > DEEP || !read_matrix(&head, &rest, m->big))
        return VIB_OK;
    m->opaque |= head.class == OPAQUE;
    if (name.n == 0)
        name = head.name;
    if (head.class == OBJECT && !next_element(&type, &data, &rest, m->big))
        return VIB_OK;
    if (head.class == STRUCT || head.class == OBJECT)
        return vib_array_size(&head.array) == 1 ? take_struct(m, rest, depth)
                                                : VIB_OK;
    if (!next_element(&type, &data, &rest, m->big))
        return VIB_OK;
    if (head.class == TEXT && (type <= 2 || type == 16))
        return take_text(m, data, name);
    if (head.class < NUMERIC || head.class > NUMERIC_LAST || head.complex ||
        !numbers_of(&element, type, m->big))
        return VIB_OK;
    return take_numbers(m, head.array, data, element, name);
}

/* Unpack at most what may be taken. VIB_BAD_DATA: it is damaged or more. */
static int unpack(vib_buffer *out, vib_part packed, size_t most)
{
    z_stream z = { .next_in = (Bytef *)(uintptr_t)packed.at,
                   .avail_in = (uInt)packed.n };
    uint8_t *chunk = vib_new(CHUNK, 1);
    int code = chunk ? inflateInit(&z) : Z_MEM_ERROR;

    if (code != Z_OK) {
        free(chunk);
        return VIB_NO_MEMORY;
    }
    while (code == Z_OK && out->size <= most && !out->failed) {
        z.next_out = chunk;
        z.avail_out = CHUNK;
        code = inflate(&z, Z_NO_FLUSH);
        vib_put_bytes(out, chunk, CHUNK - z.avail_out);
    }
    inflateEnd(&z);
    free(chunk);
    if (out->failed)
        return VIB_NO_MEMORY;
    return code == Z_STREAM_END && out->size <= most ? VIB_OK : VIB_BAD_DATA;
}

static int take_compressed(matlab *m, vib_part packed)
{
    vib_buffer buffer = { 0 };
    vib_part rest, data;
    unsigned type;
    int status = unpack(&buffer, packed, m->left);

    rest = (vib_part){ buffer.data, buffer.size };
    m->left -= buffer.size < m->left ? buffer.size : m->left;
    if (status == VIB_OK && next_element(&type, &data, &rest, m->big) &&
        type == MATRIX)
        status = take_matrix(m, data, (vib_part){ NULL, 0 }, 0);
    vib_buffer_release(&buffer);
    return status == VIB_NO_MEMORY ? status : VIB_OK;
}

static int read_version_5(matlab *m, vib_part file)
{
    vib_part rest = vib_part_most(file, HEADER_5, SIZE_MAX), data;
    unsigned type;
    int status = VIB_OK;

    m->big = vib_u8_at(file, HEADER_5 - 2) == 'M';
    while (status == VIB_OK && next_element(&type, &data, &rest, m->big))
        if (type == COMPRESSED)
            status = take_compressed(m, data);
        else if (type == MATRIX)
            status = take_matrix(m, data, (vib_part){ NULL, 0 }, 0);
    return status;
}

/* ---- Version 4 --------------------------------------------------------- */

/* A variable: type, rows, columns, whether there are imaginary parts, length of
 * the name. The type's decimal digits are byte order, 0, numbers, kind. */
typedef struct variable {
    uint32_t type, rows, columns, complex, length;
    vib_element element;
    vib_part name, data;
} variable;

/* Take the next variable off *rest; false when it makes no sense. */
static bool next_variable(variable *out, vib_part *rest)
{
    static const vib_element elements[] = {
        { 'f', 8, false }, { 'f', 4, false }, { 'i', 4, false },
        { 'i', 2, false }, { 'u', 2, false }, { 'u', 1, false },
    };
    bool big = vib_u32_at(*rest, 0) > 52;
    uint64_t size;

    *out = (variable){ word_at(*rest, 0, big),  word_at(*rest, 4, big),
                       word_at(*rest, 8, big),  word_at(*rest, 12, big),
                       word_at(*rest, 16, big), { 0 }, { 0 }, { 0 } };
    out->type -= big ? 1000 : 0;
    if (rest->n < HEADER_4 || out->type > 52 || out->type % 10 > 2 ||
        out->rows == 0 || out->columns == 0 || out->complex > 1 ||
        out->length < 2 || out->length > NAME ||
        !vib_part_cut(&out->name, *rest, HEADER_4, out->length) ||
        out->name.at[--out->name.n] != 0)
        return false;
    for (size_t i = 0; i < out->name.n; i++)
        if (out->name.at[i] < '0' || out->name.at[i] > 'z')
            return false;
    out->element = elements[out->type / 10];
    out->element.big = big;
    size = (uint64_t)out->rows * out->columns;
    if (size > rest->n)
        return false;
    size *= out->element.size << out->complex;
    out->data = vib_part_most(*rest, HEADER_4 + out->length, size);
    *rest = vib_part_most(*rest, HEADER_4 + out->length + size, SIZE_MAX);
    return true;
}

static int read_version_4(matlab *m, vib_part rest)
{
    variable v;
    int status = VIB_OK;

    while (status == VIB_OK && next_variable(&v, &rest)) {
        vib_array array = { .rank = 2, .shape = { v.rows, v.columns } };

        if (v.type % 10 == 0 && !v.complex)
            status = take_numbers(m, array, v.data, v.element, v.name);
    }
    return status;
}

/* ------------------------------------------------------------------------ */

static bool is_version_5(vib_part file)
{
    return file.n > HEADER_5 && vib_part_begins(file, "MATLAB 5.0");
}

static int matlab_sniff(const uint8_t *data, size_t size)
{
    vib_part file = { data, size };
    variable v;

    if (is_version_5(file))
        return SURE;
    return next_variable(&v, &file) ? LIKELY : 0;
}

static int matlab_parse(vib_found *out, const vib_input *input)
{
    vib_part file = { input->data, input->size };
    matlab *m = vib_new(1, sizeof *m);
    int status;

    if (!m)
        return VIB_NO_MEMORY;
    m->left = out->working;
    status = is_version_5(file) ? read_version_5(m, file)
                                : read_version_4(m, file);
    if (status == VIB_OK && m->count == 0 && m->opaque)
        status = vib_fail(VIB_BAD_DATA, "only an object of a MATLAB class (a "
                          "table, a string): save its numbers as vectors");
    if (status == VIB_OK)
        status = vib_arrays_give(out, m->at, m->count, &m->common);
    for (size_t i = 0; i < m->count; i++)
        free(m->at[i].values);
    vib_spectrum_release(&m->common);
    free(m);
    return status;
}

const vib_format vib_format_matlab = { "matlab", matlab_sniff, matlab_parse };
