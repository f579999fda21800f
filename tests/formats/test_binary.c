#include "parse_made.h"

#include "binary.h"

static const uint8_t bytes[] = { 1, 2, 3, 4, 0xff, 6, 7, 8, 9, 10 };
static const vib_part ten = { bytes, sizeof bytes };

Test(binary, cuts_only_what_is_there)
{
    vib_part part = { NULL, 77 }, nothing = { NULL, 0 };

    cr_expect(vib_part_cut(&part, ten, 4, 6) && part.n == 6);
    cr_expect(vib_part_cut(&part, ten, 10, 0) && part.n == 0);
    cr_expect(!vib_part_cut(&part, ten, 4, 7));
    cr_expect(!vib_part_cut(&part, ten, 11, 0));
    cr_expect(!vib_part_cut(&part, ten, 4, UINT64_MAX));
    cr_expect(!vib_part_cut(&part, ten, UINT64_MAX, 2));
    cr_expect_eq(vib_part_most(ten, 4, 99).n, 6);
    cr_expect_eq(vib_part_most(ten, 4, 2).n, 2);
    cr_expect_eq(vib_part_most(ten, UINT64_MAX, UINT64_MAX).n, 0);
    cr_expect_null(vib_part_most(nothing, 0, 7).at);
    cr_expect(vib_part_cut(&part, nothing, 0, 0) && !part.at);
}

Test(binary, reads_little_endian_and_nothing_outside)
{
    cr_expect_eq(vib_u8_at(ten, 9), 10);
    cr_expect_eq(vib_u8_at(ten, 10), 0);
    cr_expect_eq(vib_u16_at(ten, 0), 0x0201);
    cr_expect_eq(vib_u16_at(ten, 9), 0);
    cr_expect_eq(vib_u32_at(ten, 1), 0xff040302);
    cr_expect_eq(vib_u32_at(ten, SIZE_MAX), 0);
    cr_expect_eq(vib_u64_at(ten, 2), UINT64_C(0x0a09080706ff0403));
    cr_expect_eq(vib_u64_at(ten, 3), 0);
}

Test(binary, converts_every_type)
{
    vib_buffer file = { 0 };
    double values[2];

    vib_put_bytes(&file, "x", 1); /* so that nothing is aligned */
    put_u16(&file, 0xffff);
    vib_put_u32(&file, 0xfffffffe);
    put_f32(&file, 0.5);
    vib_put_f64(&file, -2.25);
    vib_numbers_at(values, (vib_part){ file.data + 1, 2 }, VIB_AS_I16, 1);
    cr_expect(values[0] == -1);
    vib_numbers_at(values, (vib_part){ file.data + 1, 2 }, VIB_AS_U16, 1);
    cr_expect(values[0] == 65535);
    vib_numbers_at(values, (vib_part){ file.data + 3, 4 }, VIB_AS_I32, 1);
    cr_expect(values[0] == -2);
    vib_numbers_at(values, (vib_part){ file.data + 3, 4 }, VIB_AS_U32, 1);
    cr_expect(values[0] == 4294967294.0);
    vib_numbers_at(values, (vib_part){ file.data + 7, 4 }, VIB_AS_F32, 1);
    cr_expect(values[0] == 0.5);
    vib_numbers_at(values, (vib_part){ file.data + 11, 8 }, VIB_AS_F64, 1);
    cr_expect(values[0] == -2.25);
    vib_buffer_release(&file);
}

/* The field that a text, number or time becomes, "" when none. */
static void check_text(const char *text, size_t n, const char *expected)
{
    vib_part part = { (const uint8_t *)text, n };
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert_eq(vib_field_text(&s, "k", part), VIB_OK);
    cr_expect_str_eq(field(&s, "k"), expected);
    vib_spectrum_release(&s);
}

Test(binary, texts_end_at_nul_or_with_their_place)
{
    check_text("ab\0cd", 5, "ab");
    check_text("abcd", 3, "abc");
    check_text("  a ", 4, "a");
    check_text("\0a", 2, "");
    check_text("   ", 3, "");
    check_text("1mm\xb2", 4, "1mm\xc2\xb2");
    check_text("1mm\xc2\xb2", 5, "1mm\xc2\xb2");
}

static void check_number(double value, int digits, const char *expected)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert_eq(vib_field_number(&s, "k", value, digits), VIB_OK);
    cr_expect_str_eq(field(&s, "k"), expected);
    vib_spectrum_release(&s);
}

Test(binary, numbers_have_the_digits_that_mean_something)
{
    check_number(0.1f, 7, "0.1");
    check_number(785.01564, 7, "785.0156");
    check_number(-1234567.8, 7, "-1234568");
    check_number(0, 7, "0");
    check_number(NAN, 7, "");
    check_number(INFINITY, 7, "");
    check_number(1e-300, 7, "1e-300");
}

static void check_time(double seconds, const char *expected)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert_eq(vib_field_time(&s, "k", seconds), VIB_OK);
    cr_expect_str_eq(field(&s, "k"), expected);
    vib_spectrum_release(&s);
}

Test(binary, times_are_iso_8601_or_nothing)
{
    check_time(0, "1970-01-01T00:00:00Z");
    check_time(1661023817.9, "2022-08-20T19:30:17Z");
    check_time(-1, "1969-12-31T23:59:59Z");
    check_time(-1e10, "");
    check_time(1e11, "");
    check_time(NAN, "");
}

Test(binary, a_spectrum_like_another_has_its_axis_and_fields)
{
    vib_spectrum head = VIB_SPECTRUM_INIT, s = VIB_SPECTRUM_INIT;

    cr_assert_eq(vib_points_new(&head, 2), VIB_OK);
    head.x[1] = 7;
    cr_assert_eq(vib_spectrum_set(&head, "a", "b"), VIB_OK);
    cr_assert_eq(vib_points_like(&s, &head), VIB_OK);
    cr_expect(s.n == 2 && s.x[1] == 7 && s.y);
    cr_expect_str_eq(field(&s, "a"), "b");
    vib_spectrum_release(&head);
    vib_spectrum_release(&s);
}
