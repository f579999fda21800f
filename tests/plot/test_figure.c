#include "drawn.h"
#include "made.h"

enum { MANY = 10 };

/* Made spectra with names, and curves of them. */
static vib_spectrum spectra[MANY];
static vib_curve curves[MANY];

static void make(size_t n)
{
    for (size_t i = 0; i < n; i++) {
        spectra[i] = made_spectrum(i, 1);
        cr_assert_eq(vib_spectrum_set(&spectra[i], VIB_KEY_TECHNIQUE, "raman"),
                     0);
        curves[i] = (vib_curve){ &spectra[i], NULL, NULL };
    }
}

static void release(size_t n)
{
    for (size_t i = 0; i < n; i++)
        vib_spectrum_release(&spectra[i]);
}

static drawn draw(size_t n, const vib_plot *options)
{
    drawn picture;

    drawn_begin(&picture);
    cr_assert_eq(vib_plot_spectra(picture.file, curves, n, options), 0, "%s",
                 vib_last_error());
    drawn_end(&picture);
    return picture;
}

static void expect_drawn(const char *name, size_t n, vib_plot options)
{
    drawn picture;

    options.image = VIB_PNG;
    picture = draw(n, &options);
    expect_golden(&picture, name);
    free(picture.bytes);
    options.image = VIB_SVG;
    picture = draw(n, &options);
    expect_svg(&picture);
    free(picture.bytes);
    options.image = VIB_PDF;
    picture = draw(n, &options);
    cr_expect_eq(memcmp(picture.bytes, "%PDF-", 5), 0);
    free(picture.bytes);
}

Test(figure, one_spectrum_has_a_scale)
{
    vib_plot options = VIB_PLOT_DEFAULT;

    make(1);
    options.peaks = true;
    options.title = "One & <only>";
    expect_drawn("one", 1, options);
    release(1);
}

Test(figure, several_are_stacked_or_overlaid)
{
    vib_plot options = VIB_PLOT_DEFAULT;

    make(4);
    options.peaks = true;
    expect_drawn("stacked", 4, options);
    options.peaks = false;
    options.layout = VIB_OVERLAID;
    expect_drawn("overlaid", 4, options);
    release(4);
}

Test(figure, transmittance_descends_and_points_down)
{
    vib_plot options = VIB_PLOT_DEFAULT;

    make(1);
    options.peaks = true;
    for (size_t i = 0; i < spectra[0].n; i++)
        spectra[0].y[i] = -spectra[0].y[i];
    vib_spectrum_set(&spectra[0], VIB_KEY_TECHNIQUE, "infrared");
    vib_spectrum_set(&spectra[0], VIB_KEY_Y_UNIT, "%T");
    expect_drawn("transmittance", 1, options);
    release(1);
}

/* All bands move by a twentieth of the axis: a golden picture must tell. */
Test(figure, moved_bands_are_another_picture)
{
    vib_plot options = VIB_PLOT_DEFAULT;
    inked ink_a, ink_b;
    double mean, most;
    drawn a, b;
    size_t n, by;

    make(1);
    n = spectra[0].n;
    by = n / 20;
    options.image = VIB_PNG;
    a = draw(1, &options);
    memmove(spectra[0].y, spectra[0].y + by, (n - by) * sizeof(double));
    b = draw(1, &options);
    ink_a = drawn_ink(&a);
    ink_b = drawn_ink(&b);
    most = ink_difference(&ink_a, &ink_b, &mean);
    cr_expect(most > 1.2 * INK_MOST || mean > 1.2 * INK_MEAN, "%g, %g", most,
              mean);
    free(a.bytes);
    free(b.bytes);
    release(1);
}

Test(figure, is_made_in_any_size_with_any_name)
{
    static const double sizes[][2] = {
        { 40, 40 }, { 60, 400 }, { 400, 60 }, { 3000, 2000 }, { 50, 14400 },
    };
    static char endless[3000];
    vib_plot options = VIB_PLOT_DEFAULT;

    make(MANY);
    memset(endless, 'M', sizeof endless - 1);
    curves[1].label = endless;
    curves[2].label = "\xff\xfe\x01<&>\"'";
    curves[3].label = "Ангидрит 硬石膏";
    curves[4].label = "";
    options.peaks = true;
    options.title = endless;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        drawn picture;

        options.width = sizes[i][0];
        options.height = sizes[i][1];
        picture = draw(MANY, &options);
        expect_svg(&picture);
        free(picture.bytes);
        picture = draw(1, &options);
        expect_svg(&picture);
        free(picture.bytes);
    }
    release(MANY);
}

Test(figure, many_points_make_no_larger_a_file)
{
    enum { POINTS = 200000 };
    vib_plot options = VIB_PLOT_DEFAULT;
    drawn picture;

    spectra[0] = (vib_spectrum){ calloc(POINTS, sizeof(double)),
                                 calloc(POINTS, sizeof(double)), POINTS, NULL,
                                 0 };
    for (size_t i = 0; i < POINTS; i++) {
        spectra[0].x[i] = 100 + 0.01 * (double)i;
        spectra[0].y[i] = (double)(i * 7919 % 1009) + (i == 77777 ? 9e3 : 0);
    }
    curves[0] = (vib_curve){ &spectra[0], NULL, NULL };
    options.peaks = true;
    picture = draw(1, &options);
    expect_svg(&picture);
    cr_expect_lt(picture.size, 150000, "%zu", picture.size);
    free(picture.bytes);
    release(1);
}

Test(figure, odd_values_are_drawn_or_refused)
{
    static const double values[][2] = {
        { 0, 0 }, { 1e99, -1e99 }, { 1e-300, 0 }, { -5, -5 },
    };
    vib_plot options = VIB_PLOT_DEFAULT;

    make(1);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        drawn picture;

        for (size_t p = 0; p < spectra[0].n; p++)
            spectra[0].y[p] = values[i][p % 2];
        picture = draw(1, &options);
        expect_svg(&picture);
        cr_expect_null(strstr(picture.bytes, "nan"));
        cr_expect_null(strstr(picture.bytes, "inf\""));
        free(picture.bytes);
    }
    release(1);
    cr_expect_eq(vib_plot_spectra(NULL, curves, 0, &options), VIB_BAD_ARG);
}
