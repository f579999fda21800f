/* dots.c - a plot for a terminal: lines of characters that are small grids of
 * dots. */
#include "canvas.h"
#include "frame.h"
#include "memory.h"
#include "status.h"
#include "ticks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Braille has 2 by 4 dots a character; ASCII, with . ' and :, has 1 by 2. */
typedef struct vib_raster {
    bool braille;
    size_t columns, rows;     /* characters */
    size_t wide, high;        /* dots a character */
    unsigned char *dots;      /* [rows][columns] one bit a dot */
} vib_raster;

static void set_dot(vib_raster *raster, size_t x, size_t y)
{
    /* The bits of U+2800 plus them, by row and column of the dot. */
    static const unsigned char braille[4][2] = {
        { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 },
    };
    size_t column = x / raster->wide, row = y / raster->high;
    size_t right = x % raster->wide, down = y % raster->high;

    if (column < raster->columns && row < raster->rows)
        raster->dots[row * raster->columns + column] |=
            raster->braille ? braille[down][right]
                            : (unsigned char)(1 << down);
}

/* A vertical run of dots between two heights. */
static void set_run(vib_raster *raster, size_t x, double a, double b)
{
    size_t low = (size_t)fmin(a, b), high = (size_t)fmax(a, b);

    for (size_t y = low; y <= high; y++)
        set_dot(raster, x, y);
}

/* The line, each point joined to the one before it where it may be. */
static void draw(vib_raster *raster, const vib_line *line,
                 const vib_view_range *range)
{
    double right = (double)(raster->columns * raster->wide - 1);
    vib_frame frame = { 0, 0, right, 0, *range };
    double extent[2], before[2] = { 0 };
    vib_slot slot = { .at_low = (double)(raster->rows * raster->high - 1) };
    size_t begin, end;

    vib_line_extent(extent, line, range);
    slot.low = extent[0];
    slot.high = extent[1];
    vib_line_part(&begin, &end, line, range);
    for (size_t i = begin; i < end; i++) {
        double at[2] = { round(vib_frame_x(&frame, line->x[i])),
                         round(vib_slot_y(&slot, line->y[i])) };
        bool joined = i > begin && !vib_line_breaks(line, i);
        double steps = joined ? fabs(at[0] - before[0]) : 0;
        double toward = at[0] > before[0] ? 1 : -1;
        double last = joined ? before[1] : at[1];

        if (steps == 0)
            set_run(raster, (size_t)at[0], last, at[1]);
        for (double s = 1; s <= steps; s++) {
            double y = round(before[1] + (at[1] - before[1]) * s / steps);

            set_run(raster, (size_t)(before[0] + toward * s), last, y);
            last = y;
        }
        memcpy(before, at, sizeof at);
    }
}

static void put_cell(FILE *out, const vib_raster *raster, unsigned char bits)
{
    if (!raster->braille || bits == 0)
        fputc(" '.:"[raster->braille ? 0 : bits & 3], out);
    else
        fprintf(out, "\xe2%c%c", 0xa0 | bits >> 6, 0x80 | (bits & 0x3f));
}

static void put_raster(FILE *out, const vib_raster *raster, const char *colour)
{
    for (size_t row = 0; row < raster->rows; row++) {
        fputs(colour, out);
        for (size_t column = 0; column < raster->columns; column++)
            put_cell(out, raster,
                     raster->dots[row * raster->columns + column]);
        fputs(*colour ? "\033[0m\n" : "\n", out);
    }
}

/* ---- The axis ---------------------------------------------------------- */

/* Numbers below their ticks, as many as leave room between them. */
static int put_axis(FILE *out, size_t columns, const vib_view_range *range)
{
    vib_ticks ticks = vib_ticks_make(range->from, range->to,
                                     columns > 20 ? columns / 10 : 2);
    vib_frame frame = { 0, 0, (double)(columns - 1), 0, *range };
    char *marks = vib_new(columns + 1, 1), *numbers = vib_new(columns + 1, 1);
    int rc = marks && numbers ? VIB_OK : VIB_NO_MEMORY;

    if (rc < 0)
        goto out;
    memset(marks, '-', columns);
    memset(numbers, ' ', columns);
    for (size_t i = 0; i < ticks.count; i++) {
        double value = vib_tick(&ticks, i);
        size_t at = (size_t)lround(vib_frame_x(&frame, value)), begin, length;
        char text[VIB_TICK_TEXT];

        length = (size_t)snprintf(text, sizeof text, "%.*f", ticks.decimals,
                                  value);
        begin = at >= length / 2 ? at - length / 2 : 0;
        if (begin + length > columns)
            begin = columns > length ? columns - length : 0;
        marks[at] = '+';
        if (begin + length <= columns &&
            strspn(numbers + (begin ? begin - 1 : 0), " ") >= length)
            memcpy(numbers + begin, text, length);
    }
    fprintf(out, "%s\n%s\n%*s\n", marks, numbers, (int)columns,
            range->raman ? "Raman shift, cm-1" : "wavenumber, cm-1");
out:
    free(marks);
    free(numbers);
    return rc;
}

/* ---- All --------------------------------------------------------------- */

/* Terminals' own colours, near those of the pictures; the first is the one
 * that text has. */
static const char *colour_of(size_t i, bool colour)
{
    static const char *const colours[] = {
        "", "\033[34m", "\033[33m", "\033[32m", "\033[35m", "\033[36m",
    };

    return colour ? colours[i % (sizeof colours / sizeof *colours)] : "";
}

static int put_line(FILE *out, const vib_line *line, size_t i,
                    const vib_view_range *range, const vib_text_plot *options,
                    size_t rows)
{
    bool braille = options->braille;
    vib_raster raster = { braille, options->columns, rows, braille ? 2 : 1,
                      braille ? 4 : 2,
                      vib_new(rows * options->columns, 1) };

    if (!raster.dots)
        return VIB_NO_MEMORY;
    draw(&raster, line, range);
    fprintf(out, "%s\n", line->label);
    put_raster(out, &raster, colour_of(i, options->colour));
    free(raster.dots);
    return VIB_OK;
}

int vib_plot_text(FILE *out, const vib_curve *curves, size_t n,
                  const vib_plot *part, const vib_text_plot *options)
{
    enum { LEAST_COLUMNS = 10, LEAST_ROWS = 3, MOST = 10000 };
    vib_line *lines = NULL;
    vib_view_range range;
    size_t rows;
    int rc;

    if (n == 0 || options->columns < LEAST_COLUMNS ||
        options->columns > MOST || options->rows > MOST)
        return vib_fail(VIB_BAD_ARG, "a plot of %zu spectra in %zu columns "
                        "cannot be made", n, options->columns);
    rc = vib_lines_make(&lines, &range, curves, n, part);
    if (rc < 0)
        return rc;
    rows = options->rows / n > LEAST_ROWS ? options->rows / n : LEAST_ROWS;
    for (size_t i = 0; i < n && rc == VIB_OK; i++)
        rc = put_line(out, &lines[i], i, &range, options, rows);
    if (rc == VIB_OK)
        rc = put_axis(out, options->columns, &range);
    vib_lines_free(lines, n);
    return rc;
}
