/* jcamp_write.c - a table of JCAMP-DX: DIFDUP, or pairs with all digits. */
#include "save.h"

#include "extremes.h"
#include "number.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { LINE = 72, TOKEN = 24, DECIMALS_MOST = 15 };

/* Ordinates up to here, and so all their differences, are whole in a double. */
static const double whole_most = 0x1p52;

static void write_number(FILE *out, const char *label, double value)
{
    char text[VIB_NUMBER_TEXT];

    vib_number_write(text, value);
    fprintf(out, "##%s= %s\n", label, text);
}

/* Does the reader, which knows only both ends, make the same axis of them? */
static bool is_even(const vib_spectrum *s)
{
    double first = s->x[0], last = s->x[s->n - 1];
    double step = (last - first) / ((double)s->n - 1);
    double slack = 1e-12 * fmax(fabs(first), fabs(last));

    if (s->n < 2 || step == 0 || !isfinite(step) || slack > 1)
        return false;
    for (size_t i = 0; i < s->n; i++)
        if (!(fabs(s->x[i] - (first + step * (double)i)) <= slack))
            return false;
    return true;
}

static bool are_decimals(const vib_spectrum *s, double power)
{
    for (size_t i = 0; i < s->n; i++) {
        double whole = rint(s->y[i] * power);

        if (!(fabs(whole) < whole_most) || whole / power != s->y[i])
            return false;
    }
    return true;
}

/* The place of the lowest bit that is set in a value. */
static int lowest_bit(double value)
{
    int exponent;
    int64_t mantissa = (int64_t)ldexp(frexp(value, &exponent), 53);

    return exponent - 53 + __builtin_ctzll((uint64_t)mantissa);
}

/* All ordinates as whole multiples of a power of two, which any finite numbers
 * are, unless the largest is too large then. */
static double binary_factor(const vib_spectrum *s)
{
    double most = 0, factor;
    int lowest = 1024;

    for (size_t i = 0; i < s->n; i++) {
        if (!isfinite(s->y[i]))
            return 0;
        if (s->y[i] != 0 && lowest_bit(s->y[i]) < lowest)
            lowest = lowest_bit(s->y[i]);
        most = fmax(most, fabs(s->y[i]));
    }
    factor = ldexp(1, lowest);
    return factor > 0x1p-1000 && most / factor < whole_most ? factor : 0;
}

/* The factor of which all ordinates are whole multiples, to the last bit; 0:
 * there is none. *power is its inverse where that is a power of ten, else 0. */
static double choose_factor(double *power, const vib_spectrum *s)
{
    *power = 1;
    for (int i = 0; i <= DECIMALS_MOST; i++, *power *= 10)
        if (are_decimals(s, *power))
            return 1 / *power;
    *power = 0;
    return binary_factor(s);
}

/* A whole number whose sign and first digit are one letter of `letters`: that
 * for 0, those for 1 to 9, those for -1 to -9. */
static size_t put_lettered(char *out, const char *letters, int64_t value)
{
    char digits[TOKEN];
    int n = snprintf(digits, sizeof digits, "%lld",
                     (long long)(value < 0 ? -value : value));
    int first = digits[0] - '0' + (value < 0 ? 9 : 0);

    digits[0] = letters[first];
    memcpy(out, digits, (size_t)n);
    return (size_t)n;
}

static const char squeezed[] = "@ABCDEFGHIabcdefghi";
static const char differences[] = "%JKLMNOPQRjklmnopqr";
static const char repeats[] = " STUVWXYZs";

static int64_t whole_at(const vib_spectrum *s, size_t i, double factor,
                        double power)
{
    return (int64_t)rint(power != 0 ? s->y[i] * power : s->y[i] / factor);
}

/* One line from point i, whose ordinate repeats the last of the line before,
 * on; returns the last point that is on it. */
static size_t write_line(FILE *out, const vib_spectrum *s, size_t i,
                         double factor, double power)
{
    bool fine = fabs(s->x[s->n - 1] - s->x[0]) < 1e-3 * (double)s->n;
    int64_t value = whole_at(s, i, factor, power);
    char line[LINE + 4 * TOKEN];
    size_t used = (size_t)snprintf(line, LINE, "%.*f", fine ? 12 : 4,
                                   s->x[i]);

    used += put_lettered(line + used, squeezed, value);
    while (i + 1 < s->n && used < LINE) {
        int64_t next = whole_at(s, ++i, factor, power), step = next - value;
        size_t run = 1;

        for (value = next; i + 1 < s->n; i++, run++) {
            next = whole_at(s, i + 1, factor, power);
            if (next - value != step)
                break;
            value = next;
        }
        used += put_lettered(line + used, differences, step);
        if (run > 1)
            used += put_lettered(line + used, repeats, (int64_t)run);
    }
    fprintf(out, "%.*s\n", (int)used, line);
    return i;
}

static void write_extremes(FILE *out, const char *most, const char *least,
                           const double *values, size_t n)
{
    double low = values[0], high = values[0];

    for (size_t i = 1; i < n; i++) {
        low = vib_lesser(low, values[i]);
        high = vib_larger(high, values[i]);
    }
    write_number(out, most, high);
    write_number(out, least, low);
}

/* What the standard wants to be told of any table. */
static void write_ends(FILE *out, const vib_spectrum *s)
{
    write_number(out, "FIRSTX", s->x[0]);
    write_number(out, "LASTX", s->x[s->n - 1]);
    write_number(out, "FIRSTY", s->y[0]);
    write_extremes(out, "MAXX", "MINX", s->x, s->n);
    write_extremes(out, "MAXY", "MINY", s->y, s->n);
    fprintf(out, "##NPOINTS= %zu\n", s->n);
}

static void write_even(FILE *out, const vib_spectrum *s, double factor,
                       double power)
{
    size_t i = 0;

    write_number(out, "XFACTOR", 1);
    write_number(out, "YFACTOR", factor);
    write_number(out, "DELTAX", (s->x[s->n - 1] - s->x[0]) /
                                    ((double)s->n - 1));
    write_ends(out, s);
    fputs("##XYDATA= (X++(Y..Y))\n", out);
    while (i + 1 < s->n)
        i = write_line(out, s, i, factor, power);
    write_line(out, s, i, factor, power); /* the check of the last */
}

/* As XYDATA, jcampconverter would read them too, but JSpecView at a wrong x. */
static void write_pairs(FILE *out, const vib_spectrum *s)
{
    char x[VIB_NUMBER_TEXT], y[VIB_NUMBER_TEXT];

    fputs("##XFACTOR= 1\n##YFACTOR= 1\n", out);
    write_ends(out, s);
    fputs("##XYPOINTS= (XY..XY)\n", out);
    for (size_t i = 0; i < s->n; i++) {
        vib_number_write(x, s->x[i]);
        vib_number_write(y, s->y[i]);
        fprintf(out, "%s, %s\n", x, y);
    }
}

void vib_jcamp_write_table(FILE *out, const vib_spectrum *spectrum)
{
    double power = 0;
    double factor = is_even(spectrum) ? choose_factor(&power, spectrum) : 0;

    if (factor != 0)
        write_even(out, spectrum, factor, power);
    else
        write_pairs(out, spectrum);
}
