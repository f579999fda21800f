/* fuzz.h - a target: a function that hostile bytes are given to, and sound
 * bytes to begin from. libFuzzer's name, so that it can drive them too. */
#ifndef VIB_FUZZ_H
#define VIB_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Read them. Whatever they are, there is no crash, no hang, and no memory taken
 * that they are not worth. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Sound bytes number `i`, in *out, for free(); how many, 0 after the last. */
size_t fuzz_seed(uint8_t **out, size_t i);

#endif
