/* line.h - a spectrum made ready to be drawn. */
#ifndef VIB_LINE_H
#define VIB_LINE_H

#include "vibrary.h"

typedef struct vib_line {
    double *x;       /* [n] cm^-1, strictly ascending          */
    double *y;       /* [n] as measured                        */
    size_t n;
    char *label;     /* what it is called, can be drawn        */
    const char *unit; /* of y, or NULL; borrowed               */
    bool dips;       /* bands point down: %T, reflectance      */
} vib_line;

/* The part of some lines that is shown and what it is. */
typedef struct vib_view_range {
    double from, to;  /* cm^-1, from < to            */
    bool descending;  /* as infrared is usually shown */
    bool raman;       /* the axis is a Raman shift   */
    bool infrared;    /* it is a wavenumber; neither: nobody said */
} vib_view_range;

/* Make lines [n] of curves [n]: axes in cm^-1 and ascending, points that are no
 * numbers dropped, labels from the curve or else from its fields. *range is the
 * part that `options` asks for or else all of them. VIB_BAD_DATA names the
 * curve that cannot be drawn; VIB_BAD_ARG: nothing of them is in the part. */
int vib_lines_make(vib_line **lines, vib_view_range *range,
                   const vib_curve *curves, size_t n, const vib_plot *options);
void vib_lines_free(vib_line *lines, size_t n);

/* A new text to call a spectrum by; NULL: out of memory. */
char *vib_curve_label(const vib_curve *curve);

/* Points of the line from *begin to before *end are in the range. */
void vib_line_part(size_t *begin, size_t *end, const vib_line *line,
                   const vib_view_range *range);

/* Whether point i > 0 is not to be joined to the one before: one of them is no
 * number, or something between them was not measured. */
bool vib_line_breaks(const vib_line *line, size_t i);

/* Lowest and highest y of that part; 0 and 1 when there is none, and never the
 * same. */
void vib_line_extent(double extent[2], const vib_line *line,
                     const vib_view_range *range);

#endif
