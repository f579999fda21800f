#include "arrays.h"

#include "header.h"
#include "memory.h"
#include "status.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 64, NUMBER = 32 };

/* Names of an axis, best first, and the unit that each implies. */
static const struct {
    const char *words, *unit;
} axis_names[] = {
    { "wavenumber wavenumbers wn nu ramanshift shift", "cm-1" },
    { "wavelength wavelengths lambda wl", "nm" },
    { "x xaxis axis xdata energy frequency freq", "" },
};
enum { AXIS_NAMES = sizeof axis_names / sizeof *axis_names };

/* Numbers at equal distances in memory. */
typedef struct strided {
    const double *first;
    size_t n, step;
} strided;

size_t vib_array_size(const vib_array *array)
{
    size_t size = 1;

    for (size_t i = 0; i < array->rank; i++) {
        if (array->shape[i] == 0 ||
            size > SIZE_MAX / sizeof(double) / array->shape[i])
            return 0;
        size *= array->shape[i];
    }
    return size;
}

/* The length of an array that is a vector in any direction, else 0. */
static size_t vector_length(const vib_array *array)
{
    size_t length = 1;

    for (size_t i = 0; i < array->rank; i++)
        if (array->shape[i] != 1) {
            if (length != 1)
                return 0;
            length = array->shape[i];
        }
    return length > 1 ? length : 0;
}

static bool goes_on(strided values)
{
    double direction = values.first[values.step] - values.first[0];

    for (size_t i = 1; i < values.n; i++) {
        double step = values.first[i * values.step] -
                      values.first[(i - 1) * values.step];

        if (!(step * direction > 0))
            return false;
    }
    return values.n > 1;
}

/* Which row of axis_names this name is in; AXIS_NAMES when in none. */
static size_t axis_name(const char *name)
{
    char plain[NAME];
    size_t i = 0;

    vib_header_plain(plain, sizeof plain, (vib_span){ name, strlen(name) });
    while (i < AXIS_NAMES && !vib_header_is_one(plain, axis_names[i].words))
        i++;
    return i;
}

/* The axis by its name, or `count`. */
static size_t named_axis(const vib_array *arrays, size_t count)
{
    size_t best = count, best_name = AXIS_NAMES;

    for (size_t i = 0; i < count; i++)
        if (vector_length(&arrays[i]) > 0 &&
            axis_name(arrays[i].name) < best_name) {
            best = i;
            best_name = axis_name(arrays[i].name);
        }
    return best;
}

/* The only vector that goes on in one direction, or `count`. */
static size_t only_ordered_vector(const vib_array *arrays, size_t count)
{
    size_t found = count;

    for (size_t i = 0; i < count; i++) {
        strided values = { arrays[i].values, vector_length(&arrays[i]), 1 };

        if (values.n == 0 || !goes_on(values))
            continue;
        if (found < count)
            return count;
        found = i;
    }
    return found;
}

static int give(vib_found *out, const vib_spectrum *common, strided x,
                strided y, const char *name)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int status = vib_points_new(&spectrum, x.n);

    if (status < 0)
        return status;
    for (size_t i = 0; i < x.n; i++) {
        spectrum.x[i] = x.first[i * x.step];
        spectrum.y[i] = y.first[i * y.step];
    }
    status = vib_fields_copy(&spectrum, common);
    if (status == VIB_OK && *name && !vib_spectrum_get(common, VIB_KEY_TITLE))
        status = vib_spectrum_set(&spectrum, VIB_KEY_TITLE, name);
    if (status == VIB_OK)
        status = vib_found_add(out, &spectrum);
    vib_spectrum_release(&spectrum);
    return status;
}

static int set_index(vib_spectrum *spectrum, const char *key, size_t value)
{
    char text[NUMBER];

    snprintf(text, sizeof text, "%zu", value);
    return vib_spectrum_set(spectrum, key, text);
}

/* The dimension that is the axis: the last of this length, or the rank. */
static size_t axis_dimension(const vib_array *array, size_t n)
{
    for (size_t d = array->rank; d-- > 0;)
        if (array->shape[d] == n)
            return d;
    return array->rank;
}

/* The spectra along dimension d. Where two others are larger than 1, they are
 * the rows and columns of a map. */
static int give_along(vib_found *out, const vib_spectrum *common, strided x,
                      const vib_array *array, size_t d)
{
    size_t before = 1, after = 1, columns = 0, wide = 0;
    vib_spectrum fields = VIB_SPECTRUM_INIT;
    int status = vib_fields_copy(&fields, common);

    for (size_t i = 0; i < array->rank; i++) {
        before *= i < d ? array->shape[i] : 1;
        after *= i > d ? array->shape[i] : 1;
        if (i != d && array->shape[i] > 1) {
            columns = array->shape[i];
            wide++;
        }
    }
    for (size_t k = 0; k < before * after && status == VIB_OK; k++) {
        strided y = { array->values + k / after * x.n * after + k % after, x.n,
                      after };

        if (wide == 2)
            status = set_index(&fields, "map_row", k / columns);
        if (wide == 2 && status == VIB_OK)
            status = set_index(&fields, "map_column", k % columns);
        if (status == VIB_OK)
            status = give(out, &fields, x, y, array->name);
    }
    vib_spectrum_release(&fields);
    return status;
}

static int give_on_axis(vib_found *out, const vib_array *arrays, size_t count,
                        const vib_spectrum *common, size_t axis)
{
    strided x = { arrays[axis].values, vector_length(&arrays[axis]), 1 };
    size_t fit = 0;
    int status = VIB_OK;

    for (size_t i = 0; i < count && status == VIB_OK; i++) {
        size_t d = axis_dimension(&arrays[i], x.n);

        if (i == axis || d == arrays[i].rank ||
            axis_name(arrays[i].name) < AXIS_NAMES)
            continue;
        fit++;
        status = give_along(out, common, x, &arrays[i], d);
    }
    if (status == VIB_OK && fit == 0)
        return vib_fail(VIB_BAD_DATA, "nothing has the length of the axis "
                        "\"%.60s\", %zu", arrays[axis].name, x.n);
    return status;
}

int vib_table_axis(bool *by_row, size_t rows, size_t columns,
                   const double *row, const double *column)
{
    bool column_fits = columns == 2 ||
                       (rows > 2 && goes_on((strided){ column, rows, 1 }));
    bool row_fits = columns > 2 &&
                    (rows == 2 || goes_on((strided){ row, columns, 1 }));

    if (!row_fits && !column_fits)
        return vib_fail(VIB_BAD_DATA, "a table of %zu by %zu numbers whose "
                        "first row and column are no axis", rows, columns);
    *by_row = row_fits && (!column_fits || rows == 2 || columns > rows);
    return VIB_OK;
}

static double *first_column(const vib_array *table)
{
    size_t rows = table->shape[0], columns = table->shape[1];
    double *column = vib_resize(NULL, rows, sizeof *column);

    for (size_t i = 0; column && i < rows; i++)
        column[i] = table->values[i * columns];
    return column;
}

static int give_table(vib_found *out, const vib_array *table,
                      const vib_spectrum *common)
{
    size_t rows = table->shape[0], columns = table->shape[1];
    strided row = { table->values, columns, 1 };
    strided column = { table->values, rows, columns };
    double *first = first_column(table);
    bool by_row = false;
    int status = first ? vib_table_axis(&by_row, rows, columns, table->values,
                                        first)
                       : VIB_NO_MEMORY;

    free(first);
    if (status < 0)
        return status;
    for (size_t k = 1; k < (by_row ? rows : columns) && status == VIB_OK; k++)
        status = by_row
                     ? give(out, common, row,
                            (strided){ row.first + k * columns, columns, 1 },
                            table->name)
                     : give(out, common, column,
                            (strided){ column.first + k, rows, columns },
                            table->name);
    return status;
}

static int find_axis(size_t *axis, const vib_array *arrays, size_t count)
{
    *axis = named_axis(arrays, count);
    if (*axis == count)
        *axis = only_ordered_vector(arrays, count);
    if (*axis < count)
        return VIB_OK;
    if (count == 1 && vector_length(arrays) > 0)
        return vib_fail(VIB_BAD_DATA, "one row of numbers: an axis is missing");
    return vib_fail(VIB_BAD_DATA, "%zu arrays, and which is the axis cannot be "
                    "told: call it wavenumber or wavelength", count);
}

int vib_arrays_give(vib_found *out, const vib_array *arrays, size_t count,
                    const vib_spectrum *common)
{
    vib_spectrum fields = VIB_SPECTRUM_INIT;
    size_t axis, name;
    int status;

    if (count == 0)
        return vib_fail(VIB_BAD_DATA, "no array of numbers");
    if (count == 1 && arrays[0].rank == 2 && vector_length(arrays) == 0)
        return give_table(out, arrays, common);
    status = find_axis(&axis, arrays, count);
    if (status < 0)
        return status;
    status = vib_fields_copy(&fields, common);
    name = axis_name(arrays[axis].name);
    if (status == VIB_OK && name < AXIS_NAMES && *axis_names[name].unit &&
        !vib_spectrum_get(common, VIB_KEY_X_UNIT))
        status = vib_spectrum_set(&fields, VIB_KEY_X_UNIT,
                                  axis_names[name].unit);
    if (status == VIB_OK)
        status = give_on_axis(out, arrays, count, &fields, axis);
    vib_spectrum_release(&fields);
    return status;
}
