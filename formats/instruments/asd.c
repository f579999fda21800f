/* asd.c - Analytical Spectral Devices' files, revisions 1 to 8: a header of 484
 * bytes, the numbers as the detector gave them, and from revision 2 on the
 * white reference. From "ASD File Format, version 8" (ASD Inc.), a public
 * description. */
#include "binary.h"
#include "reader.h"
#include "status.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    SURE = 90, HEADER = 484, CHANNELS = 204, FIRST = 191, STEP = 195,
    DATA_FORMAT = 199, DATA_FORMATS = 3, REFERENCE_HEADER = 20, TYPE = 186
};

/* What the program showed when it saved the file. Numbers with their reference
 * behind them are taken to be raw, whatever it was. */
static const char *const types[] = {
    "raw", "reflectance", "radiance", "no units", "irradiance",
    "quality index", "transmittance", "unknown", "absorbance"
};
enum { TYPES = sizeof types / sizeof *types };

typedef struct asd {
    vib_part file;
    size_t n;
    vib_number_type type;
    vib_part data, reference; /* the latter empty where there is none */
    vib_part description;
} asd;

static bool has_magic(vib_part file)
{
    static const char *const magics[] = { "ASD", "as2", "as3", "as4", "as5",
                                          "as6", "as7", "as8" };

    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (vib_part_begins(file, magics[i]))
            return true;
    return false;
}

static int asd_sniff(const uint8_t *data, size_t size)
{
    vib_part file = { data, size };

    return size >= HEADER && has_magic(file) && data[DATA_FORMAT] <=
                   DATA_FORMATS && vib_u16_at(file, CHANNELS) > 0
               ? SURE
               : 0;
}

/* The reference stands behind a flag, two times and a description. */
static void find_reference(asd *a, size_t at)
{
    size_t bytes = a->n * vib_number_size(a->type), length;
    vib_part header, found;

    if (vib_part_begins(a->file, "ASD") ||
        !vib_part_cut(&header, a->file, at, REFERENCE_HEADER) ||
        vib_u16_at(header, 0) == 0)
        return;
    length = vib_u16_at(header, REFERENCE_HEADER - 2);
    if (vib_part_cut(&found, a->file, at + REFERENCE_HEADER, length))
        a->description = found;
    if (vib_part_cut(&found, a->file, at + REFERENCE_HEADER + length, bytes))
        a->reference = found;
}

static int read_header(asd *a, vib_part file)
{
    static const vib_number_type numbers[DATA_FORMATS] = {
        VIB_AS_F32, VIB_AS_I32, VIB_AS_F64
    };
    unsigned format = vib_u8_at(file, DATA_FORMAT);
    size_t bytes;

    if (format >= DATA_FORMATS)
        return vib_fail(VIB_BAD_DATA, "an ASD file with numbers of unknown "
                        "format %u", format);
    *a = (asd){ .file = file, .n = vib_u16_at(file, CHANNELS),
                .type = numbers[format] };
    bytes = a->n * vib_number_size(a->type);
    if (!vib_part_cut(&a->data, file, HEADER, bytes))
        return vib_fail(VIB_BAD_DATA, "cut short: %zu channels take %zu bytes "
                        "behind the header", a->n, bytes);
    find_reference(a, HEADER + bytes);
    return VIB_OK;
}

/* When it was measured, a struct tm of 16-bit numbers. */
static int set_date(vib_spectrum *head, vib_part file)
{
    unsigned value[6];
    char text[64];

    for (size_t i = 0; i < 6; i++)
        value[i] = vib_u16_at(file, 160 + 2 * i);
    if (value[3] < 1 || value[3] > 31 || value[4] > 11 || value[5] < 50 ||
        value[5] > 250)
        return VIB_OK;
    snprintf(text, sizeof text, "%04u-%02u-%02uT%02u:%02u:%02u",
             value[5] + 1900, value[4] + 1, value[3], value[2], value[1],
             value[0]);
    return vib_spectrum_set(head, "date", text);
}

/* The axis and what all spectra of the file have. */
static int read_head(vib_spectrum *head, const asd *a)
{
    double first = vib_f32_at(a->file, FIRST), step = vib_f32_at(a->file, STEP);
    int status;

    if (!isfinite(first) || !isfinite(step) || step == 0)
        return vib_fail(VIB_BAD_DATA, "an axis from %g in steps of %g", first,
                        step);
    if (vib_points_new(head, a->n) < 0)
        return VIB_NO_MEMORY;
    for (size_t i = 0; i < a->n; i++)
        head->x[i] = first + step * (double)i;
    status = vib_spectrum_set(head, VIB_KEY_X_UNIT, "nm");
    if (status == VIB_OK)
        status = vib_field_text(head, "comment",
                                vib_part_most(a->file, 3, 157));
    if (status == VIB_OK)
        status = set_date(head, a->file);
    if (status == VIB_OK && vib_u8_at(a->file, TYPE) < TYPES)
        status = vib_spectrum_set(head, "spectrum type",
                                  types[vib_u8_at(a->file, TYPE)]);
    if (status == VIB_OK)
        status = vib_field_number(head, "integration time (ms)",
                                  vib_u32_at(a->file, 390), 10);
    if (status == VIB_OK)
        status = vib_field_number(head, "instrument",
                                  vib_u16_at(a->file, 400), 5);
    return status < 0 ? status
                      : vib_field_text(head, "description", a->description);
}

/* Give one of what the file has: `part` of it, or with two parts the ratio. A
 * unit that is not known is NULL. */
static int give(vib_found *out, const asd *a, const vib_spectrum *head,
                const char *block, const char *unit)
{
    bool ratio = strcmp(block, "raw_ratio") == 0;
    bool reference = strcmp(block, "white_reference") == 0;
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int status = vib_points_like(&spectrum, head);

    if (status < 0)
        return status;
    if (ratio) {
        vib_numbers_at(spectrum.y, a->data, a->type, a->n);
        /* x is not needed yet: it takes the reference meanwhile. */
        vib_numbers_at(spectrum.x, a->reference, a->type, a->n);
        for (size_t i = 0; i < a->n; i++)
            spectrum.y[i] = spectrum.x[i] != 0 ? spectrum.y[i] / spectrum.x[i]
                                               : NAN;
        memcpy(spectrum.x, head->x, a->n * sizeof *head->x);
    } else {
        vib_numbers_at(spectrum.y, reference ? a->reference : a->data, a->type,
                       a->n);
    }
    status = vib_spectrum_set(&spectrum, "block", block);
    if (status == VIB_OK)
        status = vib_spectrum_set(&spectrum, VIB_KEY_Y_UNIT, unit);
    if (status == VIB_OK)
        status = vib_found_add(out, &spectrum);
    vib_spectrum_release(&spectrum);
    return status;
}

/* The unit of the numbers; NULL when they may be raw or may not. */
static const char *unit_of(const asd *a)
{
    return vib_u8_at(a->file, TYPE) == 0 || a->reference.n > 0 ? "raw DN"
                                                               : NULL;
}

static int asd_parse(vib_found *out, const vib_input *input)
{
    vib_spectrum head = VIB_SPECTRUM_INIT;
    asd a;
    int status = read_header(&a, (vib_part){ input->data, input->size });

    if (status == VIB_OK)
        status = read_head(&head, &a);
    if (status == VIB_OK && a.reference.n > 0)
        status = give(out, &a, &head, "raw_ratio", "raw ratio");
    if (status == VIB_OK)
        status = give(out, &a, &head, "raw_DN", unit_of(&a));
    if (status == VIB_OK && a.reference.n > 0)
        status = give(out, &a, &head, "white_reference", "white reference");
    vib_spectrum_release(&head);
    return status;
}

const vib_format vib_format_asd = { "asd", asd_sniff, asd_parse };
