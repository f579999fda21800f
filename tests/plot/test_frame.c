#include "frame.h"

#include <criterion/criterion.h>

Test(frame, the_title_of_a_scale_is_what_the_unit_says)
{
    static const struct {
        const char *unit;
        int power;
        const char *title;
    } rows[] = {
        { NULL, 0, "Intensity (arb. units)" },
        { "", 3, "Intensity (arb. units / 10^3)" },
        { "counts", 3, "Intensity (counts / 10^3)" },
        { "%T", 0, "Transmittance (%)" },
        { "% Transmittance", 0, "% Transmittance" },
        { "transmittance", 0, "Transmittance" },
        { "Transmission [%]", 0, "Transmission [%]" },
        { "ABSORBANCE", -3, "ABSORBANCE / 10^-3" },
        { "absorbance", 0, "Absorbance" },
        { "Intensity (%)", 0, "Intensity (%)" },
        { "raman intensity", 0, "Raman intensity" },
        { "\xc2\xb5V", 0, "Intensity (\xc2\xb5V)" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char title[VIB_SCALE_TITLE] = "";

        cr_assert_eq(
            vib_frame_scale_title(title, rows[i].unit, rows[i].power), VIB_OK);
        cr_expect_str_eq(title, rows[i].title);
    }
}
