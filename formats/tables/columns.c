/* columns.c - a table whose first column is the axis: a spectrum a column. */
#include "delimited.h"

#include "header.h"
#include "memory.h"
#include "number.h"
#include "status.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Columns filled at once, so that each row is read a cache line at a time. */
enum { GROUP = 8, BOTH = 128 };

typedef struct columns {
    const vib_sheet *sheet;
    const vib_table *table;
    vib_span *names, *units; /* [columns], empty where there is none */
    vib_roles roles;
    size_t labels;           /* lines that name columns or units */
    vib_spectrum common;     /* fields that all have */
} columns;

/* Do the tables behind the first have header lines of their own? */
static bool have_own_headers(const vib_sheet *sheet)
{
    return sheet->table_count > 1 &&
           sheet->tables[1].remarks > sheet->tables[0].remarks;
}

/* Is this remark a header line of table `index`? Lines behind the last table
 * are of all, and those above the first too if others have none. */
static bool is_header(const vib_sheet *sheet, size_t index, size_t remark)
{
    const vib_table *tables = sheet->tables;

    if (index > 0)
        return remark >= tables[index - 1].remarks &&
               remark < tables[index].remarks;
    return remark < tables[0].remarks ||
           (remark >= tables[sheet->table_count - 1].remarks);
}

/* The header lines of table `index` as fields, without the `labels` lines
 * directly above it. */
static int read_header(vib_spectrum *header, const vib_sheet *sheet,
                       size_t index, size_t labels)
{
    size_t before = sheet->tables[index].remarks;
    int status = VIB_OK;

    for (size_t i = 0; i < sheet->remark_count && status == VIB_OK; i++)
        if (is_header(sheet, index, i) &&
            !(i < before && i + labels >= before))
            status = vib_remark_add(header, sheet->remarks[i].line,
                                    &sheet->dialect);
    return status;
}

static int set_axis_unit(columns *c)
{
    vib_span unit = c->units[c->roles.x];
    size_t before = c->table->remarks;

    if (unit.n > 0)
        unit = vib_label_x_unit(unit).n > 0 ? vib_label_x_unit(unit) : unit;
    else
        unit = vib_label_x_unit(c->names[c->roles.x]);
    if (unit.n == 0 && c->labels == 0 && before > 0) {
        vib_span rest = c->sheet->remarks[before - 1].line, cell = { 0 };

        vib_cell_next(&cell, &rest, &c->sheet->dialect);
        if (cell.n > 0 && cell.at[0] == '[')
            unit = vib_label_x_unit(cell);
    }
    return unit.n > 0 ? vib_field_set(&c->common, VIB_KEY_X_UNIT, unit)
                      : VIB_OK;
}

static int set_common(columns *c, const vib_spectrum *header)
{
    int status = vib_fields_copy(&c->common, header);

    if (status == VIB_OK)
        status = set_axis_unit(c);
    return status < 0 ? status : vib_header_understand(&c->common);
}

/* Columns that are called A, B and C are not absorbance and others: a letter is
 * a quantity where all columns have such a one. */
static bool is_quantity(const columns *c, size_t column)
{
    if (c->names[column].n != 1)
        return true;
    for (size_t i = 0; i < c->roles.y_count; i++)
        if (c->names[c->roles.y[i]].n != 1 ||
            vib_label_y_unit(c->names[c->roles.y[i]]).n == 0)
            return false;
    return true;
}

/* The unit of a column. Where a quantity stands above a unit, both together:
 * into `both` if neither says it alone. */
static vib_span column_unit(char both[BOTH], const columns *c, size_t column)
{
    vib_span name = c->names[column], above = c->units[column];
    vib_span unit = vib_label_y_unit(above), label = { both, 0 };

    if (above.n == 0)
        return is_quantity(c, column) ? vib_label_y_unit(name) : above;
    if (unit.n == 0)
        unit = above;
    if (name.n == 0 || name.n + unit.n + sizeof " ()" > BOTH)
        return unit;
    label.n = (size_t)snprintf(both, BOTH, "%.*s (%.*s)", (int)name.n, name.at,
                               (int)unit.n, unit.at);
    return vib_label_says_more(label, unit) ? label : unit;
}

/* Is the header line one that save_csv.c wrote? What it says of a column is the
 * name; other programs say anything of the only one. */
static bool is_ours(const columns *c)
{
    static const char *const starts[] = { "\"x\",", "\"x (" };
    size_t before = c->table->remarks;
    vib_span line = { "", 0 };

    if (c->labels > 0)
        line = c->sheet->remarks[before - 1].line;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (line.n >= strlen(starts[i]) &&
            memcmp(line.at, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

/* What column label `name` says that the spectrum is, or nothing. */
static vib_span name_of(const columns *c, vib_span name)
{
    vib_span ours = name.n > 0 && is_ours(c) ? vib_label_name(name)
                                             : (vib_span){ NULL, 0 };

    return ours.n > 0 || c->roles.y_count == 1 ? ours : name;
}

static int set_column_fields(vib_spectrum *spectrum, const columns *c,
                             size_t column)
{
    char both[BOTH];
    vib_span name = c->names[column], unit = column_unit(both, c, column);
    int status = vib_fields_copy(spectrum, &c->common);

    if (status == VIB_OK && unit.n > 0)
        status = vib_field_set(spectrum, VIB_KEY_Y_UNIT, unit);
    name = name_of(c, name);
    if (status == VIB_OK && name.n > 0) {
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
            group[k].x[i] = row[c->roles.axis[first + k]];
            group[k].y[i] = row[c->roles.y[first + k]];
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
        if (c->roles.y_count > 1 && !has_points(&group[k]))
            continue;
        status = set_column_fields(&group[k], c, c->roles.y[first + k]);
        if (status == VIB_OK)
            status = vib_found_add(out, &group[k]);
    }
    for (size_t k = 0; k < n; k++)
        vib_spectrum_release(&group[k]);
    return status;
}

/* Give the spectra of one table. *header has the fields of the table before;
 * they become those of this one. */
static int read_table(vib_found *out, vib_spectrum *header,
                      const vib_sheet *sheet, size_t index)
{
    const vib_table *table = &sheet->tables[index];
    size_t count = table->columns;
    columns c = { .sheet = sheet, .table = table };
    int status = VIB_NO_MEMORY;

    c.names = vib_new(count, sizeof *c.names);
    c.units = vib_new(count, sizeof *c.units);
    c.roles.y = vib_new(count, sizeof *c.roles.y);
    c.roles.axis = vib_new(count, sizeof *c.roles.axis);
    if (!c.names || !c.units || !c.roles.y || !c.roles.axis)
        goto out;
    c.labels = vib_labels_read(c.names, c.units, count, sheet, table->remarks);
    vib_roles_choose(&c.roles, c.names, c.units, count);
    status = VIB_OK;
    if (index == 0 || have_own_headers(sheet)) {
        vib_spectrum_release(header);
        status = read_header(header, sheet, index, c.labels);
    }
    if (status == VIB_OK)
        status = set_common(&c, header);
    for (size_t i = 0; i < c.roles.y_count && status == VIB_OK; i += GROUP)
        status = give_group(out, &c, i, c.roles.y_count - i < GROUP
                                            ? c.roles.y_count - i : GROUP);
out:
    vib_spectrum_release(&c.common);
    free(c.names);
    free(c.units);
    free(c.roles.y);
    free(c.roles.axis);
    return status;
}

int vib_columns_read(vib_found *out, const vib_sheet *sheet)
{
    vib_spectrum header = VIB_SPECTRUM_INIT;
    int status = VIB_OK;

    for (size_t i = 0; i < sheet->table_count && status == VIB_OK; i++)
        status = read_table(out, &header, sheet, i);
    vib_spectrum_release(&header);
    return status;
}
