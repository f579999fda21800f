/* bwtek.c - text that B&W Tek's BWRam and BWSpec export: lines "key;value",
 * then a table of pixels with wavelength, Raman shift and the intensity in
 * several states. There is no description; this is from files. */
#include "export.h"

enum { SURE = 80 };

static int bwtek_sniff(const uint8_t *data, size_t size)
{
    return vib_export_begins(data, size, "File Version;BW") ||
                   vib_export_begins(data, size, "File Version,BW")
               ? SURE
               : 0;
}

/* What they call the title is the instrument's. */
static int explain(vib_spectrum *spectrum)
{
    int status = vib_export_rename(spectrum, VIB_KEY_TITLE, "original title");

    return status < 0 ? status
                      : vib_spectrum_set(spectrum, VIB_KEY_Y_UNIT, "counts");
}

static int bwtek_parse(vib_found *out, const vib_input *input)
{
    return vib_export_read(out, input, explain);
}

const vib_format vib_format_bwtek = { "bwtek", bwtek_sniff, bwtek_parse };
