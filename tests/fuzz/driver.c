/* driver.c - runs a target without a fuzzer: what it begins from, cut off at
 * many places and changed in many ways, always the same; then files, which
 * broke it once.
 *
 *     fuzz_TARGET [FILE...]
 *
 * With VIB_NIGHTLY in the environment, a hundred times as much. */
#include "fuzz.h"

#include "random.h"
#include "vibrary.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef VIB_FUZZ_CHANGES
#define VIB_FUZZ_CHANGES 3000
#endif

enum { CUTS = 300, CHANGES = VIB_FUZZ_CHANGES, NIGHT = 100, MOST = 6 };

/* In memory of just that size, so that a read behind its end shows. */
static void run(const uint8_t *bytes, size_t n)
{
    uint8_t *copy = malloc(n ? n : 1);

    assert(copy);
    memcpy(copy, bytes, n);
    LLVMFuzzerTestOneInput(copy, n);
    free(copy);
}

/* Numbers that sizes and counts are wrong with. */
static uint64_t odd_number(vib_random *random)
{
    static const uint64_t odd[] = {
        0, 1, 7, 127, 255, 256, 65535, 1 << 24, INT32_MAX, UINT32_MAX,
        (uint64_t)1 << 32, INT64_MAX, UINT64_MAX, UINT64_MAX / 8 + 1,
    };

    return odd[vib_random_below(random, sizeof odd / sizeof *odd)];
}

/* One change of bytes [*n], which may get fewer. */
static void change(uint8_t *bytes, size_t *n, vib_random *random)
{
    size_t at = vib_random_below(random, *n), size = *n - at;
    uint64_t number = odd_number(random);
    size_t from;

    switch (vib_random_below(random, 5)) {
    case 0:
        bytes[at] ^= (uint8_t)(1 << vib_random_below(random, 8));
        break;
    case 1:
        memcpy(bytes + at, &number, size < 4 ? size : 4);
        break;
    case 2:
        memcpy(bytes + at, &number, size < 8 ? size : 8);
        break;
    case 3: /* a piece from elsewhere */
        from = vib_random_below(random, *n);
        size = size < *n - from ? size : *n - from;
        memmove(bytes + at, bytes + from,
                1 + vib_random_below(random, size < 64 ? size : 64) - 1);
        break;
    default: /* a piece less */
        size = vib_random_below(random, size < 16 ? size : 16);
        memmove(bytes + at, bytes + at + size, *n - at - size);
        *n -= size;
    }
}

static void run_changed(const uint8_t *seed, size_t size, uint64_t stream)
{
    size_t runs = getenv("VIB_NIGHTLY") ? CHANGES * NIGHT : CHANGES;
    uint8_t *bytes = malloc(size);

    assert(bytes);
    for (size_t i = 0; i < runs; i++) {
        vib_random random = vib_random_stream(9, stream, i);
        size_t n = size;

        memcpy(bytes, seed, size);
        for (size_t k = vib_random_below(&random, MOST) + 1; k > 0 && n; k--)
            change(bytes, &n, &random);
        run(bytes, n);
    }
    free(bytes);
}

static void run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(1 << 24);

    assert(file && bytes);
    run(bytes, fread(bytes, 1, 1 << 24, file));
    fclose(file);
    free(bytes);
}

int main(int argc, char **argv)
{
    uint8_t *seed;
    size_t size, seeds = 0;

    vib_set_threads(1); /* each input is small */
    for (; (size = fuzz_seed(&seed, seeds)) > 0; seeds++) {
        run(seed, size);
        for (size_t cut = 0; cut < size; cut += size / CUTS + 1)
            run(seed, cut);
        run_changed(seed, size, seeds);
        free(seed);
    }
    for (int i = 1; i < argc; i++)
        run_file(argv[i]);
    printf("%zu seeds, %d files: survived\n", seeds, argc - 1);
    return 0;
}
