/* jcamp_ordinates.c - tables "(X++(Y..Y))": each line begins with an abscissa,
 * then come ordinates, which are written
 *
 *   AFFN    as numbers between blanks
 *   PAC     as numbers that begin with their sign
 *   SQZ     with a letter for the sign and the first digit: @, A-I, a-i
 *   DIF     as differences to the one before, marked likewise: %, J-R, j-r;
 *           the line after repeats the last ordinate, as a check
 *   DUP     a number, marked likewise (S-Z, s), of how often the ordinate or
 *           the difference before stands there in all
 *
 * in any mixture. "?" stands where there is none, "$$" begins a comment. */
#include "jcamp.h"

#include "memory.h"
#include "number.h"
#include "status.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { OTHER, BLANK, NUMBER, SQUEEZED, DIFFERENCE, REPEAT, MISSING, COMMENT,
       LINE_END };

/* What a character begins, and the digit that a letter stands for. */
static const struct {
    uint8_t kind;
    int8_t digit;
} letters[256] = {
    ['\t'] = { BLANK, 0 }, [' '] = { BLANK, 0 }, [','] = { BLANK, 0 },
    [';'] = { BLANK, 0 },
    ['\n'] = { LINE_END, 0 }, ['\r'] = { LINE_END, 0 },
    ['$'] = { COMMENT, 0 }, ['?'] = { MISSING, 0 },
    ['+'] = { NUMBER, 0 }, ['-'] = { NUMBER, 0 }, ['.'] = { NUMBER, 0 },
    ['0'] = { NUMBER, 0 }, ['1'] = { NUMBER, 0 }, ['2'] = { NUMBER, 0 },
    ['3'] = { NUMBER, 0 }, ['4'] = { NUMBER, 0 }, ['5'] = { NUMBER, 0 },
    ['6'] = { NUMBER, 0 }, ['7'] = { NUMBER, 0 }, ['8'] = { NUMBER, 0 },
    ['9'] = { NUMBER, 0 },
    ['@'] = { SQUEEZED, 0 },
    ['A'] = { SQUEEZED, 1 }, ['B'] = { SQUEEZED, 2 }, ['C'] = { SQUEEZED, 3 },
    ['D'] = { SQUEEZED, 4 }, ['E'] = { SQUEEZED, 5 }, ['F'] = { SQUEEZED, 6 },
    ['G'] = { SQUEEZED, 7 }, ['H'] = { SQUEEZED, 8 }, ['I'] = { SQUEEZED, 9 },
    ['a'] = { SQUEEZED, -1 }, ['b'] = { SQUEEZED, -2 },
    ['c'] = { SQUEEZED, -3 }, ['d'] = { SQUEEZED, -4 },
    ['e'] = { SQUEEZED, -5 }, ['f'] = { SQUEEZED, -6 },
    ['g'] = { SQUEEZED, -7 }, ['h'] = { SQUEEZED, -8 },
    ['i'] = { SQUEEZED, -9 },
    ['%'] = { DIFFERENCE, 0 },
    ['J'] = { DIFFERENCE, 1 }, ['K'] = { DIFFERENCE, 2 },
    ['L'] = { DIFFERENCE, 3 }, ['M'] = { DIFFERENCE, 4 },
    ['N'] = { DIFFERENCE, 5 }, ['O'] = { DIFFERENCE, 6 },
    ['P'] = { DIFFERENCE, 7 }, ['Q'] = { DIFFERENCE, 8 },
    ['R'] = { DIFFERENCE, 9 },
    ['j'] = { DIFFERENCE, -1 }, ['k'] = { DIFFERENCE, -2 },
    ['l'] = { DIFFERENCE, -3 }, ['m'] = { DIFFERENCE, -4 },
    ['n'] = { DIFFERENCE, -5 }, ['o'] = { DIFFERENCE, -6 },
    ['p'] = { DIFFERENCE, -7 }, ['q'] = { DIFFERENCE, -8 },
    ['r'] = { DIFFERENCE, -9 },
    ['S'] = { REPEAT, 1 }, ['T'] = { REPEAT, 2 }, ['U'] = { REPEAT, 3 },
    ['V'] = { REPEAT, 4 }, ['W'] = { REPEAT, 5 }, ['X'] = { REPEAT, 6 },
    ['Y'] = { REPEAT, 7 }, ['Z'] = { REPEAT, 8 }, ['s'] = { REPEAT, 9 },
};

enum { LONGEST = 18 }; /* digits that fit into 64 bits */

typedef struct decoder {
    vib_ordinates *out;
    const vib_body *body;
    const char *at, *end;
    const char *line;  /* where the present line begins                  */
    bool squeezed;     /* the table has letters, so that E is a digit    */
    bool exponents;    /* the present line does not, and E is none       */
    double last, step; /* ordinate and difference                        */
    bool differs;      /* the last ordinate came as a difference         */
    bool check;        /* the next one only repeats the last             */
} decoder;

static int kind_at(const decoder *d)
{
    return d->at < d->end ? letters[(uint8_t)*d->at].kind : LINE_END;
}

static bool is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

/* Are all words of the present line numbers, at least two? Then an E in it is
 * an exponent. Else the table is squeezed, and an E is a 5 with its sign. */
static bool line_is_numbers(const decoder *d)
{
    const char *at = d->line;
    size_t words = 0;

    for (; at < d->end && letters[(uint8_t)*at].kind != LINE_END; words++) {
        double number;

        if (letters[(uint8_t)*at].kind == COMMENT)
            break;
        at = vib_number_read(&number, at, d->end, d->body->point);
        if (!at || (at < d->end && letters[(uint8_t)*at].kind != BLANK &&
                    letters[(uint8_t)*at].kind != LINE_END))
            return false;
        while (at < d->end && letters[(uint8_t)*at].kind == BLANK)
            at++;
    }
    return words >= 2;
}

/* Is the E (or e) at p, behind a mantissa, an exponent? */
static bool is_exponent(decoder *d, const char *p)
{
    if (d->end - p < 2 || (*p != 'E' && *p != 'e'))
        return false;
    if (d->end - p > 2 && (p[1] == '+' || p[1] == '-') && is_digit(p[2]))
        return true;
    if (d->squeezed || !is_digit(p[1]))
        return false;
    d->exponents = d->exponents || line_is_numbers(d);
    d->squeezed = !d->exponents;
    return d->exponents;
}

static const double powers[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7 };

/* The number that the digits at p make, of which there are *count; 8 means that
 * there may be more. Eight bytes can be read there. Without a branch, as nobody
 * can foresee how many digits there are (after D. Lemire, Number parsing at a
 * gigabyte per second, 2021). */
static inline double short_number(size_t *count, const char *p)
{
    uint64_t digits, others;

    memcpy(&digits, p, sizeof digits);
    digits ^= 0x3030303030303030;
    others = ((digits + 0x0606060606060606) | digits) & 0xf0f0f0f0f0f0f0f0;
    *count = others ? (size_t)__builtin_ctzll(others) / 8 : 8;
    if (*count < 8)
        digits = digits << (56 - 8 * *count) << 8;
    digits = digits * 10 + (digits >> 8);
    digits = (((digits & 0x000000ff000000ff) * 0x000f424000000064) +
              ((digits >> 16 & 0x000000ff000000ff) * 0x0000271000000001)) >>
             32;
    return (double)(uint32_t)digits;
}

/* The number at d->at if it has up to seven digits before a point and behind,
 * and nothing more that might belong to it. Fourteen digits and a power of ten
 * are exact doubles, so that the division rounds once, as it should. */
static inline bool read_plain(double *out, decoder *d)
{
    const char *p = d->at;
    size_t count, decimals;
    double number, rest;

    if (d->end - p <= 18)
        return false;
    p += *p == '+' || *p == '-';
    number = short_number(&count, p);
    if (count == 0 || count == 8)
        return false;
    p += count;
    if (*p != ' ' && *p == d->body->point) {
        rest = short_number(&decimals, p + 1);
        if (decimals == 8)
            return false;
        number = (number * powers[decimals] + rest) / powers[decimals];
        p += 1 + decimals;
    }
    if (*p != ' ' && (*p | 0x20) == 'e')
        return false;
    *out = *d->at == '-' ? -number : number;
    d->at = p;
    return true;
}

/* The number at d->at. */
static bool read_number(double *out, decoder *d)
{
    const char *start = d->at, *p = start, *digits;
    char point = d->body->point;
    uint64_t value = 0;

    if (read_plain(out, d))
        return true;
    p += p < d->end && (*p == '+' || *p == '-');
    for (digits = p; p < d->end && is_digit(*p); p++)
        value = value * 10 + (uint64_t)(*p - '0');
    if (p > digits && p - digits <= LONGEST &&
        (p == d->end || (*p != point && !is_exponent(d, p)))) {
        *out = *start == '-' ? -(double)value : (double)value;
        d->at = p;
        return true;
    }
    if (p < d->end && *p == point)
        for (p++; p < d->end && is_digit(*p);)
            p++;
    if (p < d->end && is_exponent(d, p))
        for (p += 2; p < d->end && is_digit(*p);)
            p++;
    d->at = vib_number_read(out, start, p, point);
    return d->at != NULL;
}

/* The number whose sign and first digit are the letter at d->at, if it has up
 * to seven digits more and no point. */
static inline bool read_short(double *out, decoder *d)
{
    const char *p = d->at + 1;
    double lead = letters[(uint8_t)p[-1]].digit, rest;
    size_t count;

    if (d->end - p <= 8)
        return false;
    rest = short_number(&count, p);
    if (count == 8 || p[count] == d->body->point)
        return false;
    d->at = p + count;
    *out = lead * powers[count] + copysign(rest, lead);
    return true;
}

/* The number whose sign and first digit are the letter at d->at. */
static inline double read_lettered(decoder *d)
{
    int lead = letters[(uint8_t)*d->at].digit;
    const char *p = d->at + 1, *end = d->end;
    double value = lead < 0 ? -lead : lead, place = 1;

    if (read_short(&value, d))
        return value;
    for (; p < end && is_digit(*p); p++)
        value = value * 10 + (*p - '0');
    if (p < end && *p == d->body->point)
        for (p++; p < end && is_digit(*p); p++)
            value += (*p - '0') * (place /= 10);
    d->at = p;
    return lead < 0 ? -value : value;
}

static int complain(const decoder *d, const char *at, const char *what)
{
    size_t n = (size_t)(d->end - at);

    return vib_fail(VIB_BAD_DATA, "line %zu: %s, found \"%.*s\"",
                    vib_body_line(d->body, at), what, n < 12 ? (int)n : 12,
                    at);
}

static int too_many(const decoder *d)
{
    return vib_fail(VIB_BAD_DATA, "line %zu: its points would take more than "
                    "%d times the memory of the file",
                    vib_body_line(d->body, d->at), VIB_MEMORY_FACTOR);
}

/* Room for `more` ordinates; no more than fit into the table's limit. */
static int reserve(decoder *d, size_t more)
{
    vib_ordinates *out = d->out;
    void *block = out->y;
    int status;

    if (more > d->body->most - out->n)
        return too_many(d);
    status = vib_reserve(&block, &out->capacity, out->n + more,
                         sizeof *out->y);
    out->y = block;
    return status;
}

static inline int put(decoder *d, double y)
{
    vib_ordinates *out = d->out;

    if (out->n == out->capacity && reserve(d, 1) < 0)
        return VIB_BAD_DATA;
    out->y[out->n++] = y;
    return VIB_OK;
}

static inline int put_value(decoder *d, double y)
{
    bool check = d->check;

    d->out->bad_checks += check && fabs(y - d->last) > 0.5;
    d->last = y;
    d->differs = d->check = false;
    return check ? VIB_OK : put(d, y);
}

static inline int put_difference(decoder *d, double step)
{
    d->step = step;
    d->differs = true;
    d->check = false;
    return put(d, d->last += step);
}

/* Differences come in long runs. */
static int put_differences(decoder *d)
{
    vib_ordinates *out = d->out;
    decoder run = *d; /* so that it is kept in registers */
    double step;

    run.check = false;
    run.differs = true;
    while (run.at < run.end &&
           letters[(uint8_t)*run.at].kind == DIFFERENCE &&
           read_short(&step, &run)) {
        if (out->n == out->capacity && reserve(&run, 1) < 0)
            return VIB_BAD_DATA;
        run.step = step;
        run.last += step;
        out->y[out->n++] = run.last;
    }
    if (run.at > d->at) {
        *d = run;
        return VIB_OK;
    }
    return put_difference(d, read_lettered(d));
}

static int put_again(decoder *d, double count)
{
    vib_ordinates *out = d->out;

    if (out->n == 0)
        return complain(d, d->at, "nothing to repeat");
    if (count > (double)(d->body->most - out->n))
        return too_many(d);
    if (count >= 2 && reserve(d, (size_t)count - 1) < 0)
        return VIB_BAD_DATA;
    d->check = false;
    for (; count >= 2; count--)
        out->y[out->n++] = d->differs ? d->last += d->step : d->last;
    return VIB_OK;
}

static int put_number(decoder *d)
{
    const char *at = d->at;
    double y;

    return read_number(&y, d) ? put_value(d, y)
                              : complain(d, at, "expected a number");
}

/* So do numbers, in lines that have no letters. */
static int put_numbers(decoder *d)
{
    vib_ordinates *out = d->out;
    int status = put_number(d);
    decoder run = *d;
    double y;

    while (status == VIB_OK && run.at < run.end) {
        if (*run.at == ' ') {
            run.at++;
            continue;
        }
        if (letters[(uint8_t)*run.at].kind != NUMBER || !read_plain(&y, &run))
            break;
        if (out->n == out->capacity)
            status = reserve(&run, 1);
        if (status == VIB_OK)
            out->y[out->n++] = run.last = y;
    }
    *d = run;
    return status;
}

static void skip_line(decoder *d)
{
    while (d->at < d->end && letters[(uint8_t)*d->at].kind != LINE_END)
        d->at++;
}

/* All ordinates to the end of the line. */
static int read_ordinates(decoder *d)
{
    int status = VIB_OK;

    while (status == VIB_OK)
        switch (kind_at(d)) {
        case BLANK:
            d->at++;
            break;
        case NUMBER:
            status = put_numbers(d);
            break;
        case SQUEEZED:
            d->squeezed = true;
            status = put_value(d, read_lettered(d));
            break;
        case DIFFERENCE:
            status = put_differences(d);
            break;
        case REPEAT:
            status = put_again(d, read_lettered(d));
            break;
        case MISSING:
            d->at++;
            status = put_value(d, NAN);
            break;
        case COMMENT:
            skip_line(d);
            break;
        case LINE_END:
            return VIB_OK;
        default:
            return complain(d, d->at, "expected an ordinate");
        }
    return status;
}

/* Compare the abscissa of a line, whose first point is number `index`, with
 * where the lines before would put it. */
static void check_abscissa(vib_ordinates *out, double x, size_t index)
{
    double step = (out->last_x - out->first_x) / (double)out->last_at;

    if (out->last_at > 0 && index > out->last_at) {
        double expected = out->last_x + step * (double)(index - out->last_at);

        out->strays += fabs(x - expected) > fabs(step) + 2 * out->rounding;
    }
}

static double decimal_place(const char *at, const char *end, char point)
{
    static const double places[] = { 1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6 };
    size_t decimals = 0, most = sizeof places / sizeof *places - 1;

    while (at < end && *at != point)
        at++;
    for (at++; at < end && is_digit(*at) && decimals < most; at++)
        decimals++;
    return places[decimals];
}

static int read_line(decoder *d)
{
    vib_ordinates *out = d->out;
    size_t index;
    double x;

    d->line = d->at;
    d->exponents = false;
    d->check = d->differs && out->n > 0;
    if (!read_number(&x, d))
        return complain(d, d->line, "expected an abscissa");
    index = out->n - d->check;
    if (out->lines++ == 0)
        out->first_x = x;
    else
        check_abscissa(out, x, index);
    out->last_x = x;
    out->last_at = index;
    out->rounding = decimal_place(d->line, d->at, d->body->point);
    return read_ordinates(d);
}

int vib_ordinates_read(vib_ordinates *out, const vib_body *body)
{
    decoder d = { .out = out, .body = body, .at = body->rows.at,
                  .end = body->rows.at + body->rows.n };
    int status = VIB_OK;

    while (status == VIB_OK && d.at < d.end)
        switch (kind_at(&d)) {
        case BLANK:
        case LINE_END:
            d.at++;
            break;
        case COMMENT:
            skip_line(&d);
            break;
        default:
            status = read_line(&d);
        }
    return status;
}
