/* matlab.c - MATLAB files of version 4 and 5 (to 7) through libmatio; those of
 * 7.3 are HDF5. Real numeric variables, and the fields of structs of one
 * element, are arrays; texts are fields. libmatio reads paths only: the bytes
 * go into a file that exists in memory alone. */
#include "arrays.h"
#include "binary.h"
#include "memory.h"
#include "reader.h"
#include "serial.h"
#include "status.h"

#include <matio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SURE = 90, LIKELY = 60, VARIABLES = 256, NAME = 128, DEEP = 3 };
enum { HEADER_4 = 20, HEADER_5 = 128 };

typedef struct matlab {
    vib_array at[VARIABLES];
    char names[VARIABLES][NAME];
    size_t count;
    size_t left; /* of the numbers that may be read */
    vib_spectrum common;
} matlab;

/* Version 4 has no magic: type, rows, columns, whether there are imaginary
 * parts, and the length of the name must make sense. The type tells the byte
 * order: its thousands are 0 or 1. */
static bool is_version_4(vib_part file)
{
    uint32_t word[5];
    vib_part name;

    for (size_t i = 0; i < 5; i++)
        word[i] = vib_u32_at(file, 4 * i);
    if (word[0] > 52)
        for (size_t i = 0; i < 5; i++)
            word[i] = __builtin_bswap32(word[i]);
    if (word[0] >= 1000)
        word[0] -= 1000;
    if (word[0] > 52 || word[0] % 10 > 2 || word[1] == 0 || word[2] == 0 ||
        word[3] > 1 || word[4] < 2 || word[4] > 64 ||
        !vib_part_cut(&name, file, HEADER_4, word[4]) ||
        name.at[word[4] - 1] != 0)
        return false;
    for (size_t i = 0; i + 1 < word[4]; i++)
        if (name.at[i] < '0' || name.at[i] > 'z')
            return false;
    return (uint64_t)word[1] * word[2] <= file.n;
}

static int matlab_sniff(const uint8_t *data, size_t size)
{
    vib_part file = { data, size };

    if (vib_part_begins(file, "MATLAB 5.0") && size > HEADER_5)
        return SURE;
    return is_version_4(file) ? LIKELY : 0;
}

/* Number i of a variable whose data are of its class. */
static double number_of(const matvar_t *variable, size_t i)
{
    const void *data = variable->data;

    switch (variable->class_type) {
    case MAT_C_DOUBLE:
        return ((const double *)data)[i];
    case MAT_C_SINGLE:
        return (double)((const float *)data)[i];
    case MAT_C_INT8:
        return ((const int8_t *)data)[i];
    case MAT_C_UINT8:
        return ((const uint8_t *)data)[i];
    case MAT_C_INT16:
        return ((const int16_t *)data)[i];
    case MAT_C_UINT16:
        return ((const uint16_t *)data)[i];
    case MAT_C_INT32:
        return ((const int32_t *)data)[i];
    case MAT_C_UINT32:
        return ((const uint32_t *)data)[i];
    case MAT_C_INT64:
        return (double)((const int64_t *)data)[i];
    case MAT_C_UINT64:
        return (double)((const uint64_t *)data)[i];
    default:
        return 0;
    }
}

static bool is_numeric(const matvar_t *variable)
{
    return variable->class_type >= MAT_C_DOUBLE &&
           variable->class_type <= MAT_C_UINT64 && !variable->isComplex;
}

/* The shape, the fastest dimension last. MATLAB's is first. */
static bool shape_of(vib_array *out, const matvar_t *variable)
{
    if (variable->rank < 1 || variable->rank > VIB_ARRAY_RANK)
        return false;
    out->rank = (size_t)variable->rank;
    for (size_t i = 0; i < out->rank; i++)
        out->shape[i] = variable->dims[out->rank - 1 - i];
    return vib_array_size(out) > 0;
}

/* Numbers that the variable and all in it take; SIZE_MAX when it is too deep
 * or has no sound shape. */
static size_t room_of(matvar_t *variable, int depth)
{
    vib_array array = { 0 };
    size_t room, fields;

    if (!variable || depth > DEEP || !shape_of(&array, variable))
        return variable && depth <= DEEP ? 0 : SIZE_MAX;
    room = vib_array_size(&array);
    if (variable->class_type == MAT_C_CELL)
        return SIZE_MAX;
    if (variable->class_type != MAT_C_STRUCT)
        return room;
    fields = Mat_VarGetNumberOfFields(variable);
    if (room != 1 || fields > VARIABLES)
        return SIZE_MAX;
    for (size_t i = 0; i < fields && room != SIZE_MAX; i++) {
        size_t more = room_of(Mat_VarGetStructFieldByIndex(variable, i, 0),
                              depth + 1);

        room = more > SIZE_MAX - room ? SIZE_MAX : room + more;
    }
    return room;
}

static int take_text(matlab *m, const matvar_t *variable, const char *name)
{
    bool bytes = variable->data_type == MAT_T_UINT8 ||
                 variable->data_type == MAT_T_INT8 ||
                 variable->data_type == MAT_T_UTF8;

    if (!bytes || variable->rank != 2 || variable->dims[0] != 1 ||
        !variable->data || variable->nbytes < variable->dims[1])
        return VIB_OK;
    return vib_field_text(&m->common, name,
                          (vib_part){ variable->data, variable->dims[1] });
}

static int take_array(matlab *m, const matvar_t *variable, const char *name)
{
    vib_array *array = &m->at[m->count];
    size_t n;

    if (m->count == VARIABLES || !variable->data)
        return VIB_OK;
    *array = (vib_array){ 0 };
    n = shape_of(array, variable) ? vib_array_size(array) : 0;
    if (n < 2 || variable->nbytes / (size_t)variable->data_size < n ||
        (size_t)variable->data_size < Mat_SizeOfClass(variable->class_type))
        return VIB_OK;
    array->values = vib_new(n, sizeof *array->values);
    if (!array->values)
        return VIB_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        array->values[i] = number_of(variable, i);
    snprintf(m->names[m->count], NAME, "%s", name);
    array->name = m->names[m->count++];
    return VIB_OK;
}

static int take(matlab *m, matvar_t *variable, int depth)
{
    const char *name = variable->name ? variable->name : "";
    int status = VIB_OK;

    if (is_numeric(variable))
        return take_array(m, variable, name);
    if (variable->class_type == MAT_C_CHAR)
        return take_text(m, variable, name);
    if (variable->class_type != MAT_C_STRUCT || depth > DEEP)
        return VIB_OK;
    for (size_t i = 0; i < Mat_VarGetNumberOfFields(variable) &&
                       status == VIB_OK; i++) {
        matvar_t *field = Mat_VarGetStructFieldByIndex(variable, i, 0);

        if (field)
            status = take(m, field, depth + 1);
    }
    return status;
}

static int read_variables(matlab *m, mat_t *file)
{
    matvar_t *variable;
    int status = VIB_OK;

    while (status == VIB_OK && (variable = Mat_VarReadNextInfo(file)) != NULL) {
        size_t room = room_of(variable, 0);

        if (room <= m->left && Mat_VarReadDataAll(file, variable) == 0) {
            m->left -= room;
            status = take(m, variable, 0);
        }
        Mat_VarFree(variable);
    }
    return status;
}

/* A file in memory with these bytes; negative when that cannot be. */
static int open_memory(const vib_input *input)
{
    int fd = memfd_create("vibrary", MFD_CLOEXEC);
    size_t done = 0;

    while (fd >= 0 && done < input->size) {
        ssize_t n = write(fd, input->data + done, input->size - done);

        if (n <= 0) {
            close(fd);
            return -1;
        }
        done += (size_t)n;
    }
    return fd;
}

static int read_file(matlab *m, const vib_input *input)
{
    int fd = open_memory(input), status;
    char path[64];
    mat_t *file;

    if (fd < 0)
        return vib_fail_errno("cannot make a file in memory");
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    file = Mat_Open(path, MAT_ACC_RDONLY);
    close(fd);
    if (!file)
        return vib_fail(VIB_BAD_DATA, "a damaged MATLAB file");
    status = read_variables(m, file);
    Mat_Close(file);
    return status;
}

static int matlab_parse(vib_found *out, const vib_input *input)
{
    matlab *m = vib_new(1, sizeof *m);
    int status;

    if (!m)
        return VIB_NO_MEMORY;
    m->left = vib_found_working_room(input->size) / sizeof(double);
    vib_serial_begin();
    status = read_file(m, input);
    vib_serial_end();
    if (status == VIB_OK)
        status = vib_arrays_give(out, m->at, m->count, &m->common);
    for (size_t i = 0; i < m->count; i++)
        free(m->at[i].values);
    vib_spectrum_release(&m->common);
    free(m);
    return status;
}

const vib_format vib_format_matlab = { "matlab", matlab_sniff, matlab_parse };
