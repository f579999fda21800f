/* document.h - headings, paragraphs, tables and pictures, as one HTML file
 * that needs nothing else, or as a PDF: what is written is the same. */
#ifndef CLI_DOCUMENT_H
#define CLI_DOCUMENT_H

#include "matches.h"

typedef struct cli_document {
    FILE *out;
    vib_pages *pages;  /* of a PDF; NULL: HTML                   */
    size_t chapters, figures; /* so far; they give elements their ids */
    int status;        /* VIB_OK, or the first failure; then nothing more is
                        * written                                */
} cli_document;

/* A column of a table and its share of the width. */
typedef struct cli_document_column {
    const char *name;
    double width;
    bool number;
} cli_document_column;

/* Begin a document; the title is its first heading. */
void cli_document_open(cli_document *document, FILE *out, bool pdf,
                       const char *title);

/* A paragraph. */
void cli_document_text(cli_document *document, const char *text);

/* A heading within a chapter, and one that begins a chapter, on a new page
 * where there are pages. */
void cli_document_heading(cli_document *document, const char *text);
void cli_document_chapter(cli_document *document, const char *text);

/* A table: its head, rows of texts [count], its end. `chapter`, if not 0, is
 * what the first cell leads to. */
void cli_document_table(cli_document *document,
                        const cli_document_column *columns, size_t count);
void cli_document_row(cli_document *document,
                      const cli_document_column *columns, size_t count,
                      const char *const *cells, size_t chapter);
void cli_document_table_end(cli_document *document);

/* An unknown and its matches. `text` says the same to who cannot see it. */
void cli_document_matches(cli_document *document, const cli_matches *matches,
                          const char *text);

/* End it; 0 or the vib_status of what failed. */
int cli_document_close(cli_document *document);

#endif
