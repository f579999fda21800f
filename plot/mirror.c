/* mirror.c - an unknown and what was found for it, as the search compared
 * them: the best match hangs below it, the others follow. */
#include "mirror.h"

#include "frame.h"
#include "memory.h"
#include "pipeline.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EDGE = 10, LABEL_ROOM = 13, KEY_ROOM = 13 }; /* points */

/* Half the width of a band's mark, cm^-1. */
static const double mark_reach = 6;

/* Of the strongest band: what is too weak to be missed. */
static const float weakest_mark = 0.02f;

/* A spectrum above its baseline on the model's grid, 0 to 1. */
typedef struct vib_panel {
    vib_line line;   /* y: NAN where not measured */
    bool *left_out;  /* [length] of the query: what the search did not use */
    char *note;      /* or NULL */
    const vib_reasons *reasons; /* of a match, or NULL */
} vib_panel;

static void sheets_free(vib_panel *sheets, size_t n)
{
    for (size_t i = 0; sheets && i < n; i++) {
        free(sheets[i].line.x);
        free(sheets[i].line.y);
        free(sheets[i].line.label);
        free(sheets[i].left_out);
        free(sheets[i].note);
    }
    free(sheets);
}

/* Intensity above the baseline: the square of the root that the model sees,
 * its highest point 1. `work` holds (VIB_CHANNELS + 6) length floats. */
static int above_baseline(vib_panel *sheet, const vib_spectrum *spectrum,
                          const vib_pipeline *pipeline, float *work)
{
    size_t length = pipeline->length;
    float *intensity = work, *mask = work + length;
    float *channels = work + 2 * length, *root = channels + length;
    float most = 0;
    int rc = vib_pipeline_grid(intensity, mask, pipeline, spectrum);

    if (rc < 0)
        return vib_fail_prefix(rc, sheet->line.label);
    vib_pipeline_features(channels, channels + VIB_CHANNELS * length, pipeline,
                          intensity, mask);
    for (size_t i = 0; i < length; i++)
        most = fmaxf(most, root[i] * root[i]);
    for (size_t i = 0; i < length; i++) {
        double value = most > 0 ? (double)(root[i] * root[i] / most) : 0;

        sheet->line.x[i] = pipeline->first + pipeline->step * (double)i;
        sheet->line.y[i] = mask[i] > 0 ? value : NAN;
    }
    return VIB_OK;
}

static int sheet_make(vib_panel *sheet, const vib_curve *curve,
                      const vib_pipeline *pipeline, float *work)
{
    size_t length = pipeline->length;

    sheet->line.n = length;
    sheet->line.x = vib_new(length, sizeof *sheet->line.x);
    sheet->line.y = vib_new(length, sizeof *sheet->line.y);
    sheet->left_out = vib_new(length, sizeof *sheet->left_out);
    sheet->line.label = vib_curve_label(curve);
    if (curve->note)
        sheet->note = vib_plain_text(curve->note);
    if (!sheet->line.x || !sheet->line.y || !sheet->left_out ||
        !sheet->line.label ||
        (curve->note && !sheet->note))
        return VIB_NO_MEMORY;
    return above_baseline(sheet, curve->spectrum, pipeline, work);
}

/* Sheets [count + 1]: the query's, then those of the matches. */
static int sheets_make(vib_panel **out, const vib_mirror *what,
                       const vib_pipeline *pipeline)
{
    size_t n = what->count;
    vib_panel *sheets = vib_new(n + 1, sizeof *sheets);
    float *work = vib_new((VIB_CHANNELS + 6) * pipeline->length, sizeof *work);
    int rc = sheets && work ? VIB_OK : VIB_NO_MEMORY;

    for (size_t i = 0; i <= n && rc == VIB_OK; i++)
        rc = sheet_make(&sheets[i], i ? &what->matches[i - 1] : &what->query,
                        pipeline, work);
    for (size_t i = 1; i <= n && rc == VIB_OK && what->reasons; i++)
        sheets[i].reasons = &what->reasons[i - 1];
    for (size_t i = 0; i < pipeline->length && rc == VIB_OK; i++)
        sheets[0].line.x[i] -= what->shift;
    free(work);
    if (rc == VIB_OK)
        *out = sheets;
    else
        sheets_free(sheets, n + 1);
    return rc;
}

/* Mark the points that the last of their regions gives no weight. */
static void leave_out(vib_panel *query, const vib_mirror *what)
{
    for (size_t r = 0; r < what->region_count; r++) {
        const vib_region *region = &what->regions[r];
        double low = fmin(region->from, region->to);
        double high = fmax(region->from, region->to);

        for (size_t i = 0; i < query->line.n; i++)
            if (query->line.x[i] >= low && query->line.x[i] <= high)
                query->left_out[i] = !(region->weight > 0);
    }
}

/* What the query and the best match measured, or the part that is asked for. */
static int find_range(vib_view_range *range, const vib_panel *sheets, size_t n,
                      const vib_plot *options)
{
    bool asked = options->from != options->to;

    range->from = asked ? fmin(options->from, options->to) : INFINITY;
    range->to = asked ? fmax(options->from, options->to) : -INFINITY;
    for (size_t s = 0; s <= n && s < 2 && !asked; s++)
        for (size_t i = 0; i < sheets[s].line.n; i++)
            if (!isnan(sheets[s].line.y[i])) {
                range->from = fmin(range->from, sheets[s].line.x[i]);
                range->to = fmax(range->to, sheets[s].line.x[i]);
            }
    if (range->from < range->to)
        return VIB_OK;
    return vib_fail(VIB_BAD_ARG, "nothing was measured from %g to %g cm^-1",
                    range->from, range->to);
}

/* ---- What is behind the lines ------------------------------------------ */

/* Fill a part of the axis, cm^-1, as far as the frame shows it, in the ink that
 * is set or as what was not compared. */
static void fill_part(const vib_canvas *canvas, const vib_frame *frame,
                      const double part[2], const double across[2],
                      bool hatched)
{
    double low = part[0], high = part[1], a, b;

    low = fmax(low, frame->range.from);
    high = fmin(high, frame->range.to);
    if (low >= high)
        return;
    a = vib_frame_x(frame, low);
    b = vib_frame_x(frame, high);
    if (hatched)
        vib_canvas_hatch(canvas, fmin(a, b), across[0], fabs(b - a),
                         across[1] - across[0]);
    else
        vib_canvas_box(canvas, fmin(a, b), across[0], fabs(b - a),
                       across[1] - across[0]);
}

/* Whether a grid point was compared: measured in both and not left out. */
static bool was_compared(const vib_panel *query, const vib_panel *match,
                         size_t i)
{
    return !query->left_out[i] && !isnan(query->line.y[i]) &&
           !isnan(match->line.y[i]);
}

/* Grey where nothing was compared. */
static void fill_unshared(const vib_canvas *canvas, const vib_frame *frame,
                          const vib_panel *query, const vib_panel *match,
                          const double across[2])
{
    const double *x = query->line.x;
    size_t n = query->line.n;
    double half = (x[1] - x[0]) / 2;

    for (size_t i = 0, end; i < n; i = end + 1) {
        for (end = i; end < n && !was_compared(query, match, end); end++)
            ;
        if (end > i)
            fill_part(canvas, frame,
                      (double[]){ i == 0 ? -INFINITY : x[i] - half,
                                  end == n ? INFINITY : x[end - 1] + half },
                      across, true);
    }
}

/* Shade bands of one kind: what both have over all of `across`, what one has in
 * its own half, the upper one being the unknown's. */
static void mark_bands(const vib_canvas *canvas, const vib_frame *frame,
                       const vib_reasons *reasons, vib_reason_kind kind,
                       const double across[2])
{
    double middle = (across[0] + across[1]) / 2;
    double part[2] = { across[0], across[1] };

    if (kind == VIB_BAND_MISSING)
        part[1] = middle;
    if (kind == VIB_BAND_EXTRA)
        part[0] = middle;
    vib_canvas_ink(canvas, kind == VIB_BAND_FOUND ? VIB_INK_SHADE
                                                  : VIB_INK_ALONE);
    for (size_t i = 0; i < reasons->count; i++) {
        const vib_reason *band = &reasons->band[i];
        double low = fmin(band->query, band->reference) - mark_reach;
        double high = fmax(band->query, band->reference) + mark_reach;

        if (band->kind == kind &&
            fmaxf(band->query_height, band->reference_height) >= weakest_mark)
            fill_part(canvas, frame, (double[]){ low, high }, part, false);
    }
}

static void draw_behind(const vib_canvas *canvas, const vib_frame *frame,
                        const vib_panel *query, const vib_panel *match,
                        const double across[2])
{
    if (match->reasons) {
        mark_bands(canvas, frame, match->reasons, VIB_BAND_MISSING, across);
        mark_bands(canvas, frame, match->reasons, VIB_BAND_EXTRA, across);
        mark_bands(canvas, frame, match->reasons, VIB_BAND_FOUND, across);
    }
    fill_unshared(canvas, frame, query, match, across);
}

/* ---- The picture ------------------------------------------------------- */

/* The name at the left end of a line of text, the note at its right end. */
static void draw_label(const vib_canvas *canvas, const vib_frame *frame,
                       const vib_panel *sheet, double y)
{
    double room = frame->right - frame->left - 4, note = 0;

    vib_canvas_font(canvas, VIB_SIZE_LABEL, false);
    vib_canvas_ink(canvas, VIB_INK_FAINT);
    if (sheet->note)
        note = vib_canvas_width(canvas, sheet->note) + 10;
    if (note < 0.6 * room && note > 0)
        vib_canvas_text(canvas, frame->right - 2, y, 1, sheet->note);
    else
        note = 0;
    vib_canvas_font(canvas, VIB_SIZE_LABEL, true);
    vib_canvas_ink(canvas, VIB_INK_TEXT);
    vib_canvas_fit(canvas, frame->left + 2, y, room - note,
                   sheet->line.label);
}

static void draw_zero(const vib_canvas *canvas, const vib_frame *frame,
                      double y)
{
    vib_canvas_ink(canvas, VIB_INK_RULE);
    vib_canvas_dashes(canvas, 0, false);
    vib_canvas_rule(canvas, (double[]){ frame->left, y },
                    (double[]){ frame->right, y }, 0.5);
}

/* A line from its zero at `base` towards `tip`, with its bands if asked. */
static int draw_sheet(const vib_canvas *canvas, const vib_frame *frame,
                      const vib_panel *sheet, const double reach[2], bool peaks)
{
    double room = peaks ? fmin(VIB_CREST_ROOM,
                               0.4 * fabs(reach[1] - reach[0])) : 0;
    vib_slot slot = { 0, 1, reach[0],
                      reach[1] + (reach[1] < reach[0] ? room : -room) };
    vib_taken taken = { .count = 0 };

    vib_frame_line(canvas, frame, &slot, &sheet->line);
    return peaks ? vib_frame_crests(&taken, canvas, frame, &slot, &sheet->line)
                 : VIB_OK;
}

/* The query and, hanging below it, the best match. */
static int draw_pair(const vib_canvas *canvas, const vib_frame *frame,
                     const vib_panel *sheets, const double across[2],
                     bool peaks)
{
    double middle = (across[0] + across[1]) / 2;
    int rc;

    draw_behind(canvas, frame, &sheets[0], &sheets[1], across);
    draw_zero(canvas, frame, middle);
    vib_canvas_ink(canvas, VIB_INK_LINE);
    rc = draw_sheet(canvas, frame, &sheets[0],
                    (double[]){ middle, across[0] + LABEL_ROOM }, peaks);
    draw_label(canvas, frame, &sheets[0], across[0] + 9);
    vib_canvas_ink(canvas, VIB_INK_LINE + 1);
    if (rc == VIB_OK)
        rc = draw_sheet(canvas, frame, &sheets[1],
                        (double[]){ middle, across[1] - LABEL_ROOM }, peaks);
    draw_label(canvas, frame, &sheets[1], across[1] - 4);
    return rc;
}

/* The query, if there is nothing to compare it with. */
static int draw_alone(const vib_canvas *canvas, const vib_frame *frame,
                      const vib_panel *query, const double across[2],
                      bool peaks)
{
    draw_label(canvas, frame, query, across[0] + 9);
    vib_canvas_ink(canvas, VIB_INK_LINE);
    return draw_sheet(canvas, frame, query,
                      (double[]){ across[1], across[0] + LABEL_ROOM }, peaks);
}

/* One of the other matches, in a strip of its own. */
static int draw_strip(const vib_canvas *canvas, const vib_frame *frame,
                      const vib_panel *sheets, size_t which,
                      const double across[2])
{
    draw_behind(canvas, frame, &sheets[0], &sheets[which], across);
    draw_zero(canvas, frame, across[1]);
    draw_label(canvas, frame, &sheets[which], across[0] + 9);
    vib_canvas_ink(canvas, VIB_INK_LINE + which);
    return draw_sheet(canvas, frame, &sheets[which],
                      (double[]){ across[1], across[0] + LABEL_ROOM }, false);
}

/* What the colours behind the lines mean, in the last line. */
static void draw_key(const vib_canvas *canvas, const vib_frame *frame,
                     double y)
{
    static const struct { vib_ink ink; const char *text; } keys[] = {
        { VIB_INK_SHADE, "bands that agree" },
        { VIB_INK_ALONE, "bands of one only, the unknown's above" },
        { VIB_INK_MASK, "not compared" },
    };
    double x = frame->left;

    vib_canvas_font(canvas, VIB_SIZE_TICK, false);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        double whole = 20 + vib_canvas_width(canvas, keys[i].text);

        if (x + whole > frame->right)
            return;
        vib_canvas_ink(canvas, keys[i].ink);
        if (keys[i].ink == VIB_INK_MASK)
            vib_canvas_hatch(canvas, x, y - 6, 12, 7);
        else
            vib_canvas_box(canvas, x, y - 6, 12, 7);
        vib_canvas_ink(canvas, VIB_INK_FAINT);
        vib_canvas_text(canvas, x + 15, y, 0, keys[i].text);
        x += whole + 6;
    }
}

static int draw_all(const vib_canvas *canvas, vib_frame *frame,
                    const vib_panel *sheets, size_t n, const vib_plot *options)
{
    const double pair_share = 4; /* the pair is as high as so many strips */
    double strips = n > 1 ? (double)(n - 1) : 0;
    double whole = frame->bottom - frame->top;
    double strip = whole / (pair_share + strips), gap = strips > 0 ? 5 : 0;
    double pair[2] = { frame->top, frame->bottom - strips * strip };
    int rc = n > 0 ? draw_pair(canvas, frame, sheets, pair, options->peaks)
                   : draw_alone(canvas, frame, &sheets[0], pair,
                                options->peaks);

    for (size_t i = 2; i <= n && rc == VIB_OK; i++) {
        double top = pair[1] + (double)(i - 2) * strip + gap;

        rc = draw_strip(canvas, frame, sheets, i,
                        (double[]){ top, top + strip - gap });
    }
    vib_frame_axis(canvas, frame);
    vib_frame_side(canvas, frame, "Intensity above baseline");
    if (canvas->height >= 150 && n > 0)
        draw_key(canvas, frame, frame->top - 5);
    return rc;
}

int vib_mirror_draw(const vib_canvas *canvas, const vib_mirror *what,
                    const vib_plot *options)
{
    double height = canvas->height;
    size_t n = what->count;
    vib_frame frame = { .left = 22, .top = EDGE };
    vib_pipeline pipeline;
    vib_panel *sheets = NULL;
    int rc = vib_pipeline_parse(&pipeline, what->pipeline);

    if (rc == VIB_OK)
        rc = sheets_make(&sheets, what, &pipeline);
    if (rc < 0)
        return rc;
    leave_out(&sheets[0], what);
    frame.range.raman = pipeline.raman;
    frame.range.descending = frame.range.infrared = !pipeline.raman;
    rc = find_range(&frame.range, sheets, n, options);
    if (rc == VIB_OK) {
        frame.right = canvas->width - fmin(EDGE + 4, 0.05 * canvas->width);
        frame.bottom = height - vib_frame_foot(height);
        vib_frame_title(canvas, &frame, options->title);
        frame.top += height >= 150 && n > 0 ? KEY_ROOM : 0;
        rc = draw_all(canvas, &frame, sheets, n, options);
    }
    sheets_free(sheets, n + 1);
    return rc;
}

double vib_mirror_height(size_t n)
{
    return 270 + 52 * (n > 1 ? (double)(n - 1) : 0);
}

int vib_plot_match(FILE *out, const vib_mirror *what,
                   const vib_plot *options)
{
    double width = options->width > 0 ? options->width : 480;
    double height = options->height > 0 ? options->height
                                        : vib_mirror_height(what->count);
    vib_canvas canvas;
    int rc = vib_canvas_open(&canvas, out, options->image, width, height);

    if (rc < 0)
        return rc;
    rc = vib_mirror_draw(&canvas, what, options);
    return vib_canvas_close(&canvas, rc);
}
