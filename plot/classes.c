/* classes.c - a map of what was found where, as a picture. */
#include "frame.h"
#include "memory.h"
#include "status.h"
#include "ticks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Okabe and Ito's colours, see canvas.h, with the yellow: of areas, unlike of
 * lines, it can be seen. Then the one of all other classes. */
enum { COLOURS = 8 };
static const unsigned colours[COLOURS + 1] = {
    0x0072b2, 0xe69f00, 0x009e73, 0x56b4e9, 0xd55e00, 0xf0e442, 0xcc79a7,
    0x222222, 0x999999,
};

/* Greys of what has no answer, from nothing on. */
static const unsigned blank = 0xf2f2f2, failed = 0xcfcfcf;
static const unsigned unmeasured = 0xffffff;

/* Points. LINE: how wide a line is drawn, whose width nobody measured. */
enum { EDGE = 12, SWATCH = 9, LEGEND = 150, ROW = 15, LINE = 24 };

/* Cells that a map may have, and pixels that its picture has at least along its
 * longer side: a viewer that smooths pictures then leaves the cells sharp. */
static const double most_cells = 5e7;
static const size_t fine = 1200;

/* How many classes the legend names: one more would be alone among the others,
 * and so has their colour and its name. */
static size_t named(const vib_map *map)
{
    return map->class_count <= COLOURS + 1 ? map->class_count : COLOURS;
}

static unsigned colour_of(uint16_t class)
{
    size_t i = class <= COLOURS ? (size_t)class - 1 : COLOURS;

    if (class == VIB_CELL_UNMEASURED)
        return unmeasured;
    if (class == VIB_CELL_FAILED)
        return failed;
    return class == 0 ? blank : colours[i];
}

/* The map as an image, each cell `times` by `times` pixels, y upwards. */
static cairo_surface_t *image_of(const vib_map *map, size_t times)
{
    size_t width = map->columns * times, height = map->rows * times;
    cairo_surface_t *image = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)width, (int)height);
    unsigned char *data = cairo_image_surface_get_data(image);
    int stride = cairo_image_surface_get_stride(image);

    for (size_t y = 0; y < height && data; y++) {
        const uint16_t *row =
            map->cells + (map->rows - 1 - y / times) * map->columns;
        uint32_t *pixels = (uint32_t *)(void *)(data + y * (size_t)stride);

        for (size_t x = 0; x < width; x++)
            pixels[x] = colour_of(row[x / times]);
    }
    cairo_surface_mark_dirty(image);
    return image;
}

static void draw_cells(const vib_canvas *canvas, const vib_map *map,
                       const double box[4])
{
    size_t longer = map->columns > map->rows ? map->columns : map->rows;
    size_t times = fine / longer + 1;
    cairo_surface_t *image = image_of(map, times);

    cairo_save(canvas->cr);
    cairo_translate(canvas->cr, box[0], box[1]);
    cairo_scale(canvas->cr, box[2] / (double)(map->columns * times),
                box[3] / (double)(map->rows * times));
    cairo_set_source_surface(canvas->cr, image, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(canvas->cr),
                             CAIRO_FILTER_NEAREST);
    cairo_paint(canvas->cr);
    cairo_restore(canvas->cr);
    cairo_surface_destroy(image);
}

/* A bar of a round number of micrometres, about a quarter of the width, or of
 * the height of what is a line upwards. */
static void draw_bar(const vib_canvas *canvas, const vib_map *map,
                     const double box[4])
{
    bool upwards = map->columns == 1;
    double all = upwards ? map->step_y * (double)map->rows
                         : map->step_x * (double)map->columns;
    vib_ticks ticks = vib_ticks_make(0, all, 5);
    double length = ticks.step / all * box[upwards ? 3 : 2];
    double y = box[1] + box[3] + 10;
    char number[VIB_TICK_TEXT], text[48];

    if (ticks.count == 0)
        return;
    vib_tick_text(number, &ticks, ticks.step);
    snprintf(text, sizeof text, "%s \xc2\xb5m", number);
    vib_canvas_ink(canvas, VIB_INK_TEXT);
    vib_canvas_box(canvas, box[0], y, length, 2.5);
    vib_canvas_font(canvas, VIB_SIZE_LABEL, false);
    vib_canvas_text(canvas, box[0] + length + 5, y + 4.5, 0, text);
}

/* ---- The legend -------------------------------------------------------- */

static void legend_row(const vib_canvas *canvas, const double at[2],
                       uint16_t class, const char *name, double share)
{
    double room = canvas->width - at[0] - EDGE;
    char percent[32];
    char *plain = vib_plain_text(name);
    unsigned colour = colour_of(class);

    if (!plain)
        return;
    cairo_set_source_rgb(canvas->cr, (colour >> 16 & 255) / 255.0,
                         (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0);
    vib_canvas_box(canvas, at[0], at[1], SWATCH, SWATCH);
    vib_canvas_ink(canvas, VIB_INK_TEXT);
    vib_canvas_fit(canvas, at[0] + SWATCH + 5, at[1] + 7.5,
                   room - SWATCH - 45, plain);
    if (share > 0 && share < 0.0005)
        snprintf(percent, sizeof percent, "<0.1 %%");
    else
        snprintf(percent, sizeof percent, "%.1f %%", 100 * share);
    vib_canvas_ink(canvas, VIB_INK_FAINT);
    vib_canvas_text(canvas, canvas->width - EDGE, at[1] + 7.5, 1, percent);
    free(plain);
}

/* How many cells have no answer, and how many were measured. */
typedef struct vib_gaps {
    size_t blank, failed, measured;
} vib_gaps;

static vib_gaps count_gaps(const vib_map *map)
{
    vib_gaps gaps = { 0, 0, 0 };

    for (size_t i = 0; i < map->columns * map->rows; i++) {
        gaps.blank += map->cells[i] == 0;
        gaps.failed += map->cells[i] == VIB_CELL_FAILED;
        gaps.measured += map->cells[i] != VIB_CELL_UNMEASURED;
    }
    return gaps;
}

/* What has no answer, and of what the shares are. */
static void draw_gaps(const vib_canvas *canvas, const vib_gaps *gaps, double x,
                      double y)
{
    double all = (double)gaps->measured;
    char text[48];

    if (gaps->blank > 0) {
        legend_row(canvas, (double[]){ x, y }, 0, "no answer",
                   (double)gaps->blank / all);
        y += ROW;
    }
    if (gaps->failed > 0) {
        legend_row(canvas, (double[]){ x, y }, VIB_CELL_FAILED, "not compared",
                   (double)gaps->failed / all);
        y += ROW;
    }
    snprintf(text, sizeof text, "of %zu place%s measured", gaps->measured,
             gaps->measured == 1 ? "" : "s");
    vib_canvas_ink(canvas, VIB_INK_FAINT);
    vib_canvas_text(canvas, canvas->width - EDGE, y + 7.5, 1, text);
}

/* The classes with the share that each has of what was measured, as far as
 * there is room for them; the others together. */
static void draw_legend(const vib_canvas *canvas, const vib_map *map,
                        const vib_areas *areas, double x)
{
    const vib_gaps gaps = count_gaps(map);
    double all = (double)gaps.measured, y = EDGE, rest = 0;
    double below = ROW * (2.0 + (gaps.blank > 0) + (gaps.failed > 0));
    size_t shown = 0;
    char others[64];

    vib_canvas_font(canvas, VIB_SIZE_LABEL, false);
    for (size_t k = 0; k < map->class_count; k++) {
        if (k >= named(map) || y + ROW + below > canvas->height) {
            rest += (double)areas[k].cells;
            continue;
        }
        shown++;
        legend_row(canvas, (double[]){ x, y }, (uint16_t)(k + 1),
                   map->classes[k], (double)areas[k].cells / all);
        y += ROW;
    }
    snprintf(others, sizeof others, "%zu others", map->class_count - shown);
    if (rest > 0) {
        legend_row(canvas, (double[]){ x, y }, COLOURS + 1, others,
                   rest / all);
        y += ROW;
    }
    draw_gaps(canvas, &gaps, x, y);
}

/* ---- The picture ------------------------------------------------------- */

static int check(const vib_map *map)
{
    if (map->columns > 0 && map->rows > 0 && map->columns <= 30000 &&
        map->rows <= 30000 &&
        (double)map->columns * (double)map->rows <= most_cells &&
        map->step_x > 0 && map->step_y > 0)
        return VIB_OK;
    return vib_fail(VIB_BAD_ARG, "a map of %zu by %zu cells of %g by %g um "
                    "cannot be drawn", map->columns, map->rows, map->step_x,
                    map->step_y);
}

/* Where the cells go: the largest place of their shape, and the picture's size
 * where none is asked for. */
static void lay_out(double box[4], double size[2], const vib_map *map,
                    const vib_plot *options)
{
    double shape = map->step_y * (double)map->rows /
                   (map->step_x * (double)map->columns);
    double wide, high;

    size[0] = options->width > 0 ? options->width : 480;
    wide = fmax(size[0] - LEGEND - 3 * EDGE, size[0] / 3);
    size[1] = options->height > 0
                  ? options->height
                  : fmin(fmax(shape * wide, 150), 2 * wide) + 3 * EDGE;
    high = fmax(size[1] - 3 * EDGE, size[1] / 2);
    box[0] = box[1] = EDGE;
    box[2] = fmin(wide, high / shape);
    box[3] = box[2] * shape;
    if (map->rows == 1)
        box[3] = fmax(box[3], LINE);
    else if (map->columns == 1)
        box[2] = fmax(box[2], LINE);
}

int vib_plot_map(FILE *out, const vib_map *map, const vib_plot *options)
{
    vib_canvas canvas;
    vib_areas *areas;
    double box[4], size[2];
    int rc = check(map);

    if (rc < 0)
        return rc;
    areas = vib_new(map->class_count, sizeof *areas);
    if (!areas)
        return VIB_NO_MEMORY;
    rc = vib_map_areas(areas, map);
    lay_out(box, size, map, options);
    if (rc == VIB_OK)
        rc = vib_canvas_open(&canvas, out, options->image, size[0], size[1]);
    if (rc == VIB_OK) {
        draw_cells(&canvas, map, box);
        draw_bar(&canvas, map, box);
        draw_legend(&canvas, map, areas, box[0] + box[2] + EDGE);
        rc = vib_canvas_close(&canvas, rc);
    }
    free(areas);
    return rc;
}
