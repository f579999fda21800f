/* save_jcamp.c - JCAMP-DX 4.24: a block for each spectrum; several stand in a
 * LINK block. Fields the standard has a label for are written under it, others
 * under "$" and their name. */
#include "save.h"

#include "fields.h"
#include "found.h"
#include "units.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Labels of the standard that fields may have been read from. */
static const char *const standard[] = {
    "ORIGIN", "OWNER", "DATE", "TIME", "LONG DATE", "LONGDATE",
    "SOURCE REFERENCE", "CROSS REFERENCE", "SAMPLE DESCRIPTION", "CAS NAME",
    "MOLFORM", "CAS REGISTRY NO", "WISWESSER", "BEILSTEIN LAWSON NO", "MP",
    "BP", "REFRACTIVE INDEX", "DENSITY", "MW", "CONCENTRATIONS",
    "SPECTROMETER/DATA SYSTEM", "SPECTROMETER/DATASYSTEM",
    "INSTRUMENT PARAMETERS", "SAMPLING PROCEDURE", "STATE", "PATH LENGTH",
    "PRESSURE", "TEMPERATURE", "DATA PROCESSING", "RESOLUTION",
};

/* Fields that have their own line, or say how another file was written. */
static const char *const written[] = {
    VIB_KEY_TITLE, VIB_KEY_NAME, VIB_KEY_X_UNIT, VIB_KEY_Y_UNIT,
    VIB_KEY_TECHNIQUE, VIB_KEY_FORMAT, "NAMES", "XUNITS", "YUNITS",
    "DATA TYPE", "DATATYPE", "END",
};

static bool is_one(const char *key, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(key, names[i]) == 0)
            return true;
    return false;
}

/* A value as it may stand in a record: a comment or a record in it is broken
 * up by a blank. */
static void write_value(FILE *out, const char *value)
{
    for (; *value; value++) {
        bool pair = (value[0] == '#' && value[1] == '#') ||
                    (value[0] == '$' && value[1] == '$');

        fputc(*value, out);
        if (pair)
            fputc(' ', out);
    }
    fputc('\n', out);
}

static void write_record(FILE *out, const char *label, const char *value)
{
    fprintf(out, "##%s= ", label);
    write_value(out, value);
}

/* A label has no "=", and no line end. */
static void write_field(FILE *out, const vib_field *field)
{
    const char *key = field->key;
    bool own = *key == '$' || *key == '.' ||
               is_one(key, standard, sizeof standard / sizeof *standard);

    fputs(own ? "##" : "##$", out);
    for (; *key; key++)
        fputc(*key == '=' || (unsigned char)*key < ' ' ? '_' : *key, out);
    fputs("= ", out);
    write_value(out, field->value);
}

static const char *x_units(const char *unit)
{
    switch (vib_unit_of(unit)) {
    case VIB_UNIT_PER_CM:
        return "1/CM";
    case VIB_UNIT_NM:
        return "NANOMETERS";
    case VIB_UNIT_UM:
        return "MICROMETERS";
    default:
        return *unit ? unit : "ARBITRARY UNITS";
    }
}

static const char *data_type(const vib_spectrum *spectrum)
{
    const char *technique = vib_field_get(spectrum, VIB_KEY_TECHNIQUE);
    const char *type = vib_field_get(spectrum, "DATA TYPE");

    if (strcasecmp(technique, "raman") == 0)
        return "RAMAN SPECTRUM";
    if (strcasecmp(technique, "infrared") == 0)
        return "INFRARED SPECTRUM";
    return *type ? type : "SPECTRUM";
}

static void write_block(FILE *out, const vib_spectrum *spectrum)
{
    const char *y_unit = vib_field_get(spectrum, VIB_KEY_Y_UNIT);

    write_record(out, "TITLE", vib_save_title(spectrum));
    write_record(out, "JCAMP-DX", "4.24");
    write_record(out, "DATA TYPE", data_type(spectrum));
    if (*vib_field_get(spectrum, VIB_KEY_NAME))
        write_record(out, "NAMES", vib_field_get(spectrum, VIB_KEY_NAME));
    for (size_t i = 0; i < spectrum->field_count; i++)
        if (!is_one(spectrum->fields[i].key, written,
                    sizeof written / sizeof *written))
            write_field(out, &spectrum->fields[i]);
    write_record(out, "XUNITS",
                 x_units(vib_field_get(spectrum, VIB_KEY_X_UNIT)));
    write_record(out, "YUNITS", *y_unit ? y_unit : "ARBITRARY UNITS");
    vib_jcamp_write_table(out, spectrum);
    fputs("##END=\n", out);
}

/* Of a fixed size, so that it can be written again when the spectra have been
 * counted. */
static void write_link(FILE *out, size_t count)
{
    fprintf(out, "##TITLE= %s\n##JCAMP-DX= 4.24\n##DATA TYPE= LINK\n"
            "##BLOCKS= %-20zu\n", "spectra", count);
}

/* A second spectrum makes a LINK of the file. */
static int write_blocks(FILE *out, vib_spectrum *first, vib_save *save)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int status = vib_save_next(&spectrum, save);
    bool link = status == 1;

    if (link)
        write_link(out, 0);
    write_block(out, first);
    while (status == 1) {
        write_block(out, &spectrum);
        vib_spectrum_release(&spectrum);
        status = vib_save_next(&spectrum, save);
    }
    if (status < 0 || !link)
        return status;
    fputs("##END=\n", out);
    status = vib_save_rewind(save);
    if (status < 0)
        return status;
    write_link(out, save->count);
    return VIB_OK;
}

int vib_save_jcamp(FILE *out, vib_save *save)
{
    vib_spectrum first = VIB_SPECTRUM_INIT;
    int status = vib_save_next(&first, save);

    if (status == 1)
        status = write_blocks(out, &first, save);
    vib_spectrum_release(&first);
    return status;
}
