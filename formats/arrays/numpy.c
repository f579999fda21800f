/* numpy.c - NumPy arrays: .npy, and .npz, which is a zip of them. From "NEP 1 -
 * A simple file format for NumPy arrays" and numpy.lib.format. */
#include "arrays.h"
#include "binary.h"
#include "element.h"
#include "members.h"
#include "memory.h"
#include "number.h"
#include "reader.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

enum { SURE = 95, ARRAYS_MOST = 1024 };

static const char magic[] = "\x93NUMPY";

static int npy_sniff(const uint8_t *data, size_t size)
{
    return vib_part_begins((vib_part){ data, size }, magic) ? SURE : 0;
}

/* Cut the header, text, and the numbers behind it. */
static int cut_header(vib_span *header, vib_part *data, vib_part file)
{
    size_t major = vib_u8_at(file, 6), at = major == 1 ? 10 : 12;
    size_t length = major == 1 ? vib_u16_at(file, 8) : vib_u32_at(file, 8);
    vib_part text;

    if (major < 1 || major > 3)
        return vib_fail(VIB_BAD_DATA, "a NumPy array of version %zu", major);
    if (!vib_part_cut(&text, file, at, length))
        return vib_fail(VIB_BAD_DATA, "cut short in the header");
    *header = (vib_span){ (const char *)text.at, text.n };
    *data = vib_part_most(file, at + length, SIZE_MAX);
    return VIB_OK;
}

/* What stands behind the key in a dictionary as Python prints it. */
static vib_span value_of(vib_span header, const char *key)
{
    const char *end = header.at + header.n;
    const char *at = memmem(header.at, header.n, key, strlen(key));

    if (!at || !(at = memchr(at, ':', (size_t)(end - at))))
        return (vib_span){ "", 0 };
    at++;
    while (at < end && *at == ' ')
        at++;
    return (vib_span){ at, (size_t)(end - at) };
}

/* "'<f8'": byte order, kind, size. */
static int read_element(vib_element *out, vib_span descr)
{
    char order = descr.n > 4 ? descr.at[1] : 0;
    char kind = descr.n > 4 ? descr.at[2] : 0;
    char digit = descr.n > 4 ? descr.at[3] : 0;
    bool known = (order == '<' || order == '>' || order == '|') &&
                 descr.at[4] == descr.at[0] && strchr("1248", digit) &&
                 ((kind == 'f' && digit != '1') || kind == 'i' ||
                  kind == 'u' || (kind == 'b' && digit == '1'));

    if (!known)
        return vib_fail(VIB_BAD_DATA, "an array of %.*s, not of real numbers",
                        descr.n < 20 ? (int)descr.n : 20, descr.at);
    *out = (vib_element){ kind == 'b' ? 'u' : kind, (size_t)(digit - '0'),
                           order == '>' };
    return VIB_OK;
}

/* "(10, 2)". */
static int read_shape(vib_array *out, vib_span shape)
{
    const char *at = shape.at, *end = at + shape.n;

    if (at == end || *at++ != '(')
        return vib_fail(VIB_BAD_DATA, "an array without a shape");
    while (at < end && *at != ')') {
        double value = 0;

        if (*at == ' ' || *at == ',') {
            at++;
            continue;
        }
        at = vib_number_read(&value, at, end, '.');
        if (!at || value < 0 || value > 1e15 || out->rank == VIB_ARRAY_RANK)
            return vib_fail(VIB_BAD_DATA, "the shape %.*s is none, or has more "
                            "than %d dimensions",
                            shape.n < 40 ? (int)shape.n : 40, shape.at,
                            VIB_ARRAY_RANK);
        out->shape[out->rank++] = (size_t)value;
    }
    return VIB_OK;
}

/* Fortran's order is that of the array with its dimensions reversed. */
static void reverse_shape(vib_array *array)
{
    for (size_t i = 0; i < array->rank / 2; i++) {
        size_t kept = array->shape[i], j = array->rank - 1 - i;

        array->shape[i] = array->shape[j];
        array->shape[j] = kept;
    }
}

/* An array whose numbers are still in the file. */
typedef struct stored {
    vib_array shape; /* without values */
    size_t n;        /* numbers in all */
    vib_element element;
    const uint8_t *numbers;
} stored;

static int read_stored(stored *out, vib_part file)
{
    stored s = { .shape = { .name = "" } };
    vib_span header = { "", 0 }, order;
    vib_part data = { NULL, 0 };
    int status = cut_header(&header, &data, file);

    if (status == VIB_OK)
        status = read_element(&s.element, value_of(header, "'descr'"));
    if (status == VIB_OK)
        status = read_shape(&s.shape, value_of(header, "'shape'"));
    if (status < 0)
        return status;
    s.n = vib_array_size(&s.shape);
    if (s.n == 0 || s.n > data.n / s.element.size)
        return vib_fail(VIB_BAD_DATA, "%zu bytes are not the numbers of this "
                        "shape", data.n);
    order = value_of(header, "'fortran_order'");
    if (order.n > 0 && *order.at == 'T')
        reverse_shape(&s.shape);
    s.numbers = data.at;
    *out = s;
    return VIB_OK;
}

/* The first n numbers, `step` from one another; the caller's to free. */
static double *numbers_of(const stored *s, size_t step, size_t n)
{
    double *values = vib_resize(NULL, n, sizeof *values);

    if (values)
        vib_element_values(values, s->numbers, s->element, step, n);
    return values;
}

/* Its values are the caller's to free. */
static int read_array(vib_array *out, const stored *from)
{
    *out = from->shape;
    out->values = numbers_of(from, 1, from->n);
    return out->values ? VIB_OK : VIB_NO_MEMORY;
}

/* A table of which the first row or column is the axis. */
typedef struct table {
    stored in;
    size_t next, along; /* numbers to the next spectrum, the next point */
} table;

static int make_line(vib_spectrum *out, void *payload, size_t k)
{
    const table *t = payload;

    vib_element_values(out->y, t->in.numbers +
                       (k + 1) * t->next * t->in.element.size, t->in.element,
                       t->along, out->n);
    return VIB_OK;
}

static int give_table(vib_found *out, const stored *in)
{
    size_t rows = in->shape.shape[0], columns = in->shape.shape[1];
    double *row = numbers_of(in, 1, columns);
    double *column = numbers_of(in, columns, rows);
    vib_spectrum head = VIB_SPECTRUM_INIT;
    table *t = vib_new(1, sizeof *t);
    bool by_row = false;
    int status = t && row && column
                     ? vib_table_axis(&by_row, rows, columns, row, column)
                     : VIB_NO_MEMORY;

    if (status == VIB_OK)
        status = vib_points_new(&head, by_row ? columns : rows);
    if (status == VIB_OK)
        memcpy(head.x, by_row ? row : column, head.n * sizeof *head.x);
    free(row);
    free(column);
    if (status < 0) {
        free(t);
        return status;
    }
    *t = (table){ *in, by_row ? columns : 1, by_row ? 1 : columns };
    return vib_found_series(out, &head, (by_row ? rows : columns) - 1,
                            make_line, t);
}

static int npy_parse(vib_found *out, const vib_input *input)
{
    vib_part file = { input->data, input->size };
    vib_spectrum none = VIB_SPECTRUM_INIT;
    vib_array array;
    stored s;
    int status = read_stored(&s, file);

    if (status < 0)
        return status;
    if (s.shape.rank == 2 && s.shape.shape[0] > 1 && s.shape.shape[1] > 1)
        return give_table(out, &s);
    if (read_array(&array, &s) < 0)
        return VIB_NO_MEMORY;
    status = vib_arrays_give(out, &array, 1, &none); /* says what is missing */
    free(array.values);
    return status;
}

static int npz_sniff(const uint8_t *data, size_t size)
{
    return vib_archive_is_npz(data, size) ? SURE : 0;
}

/* The arrays of a .npz, with names of their own. */
typedef struct arrays {
    vib_array at[ARRAYS_MOST];
    char *names[ARRAYS_MOST];
    size_t count, bytes; /* of all as doubles */
} arrays;

/* Take an array that has numbers; one that has not is passed over. All of them
 * may take `room` bytes. */
static int take_member(arrays *all, const vib_blob *member, size_t room)
{
    const char *name = member->path + member->inner;
    size_t n = strlen(name);
    vib_array *array = &all->at[all->count];
    stored in;

    if (all->count == ARRAYS_MOST)
        return vib_fail(VIB_BAD_DATA, "more than %d arrays", ARRAYS_MOST);
    if (read_stored(&in, (vib_part){ member->data, member->size }) < 0)
        return VIB_OK;
    if (in.n > (room - all->bytes) / sizeof(double))
        return vib_fail(VIB_BAD_DATA, "its arrays unpack to more than %d times "
                        "its size: save them uncompressed",
                        VIB_WORKING_FACTOR);
    if (read_array(array, &in) < 0)
        return VIB_NO_MEMORY;
    all->bytes += in.n * sizeof(double);
    if (n > 4 && strcmp(name + n - 4, ".npy") == 0)
        n -= 4;
    array->name = all->names[all->count] = vib_copy_text(name, n);
    all->count++;
    return array->name ? VIB_OK : VIB_NO_MEMORY;
}

static int read_members(arrays *all, const vib_input *input, size_t room)
{
    vib_blob same = { .path = vib_copy_text(input->path, strlen(input->path)),
                      .data = input->data, .size = input->size };
    vib_blob member = VIB_BLOB_INIT;
    vib_archive *archive = NULL;
    int status = same.path ? vib_archive_open(&archive, &same) : VIB_NO_MEMORY;

    if (status == VIB_OK)
        while ((status = vib_archive_next(&member, archive)) == 1) {
            status = take_member(all, &member, room);
            vib_blob_release(&member);
            if (status < 0)
                break;
        }
    vib_archive_close(archive);
    vib_blob_release(&same);
    return status;
}

static int npz_parse(vib_found *out, const vib_input *input)
{
    vib_spectrum none = VIB_SPECTRUM_INIT;
    arrays *all;
    int status;

    if (!vib_archive_is_npz(input->data, input->size))
        return vib_fail(VIB_BAD_DATA, "no zip of arrays");
    all = vib_new(1, sizeof *all);
    status = all ? read_members(all, input, out->working) : VIB_NO_MEMORY;
    if (status == VIB_OK)
        status = vib_arrays_give(out, all->at, all->count, &none);
    for (size_t i = 0; all && i < all->count; i++) {
        free(all->at[i].values);
        free(all->names[i]);
    }
    free(all);
    return status;
}

const vib_format vib_format_npy = { "npy", npy_sniff, npy_parse };
const vib_format vib_format_npz = { "npz", npz_sniff, npz_parse };
