/* rows.c - a table whose first row is the axis: a spectrum a row, with other
 * cells before and behind it that say what it is. */
#include "delimited.h"

#include "header.h"
#include "memory.h"
#include "status.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LOOK_LINES = 256, /* where the axis may be              */
    GAP_LINES = 4,    /* lines between it and the first row */
    LEAST_POINTS = 3
};

/* The axis in its line: `before` cells, then numbers, then other cells. */
typedef struct axis_row {
    vib_span line;
    size_t before;
    vib_numbers x;
    bool text_behind; /* a cell behind the numbers says something */
} axis_row;

/* What one row of the table turned out to be. */
typedef struct row_facts {
    size_t numbers; /* on the axis                     */
    bool text;      /* another cell has words          */
    bool broken;    /* a cell on the axis has words    */
} row_facts;

static int append(vib_numbers *out, double value)
{
    void *block = out->value;

    if (vib_reserve(&block, &out->capacity, out->n + 1, sizeof value) < 0)
        return VIB_NO_MEMORY;
    out->value = block;
    out->value[out->n++] = value;
    return VIB_OK;
}

/* A number of the axis; R puts an X before those that name columns. */
static bool axis_number(double *value, vib_span cell, char point)
{
    if (cell.n > 1 && cell.at[0] == 'X')
        cell = (vib_span){ cell.at + 1, cell.n - 1 };
    return vib_cell_number(value, cell, point);
}

/* Does `value` go on in the direction of the numbers before it? */
static bool goes_on(const vib_numbers *x, double value)
{
    double last;

    if (x->n == 0)
        return true;
    last = x->value[x->n - 1];
    if (x->n == 1)
        return value != last;
    return x->value[1] > x->value[0] ? value > last : value < last;
}

/* 1: the line is an axis: cells without numbers, then numbers in order (or the
 * other way round). 0: it is not. */
static int read_axis(axis_row *out, vib_span line, const vib_dialect *dialect)
{
    vib_span cell, rest = line;
    bool gap = false;
    double value;

    *out = (axis_row){ .line = line, .x = out->x };
    out->x.n = 0;
    while (vib_cell_next(&cell, &rest, dialect)) {
        bool number = axis_number(&value, cell, dialect->point);

        if (number) {
            if (gap || out->text_behind || !goes_on(&out->x, value))
                return 0;
            if (append(&out->x, value) < 0)
                return VIB_NO_MEMORY;
        } else if (out->x.n == 0) {
            out->before++;
        } else if (vib_cell_missing(cell)) {
            gap = true;
        } else {
            out->text_behind = true;
        }
    }
    return out->x.n >= LEAST_POINTS && (out->before > 0 || out->text_behind);
}

/* Look at a row, putting its numbers into y [axis->x.n] if that is not NULL. */
static row_facts read_row(double *y, vib_span line, const axis_row *axis,
                          const vib_dialect *dialect)
{
    row_facts facts = { 0 };
    size_t n = axis->x.n, at = 0;

    for (size_t i = 0; y && i < n; i++)
        y[i] = NAN;
    for (;; at++) {
        size_t i = at - axis->before; /* on the axis if below n */
        vib_span cell;
        double value;
        bool number;

        if (i < n && vib_cell_next_number(&value, &line, dialect)) {
            facts.numbers++;
            if (y)
                y[i] = value;
            continue;
        }
        if (!vib_cell_next(&cell, &line, dialect))
            return facts;
        if (vib_cell_missing(cell))
            continue;
        number = vib_cell_number(&value, cell, dialect->point);
        facts.text |= i >= n && !number;
        facts.broken |= i < n && !number;
        facts.numbers += i < n && number;
        if (y && i < n && number)
            y[i] = value;
    }
}

static bool is_count(const axis_row *axis)
{
    double first = axis->x.value[0];

    for (size_t i = 0; i < axis->x.n; i++)
        if (axis->x.value[i] != first + (double)i)
            return false;
    return first == 0 || first == 1;
}

static bool has_fewer_lines(vib_lines lines, size_t most)
{
    vib_span line;
    size_t n = 0;

    while (n < most && vib_lines_next(&line, &lines))
        n += line.n > 0;
    return n < most;
}

/* Do the first cells say that a map's coordinates stand below them? */
static bool names_a_place(const axis_row *axis, const vib_dialect *dialect)
{
    static const char *const words[] = { "x xum xm mapx", "y yum ym mapy" };
    vib_span cell, rest = axis->line;
    char plain[2][16];

    for (size_t i = 0; i < 2; i++) {
        if (axis->before <= i || !vib_cell_next(&cell, &rest, dialect))
            return false;
        vib_header_plain(plain[i], sizeof plain[i], cell);
    }
    return (vib_header_is_one(plain[0], words[0]) &&
            vib_header_is_one(plain[1], words[1])) ||
           (vib_header_is_one(plain[0], words[1]) &&
            vib_header_is_one(plain[1], words[0]));
}

/* Is it an axis, with `facts` about the first row below it and `lines` there?
 * Numbers may also be the names of columns. */
static bool is_axis(const axis_row *axis, row_facts facts, vib_lines lines,
                    const vib_dialect *dialect)
{
    vib_span cell, name = { NULL, 0 }, rest = axis->line;

    if (facts.broken || facts.numbers < 2 || facts.numbers < axis->x.n / 2)
        return false;
    if (facts.text || axis->before == 0 || names_a_place(axis, dialect))
        return true;
    for (size_t i = 0; i < axis->before && name.n == 0; i++)
        if (vib_cell_next(&cell, &rest, dialect))
            name = cell;
    if (name.n == 0)
        return true;
    return vib_label_x_unit(name).n == 0 && !is_count(axis) &&
           has_fewer_lines(lines, axis->x.n);
}

/* 1: `line`, which the others follow, is the axis. */
static int try_axis(axis_row *out, vib_span line, vib_lines lines,
                    const vib_dialect *dialect)
{
    int status = read_axis(out, line, dialect);
    vib_lines below = lines;

    for (int i = 0; status == 1 && i <= GAP_LINES &&
                    vib_lines_next(&line, &below); i++)
        if (is_axis(out, read_row(NULL, line, out, dialect), lines, dialect))
            return 1;
    return status < 0 ? status : 0;
}

/* Find the axis, leaving *lines behind it: 1, or 0 when there is none. */
static int find_axis(axis_row *out, vib_lines *lines,
                     const vib_dialect *dialect)
{
    vib_span line;
    int status = 0;

    for (int i = 0; status == 0 && i < LOOK_LINES &&
                    vib_lines_next(&line, lines); i++)
        status = try_axis(out, line, *lines, dialect);
    return status;
}

/* The unit of the axis, if one of the cells before it says it. */
static int set_axis_unit(vib_spectrum *common, const axis_row *axis,
                         const vib_dialect *dialect)
{
    vib_span cell, unit = { NULL, 0 }, rest = axis->line;

    for (size_t i = 0; i < axis->before && unit.n == 0; i++)
        if (vib_cell_next(&cell, &rest, dialect))
            unit = vib_label_x_unit(cell);
    return unit.n > 0 ? vib_field_set(common, VIB_KEY_X_UNIT, unit) : VIB_OK;
}

/* The lines before the axis as fields. */
static int read_header(vib_spectrum *common, const axis_row *axis,
                       const vib_text *text, const vib_dialect *dialect)
{
    vib_lines lines = vib_lines_of(text);
    vib_span line;
    int status = VIB_OK;

    while (status == VIB_OK && vib_lines_next(&line, &lines) &&
           line.at < axis->line.at)
        status = vib_remark_add(common, line, dialect);
    return status < 0 ? status : set_axis_unit(common, axis, dialect);
}

/* What a cell is called that nothing stands above. Two of them are the place
 * in a map, in the order of LabSpec's files that do name them. */
static vib_span nameless(char name[32], const axis_row *axis, size_t at)
{
    int n = axis->before == 2
                ? snprintf(name, 32, "%s",
                           at == 0 ? VIB_KEY_MAP_Y : VIB_KEY_MAP_X)
                : snprintf(name, 32, "coordinate %zu", at + 1);

    return (vib_span){ name, (size_t)n };
}

/* The other cells of a row as fields, under what stands above them. */
static int add_cells(vib_spectrum *spectrum, vib_span line,
                     const axis_row *axis, const vib_dialect *dialect)
{
    vib_span keys = axis->line, key, cell;
    size_t end = axis->text_behind ? SIZE_MAX : axis->before;
    int status = VIB_OK;

    for (size_t at = 0; status == VIB_OK && at < end &&
                        vib_cell_next(&cell, &line, dialect); at++) {
        char number[32];

        if (!vib_cell_next(&key, &keys, dialect))
            key = (vib_span){ NULL, 0 };
        if (cell.n == 0 ||
            (at >= axis->before && at < axis->before + axis->x.n))
            continue;
        if (key.n == 0)
            key = nameless(number, axis, at);
        status = vib_field_add(spectrum, key, cell);
    }
    return status;
}

/* Without a better one, the first words among the cells of a row, which are
 * fields from .. to - 1, are the name. */
static int set_name(vib_spectrum *spectrum, size_t from, size_t to, char point)
{
    const char *name = vib_spectrum_get(spectrum, VIB_KEY_NAME);

    for (size_t i = from; i < to && !(name && *name); i++) {
        const char *value = spectrum->fields[i].value;
        double number;

        if (!vib_cell_number(&number, (vib_span){ value, strlen(value) },
                             point))
            name = value;
    }
    if (!name || !*name)
        return VIB_OK;
    if (vib_spectrum_set(spectrum, VIB_KEY_NAME, name) < 0)
        return VIB_NO_MEMORY;
    if (vib_spectrum_get(spectrum, VIB_KEY_TITLE))
        return VIB_OK;
    return vib_spectrum_set(spectrum, VIB_KEY_TITLE,
                            vib_spectrum_get(spectrum, VIB_KEY_NAME));
}

/* One row as a spectrum; a line that is no row is passed over. 1: that was one
 * with words among its numbers. */
static int give_row(vib_found *out, const vib_spectrum *common, vib_span line,
                    const axis_row *axis, const vib_dialect *dialect)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    row_facts facts;
    size_t cells;
    int status;

    if (vib_span_trim(line).n == 0)
        return VIB_OK;
    status = vib_points_new(&spectrum, axis->x.n);
    if (status < 0)
        return status;
    memcpy(spectrum.x, axis->x.value, axis->x.n * sizeof *spectrum.x);
    facts = read_row(spectrum.y, line, axis, dialect);
    if (!facts.broken && facts.numbers >= 2) {
        status = vib_fields_copy(&spectrum, common);
        if (status == VIB_OK)
            status = add_cells(&spectrum, line, axis, dialect);
        cells = spectrum.field_count;
        if (status == VIB_OK)
            status = vib_header_understand(&spectrum);
        if (status == VIB_OK)
            status = set_name(&spectrum, common->field_count, cells,
                              dialect->point);
        if (status == VIB_OK)
            status = vib_found_add(out, &spectrum);
    }
    vib_spectrum_release(&spectrum);
    return status == VIB_OK && facts.broken && facts.numbers >= 2 &&
                   facts.numbers >= axis->x.n / 2
               ? 1 : status;
}

/* Lines with words may stand between the axis and the first row, not later. */
static int refuse_row(vib_span line, size_t number)
{
    return vib_fail(VIB_BAD_DATA, "line %zu: words among its numbers: "
                    "\"%.*s\"", number, line.n < 60 ? (int)line.n : 60,
                    line.at);
}

int vib_rows_read(vib_found *out, const vib_text *text,
                  const vib_dialect *dialect)
{
    vib_lines lines = vib_lines_of(text);
    vib_spectrum common = VIB_SPECTRUM_INIT;
    vib_span line;
    axis_row axis = { 0 };
    int found = find_axis(&axis, &lines, dialect);
    int status = found < 0 ? found : VIB_OK;

    if (found == 1)
        status = read_header(&common, &axis, text, dialect);
    while (found == 1 && status == VIB_OK && vib_lines_next(&line, &lines)) {
        status = give_row(out, &common, line, &axis, dialect);
        if (status == 1)
            status = out->count == 0 ? VIB_OK : refuse_row(line, lines.number);
    }
    vib_spectrum_release(&common);
    free(axis.x.value);
    return status < 0 ? status : found;
}
