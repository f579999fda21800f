/* canvas.h - where pictures are drawn: the only door to cairo. Lengths are
 * points of 1/72 inch from the upper left corner. */
#ifndef VIB_CANVAS_H
#define VIB_CANVAS_H

#include "vibrary.h"

#include <cairo.h>

typedef struct vib_canvas {
    cairo_surface_t *surface;
    cairo_t *cr;
    FILE *out; /* where the picture goes, borrowed */
    vib_image image;
    double width, height;
} vib_canvas;

/* Begin a picture on white. VIB_BAD_ARG: no such kind, or a size that is no
 * number from 40 to 14400, or a PNG of too many pixels. */
int vib_canvas_open(vib_canvas *out, FILE *file, vib_image image, double width,
                    double height);

/* Write what has been drawn and free everything. `status` is how the drawing
 * went; the same, or why it could not be written. */
int vib_canvas_close(vib_canvas *canvas, int status);

/* What is drawn with: one colour each. Lines are told apart by colour, by how
 * light they are and by their dashes, so that a copy in grey still reads.
 * The colours are those of Okabe and Ito (2008, "Color Universal Design"; also
 * Wong 2011, Nat. Methods 8, 441), in an order that alternates light and dark,
 * without the yellow, which is lost on white. */
typedef enum vib_ink {
    VIB_INK_TEXT,
    VIB_INK_FAINT, /* what explains: axes, ticks       */
    VIB_INK_RULE,  /* hairlines                        */
    VIB_INK_SHADE, /* behind what agrees               */
    VIB_INK_ALONE, /* behind what one side has only    */
    VIB_INK_MASK,  /* over what was not compared       */
    VIB_INK_LINE   /* of line 0; VIB_INK_LINE + i: of line i, then again */
} vib_ink;
enum { VIB_INK_LINES = 7 };

void vib_canvas_ink(const vib_canvas *canvas, size_t ink);
/* As above as red, green and blue, each 0 to 1. */
void vib_ink_colour(double rgb[3], size_t ink);

/* Fill a rectangle. */
void vib_canvas_box(const vib_canvas *canvas, double x, double y,
                    double width, double height);

/* Fill a rectangle as what was left out: grey, and hatched, so that a copy in
 * grey tells it from what is shaded. */
void vib_canvas_hatch(const vib_canvas *canvas, double x, double y,
                      double width, double height);

/* A straight line of this width. */
void vib_canvas_rule(const vib_canvas *canvas, const double from[2],
                     const double to[2], double width);

/* The dashes of line i; false: a line without. */
void vib_canvas_dashes(const vib_canvas *canvas, size_t i, bool dashed);

/* Choose the letters that follow. */
void vib_canvas_font(const vib_canvas *canvas, double size, bool bold);

/* How wide the text will be. */
double vib_canvas_width(const vib_canvas *canvas, const char *text);

/* Text whose baseline is at y; `align` 0: it begins at x, 0.5: is centred
 * there, 1: ends there. */
void vib_canvas_text(const vib_canvas *canvas, double x, double y,
                     double align, const char *text);

/* As vib_canvas_text(), cut at its end with an ellipsis to be at most `room`
 * wide; nothing when not even that fits. */
void vib_canvas_fit(const vib_canvas *canvas, double x, double y, double room,
                    const char *text);

/* Text that runs upwards, from x, y; `align` along its direction. */
void vib_canvas_upwards(const vib_canvas *canvas, double x, double y,
                        double align, const char *text);

/* `text` and then, smaller and raised, `power`, and `end`; aligned as text. */
void vib_canvas_power(const vib_canvas *canvas, double x, double y,
                      double align, const char *const text[3]);

/* A new copy that can be drawn: on one line, valid UTF-8, at most 500 bytes;
 * what is not valid becomes U+FFFD. NULL: out of memory. */
char *vib_plain_text(const char *text);

#endif
