#include "binary.h"

#include "found.h"
#include "number.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* A part of nothing may be at NULL, to which nothing may be added, not even 0.
 */
static const uint8_t *place(vib_part whole, size_t at)
{
    return at > 0 ? whole.at + at : whole.at;
}

bool vib_part_cut(vib_part *out, vib_part whole, uint64_t at, uint64_t n)
{
    if (at > whole.n || n > whole.n - at)
        return false;
    *out = (vib_part){ place(whole, (size_t)at), (size_t)n };
    return true;
}

vib_part vib_part_most(vib_part whole, uint64_t at, uint64_t n)
{
    size_t start = at < whole.n ? (size_t)at : whole.n;
    size_t rest = whole.n - start;

    return (vib_part){ place(whole, start), n < rest ? (size_t)n : rest };
}

/* Copy the `n` bytes at `at` into *value, or zeros when they are not there. */
static void value_at(void *value, vib_part part, size_t at, size_t n)
{
    vib_part bytes;

    if (vib_part_cut(&bytes, part, at, n))
        memcpy(value, bytes.at, n);
    else
        memset(value, 0, n);
}

unsigned vib_u8_at(vib_part part, size_t at)
{
    return at < part.n ? part.at[at] : 0;
}

unsigned vib_u16_at(vib_part part, size_t at)
{
    uint16_t value;

    value_at(&value, part, at, sizeof value);
    return value;
}

uint32_t vib_u32_at(vib_part part, size_t at)
{
    uint32_t value;

    value_at(&value, part, at, sizeof value);
    return value;
}

uint64_t vib_u64_at(vib_part part, size_t at)
{
    uint64_t value;

    value_at(&value, part, at, sizeof value);
    return value;
}

double vib_f32_at(vib_part part, size_t at)
{
    float value;

    value_at(&value, part, at, sizeof value);
    return value;
}

double vib_f64_at(vib_part part, size_t at)
{
    double value;

    value_at(&value, part, at, sizeof value);
    return value;
}

size_t vib_number_size(vib_number_type type)
{
    static const size_t sizes[] = {
        [VIB_AS_I16] = 2, [VIB_AS_U16] = 2, [VIB_AS_I32] = 4,
        [VIB_AS_U32] = 4, [VIB_AS_F32] = 4, [VIB_AS_F64] = 8,
    };

    return sizes[type];
}

/* values [n] from numbers of a C type, which need not be aligned. */
#define CONVERT(type)                                                \
    for (size_t i = 0; i < n; i++) {                                 \
        type value;                                                  \
        memcpy(&value, part.at + i * sizeof value, sizeof value);    \
        values[i] = (double)value;                                   \
    }

void vib_numbers_at(double *values, vib_part part, vib_number_type type,
                    size_t n)
{
    assert(n <= part.n / vib_number_size(type));
    switch (type) {
    case VIB_AS_I16:
        CONVERT(int16_t)
        break;
    case VIB_AS_U16:
        CONVERT(uint16_t)
        break;
    case VIB_AS_I32:
        CONVERT(int32_t)
        break;
    case VIB_AS_U32:
        CONVERT(uint32_t)
        break;
    case VIB_AS_F32:
        CONVERT(float)
        break;
    case VIB_AS_F64:
        CONVERT(double)
        break;
    }
}

bool vib_part_begins(vib_part part, const char *text)
{
    size_t n = strlen(text);

    return part.n >= n && memcmp(part.at, text, n) == 0;
}

int vib_field_text(vib_spectrum *spectrum, const char *key, vib_part text)
{
    const uint8_t *end = text.n ? memchr(text.at, 0, text.n) : NULL;
    vib_text decoded = { 0 };
    vib_span span;
    int status;

    if (end)
        text.n = (size_t)(end - text.at);
    if (text.n == 0)
        return VIB_OK;
    status = vib_text_open(&decoded, text.at, text.n);
    if (status < 0)
        return status;
    span = vib_span_trim((vib_span){ decoded.at, decoded.n });
    if (span.n > 0)
        status = vib_field_set(spectrum, key, span);
    vib_text_close(&decoded);
    return status;
}

int vib_field_number(vib_spectrum *spectrum, const char *key, double value,
                     int digits)
{
    char text[VIB_NUMBER_TEXT];

    if (!isfinite(value))
        return VIB_OK;
    vib_number_round(text, value, digits);
    return vib_spectrum_set(spectrum, key, text);
}

/* Write `value` with so many digits and `after` behind them. */
static char *put_part(char *text, int value, int digits, char after)
{
    for (int i = digits; i-- > 0; value /= 10)
        text[i] = (char)('0' + value % 10);
    text[digits] = after;
    return text + digits + 1;
}

static void write_time(char text[32], const struct tm *tm)
{
    text = put_part(text, tm->tm_year + 1900, 4, '-');
    text = put_part(text, tm->tm_mon + 1, 2, '-');
    text = put_part(text, tm->tm_mday, 2, 'T');
    text = put_part(text, tm->tm_hour, 2, ':');
    text = put_part(text, tm->tm_min, 2, ':');
    text = put_part(text, tm->tm_sec, 2, 'Z');
    *text = 0;
}

int vib_field_time(vib_spectrum *spectrum, const char *key, double seconds)
{
    static const double year = 365.25 * 86400;
    char text[32];
    struct tm tm;
    time_t time;

    if (!(seconds > -20 * year && seconds < 180 * year))
        return VIB_OK;
    time = (time_t)floor(seconds);
    if (!gmtime_r(&time, &tm))
        return VIB_OK;
    write_time(text, &tm);
    return vib_spectrum_set(spectrum, key, text);
}
