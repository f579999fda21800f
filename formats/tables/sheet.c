/* sheet.c - a text taken apart into tables of numbers and lines of text. */
#include "delimited.h"

#include "memory.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>

void vib_sheet_release(vib_sheet *sheet)
{
    free(sheet->numbers.value);
    free(sheet->tables);
    free(sheet->remarks);
    *sheet = (vib_sheet){ 0 };
}

static int add_remark(vib_sheet *sheet, vib_span line, size_t number)
{
    void *block = sheet->remarks;
    size_t n = sheet->remark_count;

    if (n >= VIB_REMARKS_MOST)
        return VIB_OK;
    if (vib_reserve(&block, &sheet->remark_capacity, n + 1,
                    sizeof *sheet->remarks) < 0)
        return VIB_NO_MEMORY;
    sheet->remarks = block;
    sheet->remarks[n] = (vib_remark){ line, number };
    sheet->remark_count++;
    return VIB_OK;
}

static int start_table(vib_sheet *sheet, size_t columns, size_t line)
{
    void *block = sheet->tables;
    size_t n = sheet->table_count;

    if (vib_reserve(&block, &sheet->table_capacity, n + 1,
                    sizeof *sheet->tables) < 0)
        return VIB_NO_MEMORY;
    sheet->tables = block;
    sheet->tables[n] = (vib_table){ sheet->numbers.n - columns, columns, 1,
                                    line, sheet->remark_count };
    sheet->table_count++;
    return VIB_OK;
}

/* Make the row that was just read as wide as its table: what is missing at its
 * end is NAN, what is too much must be. */
static bool fit_row(vib_sheet *sheet, const vib_table *table, size_t count)
{
    vib_numbers *numbers = &sheet->numbers;
    size_t start = numbers->n - count;

    if (count == table->columns)
        return true;
    if (sheet->dialect.separator == ' ' || count < 2)
        return false;
    if (count > table->columns) {
        for (size_t i = table->columns; i < count; i++)
            if (!isnan(numbers->value[start + i]))
                return false;
        numbers->n = start + table->columns;
        return true;
    }
    if (numbers->capacity - start < table->columns) {
        void *block = numbers->value;

        if (vib_reserve(&block, &numbers->capacity, start + table->columns,
                        sizeof *numbers->value) < 0)
            return false;
        numbers->value = block;
    }
    while (numbers->n < start + table->columns)
        numbers->value[numbers->n++] = NAN;
    return true;
}

/* Behind an empty line the axis begins anew: another table. */
static bool begins_anew(const vib_sheet *sheet, size_t count)
{
    const vib_table *table = &sheet->tables[sheet->table_count - 1];
    const double *x = sheet->numbers.value + table->first;
    double first = x[0], last = x[(table->rows - 1) * table->columns];
    double next = sheet->numbers.value[sheet->numbers.n - count];

    return table->rows > 1 && (last > first ? next < last : next > last);
}

static bool all_missing(const double *value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isnan(value[i]))
            return false;
    return true;
}

/* Fewer rows may be numbers in a header. */
enum { RUN = 3 };

/* The walk over the lines. */
typedef struct state {
    bool open;         /* the last table may go on                           */
    bool gap;          /* we are behind an empty line                        */
    size_t run;        /* 1 + the last table of RUN rows or more, or 0       */
    vib_remark broken; /* a line since then that goes on in its axis, if any */
    double broken_x;
    vib_remark wider;  /* where the last table began beside a narrower one   */
} state;

/* Does `value` come after `last` in the direction of the axis of table `run`?
 */
static bool comes_after(const vib_sheet *sheet, size_t run, double last,
                        double value)
{
    const vib_table *table = &sheet->tables[run - 1];
    const double *x = sheet->numbers.value + table->first;

    return x[(table->rows - 1) * table->columns] > x[0] ? value > last
                                                        : value < last;
}

static double last_of(const vib_sheet *sheet, size_t run)
{
    const vib_table *table = &sheet->tables[run - 1];

    return sheet->numbers.value[table->first +
                                (table->rows - 1) * table->columns];
}

/* Remember a line that is no row of the table before it, but begins with `x`
 * as if it were one. */
static void suspect(state *at, const vib_sheet *sheet, vib_remark line,
                    double x)
{
    if (at->run == 0 || at->broken.number > 0 ||
        !comes_after(sheet, at->run, last_of(sheet, at->run), x))
        return;
    at->broken = line;
    at->broken_x = x;
}

static int refuse(vib_remark line, size_t columns)
{
    return vib_fail(VIB_BAD_DATA, "line %zu: \"%.*s\" is no row of %zu "
                    "numbers, as those before it are", line.number,
                    line.line.n < 60 ? (int)line.line.n : 60, line.line.at,
                    columns);
}

/* A row begins a table. When it goes on in the axis of the one before, behind
 * a line that did so too, that was a row, and cannot be read. */
static int begin_table(vib_sheet *sheet, state *at, vib_remark line,
                       size_t count)
{
    double x = sheet->numbers.value[sheet->numbers.n - count];
    const vib_table *run = at->run > 0 ? &sheet->tables[at->run - 1] : NULL;

    at->wider = (vib_remark){ { NULL, 0 }, 0 };
    if (run && run->columns != count)
        suspect(at, sheet, line, x);
    else if (run && at->broken.number > 0 &&
             comes_after(sheet, at->run, at->broken_x, x))
        return refuse(at->broken, count);
    if (run && run->columns < count && at->open && !at->gap &&
        at->run == sheet->table_count && sheet->dialect.separator != ' ')
        at->wider = line;
    return start_table(sheet, count, line.number);
}

/* Put the row that was just read into the open table or a new one. */
static int add_row(vib_sheet *sheet, state *at, vib_remark line, size_t count)
{
    vib_table *table = sheet->table_count > 0
                           ? &sheet->tables[sheet->table_count - 1] : NULL;

    if (!at->open || !table || !fit_row(sheet, table, count))
        return begin_table(sheet, at, line, count);
    if (++table->rows < RUN)
        return VIB_OK;
    at->run = sheet->table_count;
    at->broken.number = 0;
    return at->wider.number > 0 ? refuse(at->wider, table[-1].columns) : VIB_OK;
}

/* A line that is no row. */
static int add_text(vib_sheet *sheet, state *at, vib_remark line)
{
    vib_span cell, rest = line.line;
    double x;

    if (vib_cell_next(&cell, &rest, &sheet->dialect) &&
        vib_cell_number(&x, cell, sheet->dialect.point))
        suspect(at, sheet, line, x);
    at->open = at->gap = false;
    return add_remark(sheet, line.line, line.number);
}

static int add_line(vib_sheet *sheet, state *at, vib_remark line)
{
    vib_numbers *numbers = &sheet->numbers;
    size_t count = 0;
    int status = vib_row_read(numbers, &count, line.line, &sheet->dialect);

    if (status < 0)
        return status;
    if (status == VIB_OK && all_missing(numbers->value + numbers->n - count,
                                        count)) {
        numbers->n -= count;
        at->gap = true;
        return VIB_OK;
    }
    if (status == VIB_OK && count >= 2) {
        if (at->open && at->gap && begins_anew(sheet, count))
            at->open = false;
        status = add_row(sheet, at, line, count);
        at->open = true;
        at->gap = false;
        return status;
    }
    numbers->n -= count;
    return add_text(sheet, at, line);
}

int vib_sheet_read(vib_sheet *sheet, const vib_text *text)
{
    vib_lines lines = vib_lines_of(text);
    vib_span line;
    state at = { .open = false };
    int status = VIB_OK;

    while (status == VIB_OK && vib_lines_next(&line, &lines))
        status = add_line(sheet, &at, (vib_remark){ line, lines.number });
    return status;
}
