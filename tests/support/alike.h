/* alike.h - do two pictures look alike? Both are seen from afar, each place as
 * the mean of the square around it: letters of another font differ little
 * there, a line that is missing, moved or of another colour differs much. */
#ifndef ALIKE_H
#define ALIKE_H

#include <cairo.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

typedef struct alike_result {
    bool alike;
    double most, mean; /* of all places; 0: the same, 1: black and white */
    int x, y;          /* where it is most, in pixels */
} alike_result;

/* A square is this wide: two lines of text, half a strip of a spectrum. */
enum { ALIKE_SQUARE = 24 };

/* DejaVu Serif for Sans makes 0.055 and 0.0010; another part of the axis 0.15
 * and 0.0073, a strip that is greyed 0.0022 in all. */
static const double alike_most = 0.08, alike_mean = 0.002;

static inline bool alike_readable(cairo_surface_t *s)
{
    return cairo_surface_status(s) == CAIRO_STATUS_SUCCESS &&
           cairo_surface_get_type(s) == CAIRO_SURFACE_TYPE_IMAGE &&
           (cairo_image_surface_get_format(s) == CAIRO_FORMAT_ARGB32 ||
            cairo_image_surface_get_format(s) == CAIRO_FORMAT_RGB24);
}

/* The sum of a channel over a square. */
static inline double alike_sum(cairo_surface_t *s, int x0, int y0, int channel)
{
    const unsigned char *data = cairo_image_surface_get_data(s);
    int stride = cairo_image_surface_get_stride(s);
    int width = cairo_image_surface_get_width(s);
    int height = cairo_image_surface_get_height(s);
    double sum = 0;

    for (int y = y0; y < y0 + ALIKE_SQUARE && y < height; y++)
        for (int x = x0; x < x0 + ALIKE_SQUARE && x < width; x++)
            sum += data[y * stride + 4 * x + channel];
    return sum;
}

static inline alike_result alike_compare(cairo_surface_t *a, cairo_surface_t *b)
{
    alike_result result = { false, 1, 1, 0, 0 };
    double total = 0;
    int width, height, squares = 0;

    if (!alike_readable(a) || !alike_readable(b))
        return result;
    width = cairo_image_surface_get_width(a);
    height = cairo_image_surface_get_height(a);
    if (cairo_image_surface_get_width(b) != width ||
        cairo_image_surface_get_height(b) != height)
        return result;
    result.most = 0;
    /* Squares overlap by half, so that nothing hides at their edges. */
    for (int y = 0; y < height; y += ALIKE_SQUARE / 2)
        for (int x = 0; x < width; x += ALIKE_SQUARE / 2) {
            double most = 0;

            for (int c = 0; c < 3; c++)
                most = fmax(most, fabs(alike_sum(a, x, y, c) -
                                       alike_sum(b, x, y, c)));
            most /= 255.0 * ALIKE_SQUARE * ALIKE_SQUARE;
            total += most;
            squares++;
            if (most > result.most) {
                result.most = most;
                result.x = x;
                result.y = y;
            }
        }
    result.mean = squares ? total / squares : 0;
    result.alike = result.most < alike_most && result.mean < alike_mean;
    return result;
}

#endif
