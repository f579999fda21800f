/* avantes.c - text that Avantes' AvaSoft exports: a comment, lines about the
 * measurement, names and units of columns separated by semicolons, then the
 * table. There is no description; this is from files of AvaSoft 7 and 8. */
#include "export.h"

enum { SURE = 80 };

static int avantes_sniff(const uint8_t *data, size_t size)
{
    return vib_export_mentions(data, size, "Data measured with spectrometer") &&
                   vib_export_mentions(data, size, "Wave ")
               ? SURE
               : 0;
}

/* AvaSoft measures over wavelength; that is also the unit of an interpolated
 * table, the only one whose column of units has no such word. */
static int explain(vib_spectrum *spectrum)
{
    const char *unit = vib_spectrum_get(spectrum, VIB_KEY_X_UNIT);

    return unit && *unit ? VIB_OK
                         : vib_spectrum_set(spectrum, VIB_KEY_X_UNIT, "nm");
}

static int avantes_parse(vib_found *out, const vib_input *input)
{
    return vib_export_read(out, input, explain);
}

const vib_format vib_format_avantes = { "avantes", avantes_sniff,
                                        avantes_parse };
