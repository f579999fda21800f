/* frame.c - axes, and lines between them. */
#include "frame.h"

#include "memory.h"
#include "ticks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define AXIS_WIDTH 0.5
#define LINE_WIDTH 0.8
enum { TICK = 3, GAP = 3, EDGE = 4 }; /* points */

/* Below this height a picture does without titles of axes, and without their
 * numbers. */
static const double titles_from = 110, numbers_from = 60;

double vib_frame_foot(double height)
{
    return height >= titles_from    ? TICK + 2 * GAP + VIB_SIZE_TICK +
                                          VIB_SIZE_LABEL + EDGE + 4
           : height >= numbers_from ? TICK + GAP + VIB_SIZE_TICK + EDGE
                                    : EDGE + TICK;
}

double vib_frame_x(const vib_frame *frame, double x)
{
    const vib_view_range *range = &frame->range;
    double share = (x - range->from) / (range->to - range->from);
    double width = frame->right - frame->left;

    return range->descending ? frame->right - share * width
                             : frame->left + share * width;
}

double vib_slot_y(const vib_slot *slot, double y)
{
    return slot->at_low + (y - slot->low) / (slot->high - slot->low) *
                              (slot->at_high - slot->at_low);
}

/* ---- Axes -------------------------------------------------------------- */

/* As many ticks as leave a gap of a letter or more between their numbers. */
static vib_ticks ticks_that_fit(const vib_canvas *canvas, double low,
                                double high, double room)
{
    size_t most = (size_t)fmax(2, room / 42);
    vib_ticks ticks;

    for (;; most--) {
        double widest = 0;

        ticks = vib_ticks_make(low, high, most);
        for (size_t i = 0; i < ticks.count; i++) {
            char text[VIB_TICK_TEXT];

            vib_tick_text(text, &ticks, vib_tick(&ticks, i));
            widest = fmax(widest, vib_canvas_width(canvas, text));
        }
        if (most <= 1 || (widest + 8) * (double)ticks.count <= room)
            return ticks;
    }
}

static void axis_title(const vib_canvas *canvas, const vib_frame *frame,
                       double y)
{
    const vib_view_range *range = &frame->range;
    const char *text[] = { range->raman ? "Raman shift (cm" : "Wavenumber (cm",
                           "\xe2\x88\x92" "1", ")" };

    vib_canvas_font(canvas, VIB_SIZE_LABEL, false);
    vib_canvas_ink(canvas, VIB_INK_TEXT);
    vib_canvas_power(canvas, (frame->left + frame->right) / 2, y, 0.5, text);
}

static void tick_down(const vib_canvas *canvas, double x, double y,
                      double length)
{
    vib_canvas_rule(canvas, (double[]){ x, y }, (double[]){ x, y + length },
                    AXIS_WIDTH);
}

void vib_frame_axis(const vib_canvas *canvas, const vib_frame *frame)
{
    const vib_view_range *range = &frame->range;
    double y = frame->bottom, below = canvas->height - y;
    vib_ticks ticks;

    vib_canvas_font(canvas, VIB_SIZE_TICK, false);
    vib_canvas_dashes(canvas, 0, false);
    ticks = ticks_that_fit(canvas, range->from, range->to,
                           frame->right - frame->left);
    vib_canvas_ink(canvas, VIB_INK_FAINT);
    vib_canvas_rule(canvas, (double[]){ frame->left, y },
                    (double[]){ frame->right, y }, AXIS_WIDTH);
    for (size_t i = 0; i < ticks.minors; i++)
        tick_down(canvas, vib_frame_x(frame, vib_tick_minor(&ticks, i)), y,
                  TICK / 2.0);
    for (size_t i = 0; i < ticks.count; i++) {
        double value = vib_tick(&ticks, i);
        double x = vib_frame_x(frame, value);
        char text[VIB_TICK_TEXT];

        vib_tick_text(text, &ticks, value);
        tick_down(canvas, x, y, TICK);
        if (below >= vib_frame_foot(numbers_from))
            vib_canvas_text(canvas, x, y + TICK + GAP + 0.72 * VIB_SIZE_TICK,
                            0.5, text);
    }
    if (below >= vib_frame_foot(titles_from))
        axis_title(canvas, frame, canvas->height - EDGE - 3);
}

/* Intensities are written in steps of a thousand: 10^3, 10^6. */
static int power_of(const vib_slot *slot)
{
    double largest = fmax(fabs(slot->low), fabs(slot->high));

    if (largest < 1e5 && largest >= 1e-2)
        return 0;
    return (int)(3 * floor(log10(largest) / 3 + 1e-9));
}

static vib_ticks scale_ticks(const vib_slot *slot)
{
    double scale = pow(10, power_of(slot));
    double height = fabs(slot->at_low - slot->at_high);

    return vib_ticks_make(slot->low / scale, slot->high / scale,
                          (size_t)fmax(2, height / 30));
}

static double widest_number(const vib_canvas *canvas, const vib_ticks *ticks)
{
    double widest = 0;

    for (size_t i = 0; i < ticks->count; i++) {
        char text[VIB_TICK_TEXT];

        vib_tick_text(text, ticks, vib_tick(ticks, i));
        widest = fmax(widest, vib_canvas_width(canvas, text));
    }
    return widest;
}

double vib_frame_scale_room(const vib_canvas *canvas, const vib_slot *slot,
                            double height)
{
    vib_ticks ticks = scale_ticks(slot);
    double room = EDGE + TICK + GAP;

    vib_canvas_font(canvas, VIB_SIZE_TICK, false);
    if (height >= numbers_from)
        room += widest_number(canvas, &ticks);
    if (height >= titles_from)
        room += VIB_SIZE_LABEL + 2 * GAP;
    return room;
}

/* Whether a unit is a quantity too: "% Transmittance", "Intensity (%)". */
static bool is_title(const char *unit)
{
    static const char *const words[] = { "absor", "transmi", "reflec",
                                         "kubelka", "intensity" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(unit, words[i]))
            return true;
    return false;
}

int vib_frame_scale_title(char out[VIB_SCALE_TITLE], const char *unit,
                          int power)
{
    char *plain = vib_plain_text(unit && *unit ? unit : "arb. units");
    char times[32] = "";

    if (!plain)
        return VIB_NO_MEMORY;
    if (plain[0] >= 'a' && plain[0] <= 'z' && is_title(plain))
        plain[0] = (char)(plain[0] - 'a' + 'A');
    if (power != 0)
        snprintf(times, sizeof times, " / 10^%d", power);
    if (strcasecmp(plain, "%T") == 0)
        snprintf(out, VIB_SCALE_TITLE, "Transmittance (%%)%s", times);
    else if (is_title(plain))
        snprintf(out, VIB_SCALE_TITLE, "%.40s%s", plain, times);
    else
        snprintf(out, VIB_SCALE_TITLE, "Intensity (%.40s%s)", plain, times);
    free(plain);
    return VIB_OK;
}

static void scale_title(const vib_canvas *canvas, const vib_frame *frame,
                        const char *unit, int power)
{
    char text[VIB_SCALE_TITLE];

    if (vib_frame_scale_title(text, unit, power) == VIB_OK)
        vib_frame_side(canvas, frame, text);
}

void vib_frame_scale(const vib_canvas *canvas, const vib_frame *frame,
                     const vib_slot *slot, const char *unit)
{
    vib_ticks ticks = scale_ticks(slot);
    int power = power_of(slot);
    double scale = pow(10, power), x = frame->left;

    vib_canvas_font(canvas, VIB_SIZE_TICK, false);
    vib_canvas_ink(canvas, VIB_INK_FAINT);
    vib_canvas_rule(canvas, (double[]){ x, frame->top },
                    (double[]){ x, frame->bottom }, AXIS_WIDTH);
    for (size_t i = 0; i < ticks.count; i++) {
        double value = vib_tick(&ticks, i);
        double y = vib_slot_y(slot, scale * value);
        char text[VIB_TICK_TEXT];

        vib_tick_text(text, &ticks, value);
        vib_canvas_rule(canvas, (double[]){ x - TICK, y }, (double[]){ x, y },
                        AXIS_WIDTH);
        if (canvas->height >= numbers_from)
            vib_canvas_text(canvas, x - TICK - GAP, y + 0.36 * VIB_SIZE_TICK,
                            1, text);
    }
    scale_title(canvas, frame, unit, power);
}

void vib_frame_side(const vib_canvas *canvas, const vib_frame *frame,
                    const char *title)
{
    if (canvas->height < titles_from)
        return;
    vib_canvas_font(canvas, VIB_SIZE_LABEL, false);
    vib_canvas_ink(canvas, VIB_INK_TEXT);
    if (vib_canvas_width(canvas, title) <= canvas->height)
        vib_canvas_upwards(canvas, EDGE + VIB_SIZE_LABEL,
                           (frame->top + frame->bottom) / 2, 0.5, title);
}

void vib_frame_title(const vib_canvas *canvas, vib_frame *frame,
                     const char *title)
{
    char *plain = title ? vib_plain_text(title) : NULL;

    if (!plain)
        return;
    vib_canvas_font(canvas, VIB_SIZE_TITLE, true);
    vib_canvas_ink(canvas, VIB_INK_TEXT);
    vib_canvas_fit(canvas, frame->left, frame->top + 0.8 * VIB_SIZE_TITLE,
                   frame->right - frame->left, plain);
    frame->top += VIB_SIZE_TITLE + 8;
    free(plain);
}

/* ---- Lines ------------------------------------------------------------- */

/* Lengths within which points count as on one place, to which they are rounded,
 * and by which a line that leaves points out may pass them by: an SVG is half
 * the size, and an eighth of a line's width is nothing the eye could see. */
static const double place = 0.5, grain = 0.125, slack = 0.1; /* points */

typedef struct vib_pen {
    cairo_t *cr;
    bool down;
    long column;           /* of the points that wait */
    double wait[4][2];     /* first, least, greatest, last */
    double drawn[2];       /* where the pen is */
    double held[2];        /* a place to draw to unless the line goes straight
                            * on from there */
    bool holds;
    double least, most;    /* slopes from `drawn` that pass by all places that
                            * were left out */
} vib_pen;

/* Draw to the place that is held. */
static void pen_draw(vib_pen *pen)
{
    if (!pen->holds)
        return;
    cairo_line_to(pen->cr, pen->held[0], pen->held[1]);
    memcpy(pen->drawn, pen->held, sizeof pen->drawn);
    pen->holds = false;
    pen->least = -INFINITY;
    pen->most = INFINITY;
}

/* Narrow the slopes to those that pass by (x, y). */
static void pen_hold(vib_pen *pen, double x, double y)
{
    double far = fabs(x - pen->drawn[0]), rise = y - pen->drawn[1];

    pen->least = fmax(pen->least, (rise - slack) / far);
    pen->most = fmin(pen->most, (rise + slack) / far);
    pen->held[0] = x;
    pen->held[1] = y;
    pen->holds = true;
}

/* Go to a place, leaving out those on the way that a straight line passes. */
static void pen_to(vib_pen *pen, const double point[2])
{
    double x = grain * round(point[0] / grain);
    double y = grain * round(point[1] / grain);
    double far = fabs(x - pen->drawn[0]);
    double slope = (y - pen->drawn[1]) / far;

    if (!pen->down) {
        cairo_move_to(pen->cr, x, y);
        pen->drawn[0] = x;
        pen->drawn[1] = y;
        pen->down = true;
        pen->holds = false;
        pen->least = -INFINITY;
        pen->most = INFINITY;
        return;
    }
    if (pen->holds && (x == pen->held[0] || slope < pen->least ||
                       slope > pen->most))
        pen_draw(pen);
    if (x != pen->drawn[0]) {
        pen_hold(pen, x, y);
    } else if (y != pen->drawn[1]) {
        pen->held[0] = x;
        pen->held[1] = y;
        pen->holds = true;
        pen_draw(pen);
    }
}

/* Draw what waits. */
static void pen_flush(vib_pen *pen)
{
    bool least_first = pen->wait[1][0] <= pen->wait[2][0];

    pen_to(pen, pen->wait[0]);
    pen_to(pen, pen->wait[least_first ? 1 : 2]);
    pen_to(pen, pen->wait[least_first ? 2 : 1]);
    pen_to(pen, pen->wait[3]);
}

static void pen_add(vib_pen *pen, double x, double y, bool first)
{
    long column = lround(x / place);

    if (!first && column != pen->column)
        pen_flush(pen);
    if (first || column != pen->column) {
        for (int i = 0; i < 4; i++)
            memcpy(pen->wait[i], (double[]){ x, y }, sizeof pen->wait[i]);
        pen->column = column;
        return;
    }
    if (y < pen->wait[1][1])
        memcpy(pen->wait[1], (double[]){ x, y }, sizeof pen->wait[1]);
    if (y > pen->wait[2][1])
        memcpy(pen->wait[2], (double[]){ x, y }, sizeof pen->wait[2]);
    memcpy(pen->wait[3], (double[]){ x, y }, sizeof pen->wait[3]);
}

/* Draw all that waits or is held; what follows is another line. */
static void pen_end(vib_pen *pen)
{
    pen_flush(pen);
    pen_draw(pen);
    pen->down = false;
}

void vib_frame_line(const vib_canvas *canvas, const vib_frame *frame,
                    const vib_slot *slot, const vib_line *line)
{
    vib_pen pen = { .cr = canvas->cr };
    size_t begin, end;

    vib_line_part(&begin, &end, line, &frame->range);
    if (begin == end)
        return;
    for (size_t i = begin; i < end; i++) {
        bool first = i == begin || vib_line_breaks(line, i);

        if (first && i > begin && !isnan(line->y[i - 1]))
            pen_end(&pen);
        if (!isnan(line->y[i]))
            pen_add(&pen, vib_frame_x(frame, line->x[i]),
                    vib_slot_y(slot, line->y[i]), first);
    }
    if (!isnan(line->y[end - 1]))
        pen_end(&pen);
    cairo_set_line_width(canvas->cr, LINE_WIDTH);
    cairo_stroke(canvas->cr);
}

/* ---- Bands ------------------------------------------------------------- */

/* Whether a label at x would touch none that is there; then it is taken. */
static bool take(vib_taken *taken, double x)
{
    const double apart = VIB_SIZE_CREST + 1.5;

    if (taken->count == VIB_TAKEN)
        return false;
    for (size_t i = 0; i < taken->count; i++)
        if (fabs(taken->at[i] - x) < apart)
            return false;
    taken->at[taken->count++] = x;
    return true;
}

/* How far the line reaches towards its labels beside point `at`: so that these
 * stand clear of its flanks too. `values` has the bands upwards. */
static double reach(const vib_frame *frame, const double *values,
                    const double *x, size_t n, size_t at)
{
    const double beside = VIB_SIZE_CREST / 2;
    double here = vib_frame_x(frame, x[at]), most = values[at];

    for (size_t i = at; i-- > 0 &&
                        fabs(vib_frame_x(frame, x[i]) - here) <= beside;)
        most = fmax(most, values[i]);
    for (size_t i = at + 1;
         i < n && fabs(vib_frame_x(frame, x[i]) - here) <= beside; i++)
        most = fmax(most, values[i]);
    return most;
}

/* Beyond the band at y, on the side it points to. */
static void write_crest(const vib_canvas *canvas, double x, double y,
                        double wavenumber, bool below)
{
    char text[32];

    snprintf(text, sizeof text, "%.0f", wavenumber);
    vib_canvas_upwards(canvas, x + 0.36 * VIB_SIZE_CREST,
                       below ? y + GAP : y - GAP, below ? 1 : 0, text);
}

/* Whether it is a band to a reader: not the hump that a background makes, nor
 * the step with which some detectors begin. */
static bool is_band(const vib_crest *crest, const double *x,
                    const vib_view_range *range)
{
    return x[crest->high] - x[crest->low] < 0.2 * (range->to - range->from);
}

int vib_frame_crests(vib_taken *taken, const vib_canvas *canvas,
                     const vib_frame *frame, const vib_slot *slot,
                     const vib_line *line)
{
    enum { MOST = 40 };
    vib_crest crests[MOST];
    size_t begin, end, count = 0;
    double *values;
    int rc;

    vib_line_part(&begin, &end, line, &frame->range);
    values = vib_new(end - begin, sizeof *values);
    if (!values)
        return VIB_NO_MEMORY;
    for (size_t i = begin; i < end; i++)
        values[i - begin] = isnan(line->y[i]) ? 0
                            : line->dips      ? -line->y[i]
                                              : line->y[i];
    rc = vib_crests_find(crests, &count, MOST, values, end - begin, 0.03);
    vib_canvas_font(canvas, VIB_SIZE_CREST, false);
    for (size_t i = 0; i < count; i++) {
        double wavenumber = line->x[begin + crests[i].at];
        double x = vib_frame_x(frame, wavenumber);

        double most = reach(frame, values, line->x + begin, end - begin,
                            crests[i].at);

        if (is_band(&crests[i], line->x + begin, &frame->range) &&
            take(taken, x))
            write_crest(canvas, x,
                        vib_slot_y(slot, line->dips ? -most : most),
                        wavenumber,
                        line->dips != (slot->at_high > slot->at_low));
    }
    free(values);
    return rc;
}
