/* test_points.c - the record of the points: every bit comes back. */
#include "record.h"

#include "random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 1500 };

static double x[N], y[N];

static vib_spectrum sample(size_t n)
{
    return (vib_spectrum){ .x = x, .y = y, .n = n };
}

/* Write and read back; the bytes the record took. */
static size_t round_trip(size_t n)
{
    vib_spectrum s = sample(n), back = VIB_SPECTRUM_INIT;
    vib_buffer record = { 0 };
    size_t size;

    cr_assert_eq(vib_points_write(&record, &s), VIB_OK, "%s", vib_last_error());
    cr_assert_eq(vib_points_read(&back, record.data, record.size), VIB_OK,
                 "%s", vib_last_error());
    cr_assert_eq(back.n, n);
    cr_expect_eq(memcmp(back.x, x, n * sizeof *x), 0, "x differs");
    cr_expect_eq(memcmp(back.y, y, n * sizeof *y), 0, "y differs");
    size = record.size;
    vib_spectrum_release(&back);
    vib_buffer_release(&record);
    return size;
}

/* As a text file gives them: a decimal rounded to a double. */
static double decimal(double value, const char *format)
{
    char text[64];

    snprintf(text, sizeof text, format, value);
    return strtod(text, NULL);
}

Test(points, numbers_from_text_come_back_small)
{
    vib_random random = vib_random_stream(1, 0, 0);

    for (int i = 0; i < N; i++) {
        x[i] = decimal(100.1234 + 0.4821 * i, "%.4f");
        y[i] = decimal(1000 * vib_random_uniform(&random), "%.3f");
    }
    cr_expect_lt(round_trip(N), N * 7 / 2);
}

Test(points, an_even_axis_takes_next_to_nothing)
{
    for (int i = 0; i < N; i++) {
        x[i] = 100 + 2.0 * i;
        y[i] = 0;
    }
    cr_expect_lt(round_trip(N), 200);
}

Test(points, floats_and_doubles_come_back)
{
    vib_random random = vib_random_stream(2, 0, 0);

    for (int i = 0; i < N; i++) {
        x[i] = (float)(4000 - 2.123456789 * i);
        y[i] = vib_random_normal(&random) * 1e-7;
    }
    round_trip(N);
}

Test(points, every_odd_number_comes_back)
{
    static const double odd[] = {
        0.0, -0.0, 1e300, -1e300, 5e-324, 9007199254740993.0, 0.1, 1e15, 1e-15,
        123456789012345678.0, -1, 0.30000000000000004, 1e22, 4503599627370497.5,
    };
    enum { COUNT = sizeof odd / sizeof *odd };

    memcpy(x, odd, sizeof odd);
    for (int i = 0; i < COUNT; i++)
        y[i] = odd[COUNT - 1 - i];
    y[3] = NAN;
    y[4] = INFINITY;
    y[5] = -INFINITY;
    round_trip(COUNT);
    for (int i = 0; i < COUNT; i++) { /* each alone, each kind of coding */
        x[0] = odd[i];
        y[0] = -odd[i];
        round_trip(1);
    }
}

Test(points, random_bits_come_back)
{
    vib_random random = vib_random_stream(3, 0, 0);

    for (size_t n = 0; n < 40; n++) {
        for (size_t i = 0; i < n; i++) {
            uint64_t bits = vib_random_u64(&random);

            memcpy(&x[i], &bits, sizeof bits);
            bits = vib_random_u64(&random);
            memcpy(&y[i], &bits, sizeof bits);
        }
        round_trip(n);
    }
}

Test(points, decimals_with_any_digits_come_back)
{
    static const char *const formats[] = { "%.0f", "%.1f", "%.6f", "%.12f",
                                           "%.17g", "%.9g", "%.3e" };
    vib_random random = vib_random_stream(4, 0, 0);

    for (int f = 0; f < 7; f++) {
        for (int i = 0; i < N; i++) {
            x[i] = decimal(3000 * vib_random_uniform(&random), formats[f]);
            y[i] = decimal(1e5 * vib_random_normal(&random), formats[f]);
        }
        round_trip(N);
    }
}

Test(points, reading_leaves_the_fields_alone)
{
    vib_spectrum s = sample(3), back = VIB_SPECTRUM_INIT;
    vib_buffer record = { 0 };

    cr_assert_eq(vib_spectrum_set(&back, "name", "Quartz"), VIB_OK);
    cr_assert_eq(vib_points_write(&record, &s), VIB_OK);
    cr_assert_eq(vib_points_read(&back, record.data, record.size), VIB_OK);
    cr_expect_str_eq(vib_spectrum_get(&back, "name"), "Quartz");
    vib_spectrum_release(&back);
    vib_buffer_release(&record);
}

static void write_sample(vib_buffer *record)
{
    vib_spectrum s = sample(200);

    for (int i = 0; i < 200; i++) {
        x[i] = i * 1.5;
        y[i] = sin(i * 0.1);
    }
    cr_assert_eq(vib_points_write(record, &s), VIB_OK);
}

Test(points, cut_off_anywhere_is_bad_data)
{
    vib_buffer record = { 0 };
    vib_spectrum back = VIB_SPECTRUM_INIT;

    write_sample(&record);
    for (size_t n = 0; n < record.size; n++) {
        uint8_t *copy = malloc(n ? n : 1); /* so that ASan sees its end */

        memcpy(copy, record.data, n);
        cr_assert_eq(vib_points_read(&back, copy, n), VIB_BAD_DATA);
        cr_assert_null(back.x);
        free(copy);
    }
    vib_buffer_release(&record);
}

/* What a flipped bit gives is an error or other points, never a crash. */
Test(points, flipped_bits_do_no_harm)
{
    vib_buffer record = { 0 };

    write_sample(&record);
    for (size_t bit = 0; bit < 8 * record.size; bit += 3) {
        vib_spectrum back = VIB_SPECTRUM_INIT;
        uint8_t mask = (uint8_t)(1 << bit % 8);

        record.data[bit / 8] ^= mask;
        if (vib_points_read(&back, record.data, record.size) == VIB_OK)
            cr_assert_eq(back.n, 200);
        vib_spectrum_release(&back);
        record.data[bit / 8] ^= mask;
    }
    vib_buffer_release(&record);
}

Test(points, a_number_of_points_that_is_not_there_is_bad_data)
{
    vib_buffer record = { 0 };
    vib_spectrum back = VIB_SPECTRUM_INIT;
    static const uint32_t claims[] = { 0, 199, 201, 1 << 24, UINT32_MAX };

    write_sample(&record);
    for (int i = 0; i < 5; i++) {
        memcpy(record.data, &claims[i], sizeof *claims);
        cr_expect_eq(vib_points_read(&back, record.data, record.size),
                     VIB_BAD_DATA, "%u", claims[i]);
    }
    vib_buffer_release(&record);
}

Test(points, too_many_are_refused)
{
    vib_buffer record = { 0 };
    vib_spectrum s = { .n = (size_t)VIB_RECORD_POINTS + 1 };

    cr_expect_eq(vib_points_write(&record, &s), VIB_BAD_ARG);
    cr_expect_eq(record.size, 0);
}

Test(points, the_same_points_have_the_same_content_hash)
{
    vib_spectrum s = sample(100);
    vib_hash first, second;

    first = vib_content_hash(&s);
    cr_assert_eq(vib_spectrum_set(&s, "name", "Quartz"), VIB_OK);
    second = vib_content_hash(&s);
    cr_expect_eq(memcmp(&first, &second, sizeof first), 0);
    y[99] = nextafter(y[99], 1);
    second = vib_content_hash(&s);
    cr_expect_neq(memcmp(&first, &second, sizeof first), 0);
    s.x = s.y = NULL; /* not its own */
    vib_spectrum_release(&s);
}

Test(points, axis_and_intensity_changed_about_are_other_content)
{
    vib_spectrum s = sample(2), t = { .x = y, .y = x, .n = 2 };
    vib_hash first, second;

    x[0] = 1;
    first = vib_content_hash(&s);
    second = vib_content_hash(&t);
    cr_expect_neq(memcmp(&first, &second, sizeof first), 0);
}
