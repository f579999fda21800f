#include "drawn.h"
#include "made.h"

enum { MATCHES = 3 };
static const char pipeline[] =
    "raman grid=100:1300:4 despike=8 snip=20 derivative=11,2";

/* What the search did not use, or NULL. */
static const vib_region *left_out;

/* By how much the unknown's axis is off. */
static double shift;

/* The bands that are marked, or NULL. */
static const vib_reasons *reasons;

static drawn draw(const vib_spectrum *query, const vib_spectrum *found,
                  size_t n, vib_image image)
{
    vib_curve matches[MATCHES];
    const vib_mirror what = { { query, "unknown", NULL }, matches, reasons, n,
                              pipeline, left_out, left_out ? 1 : 0, shift };
    vib_plot options = VIB_PLOT_DEFAULT;
    drawn picture;

    for (size_t i = 0; i < n; i++)
        matches[i] = (vib_curve){ &found[i], "a & b", "score 0.9" };
    options.image = image;
    options.peaks = true;
    drawn_begin(&picture);
    cr_assert_eq(vib_plot_match(picture.file, &what, &options), 0, "%s",
                 vib_last_error());
    drawn_end(&picture);
    return picture;
}

/* A PNG as the pixels that have one colour. */
typedef struct pixels {
    cairo_surface_t *png;
    int width, height;
    double rgb[3];
} pixels;

static pixels pixels_of(const drawn *picture, vib_ink which)
{
    reading from = { picture, 0 };
    pixels found = { .png = cairo_image_surface_create_from_png_stream(
                         read_more, &from) };

    found.width = cairo_image_surface_get_width(found.png);
    found.height = cairo_image_surface_get_height(found.png);
    vib_ink_colour(found.rgb, which);
    return found;
}

static bool is_drawn(const pixels *of, int x, int y)
{
    const unsigned char *p = cairo_image_surface_get_data(of->png) +
                             y * cairo_image_surface_get_stride(of->png) +
                             4 * x;

    return p[2] == lround(255 * of->rgb[0]) &&
           p[1] == lround(255 * of->rgb[1]) && p[0] == lround(255 * of->rgb[2]);
}

/* How many between two shares of the height. */
static size_t count_between(const drawn *picture, vib_ink which, double from,
                            double to)
{
    pixels of = pixels_of(picture, which);
    size_t count = 0;

    for (int y = (int)(from * of.height); y < (int)(to * of.height); y++)
        for (int x = 0; x < of.width; x++)
            count += is_drawn(&of, x, y);
    cairo_surface_destroy(of.png);
    return count;
}

static size_t count_colour(const drawn *picture, vib_ink which)
{
    return count_between(picture, which, 0, 1);
}

/* The first column that has one. */
static int leftmost(const drawn *picture, vib_ink which)
{
    pixels of = pixels_of(picture, which);
    int column = -1;

    for (int x = 0; x < of.width && column < 0; x++)
        for (int y = 0; y < of.height && column < 0; y++)
            if (is_drawn(&of, x, y))
                column = x;
    cairo_surface_destroy(of.png);
    return column;
}

Test(mirror, the_best_match_hangs_below_the_unknown)
{
    vib_spectrum query = made_spectrum(3, 1);
    vib_spectrum found[MATCHES] = { made_spectrum(3, 2), made_spectrum(4, 0),
                                    made_spectrum(5, 0) };
    drawn picture = draw(&query, found, MATCHES, VIB_PNG);

    expect_golden(&picture, "mirror");
    free(picture.bytes);
    picture = draw(&query, found, MATCHES, VIB_SVG);
    expect_svg(&picture);
    free(picture.bytes);
    picture = draw(&query, NULL, 0, VIB_SVG);
    expect_svg(&picture);
    free(picture.bytes);
    vib_spectrum_release(&query);
    for (size_t i = 0; i < MATCHES; i++)
        vib_spectrum_release(&found[i]);
}

Test(mirror, the_unknown_is_drawn_without_its_shift)
{
    vib_spectrum query = made_spectrum(3, 1), found = made_spectrum(3, 2);
    drawn pictures[3];
    int begins[3];

    pictures[0] = draw(&query, &found, 1, VIB_PNG);
    for (size_t i = 0; i < query.n; i++)
        query.x[i] += 40;
    pictures[1] = draw(&query, &found, 1, VIB_PNG);
    shift = 40;
    pictures[2] = draw(&query, &found, 1, VIB_PNG);
    shift = 0;
    for (int i = 0; i < 3; i++) {
        begins[i] = leftmost(&pictures[i], VIB_INK_LINE);
        free(pictures[i].bytes);
    }
    cr_expect_gt(begins[1], begins[0] + 10);
    cr_expect_leq(abs(begins[2] - begins[0]), 4);
    vib_spectrum_release(&query);
    vib_spectrum_release(&found);
}

/* Draw a spectrum beside itself with one band marked; `ink` above and below the
 * pair's middle, without the key. */
static void count_marks(size_t marks[2], vib_ink ink, vib_reason band)
{
    vib_spectrum query = made_spectrum(3, 1), found = made_spectrum(3, 2);
    const vib_reasons one = { &band, 1, 0 };
    drawn picture;

    reasons = &one;
    picture = draw(&query, &found, 1, VIB_PNG);
    reasons = NULL;
    marks[0] = count_between(&picture, ink, 0.1, 0.4);
    marks[1] = count_between(&picture, ink, 0.55, 0.85);
    free(picture.bytes);
    vib_spectrum_release(&query);
    vib_spectrum_release(&found);
}

Test(mirror, bands_are_marked_in_the_half_that_has_them)
{
    const double none = NAN;
    size_t marks[2];

    count_marks(marks, VIB_INK_SHADE,
                (vib_reason){ VIB_BAND_FOUND, 500, 504, 1, 1 });
    cr_expect(marks[0] > 1000 && marks[1] > 1000);
    count_marks(marks, VIB_INK_ALONE,
                (vib_reason){ VIB_BAND_MISSING, 500, none, 1, 0 });
    cr_expect(marks[0] > 1000 && marks[1] == 0);
    count_marks(marks, VIB_INK_ALONE,
                (vib_reason){ VIB_BAND_EXTRA, none, 500, 0, 1 });
    cr_expect(marks[0] == 0 && marks[1] > 1000);
    count_marks(marks, VIB_INK_ALONE,
                (vib_reason){ VIB_BAND_EXTRA, none, 500, 0, 0.01f });
    cr_expect(marks[0] == 0 && marks[1] == 0);
}

Test(mirror, what_only_one_measured_is_grey)
{
    vib_spectrum query = made_spectrum(3, 1), half = made_spectrum(3, 2);
    drawn whole = draw(&query, &half, 1, VIB_PNG), less;

    half.n /= 2;
    less = draw(&query, &half, 1, VIB_PNG);
    cr_expect_gt(count_colour(&less, VIB_INK_MASK),
                 count_colour(&whole, VIB_INK_MASK) + 50000);
    free(whole.bytes);
    free(less.bytes);
    vib_spectrum_release(&query);
    vib_spectrum_release(&half);
}

Test(mirror, what_the_search_left_out_is_grey)
{
    const vib_region region = { 700, 400, 0 };
    vib_spectrum query = made_spectrum(3, 1), other = made_spectrum(3, 2);
    drawn whole = draw(&query, &other, 1, VIB_PNG), less;

    left_out = &region;
    less = draw(&query, &other, 1, VIB_PNG);
    left_out = NULL;
    cr_expect_gt(count_colour(&less, VIB_INK_MASK),
                 count_colour(&whole, VIB_INK_MASK) + 50000);
    free(whole.bytes);
    free(less.bytes);
    vib_spectrum_release(&query);
    vib_spectrum_release(&other);
}

Test(mirror, what_cannot_be_compared_is_told_by_name)
{
    vib_spectrum query = made_spectrum(3, 1);
    const vib_mirror what = { { &query, "unknown 7", NULL }, NULL, NULL, 0,
                              pipeline, NULL, 0, 0 };
    vib_plot options = VIB_PLOT_DEFAULT;

    FILE *nowhere = fopen("/dev/null", "w");

    query.n = 3;
    options.image = VIB_SVG;
    cr_expect_eq(vib_plot_match(nowhere, &what, &options), VIB_BAD_DATA);
    fclose(nowhere);
    cr_expect(strncmp(vib_last_error(), "unknown 7: ", 11) == 0, "%s",
              vib_last_error());
    vib_spectrum_release(&query);
}
