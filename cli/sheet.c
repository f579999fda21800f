#include "sheet.h"

#include "talk.h"
#include "text.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Space between the columns of a table, and the least it cuts one to. */
enum { GAP = 2, NARROWEST = 8, LEAST_COLUMNS = 4 };

int cli_format_resolve(int format, FILE *out)
{
    if (format != CLI_AUTO)
        return format;
    return cli_columns(out) ? CLI_TABLE : CLI_TSV;
}

int cli_format_of_name(const char *path)
{
    static const struct {
        const char *ending;
        int format;
    } known[] = {
        { ".tsv", CLI_TSV },   { ".txt", CLI_TSV }, { ".csv", CLI_CSV },
        { ".json", CLI_JSON },
    };
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');

    for (size_t i = 0; dot && i < sizeof known / sizeof *known; i++)
        if (strcasecmp(dot, known[i].ending) == 0)
            return known[i].format;
    return dot ? CLI_AUTO : CLI_TSV;
}

void cli_sheet_open(cli_sheet *sheet, FILE *out, int format,
                    const cli_column *columns, size_t column_count)
{
    *sheet = (cli_sheet){
        .out = out,
        .format = cli_format_resolve(format, out),
        .columns = columns,
        .column_count = column_count,
        .header = true,
    };
}

/* ---- TSV and CSV ------------------------------------------------------- */

/* In quotes where it needs them (RFC 4180). */
static void csv_cell(FILE *out, const char *text)
{
    bool quoted = text[strcspn(text, ",\"")] != '\0';

    if (quoted)
        fputc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    if (quoted)
        fputc('"', out);
}

/* Column c of a row, of clean text. */
static void line_cell(const cli_sheet *sheet, size_t c, const char *text)
{
    bool csv = sheet->format == CLI_CSV;

    if (c > 0)
        fputc(csv ? ',' : '\t', sheet->out);
    if (csv)
        csv_cell(sheet->out, text);
    else
        fputs(text, sheet->out);
}

static void line_header(cli_sheet *sheet)
{
    for (size_t c = 0; sheet->header && c < sheet->column_count; c++)
        line_cell(sheet, c, sheet->columns[c].name);
    if (sheet->header)
        fputc('\n', sheet->out);
    sheet->header = false;
}

static void line_row(cli_sheet *sheet, const char *const *cells)
{
    line_header(sheet);
    for (size_t c = 0; c < sheet->column_count; c++) {
        char *clean = cli_text_clean(cells[c]);

        line_cell(sheet, c, clean);
        free(clean);
    }
    fputc('\n', sheet->out);
}

/* ---- JSON -------------------------------------------------------------- */

void cli_json_text(FILE *out, const char *text)
{
    char *clean = cli_text_clean(text); /* else jansson might refuse it */
    json_t *value = json_string(clean);

    json_dumpf(value, out, JSON_ENCODE_ANY);
    json_decref(value);
    free(clean);
}

/* A number as it is written; what should be one but is not, as text; null when
 * there is none or JSON has no word for it. */
static void json_number(FILE *out, const char *text)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
    char *end;

    if (json_is_number(value))
        fputs(text, out);
    else if (strtod(text, &end), *end)
        cli_json_text(out, text);
    else
        fputs("null", out);
    json_decref(value);
}

static void json_row(cli_sheet *sheet, const char *const *cells)
{
    fputs(sheet->rows ? ",\n " : "[\n ", sheet->out);
    for (size_t c = 0; c < sheet->column_count; c++) {
        fputs(c ? ", " : "{", sheet->out);
        cli_json_text(sheet->out, sheet->columns[c].name);
        fputs(": ", sheet->out);
        if (sheet->columns[c].json)
            fputs(cells[c], sheet->out);
        else if (sheet->columns[c].number)
            json_number(sheet->out, cells[c]);
        else
            cli_json_text(sheet->out, cells[c]);
    }
    fputc('}', sheet->out);
}

/* ---- Table ------------------------------------------------------------- */

static void table_row(cli_sheet *sheet, const char *const *cells)
{
    sheet->cells = cli_grow(sheet->cells, &sheet->capacity,
                            sheet->cell_count + sheet->column_count,
                            sizeof *sheet->cells);
    for (size_t c = 0; c < sheet->column_count; c++)
        sheet->cells[sheet->cell_count++] = cli_text_clean(cells[c]);
}

/* Widths [column_count] that nothing is cut at; 0: all its cells are empty and
 * the column is not shown. */
static void table_natural_widths(size_t *widths, const cli_sheet *sheet)
{
    size_t count = sheet->column_count;

    for (size_t i = 0; i < sheet->cell_count; i++) {
        size_t width = cli_text_width(sheet->cells[i]);

        if (width > widths[i % count])
            widths[i % count] = width;
    }
    for (size_t c = 0; c < count; c++) {
        size_t title = strlen(sheet->columns[c].name);

        if (widths[c] > 0 && widths[c] < title)
            widths[c] = title;
    }
}

/* The width of a table of such columns, no text wider than `most`. */
static size_t table_width(const cli_sheet *sheet, const size_t *widths,
                          size_t most)
{
    size_t total = 0;

    for (size_t c = 0; c < sheet->column_count; c++) {
        bool cut = !sheet->columns[c].number && widths[c] > most;

        total += (cut ? most : widths[c]) + (widths[c] && total ? GAP : 0);
    }
    return total;
}

/* Leave out columns from the right until the others can be made to fit; the
 * first few are what the table is about. Returns how many. */
static size_t table_drop(size_t *widths, const cli_sheet *sheet, size_t room)
{
    size_t dropped = 0;

    for (size_t c = sheet->column_count; c-- > LEAST_COLUMNS &&
         table_width(sheet, widths, NARROWEST) > room;) {
        dropped += widths[c] > 0;
        widths[c] = 0;
    }
    return dropped;
}

/* Make the table fit the terminal, if it is one, taking from the widest text;
 * returns how many columns there is no room for. */
static size_t table_fit_widths(size_t *widths, const cli_sheet *sheet)
{
    size_t room = cli_columns(sheet->out);
    size_t dropped = room ? table_drop(widths, sheet, room) : 0;
    size_t total = table_width(sheet, widths, SIZE_MAX);

    for (; room && total > room; total--) {
        size_t widest = SIZE_MAX;

        for (size_t c = 0; c < sheet->column_count; c++)
            if (!sheet->columns[c].number && widths[c] > NARROWEST &&
                (widest == SIZE_MAX || widths[c] > widths[widest]))
                widest = c;
        if (widest == SIZE_MAX)
            break;
        widths[widest]--;
    }
    return dropped;
}

/* A row of texts [column_count]. */
static void table_line(const cli_sheet *sheet, const char *const *texts,
                       const size_t *widths)
{
    int gap = 0; /* spaces owed before the next text */

    for (size_t c = 0; c < sheet->column_count; c++) {
        size_t width = cli_text_width(texts[c]);
        int padding = width < widths[c] ? (int)(widths[c] - width) : 0;
        bool right = sheet->columns[c].number;

        if (widths[c] == 0)
            continue;
        fprintf(sheet->out, "%*s%s", gap + (right ? padding : 0), "",
                texts[c]);
        gap = GAP + (right ? 0 : padding);
    }
}

static void table_header(const cli_sheet *sheet, const size_t *widths)
{
    bool styled = cli_is_terminal(sheet->out) && !getenv("NO_COLOR");
    const char **names = cli_new(sheet->column_count, sizeof *names);

    for (size_t c = 0; c < sheet->column_count; c++)
        names[c] = sheet->columns[c].name;
    fputs(styled ? "\033[1m" : "", sheet->out);
    table_line(sheet, names, widths);
    fputs(styled ? "\033[0m\n" : "\n", sheet->out);
    free(names);
}

/* Cut a cell to the width of its column. */
static void table_cut(const cli_column *column, char *text, size_t width)
{
    if (column->number || width == 0)
        return;
    if (column->path)
        cli_text_cut_front(text, width);
    else
        cli_text_cut(text, width);
}

/* Write the rows that are kept and forget them. */
static void table_flush(cli_sheet *sheet)
{
    size_t count = sheet->column_count;
    size_t *widths, dropped;

    if (sheet->cell_count == 0)
        return;
    widths = cli_new(count, sizeof *widths);
    table_natural_widths(widths, sheet);
    dropped = table_fit_widths(widths, sheet);
    table_header(sheet, widths);
    for (size_t i = 0; i < sheet->cell_count; i += count) {
        char **row = sheet->cells + i;

        for (size_t c = 0; c < count; c++)
            table_cut(&sheet->columns[c], row[c], widths[c]);
        table_line(sheet, (const char *const *)row, widths);
        fputc('\n', sheet->out);
        for (size_t c = 0; c < count; c++)
            free(row[c]);
    }
    if (dropped > 0)
        fprintf(sheet->out, "(%zu more %s in a wider window)\n", dropped,
                dropped == 1 ? "column" : "columns");
    sheet->cell_count = 0;
    free(widths);
}

/* ---- Any --------------------------------------------------------------- */

void cli_sheet_row(cli_sheet *sheet, const char *const *cells)
{
    switch (sheet->format) {
    case CLI_TABLE:
        table_row(sheet, cells);
        break;
    case CLI_JSON:
        json_row(sheet, cells);
        break;
    default:
        line_row(sheet, cells);
    }
    sheet->rows++;
}

void cli_sheet_heading(cli_sheet *sheet, const char *title)
{
    char *clean;

    if (sheet->format != CLI_TABLE)
        return;
    table_flush(sheet);
    clean = cli_text_clean(title);
    fprintf(sheet->out, "%s%s\n", sheet->rows ? "\n" : "", clean);
    free(clean);
}

/* Clean text, on a terminal in lines that end between words. */
static void write_words(FILE *out, char *text)
{
    size_t room = cli_columns(out), used = 0;
    char *rest = NULL;

    for (char *word = strtok_r(text, " ", &rest); word;
         word = strtok_r(NULL, " ", &rest)) {
        size_t width = cli_text_width(word);
        bool fits = used + 1 + width <= room || room == 0;

        if (used > 0)
            fputc(fits ? ' ' : '\n', out);
        fputs(word, out);
        used = used > 0 && fits ? used + 1 + width : width;
    }
    fputc('\n', out);
}

void cli_sheet_footing(cli_sheet *sheet, const char *line)
{
    char *clean;

    if (sheet->format != CLI_TABLE)
        return;
    table_flush(sheet);
    clean = cli_text_clean(line);
    write_words(sheet->out, clean);
    free(clean);
}

void cli_sheet_close(cli_sheet *sheet)
{
    if (sheet->format == CLI_TSV || sheet->format == CLI_CSV)
        line_header(sheet);
    else if (sheet->format == CLI_JSON)
        fputs(sheet->rows ? "\n]\n" : "[]\n", sheet->out);
    else
        table_flush(sheet);
    free(sheet->cells);
    sheet->cells = NULL;
    sheet->capacity = 0;
}
