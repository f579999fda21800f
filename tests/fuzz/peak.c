#include "peak.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#endif

#ifdef SANITIZED

int __sanitizer_install_malloc_and_free_hooks(
    void (*malloc_hook)(const volatile void *, size_t),
    void (*free_hook)(const volatile void *));
size_t __sanitizer_get_allocated_size(const volatile void *block);

static long long held, most; /* a block held before may be freed: below 0 */

static void on_malloc(const volatile void *block, size_t size)
{
    (void)block;
    held += (long long)size;
    if (held > most)
        most = held;
}

static void on_free(const volatile void *block)
{
    if (block)
        held -= (long long)__sanitizer_get_allocated_size(block);
}

void peak_start(void)
{
    static int installed;

    if (!installed)
        __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
    installed = 1;
    held = most = 0;
}

size_t peak_bytes(void)
{
    return (size_t)most;
}

#else

void peak_start(void)
{
}

size_t peak_bytes(void)
{
    return 0;
}

#endif
