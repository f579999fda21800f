/* jcamp.h - JCAMP-DX, the parts of its reader. After R. S. McDonald and P. A.
 * Wilks, JCAMP-DX: a standard form for exchange of infrared spectra in computer
 * readable form, Appl. Spectrosc. 42, 151 (1988), and P. Lampen et al., 5.01
 * for NMR, Pure Appl. Chem. 71, 1549 (1999). */
#ifndef VIB_JCAMP_H
#define VIB_JCAMP_H

#include "found.h"

enum { VIB_LABEL_SIZE = 32 };

/* A labelled data record: "##LABEL= value", which may go on for lines. */
typedef struct vib_record {
    vib_span label;            /* as written                               */
    char name[VIB_LABEL_SIZE]; /* in capitals, without blanks and -, /, _  */
    vib_span value;            /* with comments, to the next record        */
} vib_record;

/* A walk over the records of a text. */
typedef struct vib_records {
    const char *at, *end; /* at: the next record's "##", or end */
} vib_records;

vib_records vib_records_of(const vib_text *text);
bool vib_records_next(vib_record *out, vib_records *records);

/* The value without comments ("$$" to the end of a line), its lines trimmed at
 * their ends and joined by \n, into *out; free *out after use. */
int vib_record_text(char **out, vib_span value);

/* The number that a value begins with, NAN when there is none. The decimal
 * point may be a comma, which sets *comma. */
double vib_record_number(bool *comma, vib_span value);

/* Item `index` of a list "A, B, C", trimmed; empty when there is none. */
vib_span vib_list_item(vib_span list, size_t index);

/* The numbers of the header that say how a table is written. */
enum { VIB_FACTOR_X, VIB_FACTOR_Y, VIB_FIRST_X, VIB_LAST_X, VIB_FIRST_Y,
       VIB_DELTA_X, VIB_POINTS, VIB_SCALES };

/* A table of data, as found in the file. */
typedef struct vib_body {
    vib_span rows;    /* below the line that says the form            */
    const char *text; /* where the file begins, to tell the line      */
    char point;       /* '.' or ','                                   */
    size_t most;      /* points at most                               */
} vib_body;

/* The number of the line at which something in the text stands. */
size_t vib_body_line(const vib_body *body, const char *at);

/* The ordinates of a table "(X++(Y..Y))", in any of the forms AFFN, PAC, SQZ,
 * DIF and DIFDUP, and what its abscissae say. */
typedef struct vib_ordinates {
    double *y; /* [n], without factor; NAN: "?" */
    size_t n, capacity;
    double first_x, last_x; /* of the first and last line, without factor   */
    size_t last_at;         /* the point that last_x belongs to             */
    double rounding;        /* the last decimal place of abscissae          */
    size_t lines;
    size_t bad_checks;      /* lines that do not begin with the ordinate the
                             * line before ended with, though they should   */
    size_t strays;          /* lines with another abscissa than expected    */
} vib_ordinates;

/* Decode a table; *out must be empty and is the caller's to free (y) also on
 * failure. VIB_BAD_DATA: a character that belongs to no form, a line without
 * abscissa, more than body->most points. */
int vib_ordinates_read(vib_ordinates *out, const vib_body *body);

/* The points of a table "(XY..XY)" whose groups have `size` items, the first
 * being x and the second y; items are parted by blanks or commas, groups by
 * blanks, semicolons or lines. *out must be empty and is the caller's to
 * release also on failure. */
int vib_pairs_read(vib_spectrum *out, const vib_body *body, size_t size);

/* Does a table of pairs have decimal commas ("176,36, 32822,795")? Known from
 * the first x that the header tells (NAN: it does not). */
bool vib_pairs_have_commas(vib_span rows, double first_x);

/* Read a table of data whose value begins with its form, "(X++(Y..Y))" or
 * "(XY..XY)", with the scales [VIB_SCALES] of its header, into *out, which must
 * be empty. `comma`: the header has decimal commas. */
int vib_table_read(vib_spectrum *out, vib_body *body, vib_span value,
                   const double *scale);

/* The symbols of a form: "(X++(R..R))" has x = "X", y = "R". size: how many
 * there are in a group; 0: what stands there is no form. */
typedef struct vib_form {
    vib_span x, y;
    bool even; /* X++: x is given by a step */
    size_t size;
} vib_form;

vib_form vib_form_of(vib_span value);

#endif
