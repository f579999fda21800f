/* witec.c - text that WITec Control and Project export: a table with or without
 * lines of names and units above it; one with [Header] and [Data]; TrueMatch,
 * many spectra each with a header; and the three files (Header), (X-Axis) and
 * (Y-Axis), where the first leads. There is no description; this is from
 * files and from what the hyperSpec project found out about them. */
#include "companion.h"
#include "delimited.h"
#include "export.h"
#include "header.h"
#include "number.h"
#include "status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SURE = 80, NUMBER = 32 };

static const char first_line[] = "//Exported ASCII-File";

static int witec_sniff(const uint8_t *data, size_t size)
{
    static const char *const starts[] = {
        first_line, "[WITEC_TRUEMATCH_ASCII_HEADER]", "X-Axis\t", "X-Axis,",
        "rel. 1/cm\t", "rel. 1/cm,", "nm\tCCD cts", "nm,CCD cts",
    };

    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (vib_export_begins(data, size, starts[i]))
            return SURE;
    return 0;
}

static int set_number(vib_spectrum *spectrum, const char *key, size_t value)
{
    char text[NUMBER];

    snprintf(text, sizeof text, "%zu", value);
    return vib_spectrum_set(spectrum, key, text);
}

/* A column of a map is called "... (column/row)", one of a series "...(i)". */
static int set_place(vib_spectrum *spectrum)
{
    const char *title = vib_spectrum_get(spectrum, VIB_KEY_TITLE);
    const char *open = title ? strrchr(title, '(') : NULL;
    unsigned column, row;
    int end = 0, status;

    if (!open)
        return VIB_OK;
    if (sscanf(open, "(%9u/%9u)%n", &column, &row, &end) == 2 && end > 0 &&
        !open[end]) {
        status = set_number(spectrum, "map_column", column);
        return status < 0 ? status : set_number(spectrum, "map_row", row);
    }
    if (sscanf(open, "(%9u)%n", &column, &end) == 1 && end > 0 && !open[end])
        return set_number(spectrum, "series_index", column);
    return VIB_OK;
}

/* WITec's relative wavenumbers are a Raman shift. */
static int set_technique(vib_spectrum *spectrum)
{
    const char *unit = vib_spectrum_get(spectrum, VIB_KEY_X_UNIT);

    return unit && strncmp(unit, "rel.", 4) == 0
               ? vib_spectrum_set(spectrum, VIB_KEY_TECHNIQUE, "raman")
               : VIB_OK;
}

static int explain(vib_spectrum *spectrum)
{
    int status = set_place(spectrum);

    return status < 0 ? status : set_technique(spectrum);
}

/* The numbers of a file with one in each line; NULL with the message set. */
static double *read_column(size_t *count, const vib_blob *file)
{
    vib_text text = { 0 };
    vib_lines lines;
    vib_span line;
    vib_numbers numbers = { 0 };
    vib_dialect dialect = { '\t', '.', false };
    size_t cells = 0;
    int status = vib_text_open(&text, file->data, file->size);

    lines = vib_lines_of(&text);
    while (status == VIB_OK && vib_lines_next(&line, &lines))
        if (vib_span_trim(line).n > 0 &&
            (status = vib_row_read(&numbers, &cells, line, &dialect)) == 1)
            status = vib_fail(VIB_BAD_DATA, "line %zu of %s is no number",
                              lines.number, file->path);
    vib_text_close(&text);
    if (status == VIB_OK && numbers.n > 0) {
        *count = numbers.n;
        return numbers.value;
    }
    if (status == VIB_OK)
        vib_fail(VIB_BAD_DATA, "%s has no numbers", file->path);
    free(numbers.value);
    return NULL;
}

/* The lines "key = value" as fields. */
static int read_header(vib_spectrum *common, const vib_input *input)
{
    static const vib_dialect dialect = { ' ', '.', false };
    vib_text text = { 0 };
    vib_lines lines;
    vib_span line;
    int status = vib_text_open(&text, input->data, input->size);

    lines = vib_lines_of(&text);
    while (status == VIB_OK && vib_lines_next(&line, &lines))
        if (memchr(line.at, '=', line.n))
            status = vib_remark_add(common, line, &dialect);
    vib_text_close(&text);
    if (status == VIB_OK)
        status = vib_header_understand(common);
    return status < 0 ? status : set_technique(common);
}

/* The three files together. */
typedef struct graphs {
    vib_spectrum common; /* fields that all have                            */
    double *x, *y;       /* [n], [count][n]                                 */
    size_t n, count, width; /* spectra in a row of the map                  */
} graphs;

/* Spectrum k of a map, or of a series, which has one row. */
static int give(vib_found *out, const graphs *g, size_t k)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int status = vib_points_new(&spectrum, g->n);

    if (status < 0)
        return status;
    memcpy(spectrum.x, g->x, g->n * sizeof *g->x);
    memcpy(spectrum.y, g->y + k * g->n, g->n * sizeof *g->y);
    status = vib_fields_copy(&spectrum, &g->common);
    if (status == VIB_OK && vib_spectrum_get(&g->common, "SeriesUnit")) {
        status = set_number(&spectrum, "series_index", k);
    } else if (status == VIB_OK && vib_spectrum_get(&g->common, "ScanUnit") &&
               g->width > 0) {
        status = set_number(&spectrum, "map_column", k % g->width);
        if (status == VIB_OK)
            status = set_number(&spectrum, "map_row", k / g->width);
    }
    if (status == VIB_OK)
        status = vib_found_add(out, &spectrum);
    vib_spectrum_release(&spectrum);
    return status;
}

static int read_graphs(graphs *g, const vib_input *input)
{
    size_t numbers = 0;
    const char *width;

    g->x = read_column(&g->n, &input->companions[0]);
    g->y = g->x ? read_column(&numbers, &input->companions[1]) : NULL;
    if (!g->y)
        return VIB_BAD_DATA;
    g->count = numbers / g->n;
    if (g->count * g->n != numbers)
        return vib_fail(VIB_BAD_DATA, "an axis of %zu points does not fit %zu "
                        "intensities", g->n, numbers);
    if (read_header(&g->common, input) < 0)
        return VIB_BAD_DATA;
    width = vib_spectrum_get(&g->common, "SizeX");
    g->width = width ? strtoul(width, NULL, 10) : 0;
    return VIB_OK;
}

static int read_three(vib_found *out, const vib_input *input)
{
    graphs g = { .common = VIB_SPECTRUM_INIT };
    int status = read_graphs(&g, input);

    for (size_t k = 0; k < g.count && status == VIB_OK; k++)
        status = give(out, &g, k);
    vib_spectrum_release(&g.common);
    free(g.x);
    free(g.y);
    return status;
}

static int witec_parse(vib_found *out, const vib_input *input)
{
    if (!vib_export_begins(input->data, input->size, first_line) ||
        vib_export_mentions(input->data, input->size, "[Data]"))
        return vib_export_read(out, input, explain);
    if (input->companion_count == 2)
        return read_three(out, input);
    return vib_fail(VIB_BAD_DATA, "the header of a WITec export: its (X-Axis) "
                    "and (Y-Axis) files are not both beside it");
}

const vib_format vib_format_witec = { "witec", witec_sniff, witec_parse };
