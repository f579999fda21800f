#include "document.h"

#include "talk.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* ---- HTML -------------------------------------------------------------- */

static const char head[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
    "'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<style>\n"
    "body { font: 15px/1.5 system-ui, sans-serif; color: #222;\n"
    "  max-width: 54rem; margin: 2rem auto; padding: 0 1rem }\n"
    "h1 { font-size: 1.6rem; margin: 0 0 1rem }\n"
    "h1, h2 { overflow-wrap: anywhere }\n"
    "h2 { font-size: 1.25rem; margin: 3rem 0 .5rem;\n"
    "  border-top: 1px solid #bbb; padding-top: 1rem }\n"
    "h3 { font-size: 1rem; margin: 1.2rem 0 .3rem }\n"
    "p { margin: .3rem 0; overflow-wrap: anywhere }\n"
    "table { border-collapse: collapse; width: 100%; margin: .5rem 0;\n"
    "  table-layout: fixed;\n"
    "  font-size: .9rem; font-variant-numeric: tabular-nums }\n"
    "th, td { text-align: left; padding: .15rem .7rem .15rem 0;\n"
    "  border-bottom: 1px solid #ddd; vertical-align: top;\n"
    "  overflow-wrap: anywhere }\n"
    "th { border-bottom-color: #888 }\n"
    ".n { text-align: right; white-space: nowrap }\n"
    "a { color: #0072b2 }\n"
    "figure { margin: 1rem 0 } svg { width: 100%; height: auto }\n"
    "@media print { body { margin: 0; max-width: none; font-size: 11px }\n"
    "  h2 { break-before: page; border: 0; padding: 0; margin-top: 0 }\n"
    "  h3 { break-after: avoid } figure, tr { break-inside: avoid }\n"
    "  h2 { font-size: 14px } h3 { font-size: 12px; margin: 8px 0 2px }\n"
    "  table { font-size: 10px } p { margin: 1px 0 }\n"
    "  svg { max-height: 120mm } }\n"
    "@page { size: A4; margin: 18mm }\n"
    "</style>\n";

/* Text between or within tags. */
static void put_escaped(FILE *out, const char *text)
{
    char *clean = cli_text_clean(text);

    for (const char *p = clean; *p; p++)
        switch (*p) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc(*p, out);
        }
    free(clean);
}

static void put_element(FILE *out, const char *name, const char *text)
{
    fprintf(out, "<%s>", name);
    put_escaped(out, text);
    fprintf(out, "</%s>\n", name);
}

/* The picture as an element among others: without its first line, and with its
 * own ids, for cairo gives the same ones to all pictures. */
static void put_svg(FILE *out, const char *svg, size_t figure)
{
    static const char *const before[] = { "id=\"", "href=\"#", "url(#" };
    const char *p = strstr(svg, "<svg");

    while (p && *p) {
        size_t length = 0;

        for (size_t i = 0; i < 3 && length == 0; i++)
            if (strncmp(p, before[i], strlen(before[i])) == 0)
                length = strlen(before[i]);
        if (length > 0)
            fprintf(out, "%.*sf%zu-", (int)length, p, figure);
        else
            fputc(*p, out);
        p += length > 0 ? length : 1;
    }
}

static int put_figure(cli_document *document, const cli_matches *matches,
                      const char *text)
{
    char *svg = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&svg, &size);
    int rc;

    if (!memory)
        return VIB_NO_MEMORY;
    rc = vib_plot_match(memory, &matches->what, &matches->plot);
    if (fclose(memory) != 0 && rc == VIB_OK)
        rc = VIB_NO_MEMORY;
    if (rc == VIB_OK) {
        fputs("<figure role=\"img\" aria-label=\"", document->out);
        put_escaped(document->out, text);
        fputs("\">\n", document->out);
        put_svg(document->out, svg, ++document->figures);
        fputs("</figure>\n", document->out);
    }
    free(svg);
    return rc;
}

/* ---- Either ------------------------------------------------------------ */

static void keep(cli_document *document, int rc)
{
    if (document->status == VIB_OK)
        document->status = rc;
}

void cli_document_open(cli_document *document, FILE *out, bool pdf,
                       const char *title)
{
    *document = (cli_document){ .out = out };
    if (pdf) {
        document->status = vib_pages_open(&document->pages, out, title);
        if (document->status == VIB_OK)
            keep(document, vib_pages_text(document->pages, 1, title));
        return;
    }
    fputs(head, out);
    put_element(out, "title", title);
    put_element(out, "h1", title);
}

void cli_document_text(cli_document *document, const char *text)
{
    if (document->pages)
        keep(document, vib_pages_text(document->pages, 0, text));
    else
        put_element(document->out, "p", text);
}

void cli_document_heading(cli_document *document, const char *text)
{
    if (document->pages)
        keep(document, vib_pages_text(document->pages, 3, text));
    else
        put_element(document->out, "h3", text);
}

void cli_document_chapter(cli_document *document, const char *text)
{
    document->chapters++;
    if (document->pages) {
        vib_pages_break(document->pages);
        keep(document, vib_pages_text(document->pages, 2, text));
        return;
    }
    fprintf(document->out, "<h2 id=\"c%zu\">", document->chapters);
    put_escaped(document->out, text);
    fputs("</h2>\n", document->out);
}

/* A row in a PDF: texts, or the names of the columns. */
static void pages_row(cli_document *document,
                      const cli_document_column *columns, size_t count,
                      const char *const *texts)
{
    vib_cell *cells = cli_new(count, sizeof *cells);

    for (size_t i = 0; i < count; i++)
        cells[i] = (vib_cell){ texts ? texts[i] : columns[i].name,
                               columns[i].width, columns[i].number };
    keep(document,
         vib_pages_row(document->pages, cells, count, texts == NULL));
    free(cells);
}

void cli_document_table(cli_document *document,
                        const cli_document_column *columns, size_t count)
{
    double whole = 0;

    if (document->pages) {
        pages_row(document, columns, count, NULL);
        return;
    }
    fputs("<table>\n<colgroup>", document->out);
    for (size_t i = 0; i < count; i++)
        whole += columns[i].width;
    for (size_t i = 0; i < count; i++)
        fprintf(document->out, "<col style=\"width: %.0f%%\">",
                100 * columns[i].width / whole);
    fputs("</colgroup>\n<tr>", document->out);
    for (size_t i = 0; i < count; i++) {
        fputs(columns[i].number ? "<th class=\"n\">" : "<th>", document->out);
        put_escaped(document->out, columns[i].name);
    }
    fputc('\n', document->out);
}

void cli_document_row(cli_document *document,
                      const cli_document_column *columns, size_t count,
                      const char *const *cells, size_t chapter)
{
    if (document->pages) {
        pages_row(document, columns, count, cells);
        return;
    }
    fputs("<tr>", document->out);
    for (size_t i = 0; i < count; i++) {
        bool leads = i == 0 && chapter > 0;

        fputs(columns[i].number ? "<td class=\"n\">" : "<td>", document->out);
        if (leads)
            fprintf(document->out, "<a href=\"#c%zu\">", chapter);
        put_escaped(document->out, cells[i]);
        fputs(leads ? "</a>" : "", document->out);
    }
    fputc('\n', document->out);
}

void cli_document_table_end(cli_document *document)
{
    if (!document->pages)
        fputs("</table>\n", document->out);
}

void cli_document_matches(cli_document *document, const cli_matches *matches,
                          const char *text)
{
    keep(document, document->pages
                       ? vib_pages_match(document->pages, &matches->what,
                                         &matches->plot)
                       : put_figure(document, matches, text));
}

int cli_document_close(cli_document *document)
{
    if (document->pages)
        keep(document, vib_pages_close(document->pages));
    document->pages = NULL;
    return document->status;
}
