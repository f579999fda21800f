#include "number.h"

#include "random.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Read all of `text`; NAN when that is not one number. */
static double read_all(const char *text, char point)
{
    const char *end = text + strlen(text);
    double value = 0;

    return vib_number_read(&value, text, end, point) == end ? value : NAN;
}

Test(number, reads_what_strtod_reads)
{
    static const char *const texts[] = {
        "0", "-0", "1", "+1", "007", ".5", "5.", "-.5e1", "1e0", "1E+05",
        "1e-012", "9007199254740993", "9007199254740992.5", "1e22", "1e23",
        "1.7976931348623157e308", "1.7976931348623159e308", "2.5e-324",
        "4.9e-324", "2.2250738585072011e-308", "0.1", "0.30000000000000004",
        "123456789012345678901234567890", "0.000000000000000000000000000001234",
        "1000000000000000000000000000000e-30", "17976931348623157", "1e-400",
        "3.14159265358979323846264338327950288419716939937510582097494459",
        "9223372036854775807", "18446744073709551615", "18446744073709551616",
        "0.99999999999999988897769753748434595763683319091796875",
        "1.00000000000000011102230246251565404236316680908203125",
        "1.00000000000000011102230246251565404236316680908203126",
        "6.0461299E-03", "-3.7904208E+00", "0000000000000000000000000000001.5"
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double expected = strtod(texts[i], NULL);
        double value = read_all(texts[i], '.');

        cr_expect(memcmp(&value, &expected, sizeof value) == 0,
                  "%s: %.17g, not %.17g", texts[i], value, expected);
    }
}

Test(number, rounds_random_digits_correctly)
{
    vib_random random = vib_random_stream(1, 2, 3);

    for (int i = 0; i < 20000; i++) {
        char text[64];
        uint64_t digits = vib_random_u64(&random) >> vib_random_below(&random,
                                                                      60);
        int exponent = (int)vib_random_below(&random, 60) - 40;
        double expected, value;

        snprintf(text, sizeof text, "%" PRIu64 ".%02de%d", digits,
                 (int)vib_random_below(&random, 100), exponent);
        expected = strtod(text, NULL);
        value = read_all(text, '.');
        cr_assert(value == expected, "%s: %.17g, not %.17g", text, value,
                  expected);
    }
}

Test(number, writes_digits_that_read_back)
{
    vib_random random = vib_random_stream(4, 5, 6);
    char text[VIB_NUMBER_TEXT];

    for (int i = 0; i < 20000; i++) {
        uint64_t bits = vib_random_u64(&random);
        double value;

        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        vib_number_write(text, value);
        cr_assert(read_all(text, '.') == value, "%.17g as %s", value, text);
    }
    vib_number_write(text, 0.1);
    cr_assert_str_eq(text, "0.1");
    vib_number_write(text, -1234.5);
    cr_assert_str_eq(text, "-1234.5");
}

Test(number, is_rounded_to_the_digits_asked_for)
{
    char text[VIB_NUMBER_TEXT];

    vib_number_round(text, 785.01564, 7);
    cr_expect_str_eq(text, "785.0156");
    vib_number_round(text, 0.1f, 7);
    cr_expect_str_eq(text, "0.1");
    vib_number_round(text, -1.5e300, 7);
    cr_expect_str_eq(text, "-1.5e+300");
}

Test(number, takes_a_comma_when_asked)
{
    cr_assert(read_all("178,23", ',') == 178.23);
    cr_assert(read_all(",8", ',') == 0.8);
    cr_assert(read_all("-12,", ',') == -12);
    cr_assert(read_all("2,000000E0", ',') == 2);
    cr_assert(isnan(read_all("178,23", '.')));
    cr_assert(isnan(read_all("178.23", ',')));
}

Test(number, stops_where_the_number_does)
{
    static const struct {
        const char *text;
        long length; /* -1: there is no number */
    } cases[] = {
        { "12abc", 2 }, { "1e", 1 },  { "1e+", 1 }, { "1.5.2", 3 },
        { "", -1 },     { "-", -1 },  { ".", -1 },  { "+.e5", -1 },
        { "e5", -1 },   { "nan", -1 }, { "inf", -1 }, { "0x10", 1 },
        { "1D5", 3 },   { " 1", -1 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = cases[i].text;
        double value;
        const char *end = vib_number_read(&value, text, text + strlen(text),
                                          '.');

        cr_expect_eq(end ? end - text : -1, cases[i].length, "%s", text);
    }
}

Test(number, does_not_read_behind_the_end)
{
    const char text[] = { '1', '2', '5', '7' };
    double value;

    cr_assert_eq(vib_number_read(&value, text, text + 2, '.'), text + 2);
    cr_assert(value == 12);
    cr_assert_null(vib_number_read(&value, text, text, '.'));
}

Test(number, refuses_a_number_of_a_megabyte)
{
    size_t n = 1 << 20;
    char *text = malloc(n);
    double value;

    cr_assert(text);
    memset(text, '7', n);
    cr_assert_null(vib_number_read(&value, text, text + n, '.'));
    free(text);
}

Test(number, is_the_same_in_every_locale)
{
    char text[VIB_NUMBER_TEXT];

    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "fr_FR.UTF-8"))
        cr_skip_test("no locale with a decimal comma is installed");
    vib_number_write(text, 1.5);
    cr_assert_str_eq(text, "1.5");
    cr_assert(read_all("1.00000000000000011102230246251565404", '.') == 1);
}
