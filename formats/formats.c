/* formats.c - the table of formats. */
#include "reader.h"

#include "status.h"

#include <string.h>
#include <strings.h>

enum { SURE = 50 };

static const vib_format *const formats[] = {
    &vib_format_own,
    &vib_format_jcamp,
    &vib_format_spc,
    &vib_format_rruff,
    &vib_format_wdf,
    &vib_format_opus,
    &vib_format_omnic,
    &vib_format_perkinelmer,
    &vib_format_peds,
    &vib_format_spe,
    &vib_format_asp,
    &vib_format_labspec,
    &vib_format_labspec_xml,
    &vib_format_labspec6,
    &vib_format_asd,
    &vib_format_npy,
    &vib_format_npz,
    &vib_format_envi,
    &vib_format_hdf5,
    &vib_format_matlab,
    &vib_format_witec,
    &vib_format_oceanoptics,
    &vib_format_avantes,
    &vib_format_bwtek,
    &vib_format_delimited,
};

static const vib_format *surest(int *best, const vib_input *input)
{
    const vib_format *format = NULL;

    *best = 0;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        int sure;

        if (formats[i] == &vib_format_delimited && format)
            break; /* the last is the least sure: spared a look at the bytes */
        sure = formats[i]->sniff(input->data, input->size);
        if (sure > *best) {
            *best = sure;
            format = formats[i];
        }
    }
    return format;
}

/* Name the format in each spectrum found. */
static int set_format(vib_found *found, const char *name)
{
    for (size_t i = 0; i < found->count; i++)
        if (vib_spectrum_set(&found->spectra[i], VIB_KEY_FORMAT, name) < 0)
            return VIB_NO_MEMORY;
    for (size_t i = 0; i < found->series_count; i++)
        if (vib_spectrum_set(&found->series[i].head, VIB_KEY_FORMAT, name) < 0)
            return VIB_NO_MEMORY;
    return VIB_OK;
}

const vib_format *vib_format_named(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i]->name, name) == 0)
            return formats[i];
    return NULL;
}

/* Only the name is left to say something. */
static int fail_unknown(const char *path)
{
    size_t n = strlen(path);

    if (n > 4 && strcasecmp(path + n - 4, ".spc") == 0)
        return vib_fail(VIB_BAD_DATA, "an .spc file, but not of Galactic's "
                        "format: ESR, gamma and other programs use the name "
                        "too; export it as text");
    return vib_fail(VIB_BAD_DATA, "not text and no format known here");
}

int vib_formats_parse(vib_found *out, const vib_input *input)
{
    int best, status;
    const vib_format *format;
    const char *kind;

    if (input->size == 0)
        return vib_fail(VIB_BAD_DATA, "an empty file");
    format = surest(&best, input);
    kind = best < SURE ? vib_known_kind(input->data, input->size) : NULL;
    if (kind)
        return vib_fail(VIB_BAD_DATA, "this cannot be read: it is %s", kind);
    if (!format)
        return fail_unknown(input->path);
    status = format->parse(out, input);
    if (status == VIB_OK && vib_found_count(out) == 0)
        return vib_fail(VIB_BAD_DATA, "no spectrum of two points in it");
    if (set_format(out, format->name) < 0)
        return VIB_NO_MEMORY;
    return status;
}
