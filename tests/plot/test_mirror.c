#include "drawn.h"
#include "made.h"

enum { MATCHES = 3 };
static const char pipeline[] =
    "raman grid=100:1300:4 despike=8 snip=20 derivative=11,2";

/* What the search did not use, or NULL. */
static const vib_region *left_out;

/* The bands that are marked, or NULL. */
static const vib_reasons *reasons;

static drawn draw(const vib_spectrum *query, const vib_spectrum *found,
                  size_t n, vib_image image)
{
    vib_curve matches[MATCHES];
    const vib_mirror what = { { query, "unknown", NULL }, matches, reasons, n,
                              pipeline, left_out, left_out ? 1 : 0 };
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

/* How many pixels between two shares of a PNG's height have this colour. */
static size_t count_between(const drawn *picture, vib_ink which, double from,
                            double to)
{
    reading bytes = { picture, 0 };
    cairo_surface_t *png =
        cairo_image_surface_create_from_png_stream(read_more, &bytes);
    int width = cairo_image_surface_get_width(png);
    int height = cairo_image_surface_get_height(png);
    int stride = cairo_image_surface_get_stride(png);
    const unsigned char *data = cairo_image_surface_get_data(png);
    size_t count = 0;
    double rgb[3];

    vib_ink_colour(rgb, which);
    for (int y = (int)(from * height); y < (int)(to * height); y++)
        for (int x = 0; x < width; x++) {
            const unsigned char *p = data + y * stride + 4 * x;

            count += p[2] == lround(255 * rgb[0]) &&
                     p[1] == lround(255 * rgb[1]) &&
                     p[0] == lround(255 * rgb[2]);
        }
    cairo_surface_destroy(png);
    return count;
}

static size_t count_colour(const drawn *picture, vib_ink which)
{
    return count_between(picture, which, 0, 1);
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
                              pipeline, NULL, 0 };
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
