/* oceanoptics.c - text that Ocean Optics' programs save: OOIBase32,
 * SpectraSuite, Jaz and OceanView. Lines "key: value", a line of the kind
 * ">>>>>Begin Spectral Data<<<<<" in the language of the program, then two
 * columns, of the Jaz more. The axis is a wavelength in nm unless "XAxis mode"
 * says something else. There is no description; this is from files. */
#include "export.h"

#include <string.h>

enum { SURE = 80 };

static int oceanoptics_sniff(const uint8_t *data, size_t size)
{
    return vib_export_mentions(data, size, ">>>>>") &&
                   vib_export_mentions(data, size, "<<<<<")
               ? SURE
               : 0;
}

static int set_axis_unit(vib_spectrum *spectrum)
{
    const char *mode = vib_spectrum_get(spectrum, "XAxis mode");

    if (!mode || strcasestr(mode, "wavelength"))
        return vib_spectrum_set(spectrum, VIB_KEY_X_UNIT, "nm");
    return vib_spectrum_set(spectrum, VIB_KEY_X_UNIT,
                            strcasestr(mode, "raman") ? "Raman shift (cm-1)"
                                                      : mode);
}

/* The Jaz gives all that it measured, in columns of one letter. */
static int name_column(vib_spectrum *spectrum)
{
    static const char *const columns[][2] = {
        { "D", "dark" }, { "R", "reference" }, { "S", "sample" },
        { "P", "processed" },
    };
    const char *title = vib_spectrum_get(spectrum, VIB_KEY_TITLE);

    for (size_t i = 0; title && i < sizeof columns / sizeof *columns; i++)
        if (strcmp(title, columns[i][0]) == 0) {
            int status = vib_spectrum_set(spectrum, "measured", columns[i][1]);

            if (status == VIB_OK && i < 3)
                status = vib_spectrum_set(spectrum, VIB_KEY_Y_UNIT, "counts");
            return status;
        }
    return VIB_OK;
}

static int explain(vib_spectrum *spectrum)
{
    int status = set_axis_unit(spectrum);

    return status < 0 ? status : name_column(spectrum);
}

static int oceanoptics_parse(vib_found *out, const vib_input *input)
{
    return vib_export_read(out, input, explain);
}

const vib_format vib_format_oceanoptics = { "oceanoptics", oceanoptics_sniff,
                                            oceanoptics_parse };
