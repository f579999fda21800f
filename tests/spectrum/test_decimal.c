#include "decimal.h"

#include <criterion/criterion.h>

Test(decimal, reads_what_is_written)
{
    static const double values[] = { 0, 2, 0.5, 3500, 531.978, 0.000001,
                                     999999999 };

    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char text[VIB_DECIMAL_TEXT];
        const char *at = text;
        double back = -1;

        vib_decimal_write(text, values[i]);
        cr_assert(vib_decimal_read(&back, &at), "%s", text);
        cr_assert_eq(back, values[i], "%s", text);
        cr_assert_eq(*at, '\0');
    }
}

Test(decimal, writes_no_needless_zeros)
{
    char text[VIB_DECIMAL_TEXT];

    vib_decimal_write(text, 100);
    cr_assert_str_eq(text, "100");
    vib_decimal_write(text, 2.50);
    cr_assert_str_eq(text, "2.5");
}

Test(decimal, rounds_as_strtod_does)
{
    const char *text = "0.1 532.17 1293.0000123", *at = text;
    double a, b, c;

    cr_assert(vib_decimal_read(&a, &at));
    at++;
    cr_assert(vib_decimal_read(&b, &at));
    at++;
    cr_assert(vib_decimal_read(&c, &at));
    cr_assert(a == 0.1 && b == 532.17 && c == 1293.0000123);
}

Test(decimal, refuses_what_is_no_number_and_changes_nothing)
{
    static const char *const bad[] = { "", ".", "-1", "x", " 1", "inf",
                                       "1234567890123456" };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *at = bad[i];
        double value = 7;

        cr_assert_not(vib_decimal_read(&value, &at), "%s", bad[i]);
        cr_assert(at == bad[i] && value == 7, "%s", bad[i]);
    }
}
