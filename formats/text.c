#include "text.h"

#include "bytes.h"
#include "memory.h"
#include "status.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SAMPLE = 1 << 14 };

typedef enum encoding { UTF8, UTF16_LE, UTF16_BE, CP1252 } encoding;

/* Code points of the bytes 0x80 to 0x9f of Windows-1252. */
static const uint16_t cp1252_high[32] = {
    0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
    0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
    0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178
};

/* How many bytes at even and at odd places are zero. Up to 255 are counted in a
 * byte, of which the compiler does many at a time. */
static void count_zeros(size_t zeros[2], const uint8_t *data, size_t n)
{
    zeros[0] = zeros[1] = 0;
    for (size_t i = 0; i + 1 < n;) {
        size_t pairs = (n - i) / 2 < 255 ? (n - i) / 2 : 255;
        uint8_t even = 0, odd = 0;

        for (size_t k = 0; k < pairs; k++) {
            even = (uint8_t)(even + (data[i + 2 * k] == 0));
            odd = (uint8_t)(odd + (data[i + 2 * k + 1] == 0));
        }
        zeros[0] += even;
        zeros[1] += odd;
        i += 2 * pairs;
    }
}

/* Without a mark, UTF-16 shows in Western text by a zero in every other byte:
 * `zeros` of n bytes, where there are `others` between them. */
static bool alternate(size_t zeros, size_t others, size_t n)
{
    return n >= 4 && zeros * 10 > n * 4 && others * 50 < n;
}

static encoding wide_encoding(const uint8_t *data, size_t n)
{
    size_t sample = n < SAMPLE ? n : SAMPLE, zeros[2];

    if (n == 0)
        return UTF8;
    if (n >= 2 && data[0] == 0xff && data[1] == 0xfe)
        return UTF16_LE;
    if (n >= 2 && data[0] == 0xfe && data[1] == 0xff)
        return UTF16_BE;
    if (!memchr(data, 0, sample))
        return UTF8;
    count_zeros(zeros, data, sample);
    if (alternate(zeros[1], zeros[0], sample))
        return UTF16_LE;
    return alternate(zeros[0], zeros[1], sample) ? UTF16_BE : UTF8;
}

/* Control characters that have no place in a text; a zero counts. */
static bool is_control(uint8_t c)
{
    return (c < '\t') | ((c > '\r') & (c < 0x20) & (c != 0x1a));
}

bool vib_text_likely(const uint8_t *data, size_t n)
{
    size_t zeros = 0, controls = 0, sample = n < SAMPLE ? n : SAMPLE;

    if (wide_encoding(data, n) != UTF8)
        return true;
    for (size_t i = 0; i < sample;) {
        size_t end = sample - i < 255 ? sample : i + 255;
        uint8_t some_zeros = 0, some_controls = 0;

        for (; i < end; i++) {
            some_zeros = (uint8_t)(some_zeros + (data[i] == 0));
            some_controls = (uint8_t)(some_controls + is_control(data[i]));
        }
        zeros += some_zeros;
        controls += some_controls;
    }
    return n > 0 && zeros * 8 < sample && (controls - zeros) * 64 <= sample;
}

static bool is_utf8(const uint8_t *data, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint64_t some[4];
        size_t length;

        for (; i + sizeof some <= n; i += sizeof some) {
            memcpy(some, data + i, sizeof some);
            if ((some[0] | some[1] | some[2] | some[3]) & 0x8080808080808080)
                break;
        }
        if (i == n)
            break;
        length = vib_utf8_length(data + i, n - i);
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

static void put_code_point(vib_buffer *out, uint32_t c)
{
    uint8_t bytes[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    if (c == 0)
        return;
    if (n == 1) {
        bytes[0] = (uint8_t)c;
    } else {
        for (size_t i = n - 1; i > 0; i--, c >>= 6)
            bytes[i] = (uint8_t)(0x80 | (c & 0x3f));
        bytes[0] = (uint8_t)((0xf00 >> n & 0xf0) | c);
    }
    vib_put_bytes(out, bytes, n);
}

static void put_utf16(vib_buffer *out, const uint8_t *data, size_t n,
                      bool big_endian)
{
    for (size_t i = 0; i + 1 < n; i += 2) {
        uint32_t c = big_endian ? (uint32_t)(data[i] << 8 | data[i + 1])
                                : (uint32_t)(data[i + 1] << 8 | data[i]);

        if (c >= 0xd800 && c < 0xdc00 && i + 3 < n) {
            uint32_t low = big_endian
                               ? (uint32_t)(data[i + 2] << 8 | data[i + 3])
                               : (uint32_t)(data[i + 3] << 8 | data[i + 2]);

            if (low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
                i += 2;
            }
        }
        put_code_point(out, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
    }
}

static void put_bytes(vib_buffer *out, const uint8_t *data, size_t n, bool utf8)
{
    for (size_t i = 0; i < n; i++)
        if (data[i] < 0x80 || utf8) {
            if (data[i] != 0)
                vib_put_bytes(out, data + i, 1);
        } else {
            put_code_point(out, data[i] < 0xa0 ? cp1252_high[data[i] - 0x80]
                                               : data[i]);
        }
}

static int convert(vib_text *out, const uint8_t *data, size_t n, encoding from)
{
    vib_buffer buffer = { 0 };

    if (from == UTF16_LE || from == UTF16_BE)
        put_utf16(&buffer, data, n, from == UTF16_BE);
    else
        put_bytes(&buffer, data, n, from == UTF8);
    if (buffer.failed) {
        vib_buffer_release(&buffer);
        return VIB_NO_MEMORY;
    }
    *out = (vib_text){ buffer.size ? (char *)buffer.data : "", buffer.size,
                       (char *)buffer.data };
    return VIB_OK;
}

/* Leave out a mark in front and a Ctrl-Z behind. */
static void strip_marks(vib_text *text)
{
    if (text->n >= 3 && memcmp(text->at, "\xef\xbb\xbf", 3) == 0) {
        text->at += 3;
        text->n -= 3;
    }
    while (text->n > 0 && text->at[text->n - 1] == 0x1a)
        text->n--;
}

int vib_text_open(vib_text *out, const uint8_t *data, size_t n)
{
    encoding from = wide_encoding(data, n);
    vib_text text = { (const char *)data, n, NULL };
    int status = VIB_OK;

    if (from == UTF8 && !is_utf8(data, n))
        from = CP1252;
    if (from != UTF8 || (n > 0 && memchr(data, 0, n)))
        status = convert(&text, data, n, from);
    if (status < 0)
        return status;
    strip_marks(&text);
    *out = text;
    return VIB_OK;
}

void vib_text_close(vib_text *text)
{
    free(text->owned);
    *text = (vib_text){ 0 };
}

static const char *find_feed(const char *at, const char *end)
{
    const char *feed = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;

    return feed ? feed : end;
}

vib_lines vib_lines_of(const vib_text *text)
{
    const char *end;

    if (!text->at)
        return (vib_lines){ 0 };
    end = text->at + text->n;
    return (vib_lines){ text->at, end, find_feed(text->at, end), 0 };
}

bool vib_lines_next(vib_span *line, vib_lines *lines)
{
    const char *at = lines->at, *stop;

    if (at == lines->end)
        return false;
    if (lines->feed < at)
        lines->feed = find_feed(at, lines->end);
    stop = memchr(at, '\r', (size_t)(lines->feed - at));
    if (!stop)
        stop = lines->feed;
    *line = (vib_span){ at, (size_t)(stop - at) };
    lines->number++;
    if (stop < lines->end && *stop == '\r')
        stop++;
    if (stop < lines->end && *stop == '\n')
        stop++;
    lines->at = stop;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

vib_span vib_span_trim(vib_span span)
{
    while (span.n > 0 && is_blank(span.at[span.n - 1]))
        span.n--;
    while (span.n > 0 && is_blank(span.at[0])) {
        span.at++;
        span.n--;
    }
    return span;
}

bool vib_span_is(vib_span span, const char *text)
{
    return strlen(text) == span.n && strncasecmp(span.at, text, span.n) == 0;
}
