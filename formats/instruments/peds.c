/* peds.c - PerkinElmer text: "PE IR  SPECTRUM  ASCII  PEDS  1.60", lines whose
 * meaning is their place, "#GR" and the units, "#DATA" and two columns. There
 * is no description; this is from files and from hyperSpec's reader. */
#include "export.h"
#include "status.h"

#include <string.h>

enum { SURE = 85, MAGIC = 80 };

static int peds_sniff(const uint8_t *data, size_t size)
{
    size_t look = size < MAGIC ? size : MAGIC;

    return vib_export_begins(data, size, "PE ") &&
                   memmem(data, look, "ASCII", 5) &&
                   memmem(data, look, "PEDS", 4)
               ? SURE
               : 0;
}

/* "%T", "A", ...: an absorbance is written with one letter. */
static int set_y_unit(vib_spectrum *spectrum, vib_span unit)
{
    if (unit.n == 0)
        return VIB_OK;
    if (vib_span_is(unit, "A"))
        return vib_spectrum_set(spectrum, VIB_KEY_Y_UNIT, "absorbance");
    return vib_field_set(spectrum, VIB_KEY_Y_UNIT, unit);
}

/* Day and time stand in lines of their own. */
static int add_time(vib_spectrum *spectrum, vib_span time)
{
    const char *day = vib_spectrum_get(spectrum, "date");
    char text[80];

    snprintf(text, sizeof text, "%.40s %.*s", day ? day : "",
             time.n < 30 ? (int)time.n : 30, time.at);
    return vib_spectrum_set(spectrum, "date", text);
}

static int set_technique(vib_spectrum *spectrum, vib_span line)
{
    return line.n > 5 && memcmp(line.at, "PE IR", 5) == 0
               ? vib_spectrum_set(spectrum, VIB_KEY_TECHNIQUE, "infrared")
               : VIB_OK;
}

/* Line `number` of the file, `unit` lines behind "#GR" (0: not behind it). */
static int explain_line(vib_spectrum *spectrum, vib_span line, size_t number,
                        size_t unit)
{
    enum { MAGIC_LINE = 1, FILE_LINE = 3, DAY_LINE, TIME_LINE, NAME_LINE = 8 };

    if (unit == 1 && line.n > 0)
        return vib_field_set(spectrum, VIB_KEY_X_UNIT, line);
    if (unit == 2)
        return set_y_unit(spectrum, line);
    switch (number) {
    case MAGIC_LINE:
        return set_technique(spectrum, line);
    case FILE_LINE:
        return vib_field_set(spectrum, "file", line);
    case DAY_LINE:
        return vib_field_set(spectrum, "date", line);
    case TIME_LINE:
        return add_time(spectrum, line);
    case NAME_LINE:
        return line.n > 0 ? vib_field_set(spectrum, "operator", line) : VIB_OK;
    default:
        return VIB_OK;
    }
}

static int explain(vib_spectrum *spectrum, const vib_input *input)
{
    vib_text text = { 0 };
    vib_lines lines;
    vib_span line;
    size_t unit = 0;
    int status = vib_text_open(&text, input->data, input->size);

    if (status < 0)
        return status;
    lines = vib_lines_of(&text);
    while (status == VIB_OK && vib_lines_next(&line, &lines)) {
        line = vib_span_trim(line);
        if (vib_span_is(line, "#DATA"))
            break;
        status = explain_line(spectrum, line, lines.number, unit);
        if (unit > 0 || vib_span_is(line, "#GR"))
            unit++;
    }
    vib_text_close(&text);
    return status;
}

static int peds_parse(vib_found *out, const vib_input *input)
{
    int status = vib_format_delimited.parse(out, input);

    return status < 0 || out->count == 0 ? status
                                         : explain(&out->spectra[0], input);
}

const vib_format vib_format_peds = { "peds", peds_sniff, peds_parse };
