/* test_metadata.c - the record of the fields. */
#include "record.h"

#include <criterion/criterion.h>
#include <string.h>

static void write_sample(vib_buffer *record)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert_eq(vib_spectrum_set(&s, "name", "Quartz"), VIB_OK);
    cr_assert_eq(vib_spectrum_set(&s, "laser", "532"), VIB_OK);
    cr_assert_eq(vib_spectrum_set(&s, "empty", ""), VIB_OK);
    cr_assert_eq(vib_spectrum_set(&s, "utf8", "\xc3\xa9t\xc3\xa9"), VIB_OK);
    cr_assert_eq(vib_fields_write(record, &s), VIB_OK);
    vib_spectrum_release(&s);
}

Test(metadata, fields_come_back_in_their_order)
{
    vib_buffer record = { 0 };
    vib_spectrum s = VIB_SPECTRUM_INIT;

    write_sample(&record);
    cr_assert_eq(vib_fields_read(&s, record.data, record.size), VIB_OK);
    cr_assert_eq(s.field_count, 4);
    cr_expect_str_eq(s.fields[0].key, "name");
    cr_expect_str_eq(s.fields[0].value, "Quartz");
    cr_expect_str_eq(s.fields[1].value, "532");
    cr_expect_str_eq(s.fields[2].value, "");
    cr_expect_str_eq(s.fields[3].value, "\xc3\xa9t\xc3\xa9");
    vib_spectrum_release(&s);
    vib_buffer_release(&record);
}

Test(metadata, a_spectrum_without_fields_is_a_record_too)
{
    vib_buffer record = { 0 };
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert_eq(vib_fields_write(&record, &s), VIB_OK);
    cr_assert_eq(vib_fields_read(&s, record.data, record.size), VIB_OK);
    cr_expect_eq(s.field_count, 0);
    vib_spectrum_release(&s);
    vib_buffer_release(&record);
}

Test(metadata, cut_off_anywhere_is_bad_data)
{
    vib_buffer record = { 0 };
    vib_spectrum s = VIB_SPECTRUM_INIT;

    write_sample(&record);
    for (size_t n = 0; n < record.size; n++) {
        cr_assert_eq(vib_fields_read(&s, record.data, n), VIB_BAD_DATA);
        cr_assert_null(s.fields);
    }
    vib_buffer_release(&record);
}

Test(metadata, bytes_after_the_end_are_bad_data)
{
    vib_buffer record = { 0 };
    vib_spectrum s = VIB_SPECTRUM_INIT;

    write_sample(&record);
    vib_put_u32(&record, 0);
    cr_expect_eq(vib_fields_read(&s, record.data, record.size), VIB_BAD_DATA);
    vib_buffer_release(&record);
}

Test(metadata, a_zero_inside_a_text_is_bad_data)
{
    static const char bytes[] = "\1\0\0\0\4\0\0\0na\0e\1\0\0\0x";
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_expect_eq(vib_fields_read(&s, bytes, sizeof bytes - 1), VIB_BAD_DATA);
}

Test(metadata, a_count_that_cannot_be_takes_no_memory)
{
    static const uint8_t bytes[16] = { 0xff, 0xff, 0xff, 0xff };
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_expect_eq(vib_fields_read(&s, bytes, sizeof bytes), VIB_BAD_DATA);
}
