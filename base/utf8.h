/* utf8.h - which bytes are text. */
#ifndef VIB_UTF8_H
#define VIB_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The length of the UTF-8 sequence at p, 1 to 4, or 0 when the n bytes there,
 * at least one, do not begin with a valid one. */
size_t vib_utf8_length(const uint8_t *p, size_t n);

#endif
