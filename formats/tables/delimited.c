/* delimited.c - text with a table of numbers, in whatever way it is written. */
#include "delimited.h"

#include "reader.h"
#include "status.h"

#include <stdlib.h>

enum { UNSURE = 10 };

static int delimited_sniff(const uint8_t *data, size_t size)
{
    return vib_text_likely(data, size) ? UNSURE : 0;
}

static const vib_table *longest(const vib_sheet *sheet)
{
    const vib_table *best = NULL;

    for (size_t i = 0; i < sheet->table_count; i++)
        if (!best || sheet->tables[i].rows > best->rows)
            best = &sheet->tables[i];
    return best;
}

/* Keep the longest table and others that look like it. What is left out are
 * numbers in the header. */
static void keep_tables(vib_sheet *sheet, vib_table best)
{
    size_t kept = 0;

    for (size_t i = 0; i < sheet->table_count; i++) {
        const vib_table *table = &sheet->tables[i];

        if (table->columns == best.columns && table->rows >= 2 &&
            table->rows >= best.rows / 2)
            sheet->tables[kept++] = *table;
    }
    sheet->table_count = kept;
}

static int read_tables(vib_found *out, vib_sheet *sheet)
{
    const vib_table *best = longest(sheet);

    if (!best)
        return vib_fail(VIB_BAD_DATA, "text without a table of numbers");
    if (best->rows < 2)
        return vib_fail(VIB_BAD_DATA, "line %zu: a single row of numbers is no "
                        "spectrum", best->line);
    if (sheet->remark_count == VIB_REMARKS_MOST)
        return vib_fail(VIB_BAD_DATA, "more than %d lines that are no rows of "
                        "numbers", VIB_REMARKS_MOST);
    keep_tables(sheet, *best);
    return vib_columns_read(out, sheet);
}

static bool has_lone_numbers(const vib_text *text)
{
    vib_lines lines = vib_lines_of(text);
    vib_span line;
    size_t numbers = 0, others = 0;
    double value;

    while (vib_lines_next(&line, &lines)) {
        line = vib_span_trim(line);
        if (vib_cell_number(&value, line, '.') ||
            vib_cell_number(&value, line, ','))
            numbers++;
        else if (line.n > 0)
            others++;
    }
    return numbers >= 2 && numbers > others;
}

static int parse_text(vib_found *out, const vib_text *text)
{
    vib_sheet sheet = { 0 };
    int status;

    if (!vib_dialect_choose(&sheet.dialect, text))
        return vib_fail(VIB_BAD_DATA, has_lone_numbers(text)
                        ? "one column of numbers: an axis is missing"
                        : "text without a table of numbers");
    status = vib_rows_read(out, text, &sheet.dialect);
    if (status != 0)
        return status < 0 ? status : VIB_OK;
    status = vib_sheet_read(&sheet, text);
    if (status == VIB_OK)
        status = read_tables(out, &sheet);
    vib_sheet_release(&sheet);
    return status;
}

static int delimited_parse(vib_found *out, const vib_input *input)
{
    vib_text text = { 0 };
    int status = vib_text_open(&text, input->data, input->size);

    if (status == VIB_OK)
        status = parse_text(out, &text);
    vib_text_close(&text);
    return status;
}

const vib_format vib_format_delimited = { "delimited", delimited_sniff,
                                          delimited_parse };
