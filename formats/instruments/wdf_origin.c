/* wdf_origin.c - where, when and at what temperature each spectrum of a WiRE
 * data file was taken. */
#include "wdf.h"

#include "found.h"
#include "header.h"

#include <stdio.h>
#include <string.h>

enum { ARBITRARY, RAMAN_SHIFT, WAVENUMBER, NANOMETRE, ELECTRONVOLT, MICROMETRE,
       COUNTS, ELECTRONS, MILLIMETRE, METRE };
enum { FILETIME = 24 };
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

/* A length in um; false when the unit is none of length. */
static bool length_of(double *um, unsigned unit)
{
    switch (unit) {
    case NANOMETRE:
        *um *= 1e-3;
        return true;
    case MICROMETRE:
        return true;
    case MILLIMETRE:
        *um *= 1e3;
        return true;
    case METRE:
        *um *= 1e6;
        return true;
    default:
        return false;
    }
}

/* "Pressure" with 3 in Pa: field "pressure" says "3 Pa". */
static int set_other(vib_spectrum *spectrum, const vib_wdf_origin *origin,
                     double value)
{
    const char *unit = vib_wdf_unit(origin->unit);
    vib_spectrum named = VIB_SPECTRUM_INIT;
    const char *label;
    char key[24], text[64];
    int status = vib_field_text(&named, "label", origin->label);

    label = vib_spectrum_get(&named, "label");
    if (status == VIB_OK)
        status = vib_field_number(&named, "value", value, 9);
    if (status == VIB_OK && label && vib_spectrum_get(&named, "value")) {
        vib_header_plain(key, sizeof key, (vib_span){ label, strlen(label) });
        snprintf(text, sizeof text, "%s%s%s", vib_spectrum_get(&named, "value"),
                 *unit ? " " : "", unit);
        if (*key)
            status = vib_spectrum_set(spectrum, key, text);
    }
    vib_spectrum_release(&named);
    return status;
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
    if (origin->type >= X && origin->type <= Z &&
        length_of(&value, origin->unit))
        return vib_field_number(spectrum, keys[origin->type - X], value,
                                9);
    return set_other(spectrum, origin, value);
}
