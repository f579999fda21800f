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

/* Put the row that was just read into the open table or a new one. */
static int add_row(vib_sheet *sheet, size_t count, size_t line, bool joined)
{
    vib_table *table = sheet->table_count > 0
                           ? &sheet->tables[sheet->table_count - 1] : NULL;

    if (joined && table && fit_row(sheet, table, count)) {
        table->rows++;
        return VIB_OK;
    }
    return start_table(sheet, count, line);
}

static bool all_missing(const double *value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isnan(value[i]))
            return false;
    return true;
}

/* The walk over the lines. */
typedef struct state {
    bool open; /* the last table may go on     */
    bool gap;  /* we are behind an empty line  */
} state;

static int add_line(vib_sheet *sheet, state *at, vib_span line, size_t number)
{
    vib_numbers *numbers = &sheet->numbers;
    size_t count = 0;
    int status = vib_row_read(numbers, &count, line, &sheet->dialect);

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
        status = add_row(sheet, count, number, at->open);
        *at = (state){ true, false };
        return status;
    }
    numbers->n -= count;
    *at = (state){ false, false };
    return status == VIB_OK ? VIB_OK : add_remark(sheet, line, number);
}

int vib_sheet_read(vib_sheet *sheet, const vib_text *text)
{
    vib_lines lines = vib_lines_of(text);
    vib_span line;
    state at = { false, false };
    int status = VIB_OK;

    while (status == VIB_OK && vib_lines_next(&line, &lines))
        status = add_line(sheet, &at, line, lines.number);
    return status;
}
