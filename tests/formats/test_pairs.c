/* One measurement, written by its instrument's program in two formats: what
 * both say agrees point by point. */
#include "parse.h"

#include <unistd.h>

/* A file of the shared folder and another that must say the same. The text
 * has so many digits behind the decimal point. */
static const struct {
    const char *binary, *text;
    double x_step, y_step;
} pairs[] = {
    { "wdf/ramanchada2/nCal_Qontor785_z005H12_100_1x3s.wdf",
      "wdf/ramanchada2/nCal_Qontor785_z005H12_100_1x3s.txt", 1e-6, 1e-6 },
    { "labspec/ramanchada2/PST10_iR785_OP01_8000msx8.l6s",
      "labspec/ramanchada2/PST10_iR785_OP01_8000msx8.txt", 5e-3, 5e-3 },
    { "spc/lightr/CRAIC.spc", "spc/lightr/CRAIC.txt", 5e-3, 5e-5 },
    { "spc/hyspc/wplanes.spc", "spc/hyspc/wplanes.txt", 5e-2, 5e-2 },
    { "spc/hyspc/Witec-Map.spc", "witec/hyspc/Witec-Map_full.txt", 5e-3, 0 },
};

static void load(vib_spectrum *out, const char *name)
{
    char path[512];

    snprintf(path, sizeof path, "%s/formats/%s", VIB_SHARED_DIR, name);
    cr_assert_eq(vib_spectrum_load(out, path), VIB_OK, "%s", vib_last_error());
}

/* Equal but for the digits of the text and those of a float. */
static bool is_same(double a, double b, double step)
{
    return fabs(a - b) <= step + 6e-8 * fabs(a);
}

Test(pairs, binary_and_text_agree_point_by_point)
{
    if (access(VIB_SHARED_DIR "/formats/truth.csv", R_OK) < 0)
        cr_skip_test("SKIPPED: there is no " VIB_SHARED_DIR);
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        vib_spectrum a = VIB_SPECTRUM_INIT, b = VIB_SPECTRUM_INIT;

        load(&a, pairs[k].binary);
        load(&b, pairs[k].text);
        cr_assert_eq(a.n, b.n, "%s", pairs[k].binary);
        for (size_t i = 0; i < a.n; i++)
            cr_assert(is_same(a.x[i], b.x[i], pairs[k].x_step) &&
                      is_same(a.y[i], b.y[i], pairs[k].y_step),
                      "%s: point %zu: %.9g %.9g, %.9g %.9g", pairs[k].binary,
                      i, a.x[i], a.y[i], b.x[i], b.y[i]);
        vib_spectrum_release(&a);
        vib_spectrum_release(&b);
    }
}
