/* spc_fields.c - what an SPC file says beside its points. */
#include "spc.h"

#include "found.h"
#include "header.h"

#include <stdio.h>
#include <string.h>

enum { LOG_HEADER = 64, LOG_FIELDS_MOST = 1024 };
enum { RAMAN_SHIFT = 13, LABELS_IN_TEXT = 15 };

static const char *const x_units[] = {
    "arbitrary", "cm-1", "um", "nm", "s", "min", "Hz", "kHz", "MHz", "m/z",
    "ppm", "days", "years", "Raman shift cm-1", "eV", "", "diode", "channel",
    "degrees", "deg F", "deg C", "K", "data points", "ms", "microseconds",
    "ns", "GHz", "cm", "m", "mm", "hours"
};

static const char *const y_units[] = {
    "arbitrary intensity", "interferogram", "absorbance", "Kubelka-Munk",
    "counts", "V", "degrees", "mA", "mm", "mV", "log(1/R)", "%", "intensity",
    "relative intensity", "energy", "", "dB", "", "", "deg F", "deg C", "K",
    "index of refraction", "extinction coefficient", "real", "imaginary",
    "complex"
};

/* From 128 on: those whose peaks point down. */
static const char *const valley_units[] = {
    "transmission", "reflectance", "single beam", "emission"
};

static const char *x_unit(unsigned type)
{
    return type < sizeof x_units / sizeof *x_units ? x_units[type] : "";
}

static const char *y_unit(unsigned type)
{
    if (type >= 128)
        return type - 128 < sizeof valley_units / sizeof *valley_units
                   ? valley_units[type - 128]
                   : "";
    return type < sizeof y_units / sizeof *y_units ? y_units[type] : "";
}

static int set_text(vib_spectrum *head, const char *key, const char *value)
{
    return *value ? vib_spectrum_set(head, key, value) : VIB_OK;
}

/* Label number `index` of those that follow one another with a NUL between. */
static vib_part label_of(vib_part labels, size_t index)
{
    for (; index > 0; index--) {
        const uint8_t *end = labels.n ? memchr(labels.at, 0, labels.n) : NULL;

        if (!end)
            return (vib_part){ labels.at, 0 };
        labels = vib_part_most(labels, (uint64_t)(end - labels.at) + 1,
                               SIZE_MAX);
    }
    return labels;
}

/* The units by their numbers, and in their place the labels if there are. */
static int set_units(vib_spectrum *head, const vib_spc *file)
{
    const char *units[] = { x_unit(file->x_type), y_unit(file->y_type),
                            x_unit(file->z_type) };
    static const char *const keys[] = { VIB_KEY_X_UNIT, VIB_KEY_Y_UNIT,
                                        "z_unit" };
    bool labels = (file->flags & VIB_SPC_LABELS) ||
                  file->x_type == LABELS_IN_TEXT;
    size_t count = file->flags & VIB_SPC_MULTI ? 3 : 2;
    int status = VIB_OK;

    for (size_t i = 0; i < count && status == VIB_OK; i++) {
        status = set_text(head, keys[i], units[i]);
        if (status == VIB_OK && labels)
            status = vib_field_text(head, keys[i],
                                    label_of(file->labels, i));
    }
    if (status == VIB_OK && file->x_type == RAMAN_SHIFT)
        status = vib_spectrum_set(head, VIB_KEY_TECHNIQUE, "raman");
    return status;
}

static int set_date(vib_spectrum *head, const vib_spc *file)
{
    char date[64];

    if (file->year == 0 || file->month == 0 || file->day == 0)
        return VIB_OK;
    snprintf(date, sizeof date, "%04u-%02u-%02uT%02u:%02u", file->year,
             file->month, file->day, file->hour, file->minute);
    return vib_spectrum_set(head, "date", date);
}

static int add_log_line(vib_spectrum *head, vib_span line)
{
    const char *equals = memchr(line.at, '=', line.n);
    vib_span key = { "log", 3 }, value = line;

    if (equals && equals > line.at) {
        key = (vib_span){ line.at, (size_t)(equals - line.at) };
        value = (vib_span){ equals + 1, line.n - key.n - 1 };
    }
    return vib_span_trim(value).n > 0 ? vib_field_add(head, key, value)
                                      : VIB_OK;
}

/* The lengths in the head of a log are wrong in real files: what can be found
 * of its text is taken, and it is never a reason to refuse the file. */
static int add_log(vib_spectrum *head, const vib_spc *file)
{
    vib_part log, text;
    vib_text lines_of = { 0 };
    vib_lines lines;
    vib_span line;
    uint32_t size;
    int status;

    if (file->log == 0 ||
        !vib_part_cut(&log, file->bytes, file->log, LOG_HEADER))
        return VIB_OK;
    size = vib_spc_u32(file, log, 0);
    text = vib_part_most(file->bytes,
                         (uint64_t)file->log + vib_spc_u32(file, log, 8),
                         size);
    if (text.n > 0 && memchr(text.at, 0, text.n))
        text.n = (size_t)((const uint8_t *)memchr(text.at, 0, text.n) -
                          text.at);
    if (text.n == 0 || !vib_text_likely(text.at, text.n))
        return VIB_OK;
    status = vib_text_open(&lines_of, text.at, text.n);
    if (status < 0)
        return status;
    lines = vib_lines_of(&lines_of);
    while (status == VIB_OK && lines.number < LOG_FIELDS_MOST &&
           vib_lines_next(&line, &lines))
        status = add_log_line(head, line);
    vib_text_close(&lines_of);
    return status;
}

/* The comment is all the title there is; some end with blanks and a line. */
static int set_title(vib_spectrum *head, vib_part comment)
{
    comment.n = strnlen((const char *)comment.at, comment.n);
    while (comment.n > 0 && comment.at[comment.n - 1] <= ' ')
        comment.n--;
    return vib_field_text(head, VIB_KEY_TITLE, comment);
}

int vib_spc_fields(vib_spectrum *head, const vib_spc *file)
{
    int status = set_title(head, file->comment);

    if (status == VIB_OK)
        status = set_units(head, file);
    if (status == VIB_OK)
        status = set_date(head, file);
    if (status == VIB_OK)
        status = vib_field_text(head, "resolution", file->resolution);
    if (status == VIB_OK)
        status = vib_field_text(head, "instrument", file->source);
    if (status == VIB_OK)
        status = vib_field_text(head, "method", file->method);
    if (status == VIB_OK)
        status = add_log(head, file);
    return status == VIB_OK ? vib_header_understand(head) : status;
}
