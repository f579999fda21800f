/* labels.c - the lines above a table that name its columns and their units. */
#include "delimited.h"

#include "units.h"

#include <string.h>

static bool has_letter(vib_span cell)
{
    for (size_t i = 0; i < cell.n; i++) {
        unsigned char c = (unsigned char)cell.at[i];

        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%' ||
            c >= 0x80)
            return true;
    }
    return false;
}

/* A name without the "#" before it; none is what pandas writes for none. */
static vib_span tidy(vib_span cell)
{
    while (cell.n > 0 && cell.at[0] == '#')
        cell = vib_span_trim((vib_span){ cell.at + 1, cell.n - 1 });
    return cell.n > 9 && memcmp(cell.at, "Unnamed: ", 9) == 0
               ? (vib_span){ cell.at, 0 } : cell;
}

/* Split a line into cells [count]; how many there were up to the last that is
 * not empty. `squeeze`: empty ones do not count. */
static size_t split(vib_span *cells, size_t count, vib_span line,
                    const vib_dialect *dialect, bool squeeze)
{
    vib_span cell;
    size_t used = 0;

    for (size_t n = 0; vib_cell_next(&cell, &line, dialect);) {
        cell = tidy(cell);
        if (squeeze && cell.n == 0)
            continue;
        if (n < count)
            cells[n] = cell;
        n++;
        if (cell.n > 0)
            used = n;
    }
    return used;
}

/* Are these cells names of columns? The first that is not empty is no number
 * and no key with a value; of only two the second is no number either. */
static bool are_names(const vib_span *cells, size_t used, size_t count,
                      char point)
{
    vib_span first = cells[0];
    double value;
    size_t at = 1;

    if (used < 2 || used > count || used + 1 < count)
        return false;
    if (first.n == 0) {
        while (at < used && cells[at].n == 0)
            at++;
        return count > 2 && at < used && has_letter(cells[at]);
    }
    if (!has_letter(first) || memchr(first.at, ':', first.n) ||
        memchr(first.at, '=', first.n))
        return false;
    return count > 2 || !vib_cell_number(&value, cells[1], point);
}

/* Split `line` into as many names as there are columns, in the way of the
 * table or, for header lines often differ, in another. */
static bool read_names(vib_span *cells, size_t count, vib_span line,
                       const vib_dialect *dialect)
{
    static const char separators[] = { 0, '\t', ',', ';' };

    for (size_t i = 0; i < sizeof separators; i++) {
        vib_dialect way = *dialect;
        size_t used;

        if (separators[i])
            way = (vib_dialect){ separators[i], dialect->point, false };
        for (int squeeze = 0; squeeze < 2; squeeze++) {
            memset(cells, 0, count * sizeof *cells);
            used = split(cells, count, line, &way, squeeze);
            if ((used == count || (i == 0 && !squeeze)) &&
                are_names(cells, used, count, dialect->point))
                return true;
        }
    }
    memset(cells, 0, count * sizeof *cells);
    return false;
}

/* Is this a line of units rather than of names? */
static bool are_units(const vib_span *cells, size_t count)
{
    for (size_t i = 0; i < count && i < 2; i++)
        if (cells[i].n > 0 && (strchr("[(", cells[i].at[0]) ||
                               vib_label_x_unit(cells[i]).n > 0 ||
                               vib_label_y_unit(cells[i]).n > 0))
            return true;
    return false;
}

/* A lone line of units names nothing when it says the same of all columns. */
static bool says_the_same(const vib_span *cells, size_t count)
{
    return count > 2 && cells[1].n == cells[2].n &&
           memcmp(cells[1].at, cells[2].at, cells[1].n) == 0;
}

size_t vib_labels_read(vib_span *names, vib_span *units, size_t count,
                       const vib_sheet *sheet, size_t before)
{
    const vib_remark *above;

    if (before == 0)
        return 0;
    above = sheet->remarks + before;
    if (!read_names(names, count, above[-1].line, &sheet->dialect))
        return 0;
    if (!are_units(names, count))
        return 1;
    memcpy(units, names, count * sizeof *units);
    if (before > 1 && read_names(names, count, above[-2].line,
                                 &sheet->dialect))
        return 2;
    if (says_the_same(units, count)) {
        memset(names, 0, count * sizeof *names);
    } else {
        memcpy(names, units, count * sizeof *names);
        memset(units, 0, count * sizeof *units);
    }
    return 1;
}
