#include "bytes.h"
#include "vibrary.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

Test(bytes, what_is_put_is_got_back)
{
    static const float floats[] = { 1.5f, -0.0f, 3e38f };
    vib_buffer buffer = { 0 };
    float back[3];
    const char *text;
    size_t n = 0;

    vib_put_u32(&buffer, 0xdeadbeef);
    vib_put_u64(&buffer, 0x0123456789abcdef);
    vib_put_f64(&buffer, -1.0 / 3);
    vib_put_text(&buffer, "calcite");
    vib_put_text(&buffer, NULL);
    vib_put_floats(&buffer, floats, 3);
    vib_put_bytes(&buffer, "end", 3);
    cr_assert_not(buffer.failed);

    vib_cursor cursor = { buffer.data, buffer.size, 0, false };

    cr_assert_eq(vib_get_u32(&cursor), 0xdeadbeef);
    cr_assert_eq(vib_get_u64(&cursor), 0x0123456789abcdef);
    cr_assert_eq(vib_get_f64(&cursor), -1.0 / 3);
    text = vib_get_text(&n, &cursor);
    cr_assert(n == 7 && memcmp(text, "calcite", 7) == 0);
    cr_assert(vib_get_text(&n, &cursor));
    cr_assert_eq(n, 0);
    vib_get_floats(back, &cursor, 3);
    cr_assert_eq(memcmp(back, floats, sizeof back), 0);
    cr_assert_eq(memcmp(vib_get_bytes(&cursor, 3), "end", 3), 0);
    cr_assert(cursor.at == buffer.size && !cursor.failed);
    vib_buffer_release(&buffer);
    cr_assert(!buffer.data && buffer.size == 0);
}

Test(bytes, numbers_are_little_endian)
{
    vib_buffer buffer = { 0 };

    vib_put_u32(&buffer, 0x04030201);
    vib_put_f64(&buffer, 1);
    cr_assert_eq(memcmp(buffer.data, "\1\2\3\4\0\0\0\0\0\0\xf0\x3f", 12), 0);
    vib_buffer_release(&buffer);
}

Test(bytes, a_read_past_the_end_fails_and_so_does_every_later_one)
{
    static const uint8_t data[6] = { 1, 1, 1, 1, 1, 1 };
    vib_cursor cursor = { data, sizeof data, 0, false };
    float floats[2] = { 7, 7 };

    cr_assert_eq(vib_get_u32(&cursor), 0x01010101);
    cr_assert_eq(vib_get_u64(&cursor), 0);
    cr_assert(cursor.failed);
    cr_assert_null(vib_get_bytes(&cursor, 1));
    vib_get_floats(floats, &cursor, 2);
    cr_assert(floats[0] == 0 && floats[1] == 0);
}

Test(bytes, a_text_longer_than_its_bytes_is_not_there)
{
    static const uint8_t data[] = { 200, 0, 0, 0, 'a', 'b' };
    static const uint8_t huge[] = { 255, 255, 255, 255, 'a' };
    vib_cursor cursor = { data, sizeof data, 0, false };
    size_t n = 9;

    cr_assert_null(vib_get_text(&n, &cursor));
    cr_assert(cursor.failed && n == 9);
    cursor = (vib_cursor){ huge, sizeof huge, 0, false };
    cr_assert_null(vib_get_text(&n, &cursor));
    cr_assert(cursor.failed && n == 9);
}

Test(bytes, an_append_that_cannot_fit_fails_for_good)
{
    vib_buffer buffer = { 0 };
    uint8_t byte = 0;

    vib_put_u32(&buffer, 1);
    vib_put_bytes(&buffer, &byte, SIZE_MAX / 2);
    cr_assert(buffer.failed);
    vib_put_u32(&buffer, 1);
    cr_assert_eq(buffer.size, 4);
    vib_buffer_release(&buffer);
}

/* Stored libraries depend on these; the sums of nothing are in the
 * specification of XXH3. */
Test(bytes, checksums_are_those_of_xxh3)
{
    vib_hash nothing = vib_hash_bytes("", 0);
    vib_hash quartz = vib_hash_bytes("quartz", 6);
    char text[33];

    cr_assert_eq(vib_checksum("", 0), 0x2d06800538d394c2);
    cr_assert_eq(vib_checksum("quartz", 6), 0x650c3ae9f42d9856);
    vib_hex(text, nothing.byte, sizeof nothing.byte);
    cr_assert_str_eq(text, "99aa06d3014798d86001c324468d497f");
    vib_hex(text, quartz.byte, sizeof quartz.byte);
    cr_assert_str_eq(text, "78dc6037b892b957b3effe4d63683d95");
}

Test(bytes, the_hash_of_pieces_is_that_of_the_whole)
{
    uint8_t whole[5000];

    for (size_t i = 0; i < sizeof whole; i++)
        whole[i] = (uint8_t)(i * i >> 3);
    for (size_t at = 0; at <= sizeof whole; at += 125) {
        vib_buffer head = { .data = NULL };
        vib_hash pieces, once = vib_hash_bytes(whole, sizeof whole);

        vib_put_bytes(&head, whole, at);
        cr_assert_eq(vib_hash_pieces(&pieces, &head, whole + at,
                                     sizeof whole - at), VIB_OK);
        cr_expect_eq(memcmp(&pieces, &once, sizeof once), 0, "%zu", at);
        vib_buffer_release(&head);
    }
}
