/* grouped.c - numbers whose digits are in groups of three, as spreadsheets show
 * them. Only what cannot be a plain number is one: "1,095" is 1.095 in a text
 * whose decimal point is a comma. */
#include "dialect.h"

#include "number.h"

#include <string.h>

enum { LONGEST = 48 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t count_digits(vib_span text)
{
    size_t n = 0;

    while (n < text.n && is_digit(text.at[n]))
        n++;
    return n;
}

static bool begins(vib_span text, vib_span with)
{
    return text.n >= with.n && memcmp(text.at, with.at, with.n) == 0;
}

/* What stands at the start of `text` between two groups of digits, or nothing:
 * a comma or a point that is not the decimal one, an apostrophe, or a blank
 * (also the narrow ones and those where no line breaks). */
static vib_span group_sign(vib_span text, char point)
{
    static const char *const signs[] = { ",", ".", " ", "'", "\xc2\xa0",
                                         "\xe2\x80\xaf", "\xe2\x80\x89",
                                         "\xe2\x80\x99" };

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        vib_span sign = { signs[i], strlen(signs[i]) };

        if (*signs[i] != point && begins(text, sign))
            return sign;
    }
    return (vib_span){ NULL, 0 };
}

/* Move the first n characters of *cell behind the *used ones of `plain`. */
static void take(char plain[LONGEST], size_t *used, vib_span *cell, size_t n)
{
    memcpy(plain + *used, cell->at, n);
    *used += n;
    *cell = (vib_span){ cell->at + n, cell->n - n };
}

/* A number whose digits are in groups of three, put together in `plain`: its
 * length, or 0 when the cell is no such number. */
static size_t put_together(char plain[LONGEST], vib_span cell, char point)
{
    size_t used = 0, n;
    vib_span sign;

    if (cell.n == 0 || cell.n > LONGEST)
        return 0;
    if (*cell.at == '-' || *cell.at == '+')
        take(plain, &used, &cell, 1);
    n = count_digits(cell);
    if (n == 0 || n > 3 || *cell.at == '0')
        return 0;
    take(plain, &used, &cell, n);
    sign = group_sign(cell, point);
    if (sign.n == 0)
        return 0;
    while (begins(cell, sign)) {
        cell = (vib_span){ cell.at + sign.n, cell.n - sign.n };
        if (count_digits(cell) != 3)
            return 0;
        take(plain, &used, &cell, 3);
    }
    take(plain, &used, &cell, cell.n);
    return used;
}

bool vib_grouped_number(double *out, vib_span cell, char point)
{
    char plain[LONGEST];
    size_t n = put_together(plain, cell, point);

    return n > 0 && vib_number_read(out, plain, plain + n, point) == plain + n;
}
