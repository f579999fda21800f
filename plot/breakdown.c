/* breakdown.c - a mixed spectrum with what was fitted to it, and its parts
 * below, all to one scale: heights can be compared. */
#include "frame.h"
#include "memory.h"
#include "pipeline.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EDGE = 10, LABEL_ROOM = 13, KEY_ROOM = 14, GAP = 4 }; /* points */

/* A strip of the picture: one line, or what was measured and what explains
 * it. */
struct strip {
    vib_line line[3];  /* [lines] */
    size_t lines, ink; /* the first line's; the others' follow */
    char *label, *note;
    double low, high;  /* of all lines */
};

static void strips_free(struct strip *strip, size_t n)
{
    for (size_t i = 0; strip && i < n; i++) {
        for (size_t k = 0; k < strip[i].lines; k++) {
            free(strip[i].line[k].x);
            free(strip[i].line[k].y);
        }
        free(strip[i].label);
        free(strip[i].note);
    }
    free(strip);
}

/* Add y [n] of a mixture, less `minus` [n] unless NULL, as a line with gaps
 * where nothing was measured. */
static int add_line(struct strip *strip, const vib_mixture *mixture,
                    const float *y, const float *minus, double step)
{
    vib_line *line = &strip->line[strip->lines++];
    size_t n = 0;

    line->x = vib_new(2 * mixture->n, sizeof *line->x);
    line->y = vib_new(2 * mixture->n, sizeof *line->y);
    if (!line->x || !line->y)
        return VIB_NO_MEMORY;
    for (size_t i = 0; i < mixture->n; i++) {
        double x = (double)mixture->x[i];
        double value = (double)y[i] - (minus ? (double)minus[i] : 0);

        if (n && x - line->x[n - 1] > 1.5 * step) {
            line->x[n] = x - step / 2;
            line->y[n++] = NAN;
        }
        line->x[n] = x;
        line->y[n++] = value;
        strip->low = fmin(strip->low, value);
        strip->high = fmax(strip->high, value);
    }
    line->n = n;
    return VIB_OK;
}

static int label_strip(struct strip *strip, const char *label,
                       const vib_component *part)
{
    char note[96];

    strip->label = vib_plain_text(label);
    if (part) {
        snprintf(note, sizeof note, "%.0f %% of the intensity, confidence %.2f",
                 100 * (double)part->fraction, (double)part->confidence);
        strip->note = vib_plain_text(note);
    }
    return strip->label && (strip->note || !part) ? VIB_OK : VIB_NO_MEMORY;
}

/* [count + 2]: the unknown with baseline and fit, the parts, the rest. */
static int strips_make(struct strip *strip, const vib_breakdown *what,
                       double step)
{
    const vib_mixture *mixture = what->mixture;
    size_t n = mixture->count;
    char *name = vib_curve_label(&what->query);
    int rc = name ? label_strip(&strip[0], name, NULL) : VIB_NO_MEMORY;

    free(name);
    if (rc == VIB_OK)
        rc = add_line(&strip[0], mixture, mixture->measured, NULL, step);
    if (rc == VIB_OK)
        rc = add_line(&strip[0], mixture, mixture->fit, NULL, step);
    if (rc == VIB_OK)
        rc = add_line(&strip[0], mixture, mixture->baseline, NULL, step);
    strip[0].ink = VIB_INK_LINE;
    for (size_t i = 0; i < n && rc == VIB_OK; i++) {
        const vib_component *part = &mixture->component[i];

        strip[1 + i].ink = VIB_INK_LINE + 1 + i;
        rc = add_line(&strip[1 + i], mixture, part->part, NULL, step);
        if (rc == VIB_OK)
            rc = label_strip(&strip[1 + i],
                             *part->name ? part->name : "no name", part);
    }
    strip[1 + n].ink = VIB_INK_FAINT;
    if (rc == VIB_OK)
        rc = label_strip(&strip[1 + n], "not explained", NULL);
    if (rc == VIB_OK)
        rc = add_line(&strip[1 + n], mixture, mixture->measured, mixture->fit,
                      step);
    return rc;
}

static int find_range(vib_view_range *range, const vib_breakdown *what,
                      const vib_pipeline *pipeline, const vib_plot *options)
{
    const vib_mixture *mixture = what->mixture;
    bool asked = options->from != options->to;

    if (mixture->n < 2)
        return vib_fail(VIB_BAD_DATA, "there are no points to draw");
    range->from = asked ? fmin(options->from, options->to)
                        : (double)mixture->x[0];
    range->to = asked ? fmax(options->from, options->to)
                      : (double)mixture->x[mixture->n - 1];
    range->raman = pipeline->raman;
    range->descending = range->infrared = !pipeline->raman;
    if ((double)mixture->x[0] < range->to &&
        (double)mixture->x[mixture->n - 1] > range->from)
        return VIB_OK;
    return vib_fail(VIB_BAD_ARG, "nothing was measured from %g to %g cm^-1",
                    range->from, range->to);
}

/* ---- the picture --------------------------------------------------------- */

static void draw_label(const vib_canvas *canvas, const vib_frame *frame,
                       const struct strip *strip, double y)
{
    double room = frame->right - frame->left - 4, note = 0;

    vib_canvas_font(canvas, VIB_SIZE_LABEL, false);
    vib_canvas_ink(canvas, VIB_INK_FAINT);
    if (strip->note)
        note = vib_canvas_width(canvas, strip->note) + 10;
    if (note > 0 && note < 0.7 * room)
        vib_canvas_text(canvas, frame->right - 2, y, 1, strip->note);
    else
        note = 0;
    vib_canvas_font(canvas, VIB_SIZE_LABEL, true);
    vib_canvas_ink(canvas, VIB_INK_TEXT);
    vib_canvas_fit(canvas, frame->left + 2, y, room - note, strip->label);
}

/* One strip from `top` on, so many points a unit of intensity. */
static void draw_strip(const vib_canvas *canvas, const vib_frame *frame,
                       const struct strip *strip, double top, double unit)
{
    double room = unit * (strip->high - strip->low);
    vib_slot slot = { strip->low, strip->high, top + LABEL_ROOM + room,
                      top + LABEL_ROOM };
    double zero = vib_slot_y(&slot, fmax(0, strip->low));

    vib_canvas_ink(canvas, VIB_INK_RULE);
    vib_canvas_dashes(canvas, 0, false);
    vib_canvas_rule(canvas, (double[]){ frame->left, zero },
                    (double[]){ frame->right, zero }, 0.5);
    if (strip->lines == 3) {
        vib_canvas_ink(canvas, VIB_INK_FAINT);
        vib_canvas_dashes(canvas, 1, true);
        vib_frame_line(canvas, frame, &slot, &strip->line[2]);
        vib_canvas_dashes(canvas, 0, false);
    }
    vib_canvas_ink(canvas, strip->ink);
    vib_frame_line(canvas, frame, &slot, &strip->line[0]);
    if (strip->lines == 3) {
        vib_canvas_ink(canvas, VIB_INK_LINE + VIB_INK_LINES - 1);
        vib_frame_line(canvas, frame, &slot, &strip->line[1]);
    }
    draw_label(canvas, frame, strip, top + 9);
}

static void draw_key(const vib_canvas *canvas, const vib_frame *frame)
{
    static const struct {
        size_t ink;
        bool dashed;
        const char *text;
    } keys[] = {
        { VIB_INK_LINE, false, "measured" },
        { VIB_INK_LINE + VIB_INK_LINES - 1, false,
          "the parts and the baseline" },
        { VIB_INK_FAINT, true, "baseline" },
    };
    double x = frame->left + 2, y = frame->top - 5;

    vib_canvas_font(canvas, VIB_SIZE_TICK, false);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        double width = 22 + vib_canvas_width(canvas, keys[i].text);

        if (x + width > frame->right)
            return;
        vib_canvas_ink(canvas, keys[i].ink);
        vib_canvas_dashes(canvas, keys[i].dashed, true);
        vib_canvas_rule(canvas, (double[]){ x, y - 2.5 },
                        (double[]){ x + 16, y - 2.5 }, 1.2);
        vib_canvas_ink(canvas, VIB_INK_TEXT);
        vib_canvas_text(canvas, x + 20, y, 0, keys[i].text);
        x += width + 10;
    }
}

static int draw_all(const vib_canvas *canvas, vib_frame *frame,
                    const struct strip *strip, size_t n)
{
    double whole = 0, room, top;

    frame->top += KEY_ROOM;
    room = frame->bottom - frame->top - (double)n * (LABEL_ROOM + GAP);
    if (room < 20 * (double)n)
        return vib_fail(VIB_BAD_ARG, "%zu components do not fit in a picture "
                        "%g points high", n - 2, canvas->height);
    for (size_t i = 0; i < n; i++)
        whole += strip[i].high - strip[i].low;
    draw_key(canvas, frame);
    top = frame->top;
    for (size_t i = 0; i < n; i++) {
        double unit = whole > 0 ? room / whole : 1;

        draw_strip(canvas, frame, &strip[i], top, unit);
        top += LABEL_ROOM + GAP + unit * (strip[i].high - strip[i].low);
    }
    vib_frame_axis(canvas, frame);
    vib_frame_side(canvas, frame, "Intensity (all to one scale)");
    return VIB_OK;
}

int vib_plot_breakdown(FILE *out, const vib_breakdown *what,
                       const vib_plot *options)
{
    size_t n = what->mixture->count + 2;
    double width = options->width > 0 ? options->width : 480;
    double height = options->height > 0 ? options->height
                                        : 220 + 60 * (double)n;
    vib_frame frame = { .left = 22, .top = EDGE };
    struct strip *strip = NULL;
    vib_pipeline pipeline;
    vib_canvas canvas;
    int rc = vib_pipeline_parse(&pipeline, what->pipeline);

    if (rc == VIB_OK)
        rc = find_range(&frame.range, what, &pipeline, options);
    if (rc == VIB_OK) {
        strip = vib_new(n, sizeof *strip);
        rc = strip ? strips_make(strip, what, pipeline.step) : VIB_NO_MEMORY;
    }
    if (rc == VIB_OK)
        rc = vib_canvas_open(&canvas, out, options->image, width, height);
    if (rc == VIB_OK) {
        frame.right = width - fmin(EDGE + 4, 0.05 * width);
        frame.bottom = height - vib_frame_foot(height);
        vib_frame_title(&canvas, &frame, options->title);
        rc = draw_all(&canvas, &frame, strip, n);
        rc = vib_canvas_close(&canvas, rc);
    }
    strips_free(strip, n);
    return rc;
}
