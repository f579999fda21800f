/* figure.c - one spectrum or more, over one axis. */
#include "frame.h"
#include "memory.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EDGE = 10, LABEL_ROOM = 12, LEGEND_SAMPLE = 18 }; /* points */

static bool is_overlaid(size_t n, const vib_plot *options)
{
    return n > 1 && options->layout == VIB_OVERLAID;
}

/* The size that suits the content where none is asked for. */
static void choose_size(double size[2], size_t n, const vib_plot *options)
{
    size_t strips = is_overlaid(n, options) ? 1 : n;
    double strip = options->peaks ? 84 : 60;
    double height = fmin(fmax(240, 60 + strip * (double)strips), 1600);

    size[0] = options->width > 0 ? options->width : 480;
    size[1] = options->height > 0 ? options->height : height;
}

/* Where a line goes between `top` and `bottom`, with room for what is written
 * beyond it. */
static vib_slot slot_of(const vib_line *line, const vib_view_range *range,
                        double top, double bottom, bool peaks)
{
    double room = peaks ? fmin(VIB_CREST_ROOM, 0.4 * (bottom - top)) : 0;
    vib_slot slot = { .at_low = bottom - (line->dips ? room : 0),
                      .at_high = top + (line->dips ? 0 : room) };
    double extent[2];

    vib_line_extent(extent, line, range);
    slot.low = extent[0];
    slot.high = extent[1];
    return slot;
}

/* ---- One, with its scale ----------------------------------------------- */

/* A spectrum that begins near zero is shown from there. */
static void round_extent(vib_slot *slot)
{
    double margin = 0.03 * (slot->high - slot->low);

    if (slot->low >= 0 && slot->low < 0.15 * slot->high)
        slot->low = 0;
    else
        slot->low -= margin;
    slot->high += margin;
}

static int draw_one(const vib_canvas *canvas, vib_frame *frame,
                    const vib_line *line, const vib_plot *options)
{
    vib_taken taken = { .count = 0 };
    vib_slot slot;
    double top = frame->top;
    int rc = VIB_OK;

    if (canvas->height >= 110)
        top += LABEL_ROOM;
    slot = slot_of(line, &frame->range, top, frame->bottom, options->peaks);
    round_extent(&slot);
    frame->left = vib_frame_scale_room(canvas, &slot, canvas->height);
    vib_frame_scale(canvas, frame, &slot, line->unit);
    vib_frame_axis(canvas, frame);
    vib_canvas_ink(canvas, VIB_INK_LINE);
    vib_frame_line(canvas, frame, &slot, line);
    if (top > frame->top) {
        vib_canvas_font(canvas, VIB_SIZE_LABEL, false);
        vib_canvas_fit(canvas, frame->left + 4,
                       frame->top + 0.8 * VIB_SIZE_LABEL,
                       frame->right - frame->left - 4, line->label);
    }
    if (options->peaks)
        rc = vib_frame_crests(&taken, canvas, frame, &slot, line);
    return rc;
}

/* ---- Several ----------------------------------------------------------- */

static int draw_stacked(const vib_canvas *canvas, const vib_frame *frame,
                        const vib_line *lines, size_t n,
                        const vib_plot *options)
{
    double height = (frame->bottom - frame->top) / (double)n;
    double room = height >= 2 * LABEL_ROOM ? LABEL_ROOM : 0;
    int rc = VIB_OK;

    for (size_t i = 0; i < n && rc == VIB_OK; i++) {
        double top = frame->top + (double)i * height;
        vib_slot slot = slot_of(&lines[i], &frame->range, top + room,
                                top + height - 6, options->peaks);
        vib_taken taken = { .count = 0 };

        vib_canvas_ink(canvas, VIB_INK_LINE + i);
        vib_frame_line(canvas, frame, &slot, &lines[i]);
        vib_canvas_font(canvas, VIB_SIZE_LABEL, false);
        vib_canvas_ink(canvas, VIB_INK_TEXT);
        if (room > 0)
            vib_canvas_fit(canvas, frame->left + 2, top + 0.95 * VIB_SIZE_LABEL,
                           frame->right - frame->left - 2, lines[i].label);
        if (options->peaks)
            rc = vib_frame_crests(&taken, canvas, frame, &slot, &lines[i]);
    }
    return rc;
}

/* A sample of each line and its name, in rows, each as wide as it must be. */
static void draw_legend(const vib_canvas *canvas, vib_frame *frame,
                        const vib_line *lines, size_t n)
{
    double width = frame->right - frame->left, x = frame->left;
    double most = fmax(width / 2 - 12, 1);

    vib_canvas_font(canvas, VIB_SIZE_LABEL, false);
    for (size_t i = 0; i < n; i++) {
        double text = vib_canvas_width(canvas, lines[i].label);
        double whole = fmin(LEGEND_SAMPLE + 4 + text, most);
        double y = frame->top + 0.8 * VIB_SIZE_LABEL;

        if (x > frame->left && x + whole > frame->right) {
            x = frame->left;
            frame->top += LABEL_ROOM;
            y += LABEL_ROOM;
        }
        vib_canvas_ink(canvas, VIB_INK_LINE + i);
        vib_canvas_dashes(canvas, i, true);
        vib_canvas_rule(canvas, (double[]){ x, y - 3 },
                        (double[]){ x + LEGEND_SAMPLE, y - 3 }, 1.2);
        vib_canvas_ink(canvas, VIB_INK_TEXT);
        vib_canvas_fit(canvas, x + LEGEND_SAMPLE + 4, y,
                       whole - LEGEND_SAMPLE - 3.9, lines[i].label);
        x += whole + 12;
    }
    frame->top += LABEL_ROOM + 4;
}

static int draw_overlaid(const vib_canvas *canvas, vib_frame *frame,
                         const vib_line *lines, size_t n,
                         const vib_plot *options)
{
    vib_taken taken = { .count = 0 };
    int rc = VIB_OK;

    if (canvas->height >= 110)
        draw_legend(canvas, frame, lines, n);
    if (frame->top > frame->bottom - 30)
        return vib_fail(VIB_BAD_ARG, "%zu spectra overlaid do not fit in a "
                        "picture %g points high; stack them", n,
                        canvas->height);
    for (size_t i = n; i-- > 0 && rc == VIB_OK;) { /* the first on top */
        vib_slot slot = slot_of(&lines[i], &frame->range, frame->top,
                                frame->bottom - 3, options->peaks);

        vib_canvas_ink(canvas, VIB_INK_LINE + i);
        vib_canvas_dashes(canvas, i, true);
        vib_frame_line(canvas, frame, &slot, &lines[i]);
    }
    for (size_t i = 0; i < n && options->peaks && rc == VIB_OK; i++) {
        vib_slot slot = slot_of(&lines[i], &frame->range, frame->top,
                                frame->bottom - 3, true);

        vib_canvas_ink(canvas, VIB_INK_LINE + i);
        rc = vib_frame_crests(&taken, canvas, frame, &slot, &lines[i]);
    }
    return rc;
}

static int draw_several(const vib_canvas *canvas, vib_frame *frame,
                        const vib_line *lines, size_t n,
                        const vib_plot *options)
{
    bool overlaid = is_overlaid(n, options);
    int rc = overlaid ? draw_overlaid(canvas, frame, lines, n, options)
                      : draw_stacked(canvas, frame, lines, n, options);

    vib_frame_axis(canvas, frame);
    vib_frame_side(canvas, frame,
                   overlaid ? "Intensity (each to its own scale)"
                            : "Intensity (each to its own scale, shifted)");
    return rc;
}

int vib_plot_spectra(FILE *out, const vib_curve *curves, size_t n,
                     const vib_plot *options)
{
    vib_frame frame = { .left = 22, .top = EDGE };
    vib_line *lines = NULL;
    vib_canvas canvas;
    double size[2];
    int rc;

    if (n == 0)
        return vib_fail(VIB_BAD_ARG, "there is no spectrum to draw");
    choose_size(size, n, options);
    rc = vib_lines_make(&lines, &frame.range, curves, n, options);
    if (rc < 0)
        return rc;
    rc = vib_canvas_open(&canvas, out, options->image, size[0], size[1]);
    if (rc < 0)
        goto out;
    if (size[1] < 110)
        frame.left = frame.top = 4;
    frame.right = size[0] - fmin(EDGE + 4, 0.05 * size[0]);
    frame.bottom = size[1] - vib_frame_foot(size[1]);
    vib_frame_title(&canvas, &frame, options->title);
    rc = n == 1 ? draw_one(&canvas, &frame, &lines[0], options)
                : draw_several(&canvas, &frame, lines, n, options);
    rc = vib_canvas_close(&canvas, rc);
out:
    vib_lines_free(lines, n);
    return rc;
}
