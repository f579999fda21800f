/* chart.c - a table of accuracy as a picture: a row for each of its lines, a
 * mark for each score, with the 95 % interval of the last one.
 *
 *     chart TITLE TABLE OUT.svg|OUT.png
 *
 * TABLE is what the program `accuracy` prints: its columns "SCORE 1" are drawn.
 */
#include "canvas.h"
#include "ticks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 32, COLUMNS = 24, SCORES = 6, TEXT = 64 };
enum { LEFT = 132, RIGHT = 16, TOP = 44, FOOT = 34, STRIP = 22, WIDTH = 480 };

struct table {
    char score[SCORES][TEXT];
    char row[ROWS][TEXT];
    double n[ROWS], percent[ROWS][SCORES];
    size_t scores, rows;
};

/* The part of the axis that is drawn. */
struct scale {
    double low, high, left, right;
};

static double place(const struct scale *scale, double percent)
{
    return scale->left + (percent - scale->low) / (scale->high - scale->low) *
                             (scale->right - scale->left);
}

/* ---- reading ------------------------------------------------------------- */

/* The cells of a line, which it cuts up; how many. */
static size_t cut(char **cell, char *line)
{
    size_t n = 0;

    line[strcspn(line, "\n")] = 0;
    for (char *at = line; at && n < COLUMNS; n++)
        cell[n] = strsep(&at, "\t");
    return n;
}

/* Which columns are scores: column[i] of score i. */
static void read_head(struct table *table, size_t *column, char **cell,
                      size_t n)
{
    for (size_t i = 2; i < n && table->scores < SCORES; i++) {
        size_t length = strlen(cell[i]);

        if (length < 3 || strcmp(cell[i] + length - 2, " 1") != 0)
            continue;
        snprintf(table->score[table->scores], TEXT, "%.*s", (int)length - 2,
                 cell[i]);
        column[table->scores++] = i;
    }
}

static struct table read_table(FILE *file)
{
    struct table table = { .rows = 0 };
    size_t column[SCORES], n;
    char line[1024], *cell[COLUMNS];

    if (fgets(line, sizeof line, file)) {
        n = cut(cell, line);
        read_head(&table, column, cell, n);
    }
    while (table.rows < ROWS && fgets(line, sizeof line, file)) {
        n = cut(cell, line);
        if (n < 3 || n <= column[table.scores - 1])
            continue;
        snprintf(table.row[table.rows], TEXT, "%s", cell[0]);
        table.n[table.rows] = strtod(cell[1], NULL);
        for (size_t s = 0; s < table.scores; s++)
            table.percent[table.rows][s] = strtod(cell[column[s]], NULL);
        table.rows++;
    }
    return table;
}

/* Half of the 95 % interval of a share, in per cent (normal). */
static double half_interval(double percent, double n)
{
    return n > 0 ? 1.96 * sqrt(percent * (100 - percent) / n) : 0;
}

/* ---- drawing ------------------------------------------------------------- */

/* Marks differ in shape too, for copies in grey. */
static void draw_mark(const vib_canvas *canvas, double x, double y, size_t s)
{
    cairo_t *cr = canvas->cr;
    const double r = 3.4;

    vib_canvas_ink(canvas, VIB_INK_LINE + s);
    cairo_new_path(cr);
    if (s % 4 == 0)
        cairo_arc(cr, x, y, r, 0, 6.2832);
    else if (s % 4 == 1)
        cairo_rectangle(cr, x - r * 0.85, y - r * 0.85, 1.7 * r, 1.7 * r);
    else {
        double up = s % 4 == 2 ? r * 1.2 : -r * 1.2;

        cairo_move_to(cr, x, y - up);
        cairo_line_to(cr, x + r * 1.1, y + up * 0.7);
        cairo_line_to(cr, x - r * 1.1, y + up * 0.7);
        cairo_close_path(cr);
    }
    cairo_fill(cr);
}

static void draw_legend(const vib_canvas *canvas, const struct table *table)
{
    double x = LEFT;

    vib_canvas_font(canvas, 7.5, false);
    for (size_t s = 0; s < table->scores; s++) {
        draw_mark(canvas, x + 4, TOP - 16, s);
        vib_canvas_ink(canvas, VIB_INK_TEXT);
        vib_canvas_text(canvas, x + 11, TOP - 13.5, 0, table->score[s]);
        x += 26 + vib_canvas_width(canvas, table->score[s]);
    }
}

static void draw_axis(const vib_canvas *canvas, const struct scale *scale,
                      double bottom)
{
    vib_ticks ticks = vib_ticks_make(scale->low, scale->high, 8);

    vib_canvas_font(canvas, 7.5, false);
    for (size_t i = 0; i < ticks.count; i++) {
        double value = vib_tick(&ticks, i), x = place(scale, value);
        char text[VIB_TICK_TEXT];

        vib_tick_text(text, &ticks, value);
        vib_canvas_ink(canvas, VIB_INK_RULE);
        vib_canvas_rule(canvas, (double[]){ x, TOP - 4 },
                        (double[]){ x, bottom }, 0.5);
        vib_canvas_ink(canvas, VIB_INK_TEXT);
        vib_canvas_text(canvas, x, bottom + 11, 0.5, text);
    }
    vib_canvas_text(canvas, (scale->left + scale->right) / 2, bottom + 25, 0.5,
                    "right compound first, per cent of the queries (bar: 95 % "
                    "interval of the last score)");
}

static void draw_row(const vib_canvas *canvas, const struct table *table,
                     size_t row, const struct scale *scale)
{
    double y = TOP + STRIP * ((double)row + 0.5);
    const double *percent = table->percent[row];
    size_t last = table->scores - 1;
    double half = half_interval(percent[last], table->n[row]);
    char n[TEXT];

    vib_canvas_font(canvas, 7.5, false);
    vib_canvas_ink(canvas, VIB_INK_TEXT);
    vib_canvas_text(canvas, LEFT - 34, y + 2.5, 1, table->row[row]);
    snprintf(n, sizeof n, "%.0f", table->n[row]);
    vib_canvas_ink(canvas, VIB_INK_FAINT);
    vib_canvas_text(canvas, LEFT - 8, y + 2.5, 1, n);
    vib_canvas_ink(canvas, VIB_INK_RULE);
    vib_canvas_rule(
        canvas,
        (double[]){ place(scale, fmax(scale->low, percent[last] - half)), y },
        (double[]){ place(scale, fmin(scale->high, percent[last] + half)), y },
        2.5);
    for (size_t s = 0; s < table->scores; s++)
        draw_mark(canvas, place(scale, percent[s]), y, s);
}

static void draw(const vib_canvas *canvas, const struct table *table,
                 const char *title)
{
    double low = 100, high = 0, bottom = TOP + STRIP * (double)table->rows;
    struct scale scale = { .left = LEFT, .right = WIDTH - RIGHT };

    for (size_t r = 0; r < table->rows; r++)
        for (size_t s = 0; s < table->scores; s++) {
            low = fmin(low, table->percent[r][s]);
            high = fmax(high, table->percent[r][s]);
        }
    scale.low = fmax(0, 5 * floor(low / 5 - 0.5));
    scale.high = fmin(100, 5 * ceil(high / 5 + 0.5));
    vib_canvas_font(canvas, 10, true);
    vib_canvas_ink(canvas, VIB_INK_TEXT);
    vib_canvas_fit(canvas, 8, 15, WIDTH - 16, title);
    draw_axis(canvas, &scale, bottom);
    draw_legend(canvas, table);
    for (size_t r = 0; r < table->rows; r++)
        draw_row(canvas, table, r, &scale);
}

int main(int argc, char **argv)
{
    const char *dot = argc == 4 ? strrchr(argv[3], '.') : NULL;
    FILE *in = argc == 4 ? fopen(argv[2], "r") : NULL;
    FILE *out = NULL;
    struct table table = { .rows = 0 };
    vib_canvas canvas;
    int rc;

    if (in)
        table = read_table(in);
    if (table.rows > 0 && dot)
        out = fopen(argv[3], "wb");
    if (!out) {
        fprintf(stderr, "usage: chart TITLE TABLE OUT.svg|OUT.png\n");
        return 2;
    }
    rc = vib_canvas_open(&canvas, out,
                         strcmp(dot, ".png") == 0 ? VIB_PNG : VIB_SVG, WIDTH,
                         TOP + FOOT + STRIP * (double)table.rows);
    if (rc == VIB_OK) {
        draw(&canvas, &table, argv[1]);
        rc = vib_canvas_close(&canvas, VIB_OK);
    }
    if (fclose(out) != 0 || rc < 0) {
        fprintf(stderr, "chart: %s cannot be written\n", argv[3]);
        return 1;
    }
    fclose(in);
    return 0;
}
