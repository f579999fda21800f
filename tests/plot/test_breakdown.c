#include "drawn.h"
#include "made.h"

enum { POINTS = 60, PARTS = 2 };
static const char pipeline[] =
    "raman grid=100:1300:4 despike=8 snip=20 derivative=11,2";

/* Two bands, and a gap in the middle where nothing was measured. */
static float x[POINTS], measured[POINTS], baseline[POINTS], fit[POINTS];
static float part[PARTS][POINTS];
static vib_component component[PARTS];

static vib_mixture make_mixture(void)
{
    for (int i = 0; i < POINTS; i++) {
        x[i] = 200 + 4 * (float)i + (i >= POINTS / 2 ? 200 : 0);
        baseline[i] = 0.05f;
        for (int k = 0; k < PARTS; k++) {
            float d = ((float)i - 12 - 30 * (float)k) / 3;

            part[k][i] = (k ? 0.3f : 0.7f) * expf(-d * d);
        }
        fit[i] = baseline[i] + part[0][i] + part[1][i];
        measured[i] = fit[i];
    }
    for (int k = 0; k < PARTS; k++)
        component[k] = (vib_component){ .id = 1, .name = k ? "b & c" : "",
                                        .fraction = k ? 0.3f : 0.7f,
                                        .confidence = 0.9f,
                                        .part = part[k] };
    return (vib_mixture){ component, PARTS, 0, POINTS, x, measured, baseline,
                          fit };
}

static int draw(drawn *picture, const vib_mixture *mixture,
                const vib_plot *options)
{
    vib_spectrum query = made_spectrum(3, 1);
    const vib_breakdown what = { { &query, "unknown <7>", NULL }, mixture,
                                 pipeline };
    int rc;

    drawn_begin(picture);
    rc = vib_plot_breakdown(picture->file, &what, options);
    drawn_end(picture);
    vib_spectrum_release(&query);
    return rc;
}

/* How often `text` is in the picture. */
static size_t count_text(const drawn *picture, const char *text)
{
    size_t count = 0;

    for (const char *at = picture->bytes; (at = strstr(at, text)); at++)
        count++;
    return count;
}

Test(breakdown, is_an_svg_that_grows_with_its_parts)
{
    vib_mixture two = make_mixture(), none = two;
    vib_plot options = VIB_PLOT_DEFAULT;
    drawn a, b;

    none.count = 0;
    cr_assert_eq(draw(&a, &two, &options), VIB_OK, "%s", vib_last_error());
    cr_assert_eq(draw(&b, &none, &options), VIB_OK, "%s", vib_last_error());
    expect_svg(&a);
    cr_expect_gt(count_text(&a, "height=\"460"), 0);
    cr_expect_gt(count_text(&b, "height=\"340"), 0);
    cr_expect_gt(count_text(&a, "<path"), count_text(&b, "<path") + 3);
    free(a.bytes);
    free(b.bytes);
}

Test(breakdown, what_does_not_fit_or_was_not_measured_is_refused)
{
    vib_mixture two = make_mixture(), empty = two;
    vib_plot options = VIB_PLOT_DEFAULT;
    drawn picture;

    options.height = 100;
    cr_expect_eq(draw(&picture, &two, &options), VIB_BAD_ARG);
    free(picture.bytes);
    options.height = 0;
    options.from = 1000;
    options.to = 1200;
    cr_expect_eq(draw(&picture, &two, &options), VIB_BAD_ARG);
    free(picture.bytes);
    options.from = options.to = 0;
    empty.n = 0;
    cr_expect_eq(draw(&picture, &empty, &options), VIB_BAD_DATA);
    free(picture.bytes);
}
