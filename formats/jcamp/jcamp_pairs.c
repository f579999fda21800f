/* jcamp_pairs.c - tables "(XY..XY)": groups of two items or more. */
#include "jcamp.h"

#include "number.h"
#include "status.h"

#include <math.h>
#include <string.h>

typedef struct groups {
    const vib_body *body;
    const char *at, *end;
} groups;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static void skip_blanks(groups *g)
{
    while (g->at < g->end && is_blank(*g->at))
        g->at++;
}

static bool at_comment(const groups *g)
{
    return g->end - g->at > 1 && g->at[0] == '$' && g->at[1] == '$';
}

static void skip_line(groups *g)
{
    while (g->at < g->end && !is_line_end(*g->at))
        g->at++;
}

/* To the next group; false at the end. */
static bool find_group(groups *g)
{
    while (g->at < g->end) {
        if (at_comment(g))
            skip_line(g);
        else if (is_blank(*g->at) || is_line_end(*g->at) || *g->at == ';' ||
                 *g->at == ',')
            g->at++;
        else
            return true;
    }
    return false;
}

/* An item that is no number: "?", a letter, <text>. */
static void skip_item(groups *g)
{
    const char *close = *g->at == '<' ? memchr(g->at, '>',
                                               (size_t)(g->end - g->at))
                                      : NULL;

    if (close)
        g->at = close + 1;
    while (g->at < g->end && !is_blank(*g->at) && !is_line_end(*g->at) &&
           *g->at != ',' && *g->at != ';')
        g->at++;
}

/* The next item of a group; NAN when it is no number. */
static double read_item(groups *g)
{
    const char *after;
    double value = NAN;

    skip_blanks(g);
    if (g->at < g->end && *g->at != ',') {
        after = vib_number_read(&value, g->at, g->end, g->body->point);
        if (after)
            g->at = after;
        else
            skip_item(g);
    }
    skip_blanks(g);
    if (g->at < g->end && *g->at == ',')
        g->at++;
    return value;
}

/* Is the group over before all its items were read? */
static bool group_ends(const groups *g)
{
    return g->at == g->end || is_line_end(*g->at) || *g->at == ';' ||
           at_comment(g);
}

int vib_pairs_read(vib_spectrum *out, const vib_body *body, size_t size)
{
    groups g = { body, body->rows.at, body->rows.at + body->rows.n };
    size_t capacity[2] = { 0, 0 };

    while (find_group(&g)) {
        const char *start = g.at;
        double x = read_item(&g), y;

        if (isnan(x))
            return vib_fail(VIB_BAD_DATA, "line %zu: expected a number, found "
                            "\"%.*s\"", vib_body_line(body, start),
                            g.end - start < 12 ? (int)(g.end - start) : 12,
                            start);
        if (group_ends(&g) && !find_group(&g))
            return vib_fail(VIB_BAD_DATA, "line %zu: an x without its y",
                            vib_body_line(body, start));
        y = read_item(&g);
        for (size_t i = 2; i < size && !group_ends(&g); i++)
            read_item(&g);
        if (out->n >= body->most)
            return vib_fail(VIB_BAD_DATA, "line %zu: more points than a file "
                            "of this size may hold",
                            vib_body_line(body, start));
        if (vib_point_add(out, capacity, x, y) < 0)
            return VIB_NO_MEMORY;
    }
    return VIB_OK;
}

/* How many numbers there are before the first line end, and the first. */
static size_t count_numbers(double *first, vib_span line, char point)
{
    const char *at = line.at, *end = line.at + line.n, *after;
    size_t n = 0;
    double value;

    while (at < end) {
        if (is_blank(*at) || *at == ',' || *at == ';') {
            at++;
            continue;
        }
        after = vib_number_read(&value, at, end, point);
        if (!after)
            break;
        if (n++ == 0)
            *first = value;
        at = after;
    }
    return n;
}

bool vib_pairs_have_commas(vib_span rows, double first_x)
{
    vib_text text = { rows.at, rows.n, NULL };
    vib_lines lines = vib_lines_of(&text);
    vib_span line = { NULL, 0 };
    double with_point = 0, with_comma = 0;
    size_t points, commas;

    while (vib_lines_next(&line, &lines) && vib_span_trim(line).n == 0)
        continue;
    if (isnan(first_x) || line.n == 0 || memchr(line.at, '.', line.n))
        return false;
    points = count_numbers(&with_point, line, '.');
    commas = count_numbers(&with_comma, line, ',');
    return points == 2 * commas && commas % 2 == 0 &&
           fabs(with_comma - first_x) < fabs(with_point - first_x) &&
           fabs(with_comma - first_x) < 1e-3 * fabs(first_x);
}
