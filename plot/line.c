/* line.c - a spectrum made ready to be drawn. */
#include "line.h"

#include "axis.h"
#include "canvas.h"
#include "memory.h"
#include "resample.h"
#include "status.h"
#include "units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- What it is -------------------------------------------------------- */

char *vib_curve_label(const vib_curve *curve)
{
    static const char *const keys[] = { VIB_KEY_NAME, VIB_KEY_TITLE,
                                        VIB_KEY_SOURCE };
    const char *label = curve->label;

    for (size_t i = 0; !label && i < sizeof keys / sizeof *keys; i++)
        label = vib_spectrum_get(curve->spectrum, keys[i]);
    return vib_plain_text(label ? label : "spectrum");
}

static bool has_text(const char *text, const char *part)
{
    return text && strcasestr(text, part) != NULL;
}

/* What the spectra say about their technique; a unit that only infrared spectra
 * have is an answer too. */
static void find_technique(vib_view_range *range, const vib_curve *curves,
                           size_t n, const char *asked)
{
    for (size_t i = 0; i < n; i++) {
        const vib_spectrum *s = curves[i].spectrum;
        const char *technique =
            asked ? asked : vib_spectrum_get(s, VIB_KEY_TECHNIQUE);
        vib_ordinate unit =
            vib_ordinate_of(vib_spectrum_get(s, VIB_KEY_Y_UNIT));

        if (has_text(technique, "raman") ||
            (!technique && vib_spectrum_get(s, VIB_KEY_LASER)))
            range->raman = true;
        else if (has_text(technique, "infrared") ||
                 vib_ordinate_is_light(unit))
            range->infrared = true;
    }
    if (range->raman && range->infrared) /* nothing is true of all */
        range->raman = range->infrared = false;
    range->descending = range->infrared;
}

/* ---- Points ------------------------------------------------------------ */

static int line_make(vib_line *line, const vib_curve *curve, bool raman)
{
    const vib_spectrum *s = curve->spectrum;
    int rc;

    line->n = s->n;
    line->x = vib_new(s->n, sizeof *line->x);
    line->y = vib_new(s->n, sizeof *line->y);
    line->label = vib_curve_label(curve);
    if (!line->x || !line->y || !line->label)
        return VIB_NO_MEMORY;
    line->unit = vib_spectrum_get(s, VIB_KEY_Y_UNIT);
    line->dips = vib_ordinate_dips(vib_ordinate_of(line->unit));
    if (s->n > 0)
        memcpy(line->y, s->y, s->n * sizeof *line->y);
    rc = vib_axis_per_cm(line->x, s, raman);
    if (rc == VIB_OK)
        rc = vib_axis_order(line->x, line->y, &line->n);
    return rc < 0 ? vib_fail_prefix(rc, line->label) : VIB_OK;
}

static int find_range(vib_view_range *range, const vib_line *lines, size_t n,
                      const vib_plot *options)
{
    bool asked = options->from != options->to;

    range->from = asked ? fmin(options->from, options->to) : INFINITY;
    range->to = asked ? fmax(options->from, options->to) : -INFINITY;
    for (size_t i = 0; i < n && !asked; i++) {
        range->from = fmin(range->from, lines[i].x[0]);
        range->to = fmax(range->to, lines[i].x[lines[i].n - 1]);
    }
    for (size_t i = 0; i < n; i++) {
        size_t begin, end;

        vib_line_part(&begin, &end, &lines[i], range);
        if (end - begin >= 2)
            return VIB_OK;
    }
    return vib_fail(VIB_BAD_ARG, "nothing was measured from %g to %g cm^-1",
                    range->from, range->to);
}

int vib_lines_make(vib_line **lines, vib_view_range *range,
                   const vib_curve *curves, size_t n, const vib_plot *options)
{
    vib_view_range found = { 0 };
    vib_line *made = vib_new(n, sizeof *made);
    int rc = made ? VIB_OK : VIB_NO_MEMORY;

    find_technique(&found, curves, n, options->technique);
    for (size_t i = 0; i < n && rc == VIB_OK; i++)
        rc = line_make(&made[i], &curves[i], !found.infrared);
    if (rc == VIB_OK)
        rc = find_range(&found, made, n, options);
    if (rc < 0) {
        vib_lines_free(made, n);
        return rc;
    }
    *range = found;
    *lines = made;
    return VIB_OK;
}

void vib_lines_free(vib_line *lines, size_t n)
{
    for (size_t i = 0; lines && i < n; i++) {
        free(lines[i].x);
        free(lines[i].y);
        free(lines[i].label);
    }
    free(lines);
}

/* The first point at or above `x`. */
static size_t lower_bound(const vib_line *line, double x)
{
    size_t low = 0, high = line->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (line->x[middle] < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void vib_line_part(size_t *begin, size_t *end, const vib_line *line,
                   const vib_view_range *range)
{
    *begin = lower_bound(line, range->from);
    *end = lower_bound(line, nextafter(range->to, INFINITY));
}

/* Between two stretches; a point by itself, as in a list of peaks, would not be
 * seen at all. */
static bool is_gap(const vib_line *line, size_t i)
{
    const double *x = line->x;
    size_t n = line->n;

    return i > 1 && i + 1 < n && vib_resample_gap(x, n, i - 1) &&
           !vib_resample_gap(x, n, i - 2) && !vib_resample_gap(x, n, i);
}

bool vib_line_breaks(const vib_line *line, size_t i)
{
    return isnan(line->y[i - 1]) || isnan(line->y[i]) || is_gap(line, i);
}

void vib_line_extent(double extent[2], const vib_line *line,
                     const vib_view_range *range)
{
    size_t begin, end;

    vib_line_part(&begin, &end, line, range);
    extent[0] = begin < end ? line->y[begin] : 0;
    extent[1] = begin < end ? line->y[begin] : 1;
    for (size_t i = begin; i < end; i++) {
        extent[0] = fmin(extent[0], line->y[i]);
        extent[1] = fmax(extent[1], line->y[i]);
    }
    if (!(extent[1] - extent[0] > 1e-12 * fabs(extent[1])))
        extent[1] = extent[0] + fmax(1, fabs(extent[0]));
}
