/* drawn.h - pictures as tests look at them: their bytes, their XML, and how
 * dark they are place by place. */
#ifndef VIB_DRAWN_H
#define VIB_DRAWN_H

#include "canvas.h"

#include <criterion/criterion.h>
#include <expat.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a call wrote to a stream. free() frees the bytes. */
typedef struct drawn {
    char *bytes;
    size_t size;
    FILE *file;
} drawn;

static inline drawn *drawn_begin(drawn *picture)
{
    picture->file = open_memstream(&picture->bytes, &picture->size);
    cr_assert_not_null(picture->file);
    return picture;
}

static inline void drawn_end(drawn *picture)
{
    cr_assert_eq(fclose(picture->file), 0);
}

/* Well-formed XML that begins with an svg element and needs nothing from
 * outside. */
static inline void expect_svg(const drawn *picture)
{
    XML_Parser parser = XML_ParserCreate(NULL);
    enum XML_Status status =
        XML_Parse(parser, picture->bytes, (int)picture->size, 1);

    cr_expect_eq(status, XML_STATUS_OK, "%s",
                 XML_ErrorString(XML_GetErrorCode(parser)));
    cr_expect_not_null(strstr(picture->bytes, "<svg"));
    cr_expect_null(strstr(picture->bytes, "href=\"http"));
    cr_expect_null(strstr(picture->bytes, "<script"));
    XML_ParserFree(parser);
}

typedef struct reading {
    const drawn *picture;
    size_t at;
} reading;

static inline cairo_status_t read_more(void *closure, unsigned char *data,
                                       unsigned int n)
{
    reading *from = closure;

    if (from->picture->size - from->at < n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(data, from->picture->bytes + from->at, n);
    from->at += n;
    return CAIRO_STATUS_SUCCESS;
}

/* How much ink of each colour there is in each of FIELDS x FIELDS fields, 0:
 * none, 1: full. Letters differ from font to font, but hardly their sum. */
enum { FIELDS = 24, INKS = 3 };
typedef struct inked {
    double field[FIELDS][FIELDS][INKS]; /* of yellow, magenta, cyan */
} inked;

static inline inked drawn_ink(const drawn *picture)
{
    reading from = { picture, 0 };
    cairo_surface_t *png =
        cairo_image_surface_create_from_png_stream(read_more, &from);
    int width = cairo_image_surface_get_width(png);
    int height = cairo_image_surface_get_height(png);
    int stride = cairo_image_surface_get_stride(png);
    const unsigned char *data = cairo_image_surface_get_data(png);
    inked ink = { 0 };

    cr_assert_eq(cairo_surface_status(png), CAIRO_STATUS_SUCCESS);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const unsigned char *p = data + y * stride + 4 * x;

            for (int c = 0; c < INKS; c++)
                ink.field[y * FIELDS / height][x * FIELDS / width][c] +=
                    (1 - p[c] / 255.0) * FIELDS * FIELDS /
                    (double)(width * height);
        }
    cairo_surface_destroy(png);
    return ink;
}

/* The greatest difference of two in any field, and the mean over all. */
static inline double ink_difference(const inked *a, const inked *b,
                                    double *mean)
{
    const double *left = &a->field[0][0][0], *right = &b->field[0][0][0];
    double most = 0;

    *mean = 0;
    for (int i = 0; i < FIELDS * FIELDS * INKS; i++) {
        double difference = fabs(left[i] - right[i]);

        most = fmax(most, difference);
        *mean += difference / (FIELDS * FIELDS * INKS);
    }
    return most;
}

/* Between two drawings of one picture with different fonts, and two pictures:
 * DejaVu Serif for Sans makes 0.028 and 0.0008, bands moved by a twentieth of
 * the axis 1.2 times these. */
#define INK_MOST 0.045
#define INK_MEAN 0.0015

/* Compare with tests/plot/golden/NAME.txt, per cent of ink, or write that file
 * when the environment has VIB_GOLDEN=write. */
static inline void expect_golden(const drawn *picture, const char *name)
{
    const char *wish = getenv("VIB_GOLDEN");
    bool writing = wish && strcmp(wish, "write") == 0;
    inked ink = drawn_ink(picture), golden;
    double *to = &golden.field[0][0][0], most, mean;
    const double *from = &ink.field[0][0][0];
    char path[512];
    FILE *file;

    snprintf(path, sizeof path, VIB_SOURCE_DIR "/tests/plot/golden/%s.txt",
             name);
    file = fopen(path, writing ? "w" : "r");
    cr_assert_not_null(file, "no %s", path);
    for (int i = 0; i < FIELDS * FIELDS * INKS; i++) {
        if (writing)
            fprintf(file, "%.1f%c", 100 * from[i],
                    (i + 1) % (FIELDS * INKS) == 0 ? '\n' : ' ');
        else
            cr_assert_eq(fscanf(file, "%lf", &to[i]), 1);
        to[i] /= 100;
    }
    fclose(file);
    if (writing)
        return;
    most = ink_difference(&ink, &golden, &mean);
    cr_expect(most < INK_MOST && mean < INK_MEAN,
              "%s: differs by %g, by %g in all", name, most, mean);
}

#endif
