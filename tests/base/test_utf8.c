#include "utf8.h"

#include <criterion/criterion.h>

Test(utf8, knows_valid_utf8)
{
    static const struct {
        const char *bytes;
        size_t n, length;
    } cases[] = {
        { "a", 1, 1 },            { "\xc3\xa9", 2, 2 },
        { "\xe2\x82\xac", 3, 3 }, { "\xf0\x9f\x98\x80", 4, 4 },
        { "\xc3", 1, 0 },         { "\xc0\x80", 2, 0 },
        { "\xed\xa0\x80", 3, 0 }, { "\xf4\x90\x80\x80", 4, 0 },
        { "\xe0\x80\x80", 3, 0 }, { "\x80", 1, 0 },
        { "\xff", 1, 0 },         { "\xe2\x82", 2, 0 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(vib_utf8_length((const uint8_t *)cases[i].bytes,
                                     cases[i].n), cases[i].length, "%zu", i);
}
