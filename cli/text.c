#include "text.h"

#include "talk.h"

#include <langinfo.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

/* Bytes of the UTF-8 character at `s`, which ends with a zero, and its code
 * into *code; 0 when it is none. Overlong forms and surrogates are none. */
static size_t utf8_decode(uint32_t *code, const unsigned char *s)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t length = s[0] < 0x80   ? 1
                    : s[0] < 0xc0 ? 0
                    : s[0] < 0xe0 ? 2
                    : s[0] < 0xf0 ? 3
                    : s[0] < 0xf8 ? 4
                                  : 0;
    uint32_t value = s[0];

    if (length > 1)
        value &= 0x7fu >> length;
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (s[i] & 0x3fu);
    }
    if (length == 0 || value < least[length] || value > 0x10ffff ||
        (value >= 0xd800 && value < 0xe000))
        return 0;
    *code = value;
    return length;
}

char *cli_text_clean(const char *text)
{
    static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */
    const unsigned char *in = (const unsigned char *)text;
    char *clean = cli_new(3 * strlen(text) + 1, 1);
    char *out = clean;

    while (*in) {
        uint32_t code = 0;
        size_t length = utf8_decode(&code, in);
        bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);

        if (length == 0) {
            out = stpcpy(out, replacement);
            in++;
            continue;
        }
        if (control)
            *out++ = ' ';
        else
            out = mempcpy(out, in, length);
        in += length;
    }
    return clean;
}

/* Columns of one character: 2 for wide ones, 0 for those that combine. Where
 * the locale knows only ASCII, 1 for all others. */
static size_t char_width(uint32_t code)
{
    int width = wcwidth((wchar_t)code);

    return width < 0 ? 1 : (size_t)width;
}

size_t cli_text_width(const char *text)
{
    const unsigned char *in = (const unsigned char *)text;
    size_t width = 0;

    while (*in) {
        uint32_t code = *in;
        size_t length = utf8_decode(&code, in);

        width += char_width(code);
        in += length ? length : 1;
    }
    return width;
}

const char *cli_text_name(const char *name)
{
    return *name ? name : "(no name)";
}

bool cli_text_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* What stands for the part that was cut off. */
static const char *ellipsis(void)
{
    return cli_text_utf8() ? "\xe2\x80\xa6" : ".."; /* U+2026 */
}

/* Bytes of the character at `text`, of whatever kind, and its columns. */
static size_t char_next(size_t *width, const char *text)
{
    uint32_t code = (unsigned char)*text;
    size_t length = utf8_decode(&code, (const unsigned char *)text);

    *width = char_width(code);
    return length ? length : 1;
}

void cli_text_cut(char *text, size_t width)
{
    size_t room = width - cli_text_width(ellipsis());
    size_t used = 0;
    size_t columns;

    if (cli_text_width(text) <= width)
        return;
    for (;;) {
        size_t length = char_next(&columns, text);

        used += columns;
        if (used > room)
            break;
        text += length;
    }
    /* Clean text has room for three bytes for each one it was made from. */
    strcpy(text, ellipsis());
}

void cli_text_cut_front(char *text, size_t width)
{
    size_t room = width - cli_text_width(ellipsis());
    size_t left = cli_text_width(text);
    const char *rest = text;
    size_t columns;

    if (left <= width)
        return;
    while (left > room) {
        rest += char_next(&columns, rest);
        left -= columns;
    }
    memmove(text + strlen(ellipsis()), rest, strlen(rest) + 1);
    memcpy(text, ellipsis(), strlen(ellipsis()));
}
