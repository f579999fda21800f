/* bytes.h - growing byte buffers, and reading from bytes that may be hostile.
 * All numbers are little-endian whatever the machine. */
#ifndef VIB_BYTES_H
#define VIB_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that grow at the end. Zero-initialise; vib_buffer_release() frees. A
 * failed append sets `failed` and later appends do nothing, so that a writer
 * checks once, at the end. */
typedef struct vib_buffer {
    uint8_t *data;
    size_t size, capacity;
    bool failed; /* out of memory */
} vib_buffer;

void vib_buffer_release(vib_buffer *buffer);
void vib_put_bytes(vib_buffer *buffer, const void *data, size_t n);
void vib_put_u32(vib_buffer *buffer, uint32_t value);
void vib_put_u64(vib_buffer *buffer, uint64_t value);
void vib_put_f64(vib_buffer *buffer, double value);
/* A length as u32, then the text without its terminator; NULL as "". */
void vib_put_text(vib_buffer *buffer, const char *text);
/* `n` floats, little-endian. */
void vib_put_floats(vib_buffer *buffer, const float *values, size_t n);

/* A place in borrowed bytes. A read past the end gives 0 and sets `failed`,
 * after which every read does; a parser checks before it trusts. */
typedef struct vib_cursor {
    const uint8_t *data;
    size_t size, at;
    bool failed; /* something was read that was not there */
} vib_cursor;

/* `n` bytes, or NULL when there are fewer. */
const uint8_t *vib_get_bytes(vib_cursor *cursor, size_t n);
uint32_t vib_get_u32(vib_cursor *cursor);
uint64_t vib_get_u64(vib_cursor *cursor);
double vib_get_f64(vib_cursor *cursor);
/* What vib_put_text() wrote: *n bytes, not terminated, borrowed; or NULL. */
const char *vib_get_text(size_t *n, vib_cursor *cursor);
/* Fill values [n]. */
void vib_get_floats(float *values, vib_cursor *cursor, size_t n);

/* The XXH3 checksum of some bytes, and the 128-bit one for identities. */
uint64_t vib_checksum(const void *data, size_t n);
typedef struct vib_hash { uint8_t byte[16]; } vib_hash;
vib_hash vib_hash_bytes(const void *data, size_t n);
/* The same of what `head` and then n bytes of `data` would be in one piece.
 * VIB_NO_MEMORY: there is none, or `head` failed. */
int vib_hash_pieces(vib_hash *out, const vib_buffer *head, const void *data,
                    size_t n);
/* Lower-case hex digits of `n` bytes into text [2 n + 1]. */
void vib_hex(char *text, const uint8_t *bytes, size_t n);

#endif
