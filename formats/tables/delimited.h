/* delimited.h - tables of numbers in text; the parts of their reader. */
#ifndef VIB_DELIMITED_H
#define VIB_DELIMITED_H

#include "dialect.h"
#include "found.h"

/* One line of text that is no row of numbers. */
typedef struct vib_remark {
    vib_span line;
    size_t number; /* of the line, from 1 */
} vib_remark;

/* Rows of equally many numbers that follow one another. */
typedef struct vib_table {
    size_t first;         /* its first number                     */
    size_t columns, rows; /* row after row                        */
    size_t line;          /* where it begins                      */
    size_t remarks;       /* how many lines of text stand before  */
} vib_table;

/* Lines of text kept; more are counted, and refused when they are needed. */
enum { VIB_REMARKS_MOST = VIB_FIELDS_MOST };

/* A text file taken apart. */
typedef struct vib_sheet {
    vib_dialect dialect;
    vib_numbers numbers;
    vib_table *tables;
    size_t table_count, table_capacity;
    vib_remark *remarks;
    size_t remark_count, remark_capacity;
} vib_sheet;

/* Take a text apart into rows and remarks, in dialect sheet->dialect. */
int vib_sheet_read(vib_sheet *sheet, const vib_text *text);
void vib_sheet_release(vib_sheet *sheet);

/* The spectra of all tables, whose first column is the axis: one a column. */
int vib_columns_read(vib_found *out, const vib_sheet *sheet);

/* The spectra of a table whose first row is the axis: one a row. 1: done. 0:
 * the text is no such table. */
int vib_rows_read(vib_found *out, const vib_text *text,
                  const vib_dialect *dialect);

/* Add the header line to the fields: "key=value", "key: value", a key and a
 * value in two cells, or else a line more of field "comment". */
int vib_remark_add(vib_spectrum *spectrum, vib_span line,
                   const vib_dialect *dialect);

/* The names of `count` columns and, where there is a line for them, the units,
 * from the lines of text above remark number `before`; empty where there is
 * none. Returns how many lines they take. */
size_t vib_labels_read(vib_span *names, vib_span *units, size_t count,
                       const vib_sheet *sheet, size_t before);

/* What the columns of a table are. */
typedef struct vib_roles {
    size_t x;           /* the axis                                  */
    size_t *y, y_count; /* the intensities                           */
    size_t *axis;       /* [y_count]: theirs, x or one of that label */
} vib_roles;

/* Choose by the labels of `count` >= 2 columns; out->y and out->axis are the
 * caller's, with room for `count`. Without labels that say so, the axis is the
 * first. */
void vib_roles_choose(vib_roles *out, const vib_span *names,
                      const vib_span *units, size_t count);

/* Does a column's label begin with the name of an axis ("Raman shift")? */
bool vib_label_names_axis(vib_span label);

/* Does it have the unit of an axis, perhaps of another in words about it? */
bool vib_label_has_axis_unit(vib_span label);

/* Is that unit all of it, or all that stands in brackets or behind a slash? */
bool vib_label_is_axis_unit(vib_span label);

/* The part of a column's label that is a unit, else nothing: what stands in
 * brackets or behind a slash, or all of it where that says more. */
vib_span vib_label_x_unit(vib_span label);
vib_span vib_label_y_unit(vib_span label);

/* Whether a label says what `unit`, a part of it, alone does not or belies:
 * "Absorption (%)" is no transmittance, "log(1/R)" not 1/R. */
bool vib_label_says_more(vib_span label, vib_span unit);

/* The part that is a name: all but the unit of an intensity in brackets behind
 * it; nothing where it only says what was measured, or that it is "y". */
vib_span vib_label_name(vib_span label);

#endif
