/* frame.h - axes, and lines between them. */
#ifndef VIB_FRAME_H
#define VIB_FRAME_H

#include "canvas.h"
#include "crests.h"
#include "line.h"

/* The rectangle that lines are drawn in, and the part of the axis it shows. */
typedef struct vib_frame {
    double left, top, right, bottom; /* points */
    vib_view_range range;
} vib_frame;

/* Where values go, from top to bottom of the picture: `low` to at_low and
 * `high` to at_high, upside down when that is the lower one. */
typedef struct vib_slot {
    double low, high;
    double at_low, at_high; /* points */
} vib_slot;

/* Sizes of letters, points. */
#define VIB_SIZE_TITLE 10.0
#define VIB_SIZE_LABEL 7.5
#define VIB_SIZE_TICK 7.5
#define VIB_SIZE_CREST 6.5

/* What the wavenumber axis needs below a frame in a picture this high. */
double vib_frame_foot(double height);

/* The horizontal position of x, cm^-1, and the vertical one of y. */
double vib_frame_x(const vib_frame *frame, double x);
double vib_slot_y(const vib_slot *slot, double y);

/* The wavenumber axis below the frame, with numbers and title where there is
 * room for them below. */
void vib_frame_axis(const vib_canvas *canvas, const vib_frame *frame);

/* The axis of intensity left of the frame, with numbers. */
void vib_frame_scale(const vib_canvas *canvas, const vib_frame *frame,
                     const vib_slot *slot, const char *unit);
/* What is written beside it: a unit that is a quantity too, such as
 * "% Transmittance" or "Intensity (%)", or the intensity in that unit; NULL or
 * "": none is known. `power`: numbers are in tens to it. VIB_NO_MEMORY. */
enum { VIB_SCALE_TITLE = 96 };
int vib_frame_scale_title(char out[VIB_SCALE_TITLE], const char *unit,
                          int power);
/* What it needs left of the frame. */
double vib_frame_scale_room(const vib_canvas *canvas, const vib_slot *slot,
                            double height);

/* A title that runs upwards at the left side of the picture. */
void vib_frame_side(const vib_canvas *canvas, const vib_frame *frame,
                    const char *title);

/* The title of the picture, if any, above the frame, which gives way. */
void vib_frame_title(const vib_canvas *canvas, vib_frame *frame,
                     const char *title);

/* The part of a line that the frame shows, in the ink and dashes that are set.
 * Where many points fall on one place, the first, the least, the greatest and
 * the last stand for them: no band is lost, however narrow. */
void vib_frame_line(const vib_canvas *canvas, const vib_frame *frame,
                    const vib_slot *slot, const vib_line *line);

/* Places along the frame that labels have taken. */
enum { VIB_TAKEN = 200 };
typedef struct vib_taken {
    double at[VIB_TAKEN]; /* [count] points */
    size_t count;
} vib_taken;

/* Room that the labels of bands need beyond them, points. */
#define VIB_CREST_ROOM 26.0

/* Write the wavenumbers of the line's bands beside them, the most prominent
 * first, as long as they do not touch one another. */
int vib_frame_crests(vib_taken *taken, const vib_canvas *canvas,
                     const vib_frame *frame, const vib_slot *slot,
                     const vib_line *line);

#endif
