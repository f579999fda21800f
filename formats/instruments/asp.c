/* asp.c - a list of numbers, one a line (.asp, of PerkinElmer's programs): how
 * many points, both ends of the axis, three small whole numbers whose meaning
 * is not known, then the intensities. Found in a file of Open Specy. */
#include "memory.h"
#include "number.h"
#include "reader.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>

enum { HEAD = 6, SURE = 60 };

/* The number that is all of a line; false when it is not. */
static bool read_line(double *out, vib_span line)
{
    line = vib_span_trim(line);
    return vib_number_read(out, line.at, line.at + line.n, '.') ==
           line.at + line.n;
}

/* Fill head [HEAD]; false when the text does not begin so. */
static bool read_head(double *head, vib_lines *lines)
{
    vib_span line;

    for (size_t i = 0; i < HEAD; i++)
        if (!vib_lines_next(&line, lines) || !read_line(&head[i], line))
            return false;
    for (size_t i = 3; i < HEAD; i++)
        if (head[i] != floor(head[i]) || head[i] < 0 || head[i] > 100)
            return false;
    return head[0] >= 2 && head[0] == floor(head[0]) && head[1] != head[2] &&
           fabs(head[1]) < 1e6 && fabs(head[2]) < 1e6;
}

static int asp_sniff(const uint8_t *data, size_t size)
{
    enum { LOOK = 256 };
    vib_text text = { (const char *)data, size < LOOK ? size : LOOK, NULL };
    vib_lines lines = vib_lines_of(&text);
    double head[HEAD];

    return read_head(head, &lines) ? SURE : 0;
}

static int read_points(vib_spectrum *out, const double *head, vib_lines *lines)
{
    size_t n = out->n, i = 0;
    vib_span line;

    while (vib_lines_next(&line, lines)) {
        if (vib_span_trim(line).n == 0)
            continue;
        if (i == n || !read_line(&out->y[i], line))
            return vib_fail(VIB_BAD_DATA, "line %zu: expected %s",
                            lines->number, i == n ? "the end" : "a number");
        out->x[i] = head[1] + (head[2] - head[1]) * (double)i / (double)(n - 1);
        i++;
    }
    return i == n ? VIB_OK
                  : vib_fail(VIB_BAD_DATA, "cut short: %zu of %zu points are "
                             "there", i, n);
}

static int asp_parse(vib_found *out, const vib_input *input)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    double head[HEAD] = { 0 };
    vib_text text = { 0 };
    vib_lines lines;
    int status = vib_text_open(&text, input->data, input->size);

    if (status < 0)
        return status;
    lines = vib_lines_of(&text);
    if (!read_head(head, &lines) || head[0] > (double)text.n / 2)
        status = vib_fail(VIB_BAD_DATA, "a list of numbers without as many as "
                          "its first line says");
    if (status == VIB_OK)
        status = vib_points_new(&spectrum, (size_t)head[0]);
    if (status == VIB_OK)
        status = read_points(&spectrum, head, &lines);
    if (status == VIB_OK)
        status = vib_found_add(out, &spectrum);
    vib_spectrum_release(&spectrum);
    vib_text_close(&text);
    return status;
}

const vib_format vib_format_asp = { "asp", asp_sniff, asp_parse };
