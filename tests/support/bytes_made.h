/* bytes_made.h - binary files made by a test, number by number; asserts are
 * for mistakes of the test. */
#ifndef VIB_BYTES_MADE_H
#define VIB_BYTES_MADE_H

#include "bytes.h"

#include <assert.h>
#include <string.h>

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
    assert(file->size <= at);
    put_zeros(file, at - file->size);
}

/* Text in a place of n bytes. */
static inline void put_place(vib_buffer *file, const char *text, size_t n)
{
    size_t length = strlen(text);

    assert(length <= n);
    vib_put_bytes(file, text, length);
    put_zeros(file, n - length);
}

static inline void set_bytes(vib_buffer *file, size_t at, const void *bytes,
                             size_t n)
{
    assert(at + n <= file->size);
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

#endif
