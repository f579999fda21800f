/* sheet.h - rows of results: a table for eyes, TSV or JSON for programs. */
#ifndef CLI_SHEET_H
#define CLI_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* For an option of kind CLI_CHOICE with the words CLI_FORMATS. */
enum { CLI_AUTO = -1, CLI_TABLE, CLI_TSV, CLI_JSON, CLI_CSV };
#define CLI_FORMATS "table|tsv|json|csv"
#define CLI_FORMAT_HELP "[table on a terminal, else tsv]"

typedef struct cli_column {
    const char *name;
    bool number; /* right-aligned; in JSON without quotes */
    bool path;   /* when cut, cut at the front */
    bool json;   /* its cells are JSON already */
} cli_column;

typedef struct cli_sheet {
    FILE *out;
    int format;
    const cli_column *columns; /* [column_count], borrowed */
    size_t column_count;
    char **cells; /* of a table, kept until its widths are known */
    size_t cell_count, capacity;
    size_t rows;  /* written or kept */
    bool header;  /* TSV and CSV begin with the names of the columns */
} cli_sheet;

/* The format that CLI_AUTO is for `out`. */
int cli_format_resolve(int format, FILE *out);

/* The format that the ending of a path says; TSV where it has none. CLI_AUTO:
 * the ending says nothing that is known. */
int cli_format_of_name(const char *path);

/* Begin a sheet on `out`. */
void cli_sheet_open(cli_sheet *sheet, FILE *out, int format,
                    const cli_column *columns, size_t column_count);

/* One row: a text for each column; numbers as text too, "" when unknown. */
void cli_sheet_row(cli_sheet *sheet, const char *const *cells);

/* On a table: finish what is there and begin a new part under a title.
 * Elsewhere nothing: there a column says what belongs together. */
void cli_sheet_heading(cli_sheet *sheet, const char *title);

/* On a table: finish what is there and write a line below it. Elsewhere
 * nothing. */
void cli_sheet_footing(cli_sheet *sheet, const char *line);

/* Write what is still to be written. */
void cli_sheet_close(cli_sheet *sheet);

/* A JSON string with quotes. */
void cli_json_text(FILE *out, const char *text);

#endif
