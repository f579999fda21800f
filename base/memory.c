#include "memory.h"

#include "status.h"

#include <stdlib.h>
#include <string.h>

static void *out_of_memory(size_t count, size_t size)
{
    vib_fail(VIB_NO_MEMORY, "out of memory for %zu elements of %zu bytes",
             count, size);
    return NULL;
}

void *vib_new(size_t count, size_t size)
{
    void *block = calloc(count ? count : 1, size);

    return block ? block : out_of_memory(count, size);
}

void *vib_new_aligned(size_t count, size_t size)
{
    size_t bytes;
    void *block;

    if (__builtin_mul_overflow(count, size, &bytes) ||
        __builtin_add_overflow(bytes, 63, &bytes))
        return out_of_memory(count, size);
    bytes &= ~(size_t)63;
    block = aligned_alloc(64, bytes ? bytes : 64);
    if (!block)
        return out_of_memory(count, size);
    return memset(block, 0, bytes);
}

void *vib_resize(void *block, size_t count, size_t size)
{
    void *grown = reallocarray(block, count ? count : 1, size);

    return grown ? grown : out_of_memory(count, size);
}

int vib_reserve(void **block, size_t *capacity, size_t needed, size_t size)
{
    size_t wanted = *capacity < 8 ? 8 : *capacity;
    void *grown;

    if (needed <= *capacity)
        return VIB_OK;
    while (wanted < needed)
        wanted = wanted > needed / 2 ? needed : wanted * 2;
    if (wanted < *capacity * 2)
        wanted = *capacity * 2;
    grown = vib_resize(*block, wanted, size);
    if (!grown)
        return VIB_NO_MEMORY;
    *block = grown;
    *capacity = wanted;
    return VIB_OK;
}

char *vib_copy_text(const char *text, size_t n)
{
    char *copy = malloc(n + 1);

    if (!copy)
        return out_of_memory(n, 1);
    memcpy(copy, text, n);
    copy[n] = 0;
    return copy;
}
