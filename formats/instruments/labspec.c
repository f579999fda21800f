/* labspec.c - text that HORIBA LabSpec exports: lines "#key=<tab>value" in
 * Windows-1252, then two columns, or for a map or series the axis in the first
 * row behind one empty cell for each coordinate. There is no description; this
 * is from files of LabSpec 5 and 6. */
#include "export.h"
#include "labspec_tree.h"

#include <stdio.h>
#include <string.h>

enum { SURE = 80, KEY = 32, AXES_MOST = 8 };

static int labspec_sniff(const uint8_t *data, size_t size)
{
    return vib_export_begins(data, size, "#") &&
                   (vib_export_mentions(data, size, "#Acquired=\t") ||
                    vib_export_mentions(data, size, "#Instrument=\t") ||
                    vib_export_mentions(data, size, "#AxisType["))
               ? SURE
               : 0;
}

/* What the file says about axis k, or "". */
static const char *axis_says(const vib_spectrum *spectrum, const char *what,
                             int k)
{
    char key[KEY];
    const char *value;

    snprintf(key, sizeof key, "Axis%s[%d]", what, k);
    value = vib_spectrum_get(spectrum, key);
    return value ? value : "";
}

/* "Spectro (cm-1)" or "Spectro (nm)" is where the spectrometer stood, in the
 * unit that is shown: all that older files say. */
static vib_span unit_of_position(const vib_spectrum *spectrum)
{
    static const char start[] = "Spectro (";
    size_t n = sizeof start - 1;

    for (size_t i = 0; i < spectrum->field_count; i++) {
        const char *key = spectrum->fields[i].key;

        if (strncmp(key, start, n) == 0)
            return (vib_span){ key + n, strcspn(key + n, ")") };
    }
    return (vib_span){ "", 0 };
}

static int set_units(vib_spectrum *spectrum)
{
    vib_span unit = unit_of_position(spectrum);
    int status = VIB_OK;

    for (int k = 0; k < AXES_MOST; k++) {
        const char *type = axis_says(spectrum, "Type", k);
        const char *says = axis_says(spectrum, "Unit", k);

        if (strcmp(type, "Spectr") == 0 && *says)
            unit = (vib_span){ says, strlen(says) };
        else if (strcmp(type, "Intens") == 0 && *says && status == VIB_OK)
            status = vib_spectrum_set(spectrum, VIB_KEY_Y_UNIT, says);
    }
    if (status == VIB_OK && unit.n > 0)
        status = vib_field_set(spectrum, VIB_KEY_X_UNIT, unit);
    return status;
}

/* The columns before the points are the other axes. */
static int name_coordinates(vib_spectrum *spectrum)
{
    int status = VIB_OK;

    for (int i = 1; i <= AXES_MOST && status == VIB_OK; i++) {
        char key[KEY], name[KEY];

        snprintf(key, sizeof key, "coordinate %d", i);
        if (vib_labspec_axis_name(name, sizeof name,
                                  axis_says(spectrum, "Type", i + 1)))
            status = vib_export_rename(spectrum, key, name);
    }
    return status;
}

static int explain(vib_spectrum *spectrum)
{
    int status = set_units(spectrum);

    return status < 0 ? status : name_coordinates(spectrum);
}

static int labspec_parse(vib_found *out, const vib_input *input)
{
    return vib_export_read(out, input, explain);
}

const vib_format vib_format_labspec = { "labspec", labspec_sniff,
                                        labspec_parse };
