/* wdf_origin.c - where, when and at what temperature each spectrum of a WiRE
 * data file was taken. */
#include "wdf.h"

#include "found.h"
#include "header.h"
#include "number.h"

#include <math.h>
#include <string.h>

enum { ARBITRARY, RAMAN_SHIFT, WAVENUMBER, NANOMETRE, ELECTRONVOLT, MICROMETRE,
       COUNTS, ELECTRONS, MILLIMETRE, METRE };
enum { FILETIME = 24, LABEL = 16 };
enum { X = 3, Z = 5, CHECKSUM = 16, FLAGS = 17 }; /* types */

/* Seconds between 1601, where FILETIME begins, and 1970. */
static const double filetime_epoch = 11644473600.0;

const char *vib_wdf_unit(unsigned unit)
{
    static const char *const units[] = {
        "", "cm-1", "cm-1", "nm", "eV", "um", "counts", "electrons", "mm", "m",
        "K", "Pa", "s", "ms", "h", "d", "pixels", "", "", "degrees",
        "rad", "degC", "degF", "K/min", "", "us",
    };

    return unit < sizeof units / sizeof *units ? units[unit] : "";
}

int vib_wdf_set_time(vib_spectrum *spectrum, const char *key, uint64_t time)
{
    return vib_field_time(spectrum, key, (double)time / 1e7 - filetime_epoch);
}

/* How many um a unit is, 0 when it is none of length. */
static double um_of(unsigned unit)
{
    switch (unit) {
    case NANOMETRE:
        return 1e-3;
    case MICROMETRE:
        return 1;
    case MILLIMETRE:
        return 1e3;
    case METRE:
        return 1e6;
    default:
        return 0;
    }
}

int vib_wdf_origin_of(vib_wdf_origin *out, vib_part list)
{
    vib_spectrum named = VIB_SPECTRUM_INIT;
    const char *label;
    int status = vib_field_text(&named, "label", vib_part_most(list, 8, LABEL));

    *out = (vib_wdf_origin){ .type = vib_u32_at(list, 0) & 0x7fffffff,
                             .unit = vib_u32_at(list, 4),
                             .values = vib_part_most(list, 8 + LABEL,
                                                     SIZE_MAX) };
    out->um = um_of(out->unit);
    label = vib_spectrum_get(&named, "label");
    if (label)
        vib_header_plain(out->key, sizeof out->key,
                         (vib_span){ label, strlen(label) });
    vib_spectrum_release(&named);
    return status;
}

/* "Pressure" with 3 in Pa: field "pressure" says "3 Pa". */
static int set_other(vib_spectrum *spectrum, const vib_wdf_origin *origin,
                     double value)
{
    const char *unit = vib_wdf_unit(origin->unit);
    char text[VIB_NUMBER_TEXT + 16];

    if (!*origin->key || !isfinite(value))
        return VIB_OK;
    vib_number_round(text, value, 9);
    if (*unit)
        stpcpy(stpcpy(text + strlen(text), " "), unit);
    return vib_spectrum_set(spectrum, origin->key, text);
}

/* Bits that WiRE sets for spectra that it thinks ill of. */
static int set_flags(vib_spectrum *spectrum, uint64_t flags)
{
    return flags == 0 ? VIB_OK
                      : vib_field_number(spectrum, "flags", (double)flags, 15);
}

int vib_wdf_set_origin(vib_spectrum *spectrum, const vib_wdf_origin *origin,
                       size_t k)
{
    static const char *const keys[] = { VIB_KEY_MAP_X, VIB_KEY_MAP_Y,
                                        VIB_KEY_MAP_Z };
    double value = vib_f64_at(origin->values, 8 * k);

    if (origin->type == CHECKSUM)
        return VIB_OK;
    if (origin->unit == FILETIME)
        return vib_wdf_set_time(spectrum, "date",
                                vib_u64_at(origin->values, 8 * k));
    if (origin->type == FLAGS)
        return set_flags(spectrum, vib_u64_at(origin->values, 8 * k));
    if (origin->type >= X && origin->type <= Z && origin->um > 0)
        return vib_field_number(spectrum, keys[origin->type - X],
                                value * origin->um, 9);
    return set_other(spectrum, origin, value);
}
