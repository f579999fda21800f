/* jcamp_table.c - a table of data and its scales, as points. */
#include "jcamp.h"

#include "memory.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t vib_body_line(const vib_body *body, const char *at)
{
    size_t line = 1;

    for (const char *p = body->text; p < at; p++)
        line += *p == '\n' || (*p == '\r' && (p + 1 == at || p[1] != '\n'));
    return line;
}

static bool is_symbol(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The next symbol, a letter and perhaps digits, taken off *rest. */
static vib_span take_symbol(vib_span *rest)
{
    vib_span symbol = { rest->at, 0 };

    if (rest->n > 0 && is_symbol(rest->at[0]))
        for (symbol.n = 1; symbol.n < rest->n && rest->at[symbol.n] >= '0' &&
                           rest->at[symbol.n] <= '9';)
            symbol.n++;
    rest->at += symbol.n;
    rest->n -= symbol.n;
    return symbol;
}

static bool take_text(vib_span *rest, const char *text)
{
    size_t n = strlen(text);

    if (rest->n < n || memcmp(rest->at, text, n) != 0)
        return false;
    rest->at += n;
    rest->n -= n;
    return true;
}

vib_form vib_form_of(vib_span value)
{
    vib_form form = { 0 };
    vib_span rest = vib_span_trim(value), symbol;

    if (!take_text(&rest, "("))
        return form;
    form.x = take_symbol(&rest);
    form.even = take_text(&rest, "++");
    if (form.even)
        take_text(&rest, "(");
    form.y = take_symbol(&rest);
    form.size = form.x.n > 0 && form.y.n > 0 ? 2 : 0;
    while (!form.even && (symbol = take_symbol(&rest)).n > 0)
        form.size++;
    return form;
}

/* What is known of an even axis before one is chosen. */
typedef struct even_axis {
    double first, step;
    double line_first, line_step; /* as the abscissae say, or NAN           */
    double slack;                 /* how far these may be off               */
    size_t last_at;               /* the first point of the last line       */
} even_axis;

static even_axis axis_of_lines(const vib_ordinates *table, double factor)
{
    even_axis axis = { NAN, NAN, table->first_x * factor, NAN, 0,
                       table->last_at };

    if (table->last_at > 0)
        axis.line_step = (table->last_x - table->first_x) * factor /
                         (double)table->last_at;
    axis.slack = 2 * fabs(table->rounding * factor);
    return axis;
}

/* Do the lines run from where the header says is the end to its beginning? */
static bool is_reversed(const even_axis *axis, const double *scale)
{
    double first = scale[VIB_FIRST_X], last = scale[VIB_LAST_X];

    return axis->line_step * (last - first) < 0 &&
           fabs(axis->line_first - last) < 0.01 * fabs(last - first);
}

/* How far a step is, at the last line, from where that says it is; what the
 * rounding of abscissae allows counts as that. */
static double misfit(const even_axis *axis, double step)
{
    double off = fabs(step - axis->line_step) * (double)axis->last_at;

    if (!isfinite(step) || step == 0)
        return INFINITY;
    return isfinite(off) && off > axis->slack ? off : axis->slack;
}

/* A header that does not know how many points there are is wrong, or the file
 * is cut short: the step of it that agrees best with the abscissae is taken if
 * it does within one point, else theirs. */
static double step_of_lines(const even_axis *axis, size_t n,
                            const double *scale)
{
    double span = scale[VIB_LAST_X] - scale[VIB_FIRST_X];
    const double steps[] = {
        span / ((double)n - 1),
        span / (scale[VIB_POINTS] - 1),
        scale[VIB_DELTA_X],
        -scale[VIB_DELTA_X],
    };
    double least = INFINITY, best = axis->line_step;

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        double off = misfit(axis, steps[i]);

        if (off < least && off <= fabs(steps[i]) + axis->slack) {
            least = off;
            best = steps[i];
        }
    }
    return isfinite(best) ? best : 1;
}

/* Abscissae are rounded, and in some files count points: FIRSTX and LASTX say
 * it better where the number of points is what NPOINTS says. */
static int choose_axis(even_axis *axis, vib_spectrum *out,
                       const double *scale)
{
    double first = scale[VIB_FIRST_X], last = scale[VIB_LAST_X];
    bool agrees = scale[VIB_POINTS] == (double)out->n && out->n > 1 &&
                  isfinite(last - first) && last != first;

    axis->first = isfinite(first) ? first : axis->line_first;
    if (is_reversed(axis, scale)) {
        axis->first = axis->line_first;
        axis->step = step_of_lines(axis, out->n, scale);
        return vib_note(out, "FIRSTX is %.9g, but the points begin at %.9g",
                        first, axis->first);
    }
    axis->step = agrees ? (last - first) / (double)(out->n - 1)
                        : step_of_lines(axis, out->n, scale);
    return VIB_OK;
}

static int note_oddities(vib_spectrum *out, const vib_ordinates *table,
                         const double *scale)
{
    double points = scale[VIB_POINTS];
    int status = VIB_OK;

    if (isfinite(points) && points != (double)table->n)
        status = vib_note(out, "NPOINTS is %.9g, but there are %zu points",
                          points, table->n);
    if (status == VIB_OK && table->bad_checks > 0)
        status = vib_note(out, "%zu lines fail their check of y",
                          table->bad_checks);
    if (status == VIB_OK && table->strays > 0)
        status = vib_note(out, "%zu lines are not where their x says",
                          table->strays);
    return status;
}

static double factor_of(double factor)
{
    return isfinite(factor) && factor != 0 ? factor : 1;
}

/* A factor such as 0.01 is not quite a hundredth: to divide by 100 gives the
 * very number that the digits say. */
static void scale_ordinates(double *y, size_t n, double factor)
{
    double inverse = rint(1 / factor), power = 1;

    while (power < inverse && power < 1e15)
        power *= 10;
    if (power == inverse && 1 / power == factor)
        for (size_t i = 0; i < n; i++)
            y[i] /= power;
    else if (factor != 1)
        for (size_t i = 0; i < n; i++)
            y[i] *= factor;
}

/* Points with an even axis. Takes table->y over. */
static int make_even(vib_spectrum *out, vib_ordinates *table,
                     const double *scale)
{
    double factor = factor_of(scale[VIB_FACTOR_Y]), last;
    even_axis axis = axis_of_lines(table, factor_of(scale[VIB_FACTOR_X]));
    size_t n = table->n;

    out->y = table->y;
    table->y = NULL;
    out->x = vib_resize(NULL, n, sizeof *out->x);
    if (!out->x)
        return VIB_NO_MEMORY;
    out->n = n;
    if (choose_axis(&axis, out, scale) < 0)
        return VIB_NO_MEMORY;
    last = axis.first + axis.step * (double)(n - 1);
    if (fabs(last - scale[VIB_LAST_X]) < 1e-6 * fabs(axis.step))
        last = scale[VIB_LAST_X];
    for (size_t i = 0; i < n; i++)
        out->x[i] = axis.first + axis.step * (double)i;
    scale_ordinates(out->y, n, factor);
    if (n > 0)
        out->x[n - 1] = last;
    return note_oddities(out, table, scale);
}

static int read_even(vib_spectrum *out, const vib_body *body,
                     const double *scale)
{
    vib_ordinates table = { 0 };
    int status = vib_ordinates_read(&table, body);

    if (status == VIB_OK && table.n > 0)
        status = make_even(out, &table, scale);
    free(table.y);
    return status;
}

/* Pairs are to be multiplied by the factors, but are often written without:
 * the first point, where the header tells it, decides. */
static double factor_of_pairs(double factor, double first, double expected)
{
    double with, without;

    factor = factor_of(factor);
    with = fabs(first * factor - expected);
    without = fabs(first - expected);
    return isfinite(expected) && without < with ? 1 : factor;
}

static int read_pairs(vib_spectrum *out, const vib_body *body, size_t size,
                      const double *scale)
{
    int status = vib_pairs_read(out, body, size);
    double x_factor, y_factor, points = scale[VIB_POINTS];

    if (status < 0 || out->n == 0)
        return status;
    x_factor = factor_of_pairs(scale[VIB_FACTOR_X], out->x[0],
                               scale[VIB_FIRST_X]);
    y_factor = factor_of_pairs(scale[VIB_FACTOR_Y], out->y[0],
                               scale[VIB_FIRST_Y]);
    for (size_t i = 0; i < out->n; i++) {
        out->x[i] *= x_factor;
        out->y[i] *= y_factor;
    }
    if (isfinite(points) && points != (double)out->n)
        return vib_note(out, "NPOINTS is %.9g, but there are %zu points",
                        points, out->n);
    return VIB_OK;
}

int vib_table_read(vib_spectrum *out, vib_body *body, vib_span value,
                   const double *scale)
{
    const char *end = value.at + value.n, *at = value.at;
    vib_form form;

    while (at < end && strchr(" \t\r\n", *at))
        at++;
    value = (vib_span){ at, (size_t)(end - at) };
    form = vib_form_of(value);
    if (form.size == 0)
        return vib_fail(VIB_BAD_DATA, "line %zu: a table of the form \"%.*s\"",
                        vib_body_line(body, at), value.n < 20 ? (int)value.n
                                                              : 20, at);
    while (at < end && *at != '\n' && *at != '\r')
        at++;
    body->rows = (vib_span){ at, (size_t)(end - at) };
    if (form.even)
        return read_even(out, body, scale);
    if (vib_pairs_have_commas(body->rows, scale[VIB_FIRST_X]))
        body->point = ',';
    return read_pairs(out, body, form.size, scale);
}
