/* peak.h - how much memory was held at most, where a sanitizer can tell. */
#ifndef VIB_FUZZ_PEAK_H
#define VIB_FUZZ_PEAK_H

#include <stddef.h>

/* Count anew: what is held now does not count. */
void peak_start(void);

/* The most bytes held at a time since then; 0 without AddressSanitizer. */
size_t peak_bytes(void);

#endif
