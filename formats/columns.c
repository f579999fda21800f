/* columns.c - a table whose first column is the axis: a spectrum a column. */
#include "delimited.h"

#include "header.h"
#include "memory.h"
#include "number.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Columns filled at once, so that each row is read a cache line at a time. */
enum { GROUP = 8, PLAIN = 48 };

typedef struct columns {
    const vib_sheet *sheet;
    const vib_table *table;
    vib_span *names, *units; /* [columns], empty where there is none */
    size_t x;                /* the column of the axis */
    size_t *y, y_count;      /* the columns of intensities */
    size_t labels;           /* lines that name columns or units */
    vib_spectrum common;     /* fields that all have */
} columns;

static void plain_name(char plain[PLAIN], const columns *c, size_t column)
{
    vib_header_plain(plain, PLAIN, c->names[column]);
}

/* The first column from `from` on whose plain name begins with `start`; the
 * number of columns when there is none. */
static size_t find_column(const columns *c, const char *start, size_t from)
{
    char plain[PLAIN];

    for (; from < c->table->columns; from++) {
        plain_name(plain, c, from);
        if (strncmp(plain, start, strlen(start)) == 0)
            break;
    }
    return from;
}

/* Tables of spectrometer software that number the pixels in the first column
 * have the axis in another, and the intensity in several states. */
static void choose_pixel_columns(columns *c)
{
    static const char *const axes[] = { "ramanshift", "wavenumber",
                                        "wavelength" };
    static const char *const states[] = { "darksubtracted", "processed",
                                          "rawdata" };
    size_t count = c->table->columns, x = count;

    for (size_t i = 0; i < sizeof axes / sizeof *axes && x == count; i++)
        x = find_column(c, axes[i], 1);
    if (x == count)
        return;
    c->x = x;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        size_t n = 0, at = 0;

        while ((at = find_column(c, states[i], at)) < count)
            c->y[n++] = at++;
        if (n > 0) {
            c->y_count = n;
            return;
        }
    }
    c->y_count = 0;
    for (size_t at = x + 1; at < count; at++)
        c->y[c->y_count++] = at;
}

static void choose_columns(columns *c)
{
    char first[PLAIN];

    for (size_t i = 1; i < c->table->columns; i++)
        c->y[c->y_count++] = i;
    plain_name(first, c, 0);
    if (vib_header_is_one(first, "pixel pixels pixelindex index no point"))
        choose_pixel_columns(c);
}

/* Is this remark part of the header of table `index`, not of another's? */
static bool is_header(const columns *c, size_t index, size_t remark)
{
    const vib_sheet *sheet = c->sheet;
    size_t before = c->table->remarks;

    if (remark < before && remark + c->labels >= before)
        return false;
    if (remark >= sheet->tables[sheet->table_count - 1].remarks)
        return true;
    if (remark >= before)
        return false;
    return remark < sheet->tables[0].remarks || index == 0 ||
           remark >= sheet->tables[index - 1].remarks;
}

static int set_axis_unit(columns *c)
{
    vib_span unit = c->units[c->x];
    size_t before = c->table->remarks;

    if (unit.n > 0)
        unit = vib_label_x_unit(unit).n > 0 ? vib_label_x_unit(unit) : unit;
    else
        unit = vib_label_x_unit(c->names[c->x]);
    if (unit.n == 0 && c->labels == 0 && before > 0) {
        vib_span rest = c->sheet->remarks[before - 1].line, cell = { 0 };

        vib_cell_next(&cell, &rest, &c->sheet->dialect);
        if (cell.n > 0 && cell.at[0] == '[')
            unit = vib_label_x_unit(cell);
    }
    return unit.n > 0 ? vib_field_set(&c->common, VIB_KEY_X_UNIT, unit)
                      : VIB_OK;
}

static int read_header(columns *c, size_t index)
{
    const vib_sheet *sheet = c->sheet;
    int status = VIB_OK;

    for (size_t i = 0; i < sheet->remark_count && status == VIB_OK; i++)
        if (is_header(c, index, i))
            status = vib_remark_add(&c->common, sheet->remarks[i].line,
                                    &sheet->dialect);
    if (status == VIB_OK)
        status = set_axis_unit(c);
    return status < 0 ? status : vib_header_understand(&c->common);
}

static int set_column_fields(vib_spectrum *spectrum, const columns *c,
                             size_t column)
{
    vib_span name = c->names[column];
    vib_span unit = vib_label_y_unit(c->units[column]);
    bool several = c->y_count > 1;
    int status = vib_fields_copy(spectrum, &c->common);

    if (unit.n == 0)
        unit = c->units[column].n > 0 ? c->units[column]
                                      : vib_label_y_unit(name);
    if (status == VIB_OK && unit.n > 0)
        status = vib_field_set(spectrum, VIB_KEY_Y_UNIT, unit);
    if (status == VIB_OK && several && name.n > 0) {
        status = vib_field_set(spectrum, VIB_KEY_TITLE, name);
        if (status == VIB_OK && !vib_spectrum_get(spectrum, VIB_KEY_NAME))
            status = vib_field_set(spectrum, VIB_KEY_NAME, name);
    }
    return status;
}

static bool has_points(const vib_spectrum *spectrum)
{
    size_t points = 0;

    for (size_t i = 0; i < spectrum->n && points < 2; i++)
        points += !isnan(spectrum->x[i]) && !isnan(spectrum->y[i]);
    return points >= 2;
}

static void fill_group(vib_spectrum *group, const columns *c, size_t first,
                       size_t n)
{
    const vib_table *table = c->table;
    const double *row = c->sheet->numbers.value + table->first;

    for (size_t i = 0; i < table->rows; i++, row += table->columns)
        for (size_t k = 0; k < n; k++) {
            group[k].x[i] = row[c->x];
            group[k].y[i] = row[c->y[first + k]];
        }
}

/* Give columns first .. first + n - 1 of the intensities, n <= GROUP. */
static int give_group(vib_found *out, const columns *c, size_t first, size_t n)
{
    vib_spectrum group[GROUP] = { VIB_SPECTRUM_INIT };
    int status = VIB_OK;

    for (size_t k = 0; k < n && status == VIB_OK; k++)
        status = vib_points_new(&group[k], c->table->rows);
    if (status == VIB_OK)
        fill_group(group, c, first, n);
    for (size_t k = 0; k < n && status == VIB_OK; k++) {
        if (c->y_count > 1 && !has_points(&group[k]))
            continue;
        status = set_column_fields(&group[k], c, c->y[first + k]);
        if (status == VIB_OK)
            status = vib_found_add(out, &group[k]);
    }
    for (size_t k = 0; k < n; k++)
        vib_spectrum_release(&group[k]);
    return status;
}

int vib_columns_read(vib_found *out, const vib_sheet *sheet, size_t index)
{
    const vib_table *table = &sheet->tables[index];
    size_t count = table->columns;
    columns c = { .sheet = sheet, .table = table };
    int status = VIB_NO_MEMORY;

    c.names = vib_new(count, sizeof *c.names);
    c.units = vib_new(count, sizeof *c.units);
    c.y = vib_new(count, sizeof *c.y);
    if (!c.names || !c.units || !c.y)
        goto out;
    c.labels = vib_labels_read(c.names, c.units, count, sheet, table->remarks);
    choose_columns(&c);
    status = read_header(&c, index);
    for (size_t i = 0; i < c.y_count && status == VIB_OK; i += GROUP)
        status = give_group(out, &c, i,
                            c.y_count - i < GROUP ? c.y_count - i : GROUP);
out:
    vib_spectrum_release(&c.common);
    free(c.names);
    free(c.units);
    free(c.y);
    return status;
}
