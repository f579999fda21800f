/* canvas.c - where pictures are drawn. */
#include "canvas.h"

#include "memory.h"
#include "status.h"
#include "utf8.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Pixels a point in a PNG, and how many there may be. */
#define PIXELS_A_POINT 2.0
static const double most_pixels = 1e8;

static const double shortest = 40, longest = 14400; /* 200 inches, as in PDF */

static cairo_status_t put_bytes(void *file, const unsigned char *data,
                                unsigned int n)
{
    return fwrite(data, 1, n, file) == n ? CAIRO_STATUS_SUCCESS
                                         : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_surface_t *surface_new(FILE *file, vib_image image, double width,
                                    double height)
{
    cairo_surface_t *surface;

    if (image == VIB_SVG)
        return cairo_svg_surface_create_for_stream(put_bytes, file, width,
                                                   height);
    if (image == VIB_PDF)
        return cairo_pdf_surface_create_for_stream(put_bytes, file, width,
                                                   height);
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                         (int)ceil(PIXELS_A_POINT * width),
                                         (int)ceil(PIXELS_A_POINT * height));
    cairo_surface_set_device_scale(surface, PIXELS_A_POINT, PIXELS_A_POINT);
    return surface;
}

int vib_canvas_open(vib_canvas *out, FILE *file, vib_image image, double width,
                    double height)
{
    vib_canvas canvas = { NULL, NULL, file, image, width, height };

    if (!(width >= shortest && width <= longest && height >= shortest &&
          height <= longest))
        return vib_fail(VIB_BAD_ARG, "a picture of %g by %g points cannot be "
                        "made; each takes %g to %g", width, height, shortest,
                        longest);
    if (image == VIB_PNG &&
        PIXELS_A_POINT * PIXELS_A_POINT * width * height > most_pixels)
        return vib_fail(VIB_BAD_ARG, "a PNG of %g by %g points has too many "
                        "pixels; take SVG or PDF", width, height);
    canvas.surface = surface_new(file, image, width, height);
    canvas.cr = cairo_create(canvas.surface);
    vib_canvas_font(&canvas, 8, false);
    cairo_set_line_join(canvas.cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_source_rgb(canvas.cr, 1, 1, 1);
    cairo_paint(canvas.cr);
    *out = canvas;
    return VIB_OK;
}

int vib_canvas_close(vib_canvas *canvas, int status)
{
    cairo_status_t problem = cairo_status(canvas->cr);

    cairo_destroy(canvas->cr);
    if (problem == CAIRO_STATUS_SUCCESS && status == VIB_OK &&
        canvas->image == VIB_PNG)
        problem = cairo_surface_write_to_png_stream(canvas->surface, put_bytes,
                                                    canvas->out);
    cairo_surface_finish(canvas->surface);
    if (problem == CAIRO_STATUS_SUCCESS)
        problem = cairo_surface_status(canvas->surface);
    cairo_surface_destroy(canvas->surface);
    if (status != VIB_OK || problem == CAIRO_STATUS_SUCCESS)
        return status;
    return vib_fail(problem == CAIRO_STATUS_NO_MEMORY ? VIB_NO_MEMORY
                                                      : VIB_SYSTEM,
                    "the picture could not be written: %s",
                    cairo_status_to_string(problem));
}

/* ---- Ink --------------------------------------------------------------- */

static const unsigned inks[VIB_INK_LINE + VIB_INK_LINES] = {
    0x222222, 0x555555, 0xbbbbbb, 0xd9eaf6, 0xf9dcc4, 0xf4f4f4,
    0x000000, 0x0072b2, 0xe69f00, 0xd55e00, 0x56b4e9, 0x009e73, 0xcc79a7,
};

void vib_ink_colour(double rgb[3], size_t ink)
{
    size_t i = ink < VIB_INK_LINE
                   ? ink : VIB_INK_LINE + (ink - VIB_INK_LINE) % VIB_INK_LINES;

    for (int c = 0; c < 3; c++)
        rgb[c] = (inks[i] >> (16 - 8 * c) & 0xff) / 255.0;
}

void vib_canvas_ink(const vib_canvas *canvas, size_t ink)
{
    double rgb[3];

    vib_ink_colour(rgb, ink);
    cairo_set_source_rgb(canvas->cr, rgb[0], rgb[1], rgb[2]);
}

void vib_canvas_box(const vib_canvas *canvas, double x, double y,
                    double width, double height)
{
    cairo_rectangle(canvas->cr, x, y, width, height);
    cairo_fill(canvas->cr);
}

void vib_canvas_hatch(const vib_canvas *canvas, double x, double y,
                      double width, double height)
{
    const double apart = 5, end = x + y + width + height;

    vib_canvas_ink(canvas, VIB_INK_MASK);
    vib_canvas_box(canvas, x, y, width, height);
    cairo_save(canvas->cr);
    cairo_rectangle(canvas->cr, x, y, width, height);
    cairo_clip(canvas->cr);
    cairo_set_source_rgb(canvas->cr, 0.85, 0.85, 0.85);
    cairo_set_line_width(canvas->cr, 0.5);
    /* At multiples of a place on the picture: neighbours go on from another. */
    for (double at = apart * floor((x + y) / apart); at < end; at += apart) {
        cairo_move_to(canvas->cr, at - y, y);
        cairo_line_to(canvas->cr, at - y - height, y + height);
    }
    cairo_stroke(canvas->cr);
    cairo_restore(canvas->cr);
}

void vib_canvas_rule(const vib_canvas *canvas, const double from[2],
                     const double to[2], double width)
{
    cairo_set_line_width(canvas->cr, width);
    cairo_move_to(canvas->cr, from[0], from[1]);
    cairo_line_to(canvas->cr, to[0], to[1]);
    cairo_stroke(canvas->cr);
}

void vib_canvas_dashes(const vib_canvas *canvas, size_t i, bool dashed)
{
    static const double patterns[][4] = {
        { 0 }, { 5, 1.5, 5, 1.5 }, { 1.5, 1.2, 1.5, 1.2 }, { 7, 1.5, 1.5, 1.5 },
        { 3, 1.2, 3, 1.2 },
    };
    size_t which = i % (sizeof patterns / sizeof *patterns);

    cairo_set_dash(canvas->cr, patterns[which], dashed && which ? 4 : 0, 0);
}

/* ---- Text -------------------------------------------------------------- */

void vib_canvas_font(const vib_canvas *canvas, double size, bool bold)
{
    cairo_select_font_face(canvas->cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           bold ? CAIRO_FONT_WEIGHT_BOLD
                                : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(canvas->cr, size);
}

double vib_canvas_width(const vib_canvas *canvas, const char *text)
{
    cairo_text_extents_t extents;

    cairo_text_extents(canvas->cr, text, &extents);
    return extents.x_advance;
}

void vib_canvas_text(const vib_canvas *canvas, double x, double y,
                     double align, const char *text)
{
    cairo_move_to(canvas->cr, x - align * vib_canvas_width(canvas, text), y);
    cairo_show_text(canvas->cr, text);
}

/* The end of the character before `end`, going backwards over its bytes. */
static size_t before(const char *text, size_t end)
{
    while (end > 0 && ((unsigned char)text[--end] & 0xc0) == 0x80)
        ;
    return end;
}

void vib_canvas_fit(const vib_canvas *canvas, double x, double y, double room,
                    const char *text)
{
    static const char ellipsis[] = "\xe2\x80\xa6";
    char cut[512];
    size_t n = strlen(text);

    if (vib_canvas_width(canvas, text) <= room) {
        vib_canvas_text(canvas, x, y, 0, text);
        return;
    }
    while (n > sizeof cut - sizeof ellipsis)
        n = before(text, n);
    while (n > 0) {
        n = before(text, n);
        memcpy(cut, text, n);
        memcpy(cut + n, ellipsis, sizeof ellipsis);
        if (vib_canvas_width(canvas, cut) <= room) {
            vib_canvas_text(canvas, x, y, 0, cut);
            return;
        }
    }
}

void vib_canvas_upwards(const vib_canvas *canvas, double x, double y,
                        double align, const char *text)
{
    cairo_save(canvas->cr);
    cairo_translate(canvas->cr, x, y);
    cairo_rotate(canvas->cr, -acos(0));
    vib_canvas_text(canvas, 0, 0, align, text);
    cairo_restore(canvas->cr);
}

void vib_canvas_power(const vib_canvas *canvas, double x, double y,
                      double align, const char *const text[3])
{
    const double smaller = 0.7, raised = 0.38; /* of the letters' size */
    cairo_matrix_t normal, small;
    double widths[3], size;

    cairo_get_font_matrix(canvas->cr, &normal);
    size = normal.yy;
    cairo_matrix_init_scale(&small, smaller * size, smaller * size);
    for (int i = 0; i < 3; i++) {
        cairo_set_font_matrix(canvas->cr, i == 1 ? &small : &normal);
        widths[i] = vib_canvas_width(canvas, text[i]);
    }
    x -= align * (widths[0] + widths[1] + widths[2]);
    for (int i = 0; i < 3; i++) {
        cairo_set_font_matrix(canvas->cr, i == 1 ? &small : &normal);
        vib_canvas_text(canvas, x, i == 1 ? y - raised * size : y, 0, text[i]);
        x += widths[i];
    }
}

char *vib_plain_text(const char *text)
{
    enum { MOST = 500 };
    static const char replacement[] = "\xef\xbf\xbd";
    const uint8_t *in = (const uint8_t *)text;
    size_t n = strlen(text), used = 0;
    char *out = vib_new(MOST + sizeof replacement, 1);

    while (out && n > 0 && used < MOST - 3) {
        size_t length = vib_utf8_length(in, n);

        if (length == 0) {
            memcpy(out + used, replacement, sizeof replacement - 1);
            used += sizeof replacement - 1;
            length = 1;
        } else if (*in < 0x20 || *in == 0x7f) {
            out[used++] = ' ';
        } else {
            memcpy(out + used, in, length);
            used += length;
        }
        in += length;
        n -= length;
    }
    return out;
}
