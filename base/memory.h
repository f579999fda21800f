/* memory.h - allocation that checks its arithmetic and tells when it fails. */
#ifndef VIB_MEMORY_H
#define VIB_MEMORY_H

#include <stddef.h>

/* `count` elements of `size` bytes, all zero; free() frees. NULL, with the
 * message set, when there is not that much or the product overflows. A count
 * of 0 gives a pointer that may only be freed. */
void *vib_new(size_t count, size_t size);

/* As vib_new(), aligned to 64 bytes for vectorised kernels; free() frees. */
void *vib_new_aligned(size_t count, size_t size);

/* `block` made to hold `count` elements of `size` bytes; NULL on failure, when
 * `block` is still the caller's. What is new is not cleared. */
void *vib_resize(void *block, size_t count, size_t size);

/* Grow *block so that `needed` elements fit, at least doubling *capacity. */
int vib_reserve(void **block, size_t *capacity, size_t needed, size_t size);

/* A copy of the first n bytes of `text` and a terminator; NULL on failure. */
char *vib_copy_text(const char *text, size_t n);

#endif
