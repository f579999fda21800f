#include "bytes.h"

#include "memory.h"
#include "status.h"
#include "xxh.h"

#include <stdlib.h>
#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "numbers are copied as they lie in memory: a little-endian machine"
#endif

void vib_buffer_release(vib_buffer *buffer)
{
    free(buffer->data);
    *buffer = (vib_buffer){ 0 };
}

void vib_put_bytes(vib_buffer *buffer, const void *data, size_t n)
{
    void *block = buffer->data;

    if (buffer->failed || n == 0)
        return;
    if (n > SIZE_MAX / 2 - buffer->size ||
        vib_reserve(&block, &buffer->capacity, buffer->size + n, 1) < 0) {
        buffer->failed = true;
        return;
    }
    buffer->data = block;
    memcpy(buffer->data + buffer->size, data, n);
    buffer->size += n;
}

void vib_put_u32(vib_buffer *buffer, uint32_t value)
{
    vib_put_bytes(buffer, &value, sizeof value);
}

void vib_put_u64(vib_buffer *buffer, uint64_t value)
{
    vib_put_bytes(buffer, &value, sizeof value);
}

void vib_put_f64(vib_buffer *buffer, double value)
{
    vib_put_bytes(buffer, &value, sizeof value);
}

void vib_put_text(vib_buffer *buffer, const char *text)
{
    size_t n = text ? strlen(text) : 0;

    if (n > UINT32_MAX) {
        buffer->failed = true;
        return;
    }
    vib_put_u32(buffer, (uint32_t)n);
    vib_put_bytes(buffer, text, n);
}

void vib_put_floats(vib_buffer *buffer, const float *values, size_t n)
{
    vib_put_bytes(buffer, values, n * sizeof *values);
}

const uint8_t *vib_get_bytes(vib_cursor *cursor, size_t n)
{
    const uint8_t *bytes;

    if (cursor->failed || n > cursor->size - cursor->at) {
        cursor->failed = true;
        return NULL;
    }
    bytes = cursor->data + cursor->at;
    cursor->at += n;
    return bytes;
}

/* Copy `n` bytes into *value, or zeros when there are fewer. */
static void get_value(void *value, vib_cursor *cursor, size_t n)
{
    const uint8_t *bytes = vib_get_bytes(cursor, n);

    if (bytes)
        memcpy(value, bytes, n);
    else
        memset(value, 0, n);
}

uint32_t vib_get_u32(vib_cursor *cursor)
{
    uint32_t value;

    get_value(&value, cursor, sizeof value);
    return value;
}

uint64_t vib_get_u64(vib_cursor *cursor)
{
    uint64_t value;

    get_value(&value, cursor, sizeof value);
    return value;
}

double vib_get_f64(vib_cursor *cursor)
{
    double value;

    get_value(&value, cursor, sizeof value);
    return value;
}

const char *vib_get_text(size_t *n, vib_cursor *cursor)
{
    size_t length = vib_get_u32(cursor);
    const uint8_t *bytes = vib_get_bytes(cursor, length);

    if (bytes)
        *n = length;
    return (const char *)bytes;
}

void vib_get_floats(float *values, vib_cursor *cursor, size_t n)
{
    get_value(values, cursor, n * sizeof *values);
}

uint64_t vib_checksum(const void *data, size_t n)
{
    return XXH3_64bits(data, n);
}

static vib_hash hash_of(XXH128_hash_t value)
{
    XXH128_canonical_t canonical;
    vib_hash hash;

    XXH128_canonicalFromHash(&canonical, value);
    memcpy(hash.byte, canonical.digest, sizeof hash.byte);
    return hash;
}

vib_hash vib_hash_bytes(const void *data, size_t n)
{
    return hash_of(XXH3_128bits(data, n));
}

int vib_hash_pieces(vib_hash *out, const vib_buffer *head, const void *data,
                    size_t n)
{
    XXH3_state_t *state = head->failed ? NULL : XXH3_createState();

    if (!state)
        return vib_fail(VIB_NO_MEMORY, "out of memory");
    XXH3_128bits_reset(state);
    XXH3_128bits_update(state, head->data, head->size);
    XXH3_128bits_update(state, data, n);
    *out = hash_of(XXH3_128bits_digest(state));
    XXH3_freeState(state);
    return VIB_OK;
}

void vib_hex(char *text, const uint8_t *bytes, size_t n)
{
    static const char digit[] = "0123456789abcdef";

    for (size_t i = 0; i < n; i++) {
        text[2 * i] = digit[bytes[i] >> 4];
        text[2 * i + 1] = digit[bytes[i] & 15];
    }
    text[2 * n] = 0;
}
