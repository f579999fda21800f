#include "text.h"

#include <criterion/criterion.h>
#include <string.h>

/* The lines of some bytes, each ended with "|", into out. */
static void join_lines(char out[200], const char *bytes, size_t n)
{
    vib_text text;
    vib_lines lines;
    vib_span line;
    size_t at = 0;

    cr_assert_eq(vib_text_open(&text, (const uint8_t *)bytes, n), 0);
    lines = vib_lines_of(&text);
    while (vib_lines_next(&line, &lines)) {
        memcpy(out + at, line.at, line.n);
        at += line.n;
        out[at++] = '|';
    }
    out[at] = '\0';
    vib_text_close(&text);
}

Test(text, decodes_what_people_have)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *lines;
    } cases[] = {
        { "a\nb", 3, "a|b|" },
        { "a\r\nb\r\n", 6, "a|b|" },
        { "a\rb\r", 4, "a|b|" },
        { "a\r\nb\rc\nd", 8, "a|b|c|d|" },
        { "a\n\nb", 4, "a||b|" },
        { "\xef\xbb\xbf" "a\n", 5, "a|" },
        { "a\0\0b\n", 5, "ab|" },
        { "a\n\x1a", 3, "a|" },
        { "\xff\xfe" "1\0\n\0\xb5\0\n\0", 10, "1|\xc2\xb5|" },
        { "\xfe\xff" "\0001\0\n\x20\xac", 8, "1|\xe2\x82\xac|" },
        { "1\0" "2\0\n\0" "3\0", 8, "12|3|" },
        { "\0001\0002\0\n\0003", 8, "12|3|" },
        { "\xff\xfe\x3d\xd8\x00\xde", 6, "\xf0\x9f\x98\x80|" },
        { "\xff\xfe\x3d\xd8" "1\0", 6, "\xef\xbf\xbd" "1|" },
        { "\xb5m \x80\n", 5, "\xc2\xb5m \xe2\x82\xac|" },
        { "\xc2\xb5m\n", 4, "\xc2\xb5m|" },
        { "", 0, "" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char got[200];

        join_lines(got, cases[i].bytes, cases[i].n);
        cr_expect_str_eq(got, cases[i].lines, "case %zu", i);
    }
}

Test(text, knows_text_from_other_bytes)
{
    static const char image[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1";
    static const char header[] = "name\0\0 Date 1.2.2003 12:00 Wave ;Dark\r\n";

    cr_assert(vib_text_likely((const uint8_t *)"1 2\n", 4));
    cr_assert(vib_text_likely((const uint8_t *)header, sizeof header - 1));
    cr_assert(vib_text_likely((const uint8_t *)"1\0 \0002\0\n\0", 8));
    cr_assert_not(vib_text_likely((const uint8_t *)image, sizeof image));
    cr_assert_not(vib_text_likely((const uint8_t *)"", 0));
}

Test(text, walks_many_lone_carriage_returns_in_linear_time)
{
    static char bytes[1 << 20];
    vib_text text = { bytes, sizeof bytes, NULL };
    vib_lines lines;
    vib_span line;
    size_t n = 0;

    memset(bytes, '\r', sizeof bytes);
    lines = vib_lines_of(&text);
    while (vib_lines_next(&line, &lines))
        n++;
    cr_assert_eq(n, sizeof bytes);
}
