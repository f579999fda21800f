/* bytes_made.h - binary files made by a test, number by number. */
#ifndef VIB_TEST_BYTES_MADE_H
#define VIB_TEST_BYTES_MADE_H

#include "bytes.h"
#include "parse.h"

#include <stdlib.h>

static inline void put_u8(vib_buffer *file, unsigned value)
{
    uint8_t byte = (uint8_t)value;

    vib_put_bytes(file, &byte, 1);
}

static inline void put_u16(vib_buffer *file, unsigned value)
{
    uint16_t number = (uint16_t)value;

    vib_put_bytes(file, &number, sizeof number);
}

static inline void put_f32(vib_buffer *file, double value)
{
    float number = (float)value;

    vib_put_bytes(file, &number, sizeof number);
}

static inline void put_zeros(vib_buffer *file, size_t n)
{
    while (n-- > 0)
        put_u8(file, 0);
}

/* Zeros up to byte `at`. */
static inline void pad_to(vib_buffer *file, size_t at)
{
    cr_assert_leq(file->size, at);
    put_zeros(file, at - file->size);
}

/* Text in a place of n bytes. */
static inline void put_place(vib_buffer *file, const char *text, size_t n)
{
    size_t length = strlen(text);

    cr_assert_leq(length, n);
    vib_put_bytes(file, text, length);
    put_zeros(file, n - length);
}

static inline void set_bytes(vib_buffer *file, size_t at, const void *bytes,
                             size_t n)
{
    cr_assert_leq(at + n, file->size);
    memcpy(file->data + at, bytes, n);
}

static inline void set_u16(vib_buffer *file, size_t at, unsigned value)
{
    uint16_t number = (uint16_t)value;

    set_bytes(file, at, &number, sizeof number);
}

static inline void set_u32(vib_buffer *file, size_t at, uint32_t value)
{
    set_bytes(file, at, &value, sizeof value);
}

static inline void set_u64(vib_buffer *file, size_t at, uint64_t value)
{
    set_bytes(file, at, &value, sizeof value);
}

static inline void set_f32(vib_buffer *file, size_t at, double value)
{
    float number = (float)value;

    set_bytes(file, at, &number, sizeof number);
}

/* Parse what was made, which must be read. */
static inline vib_found parse_made(const vib_buffer *file)
{
    vib_found found;

    cr_assert_eq(parse_bytes(&found, (const char *)file->data, file->size),
                 VIB_OK, "%s", vib_last_error());
    return found;
}

/* Parse what must be refused; the message. */
static inline const char *refusal_of(const vib_buffer *file)
{
    return refusal((const char *)file->data, file->size);
}

/* Every beginning of the file, and every single byte of it changed, is refused
 * in one line or read; a copy of exact size lets a read behind it show. */
static inline void survive_damage(const vib_buffer *file)
{
    static const uint8_t values[] = { 0, 1, 0x7f, 0x80, 0xff };
    vib_found found;

    for (size_t n = 1; n < file->size; n++) {
        char *copy = malloc(n);

        cr_assert(copy);
        memcpy(copy, file->data, n);
        if (parse_bytes(&found, copy, n) < 0)
            cr_assert(*vib_last_error());
        vib_found_release(&found);
        free(copy);
    }
    for (size_t i = 0; i < file->size; i++)
        for (size_t k = 0; k < sizeof values; k++) {
            char *copy = malloc(file->size);

            cr_assert(copy);
            memcpy(copy, file->data, file->size);
            copy[i] = (char)values[k];
            (void)parse_bytes(&found, copy, file->size);
            vib_found_release(&found);
            free(copy);
        }
}

#endif
