/* decimal.c - plain decimal numbers as text. */
#include "decimal.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

bool vib_decimal_read(double *value, const char **text)
{
    const char *p = *text;
    double digits = 0, scale = 1;
    int count = 0;
    bool fraction = false;

    /* Up to 15 digits both are exact, so that the one division rounds once. */
    for (; (*p >= '0' && *p <= '9') || (*p == '.' && !fraction); p++) {
        if (*p == '.') {
            fraction = true;
            continue;
        }
        digits = digits * 10 + (*p - '0');
        scale *= fraction ? 10 : 1;
        count++;
    }
    if (count == 0 || count > 15)
        return false;
    *value = digits / scale;
    *text = p;
    return true;
}

void vib_decimal_write(char text[VIB_DECIMAL_TEXT], double value)
{
    long long millionths = llround(value * 1e6);
    size_t end;

    assert(value >= 0 && value < 1e9);
    snprintf(text, VIB_DECIMAL_TEXT, "%lld.%06lld", millionths / 1000000,
             millionths % 1000000);
    end = strlen(text);
    while (text[end - 1] == '0')
        end--;
    if (text[end - 1] == '.')
        end--;
    text[end] = '\0';
}
