#include "labelled.h"

#include "number.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

typedef struct labelled {
    vib_spectrum *out;
    size_t capacity[2];
    vib_span key; /* of the last header line */
    size_t labels;
    vib_label_field *add;
    bool ended;
} labelled;

/* "x, y", the comma being perhaps a blank, a tab or a semicolon. */
static bool read_point(double *x, double *y, vib_span line)
{
    const char *at = line.at, *end = at + line.n;

    at = vib_number_read(x, at, end, '.');
    if (!at)
        return false;
    while (at < end && (*at == ',' || *at == ' ' || *at == '\t' || *at == ';'))
        at++;
    at = vib_number_read(y, at, end, '.');
    return at == end;
}

static int count_label(labelled *file)
{
    if (file->labels++ < VIB_FIELDS_MOST)
        return VIB_OK;
    return vib_fail(VIB_BAD_DATA, "a header of more than %d lines",
                    VIB_FIELDS_MOST);
}

static int add_label(labelled *file, vib_span line)
{
    const char *equals = memchr(line.at, '=', line.n);
    vib_span key = { line.at + 2, line.n - 2 }, value = { line.at, 0 };

    if (equals) {
        key.n = (size_t)(equals - key.at);
        value.at = equals + 1;
        value.n = (size_t)(line.at + line.n - value.at);
    }
    file->key = vib_span_trim(key);
    if (vib_span_is(file->key, "END")) {
        file->ended = true;
        return VIB_OK;
    }
    return count_label(file) < 0 ? VIB_BAD_DATA
                                 : file->add(file->out, key, value);
}

static int add_line(labelled *file, vib_span line, size_t number)
{
    double x, y;

    if (line.n >= 2 && line.at[0] == '#' && line.at[1] == '#')
        return add_label(file, line);
    line = vib_span_trim(line);
    if (line.n == 0)
        return VIB_OK;
    if (read_point(&x, &y, line))
        return vib_point_add(file->out, file->capacity, x, y);
    if (file->out->n == 0 && file->key.n > 0)
        return count_label(file) < 0
                   ? VIB_BAD_DATA
                   : file->add(file->out, file->key, line);
    return vib_fail(VIB_BAD_DATA, "line %zu: expected \"x, y\", found \"%.*s\"",
                    number, line.n < 40 ? (int)line.n : 40, line.at);
}

int vib_labelled_read(vib_spectrum *out, bool *ended, const vib_input *input,
                      vib_label_field *add)
{
    labelled file = { .out = out, .add = add };
    vib_text text = { 0 };
    vib_lines lines;
    vib_span line;
    int status = vib_text_open(&text, input->data, input->size);

    if (status < 0)
        return status;
    lines = vib_lines_of(&text);
    while (status == VIB_OK && !file.ended && vib_lines_next(&line, &lines))
        status = add_line(&file, line, lines.number);
    *ended = file.ended;
    vib_text_close(&text);
    return status;
}
