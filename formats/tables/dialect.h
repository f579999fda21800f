/* dialect.h - how a table of numbers is written as text: what stands between
 * two cells, and which decimal point is used. */
#ifndef VIB_DIALECT_H
#define VIB_DIALECT_H

#include "text.h"

typedef struct vib_dialect {
    char separator;   /* ' ': any run of blanks and tabs        */
    char point;       /* '.' or ','; a comma that also separates is one in
                       * quotes only ("1,5","2,0") or blank_after: */
    bool blank_after; /* "1,5, 2,0": separator and point are commas, told apart
                       * by the blank, and no number is without point */
} vib_dialect;

/* Numbers that grow; NAN where a cell was empty or said there is none. */
typedef struct vib_numbers {
    double *value;
    size_t n, capacity;
    size_t grouped; /* cells whose digits were in groups ("36,136.3") */
} vib_numbers;

/* Choose the dialect in which most lines are rows of at least two numbers.
 * False: in none is any line. */
bool vib_dialect_choose(vib_dialect *out, const vib_text *text);

/* The next cell of a line, trimmed and without its quotes, taken off *rest;
 * false at the end of the line. */
bool vib_cell_next(vib_span *cell, vib_span *rest, const vib_dialect *dialect);

/* Quicker: the next cell if it is a plain number; else false, and *rest stays
 * for vib_cell_next(). */
bool vib_cell_next_number(double *out, vib_span *rest,
                          const vib_dialect *dialect);

/* Is the whole cell a number, plain or with its digits in groups of three:
 * "36,136.3", "36 136,3", "36'136.3"? */
bool vib_cell_number(double *out, vib_span cell, char point);

/* The same of the latter alone. */
bool vib_grouped_number(double *out, vib_span cell, char point);

/* Is the cell empty, or does it say that there is no value ("NA", "NaN")? */
bool vib_cell_missing(vib_span cell);

/* Append the numbers of a line that has nothing else: VIB_OK, with how many in
 * *count; 1 when the line is no such row (and nothing is appended). */
int vib_row_read(vib_numbers *out, size_t *count, vib_span line,
                 const vib_dialect *dialect);

#endif
