#include "number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 1000, EXACT_POWER = 22, LONG_POWER = 27, EXPONENT_END = 9999 };

/* A number taken apart: digits * 10^exponent. */
typedef struct decimal {
    uint64_t digits;
    long exponent;
    bool cut; /* there were more digits, which were not all zero */
    bool negative;
} decimal;

static bool is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

/* Digits from `text` into *d, which overflows when there are more than 19. */
static const char *read_digits(decimal *d, const char *text, const char *end)
{
    uint64_t digits = d->digits;

    for (; text < end && is_digit(*text); text++)
        digits = digits * 10 + (uint64_t)(*text - '0');
    d->digits = digits;
    return text;
}

/* The first 19 digits that count from a mantissa that has more of them. */
static void read_long_mantissa(decimal *d, const char *text, const char *end,
                               char point)
{
    int count = 0;
    bool fraction = false;

    d->digits = 0;
    d->exponent = 0;
    for (; text < end; text++)
        if (*text == point) {
            fraction = true;
        } else if (count < 19) {
            d->digits = d->digits * 10 + (uint64_t)(*text - '0');
            count += d->digits != 0;
            d->exponent -= fraction;
        } else {
            d->cut |= *text != '0';
            d->exponent += !fraction;
        }
}

/* The exponent behind a mantissa that ends at `text`, if there is one. */
static const char *read_exponent(decimal *d, const char *text, const char *end)
{
    const char *p = text + 1;
    bool negative = false;
    long value = 0;

    if (text == end || (*text != 'e' && *text != 'E' && *text != 'd' &&
                        *text != 'D'))
        return text;
    if (p < end && (*p == '+' || *p == '-'))
        negative = *p++ == '-';
    if (p == end || !is_digit(*p))
        return text;
    for (; p < end && is_digit(*p); p++)
        if (value < EXPONENT_END)
            value = value * 10 + (*p - '0');
    d->exponent += negative ? -value : value;
    return p;
}

static const char *take_apart(decimal *d, const char *text, const char *end,
                              char point)
{
    const char *start, *after;
    ptrdiff_t seen;

    if (text < end && (*text == '-' || *text == '+'))
        d->negative = *text++ == '-';
    start = text;
    after = read_digits(d, text, end);
    seen = after - start;
    if (after < end && *after == point) {
        text = after + 1;
        after = read_digits(d, text, end);
        d->exponent = -(long)(after - text);
        seen += after - text;
    }
    if (seen == 0)
        return NULL;
    if (seen > 19)
        read_long_mantissa(d, start, after, point);
    return read_exponent(d, after, end);
}

/* Digits and power of ten are exact doubles, so that one operation rounds
 * once (W. D. Clinger, How to read floating point numbers accurately, 1990). */
static bool round_double(double *out, const decimal *d)
{
    static const double power[EXACT_POWER + 1] = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };

    if (d->digits >> 53 || d->exponent < -EXACT_POWER ||
        d->exponent > EXACT_POWER)
        return false;
    *out = d->exponent < 0 ? (double)d->digits / power[-d->exponent]
                           : (double)d->digits * power[d->exponent];
    return true;
}

#if LDBL_MANT_DIG == 64
/* The same with 64 bits: exact operands, one rounding to 64 bits, a second to
 * 53. The second is wrong only when the first landed on a tie of it. */
static bool round_long_double(double *out, const decimal *d)
{
    static const long double power[LONG_POWER + 1] = {
        1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,  1e7L,  1e8L,  1e9L,
        1e10L, 1e11L, 1e12L, 1e13L, 1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L,
        1e20L, 1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L
    };
    long double value;
    uint64_t mantissa;

    if (d->exponent < -LONG_POWER || d->exponent > LONG_POWER)
        return false;
    value = d->exponent < 0 ? (long double)d->digits / power[-d->exponent]
                            : (long double)d->digits * power[d->exponent];
    memcpy(&mantissa, &value, sizeof mantissa);
    if ((mantissa & 0x7ff) == 0x400)
        return false;
    *out = (double)value;
    return true;
}
#else
static bool round_long_double(double *out, const decimal *d)
{
    (void)out;
    (void)d;
    return false;
}
#endif

static locale_t c_locale(void)
{
    return newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

/* The C library rounds what is left: many digits, large exponents. */
static double round_slowly(const char *text, size_t n, char point)
{
    char copy[LONGEST + 1];
    locale_t locale = c_locale();
    double value;

    for (size_t i = 0; i < n; i++)
        copy[i] = text[i] == point              ? '.'
                  : strchr("dD", text[i]) != NULL ? 'e'
                                                  : text[i];
    copy[n] = '\0';
    value = strtod_l(copy, NULL, locale);
    freelocale(locale);
    return value;
}

const char *vib_number_read(double *out, const char *text, const char *end,
                            char point)
{
    decimal d = { 0 };
    const char *after = take_apart(&d, text, end, point);
    double value;

    if (!after || after - text > LONGEST)
        return NULL;
    if (d.digits == 0 && !d.cut)
        value = 0;
    else if (d.cut || (!round_double(&value, &d) &&
                       !round_long_double(&value, &d))) {
        *out = round_slowly(text, (size_t)(after - text), point);
        return after;
    }
    *out = d.negative ? -value : value;
    return after;
}

/* Write a number of `digits` digits, of which the first stands for 10^exponent,
 * -4 <= exponent < digits, without zeros at the end of its fraction. */
static void write_digits(char *text, uint64_t number, int digits, int exponent)
{
    char reversed[24];
    int n = digits;

    for (; n > exponent + 1 && n > 1 && number % 10 == 0; n--)
        number /= 10;
    for (int i = 0; i < n; i++, number /= 10)
        reversed[i] = (char)('0' + number % 10);
    if (exponent < 0) {
        memcpy(text, "0.000", 5);
        text += 1 - exponent;
    }
    for (int i = 0; i < n; i++) {
        *text++ = reversed[n - 1 - i];
        if (i == exponent && i + 1 < n)
            *text++ = '.';
    }
    *text = 0;
}

/* As %g, by one product: it is off by less than 2^-12, so that the digits are
 * right unless what is cut off is that close to a half. False: it is, or the
 * number is too large or too small for this. */
static bool round_quickly(char *text, double value, int digits)
{
    static const double power[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,
                                    1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15 };
    double size = fabs(value), scaled, whole;
    int exponent = 0;

    if (digits < 1 || digits > 12 || !(size >= 1e-4 && size < power[digits]))
        return false;
    while (size >= power[exponent + 1])
        exponent++;
    for (double up = size; up < 1 && exponent > -4; up *= 10)
        exponent--;
    scaled = size * power[digits - 1 - exponent];
    whole = floor(scaled + 0.5);
    if (fabs(scaled - floor(scaled) - 0.5) < 0x1p-12 ||
        whole < power[digits - 1] || whole >= power[digits])
        return false;
    if (value < 0)
        *text++ = '-';
    write_digits(text, (uint64_t)whole, digits, exponent);
    return true;
}

void vib_number_round(char text[VIB_NUMBER_TEXT], double value, int digits)
{
    locale_t locale, before;

    if (value == 0 && !signbit(value)) {
        memcpy(text, "0", 2);
        return;
    }
    if (round_quickly(text, value, digits))
        return;
    locale = c_locale();
    before = uselocale(locale);
    snprintf(text, VIB_NUMBER_TEXT, "%.*g", digits, value);
    uselocale(before);
    freelocale(locale);
}

void vib_number_write(char text[VIB_NUMBER_TEXT], double value)
{
    locale_t locale = c_locale(), before = uselocale(locale);

    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, VIB_NUMBER_TEXT, "%.*g", digits, value);
        if (strtod_l(text, NULL, locale) == value)
            break;
    }
    uselocale(before);
    freelocale(locale);
}
