#include "dialect.h"

#include "memory.h"
#include "number.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A row whose numbers are plain counts a little more than one with groups of
 * digits, which may also be columns, and that more than one in which tabs and
 * blanks both separate, of which one may stand in the numbers. */
enum { SAMPLE_LINES = 64, SAMPLE_BYTES = 1 << 18, LEAST_LINES = 4,
       STRICT_WEIGHT = 32, REGULAR_WEIGHT = 8, LOOSE_WEIGHT = 2,
       GROUPS_LESS = 1, MIXED_LESS = 2 };

/* In order of preference where they read equally many lines. */
static const vib_dialect dialects[] = {
    { '\t', '.', false }, { '\t', ',', false }, { ';', '.', false },
    { ';', ',', false },  { ',', ',', true },   { ',', '.', false },
    { ' ', '.', false },  { ' ', ',', false },  { '|', '.', false },
    { ',', ',', false },
};

static bool is_blank(char c, char separator)
{
    return c == ' ' || (c == '\t' && separator != '\t');
}

static const char *skip_blanks(const char *at, const char *end, char separator)
{
    while (at < end && is_blank(*at, separator))
        at++;
    return at;
}

static vib_span unquote(vib_span cell)
{
    cell = vib_span_trim(cell);
    if (cell.n >= 2 && cell.at[0] == '"' && cell.at[cell.n - 1] == '"')
        cell = (vib_span){ cell.at + 1, cell.n - 2 };
    return vib_span_trim(cell);
}

/* Where the cell at `at` ends: at a separator outside quotes. */
static const char *cell_end(const char *at, const char *end, char separator)
{
    char other = separator == ' ' ? '\t' : separator;

    for (; at < end && *at != separator && *at != other; at++)
        if (*at == '"') {
            const char *quote = memchr(at + 1, '"', (size_t)(end - at - 1));

            if (quote)
                at = quote;
        }
    return at;
}

bool vib_cell_next(vib_span *cell, vib_span *rest, const vib_dialect *dialect)
{
    const char *at = rest->at, *stop, *end;
    char separator = dialect->separator;

    if (!at)
        return false;
    end = at + rest->n;
    if (separator == ' ') {
        at = skip_blanks(at, end, ' ');
        if (at == end)
            return false;
    }
    stop = cell_end(at, end, separator);
    *cell = unquote((vib_span){ at, (size_t)(stop - at) });
    *rest = stop == end ? (vib_span){ NULL, 0 }
                        : (vib_span){ stop + 1, (size_t)(end - stop - 1) };
    return true;
}

static bool is_plain_number(double *out, vib_span cell, char point)
{
    return cell.n > 0 &&
           vib_number_read(out, cell.at, cell.at + cell.n, point) ==
               cell.at + cell.n;
}

bool vib_cell_number(double *out, vib_span cell, char point)
{
    return is_plain_number(out, cell, point) ||
           vib_grouped_number(out, cell, point);
}

bool vib_cell_missing(vib_span cell)
{
    static const char *const words[] = {
        "na", "nan", "n/a", "-", "--", "---", "null", "none", "inf", "-inf",
        "+inf", "-nan", "1.#qnan", "-1.#ind", "1.#inf", "#n/a", "?"
    };

    if (cell.n == 0)
        return true;
    if (cell.n > 8 || !strchr("nN-+iI#1?", cell.at[0]))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (vib_span_is(cell, words[i]))
            return true;
    return false;
}

/* The decimal point outside quotes: where a comma separates, none. */
static char plain_point(const vib_dialect *dialect)
{
    return dialect->separator == dialect->point && !dialect->blank_after
               ? '\0' : dialect->point;
}

/* A plain number at `at` that fills its cell; where the cell ends, or NULL. */
static const char *read_number(double *out, const char *at, const char *end,
                               const vib_dialect *dialect)
{
    char separator = dialect->separator;
    const char *after = vib_number_read(out, at, end, plain_point(dialect));
    const char *next;

    if (!after)
        return NULL;
    next = skip_blanks(after, end, separator);
    return next == end || *next == separator ||
                   (separator == ' ' && next > after)
               ? next
               : NULL;
}

bool vib_cell_next_number(double *out, vib_span *rest,
                          const vib_dialect *dialect)
{
    const char *at = rest->at, *end, *next;

    if (!at)
        return false;
    end = at + rest->n;
    at = skip_blanks(at, end, dialect->separator);
    next = read_number(out, at, end, dialect);
    if (!next)
        return false;
    if (next < end && dialect->separator != ' ')
        next++;
    else if (next == end)
        next = NULL;
    *rest = (vib_span){ next, next ? (size_t)(end - next) : 0 };
    return true;
}

/* What is no plain number: one in quotes or in groups of digits, or the word
 * for none. Where the cell ends, or NULL. */
static const char *read_odd_cell(double *out, vib_numbers *row, const char *at,
                                 const char *end, const vib_dialect *dialect)
{
    const char *stop = cell_end(at, end, dialect->separator);
    vib_span cell = unquote((vib_span){ at, (size_t)(stop - at) });

    if (is_plain_number(out, cell, dialect->point))
        return stop;
    if (vib_grouped_number(out, cell, dialect->point)) {
        row->grouped++;
        return stop;
    }
    *out = NAN;
    return vib_cell_missing(cell) ? stop : NULL;
}

static int append(vib_numbers *out, double value)
{
    if (out->n == out->capacity) {
        void *block = out->value;

        if (vib_reserve(&block, &out->capacity, out->n + 1, sizeof value) < 0)
            return VIB_NO_MEMORY;
        out->value = block;
    }
    out->value[out->n++] = isfinite(value) ? value : NAN;
    return VIB_OK;
}

/* The cells of a line one after the other: VIB_OK at its end. */
static int read_cells(vib_numbers *out, const char *at, const char *end,
                      const vib_dialect *dialect)
{
    char separator = dialect->separator;

    for (;;) {
        double value = NAN;
        const char *start = at = skip_blanks(at, end, separator);

        if (at < end && (separator == ' ' || *at != separator)) {
            at = read_number(&value, start, end, dialect);
            if (!at)
                at = read_odd_cell(&value, out, start, end, dialect);
            if (!at || (dialect->blank_after &&
                        !memchr(start, ',', (size_t)(at - start))))
                return 1;
        }
        if (append(out, value) < 0)
            return VIB_NO_MEMORY;
        at = skip_blanks(at, end, separator);
        if (at == end)
            return VIB_OK;
        if (separator == ' ')
            continue;
        if (*at != separator)
            return 1;
        at++;
        if (dialect->blank_after && at < end && *at != ' ')
            return 1;
    }
}

int vib_row_read(vib_numbers *out, size_t *count, vib_span line,
                 const vib_dialect *dialect)
{
    size_t before = out->n;
    int status = read_cells(out, line.at, line.at + line.n, dialect);

    if (status == VIB_OK)
        *count = out->n - before;
    else
        out->n = before;
    return status;
}

static size_t finite_among(const double *value, size_t n)
{
    size_t finite = 0;

    for (size_t i = 0; i < n; i++)
        finite += isfinite(value[i]) != 0;
    return finite;
}

/* A row with text in some cells, as in a table of one spectrum a line. */
static bool is_loose_row(vib_span line, const vib_dialect *dialect)
{
    vib_span cell;
    size_t numbers = 0, texts = 0;
    double value;

    while (vib_cell_next(&cell, &line, dialect))
        if (vib_cell_number(&value, cell, dialect->point))
            numbers++;
        else if (!vib_cell_missing(cell))
            texts++;
    return numbers >= 2 && numbers >= texts;
}

/* Quickly: is there a separator, and a decimal comma, perhaps in quotes, where
 * one is asked for? */
static bool may_have_cells(vib_span line, const vib_dialect *dialect)
{
    line = vib_span_trim(line);
    if (line.n == 0 ||
        (dialect->point == ',' && !memchr(line.at, ',', line.n)) ||
        (plain_point(dialect) == '\0' && !memchr(line.at, '"', line.n)))
        return false;
    return memchr(line.at, dialect->separator, line.n) ||
           (dialect->separator == ' ' && memchr(line.at, '\t', line.n));
}

/* What the lines are tried on. */
typedef struct trial {
    const vib_dialect *dialect;
    vib_numbers numbers; /* of one line */
    size_t columns;      /* of the last row of numbers */
} trial;

/* A line of numbers alone counts, more so with as many as the one before. */
static size_t score_line(trial *t, vib_span line)
{
    size_t count = 0, score = STRICT_WEIGHT;

    t->numbers.n = t->numbers.grouped = 0;
    if (!may_have_cells(line, t->dialect))
        return 0;
    if (vib_row_read(&t->numbers, &count, line, t->dialect) != VIB_OK)
        return !t->dialect->blank_after && is_loose_row(line, t->dialect)
                   ? LOOSE_WEIGHT : 0;
    if (finite_among(t->numbers.value, count) < 2)
        return 0;
    if (count == t->columns)
        score += REGULAR_WEIGHT;
    t->columns = count;
    if (t->dialect->separator == ' ' && memchr(line.at, '\t', line.n))
        score -= MIXED_LESS;
    return t->numbers.grouped > 0 ? score - GROUPS_LESS : score;
}

/* Score some lines from `offset` on. */
static size_t score_sample(trial *t, const vib_text *text, size_t offset)
{
    vib_text part = { text->at + offset, text->n - offset, NULL };
    vib_lines lines = vib_lines_of(&part);
    vib_span line;
    size_t score = 0, bytes = 0;

    if (offset > 0)
        vib_lines_next(&line, &lines);
    for (size_t i = 0; i < SAMPLE_LINES && (i < LEAST_LINES ||
         bytes < SAMPLE_BYTES) && vib_lines_next(&line, &lines); i++) {
        score += score_line(t, line);
        bytes += line.n;
    }
    return score;
}

bool vib_dialect_choose(vib_dialect *out, const vib_text *text)
{
    trial t = { 0 };
    size_t best = 0;

    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++) {
        size_t score;

        t.dialect = &dialects[i];
        t.columns = 0;
        score = score_sample(&t, text, 0) + score_sample(&t, text, text->n / 2);
        if (score > best) {
            best = score;
            *out = dialects[i];
        }
    }
    free(t.numbers.value);
    return best > 0;
}
