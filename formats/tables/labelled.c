#include "labelled.h"

#include "number.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

/* One block being read. */
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

/* The first line of a block; false when there are only empty ones. */
static bool find_block(vib_span *line, vib_lines *lines)
{
    while (vib_lines_next(line, lines))
        if (vib_span_trim(*line).n > 0)
            return true;
    return false;
}

/* The block that begins with `line`, into *file->out, which is empty. */
static int read_block(labelled *file, vib_span line, vib_lines *lines)
{
    int status;

    if (line.n < 2 || memcmp(line.at, "##", 2) != 0)
        return vib_fail(VIB_BAD_DATA, "line %zu, behind ##END=: expected "
                        "\"##key=value\", found \"%.*s\"", lines->number,
                        line.n < 40 ? (int)line.n : 40, line.at);
    do
        status = add_line(file, line, lines->number);
    while (status == VIB_OK && !file->ended && vib_lines_next(&line, lines));
    return status;
}

int vib_labelled_parse(vib_found *out, const vib_input *input,
                       vib_label_field *add, vib_label_explain *explain)
{
    vib_text text = { 0 };
    vib_lines lines;
    vib_span line;
    int status = vib_text_open(&text, input->data, input->size);

    if (status < 0)
        return status;
    lines = vib_lines_of(&text);
    while (status == VIB_OK && find_block(&line, &lines)) {
        vib_spectrum spectrum = VIB_SPECTRUM_INIT;
        labelled file = { .out = &spectrum, .add = add };

        status = read_block(&file, line, &lines);
        if (status == VIB_OK)
            status = explain(&spectrum, file.ended);
        if (status == VIB_OK)
            status = vib_found_add(out, &spectrum);
        vib_spectrum_release(&spectrum);
    }
    vib_text_close(&text);
    return status;
}
