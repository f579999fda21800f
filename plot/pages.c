/* pages.c - a PDF of text, tables and pictures. */
#include "frame.h"
#include "memory.h"
#include "mirror.h"
#include "status.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A4, points. */
static const double page_width = 595.28, page_height = 841.89, margin = 54;

struct vib_pages {
    vib_canvas canvas;
    double y;     /* where the next line begins     */
    size_t page;  /* the number of this one, from 1 */
    bool fresh;   /* nothing is on it yet           */
};

int vib_pages_open(vib_pages **out, FILE *file, const char *title)
{
    vib_pages *pages = vib_new(1, sizeof *pages);
    char *plain = vib_plain_text(title);
    int rc = pages && plain ? VIB_OK : VIB_NO_MEMORY;

    if (rc == VIB_OK)
        rc = vib_canvas_open(&pages->canvas, file, VIB_PDF, page_width,
                             page_height);
    if (rc == VIB_OK) {
        cairo_pdf_surface_set_metadata(pages->canvas.surface,
                                       CAIRO_PDF_METADATA_TITLE, plain);
        pages->y = margin;
        pages->page = 1;
        pages->fresh = true;
        *out = pages;
    } else {
        free(pages);
    }
    free(plain);
    return rc;
}

static void write_number(const vib_pages *pages)
{
    char text[32];

    snprintf(text, sizeof text, "%zu", pages->page);
    vib_canvas_font(&pages->canvas, VIB_SIZE_TICK, false);
    vib_canvas_ink(&pages->canvas, VIB_INK_FAINT);
    vib_canvas_text(&pages->canvas, page_width / 2, page_height - margin / 2,
                    0.5, text);
}

void vib_pages_break(vib_pages *pages)
{
    if (pages->fresh)
        return;
    write_number(pages);
    cairo_show_page(pages->canvas.cr);
    pages->y = margin;
    pages->page++;
    pages->fresh = true;
}

/* See that something this high fits on the page; take its room. */
static double take_room(vib_pages *pages, double height)
{
    double y;

    if (pages->y + height > page_height - margin)
        vib_pages_break(pages);
    y = pages->y;
    pages->y += height;
    pages->fresh = false;
    return y;
}

/* ---- Text -------------------------------------------------------------- */

typedef struct vib_letters {
    double size, before, leading; /* points */
    bool bold;
} vib_letters;

static bool fits(const vib_pages *pages, const char *text, size_t n)
{
    char line[512];

    if (n >= sizeof line)
        return false;
    memcpy(line, text, n);
    line[n] = '\0';
    return vib_canvas_width(&pages->canvas, line) <= page_width - 2 * margin;
}

/* Bytes of `text`, not empty, for one line: as many words as fit, or of a word
 * that is too long as many letters, at least one. */
static size_t line_length(const vib_pages *pages, const char *text)
{
    size_t words = 0, letters = 0, next = 0;

    while (text[words]) {
        next = words + 1 + strcspn(text + words + 1, " ");
        if (!fits(pages, text, next))
            break;
        words = next;
    }
    while (words == 0) {
        for (next = letters + 1; ((unsigned char)text[next] & 0xc0) == 0x80;)
            next++;
        if (letters > 0 && !fits(pages, text, next))
            return letters;
        letters = next;
    }
    return words;
}

int vib_pages_text(vib_pages *pages, int level, const char *text)
{
    static const vib_letters styles[] = {
        { 9, 0, 13, false }, { 16, 0, 24, true }, { 12, 8, 18, true },
        { 9.5, 6, 14, true },
    };
    const vib_letters *style = &styles[level >= 0 && level <= 3 ? level : 0];
    char *plain = vib_plain_text(text);
    const char *rest = plain;

    if (!plain)
        return VIB_NO_MEMORY;
    pages->y += pages->fresh ? 0 : style->before;
    if (level > 0 && pages->y + 60 > page_height - margin)
        vib_pages_break(pages); /* no heading alone at the foot of a page */
    vib_canvas_font(&pages->canvas, style->size, style->bold);
    while (*rest) {
        size_t n = line_length(pages, rest);
        char *line = vib_copy_text(rest, n);

        if (!line)
            break;
        vib_canvas_ink(&pages->canvas, VIB_INK_TEXT);
        vib_canvas_text(&pages->canvas, margin,
                        take_room(pages, style->leading) + style->size, 0,
                        line);
        free(line);
        rest += n;
        rest += *rest == ' ';
    }
    free(plain);
    return VIB_OK;
}

int vib_pages_row(vib_pages *pages, const vib_cell *cells, size_t n, bool head)
{
    const vib_canvas *canvas = &pages->canvas;
    double y = take_room(pages, 13), x = margin, whole = 0;

    for (size_t i = 0; i < n; i++)
        whole += cells[i].width;
    vib_canvas_font(canvas, 8, head);
    vib_canvas_ink(canvas, VIB_INK_TEXT);
    for (size_t i = 0; i < n; i++) {
        double width = cells[i].width / whole * (page_width - 2 * margin);
        char *plain = vib_plain_text(cells[i].text);

        if (!plain)
            return VIB_NO_MEMORY;
        if (cells[i].number)
            vib_canvas_text(canvas, x + width - 6, y + 9, 1, plain);
        else
            vib_canvas_fit(canvas, x, y + 9, width - 6, plain);
        free(plain);
        x += width;
    }
    if (head) {
        vib_canvas_ink(canvas, VIB_INK_RULE);
        vib_canvas_rule(canvas, (double[]){ margin, y + 12.5 },
                        (double[]){ page_width - margin, y + 12.5 }, 0.5);
    }
    return VIB_OK;
}

/* ---- Pictures ---------------------------------------------------------- */

int vib_pages_match(vib_pages *pages, const vib_mirror *what,
                    const vib_plot *options)
{
    vib_canvas part = pages->canvas;
    int rc;

    part.width = page_width - 2 * margin;
    part.height = options->height > 0
                      ? fmin(options->height, page_height - 2 * margin)
                      : vib_mirror_height(what->count);
    cairo_save(part.cr);
    cairo_translate(part.cr, margin, take_room(pages, part.height + 6) + 3);
    rc = vib_mirror_draw(&part, what, options);
    cairo_restore(part.cr);
    return rc;
}

int vib_pages_close(vib_pages *pages)
{
    int rc;

    if (!pages)
        return VIB_OK;
    vib_pages_break(pages);
    rc = vib_canvas_close(&pages->canvas, VIB_OK);
    free(pages);
    return rc;
}
