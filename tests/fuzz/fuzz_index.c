/* Index files: all of them as they are, and behind their checksum as long as
 * what FAISS wrote, and trusts when it reads, is whole. */
#include "fuzz.h"

#include "bytes.h"
#include "index.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ROWS = 40, DIMENSION = 8, NEAREST = 5, CHECKSUM = 8 };

/* What FAISS wrote, at the end of the seed, before the checksum. */
static uint8_t trusted[1 << 12];
static size_t trusted_size;

/* FAISS begins with the kind of index. */
static void trust(const uint8_t *seed, size_t size)
{
    const uint8_t *from = memmem(seed, size, "IxFI", 4);

    assert(from);
    trusted_size = size - CHECKSUM - (size_t)(from - seed);
    assert(trusted_size <= sizeof trusted);
    memcpy(trusted, from, trusted_size);
}

/* A file that has no name on any disk. */
static int file_of(char *path, size_t room, const uint8_t *data, size_t size)
{
    int fd = memfd_create("index", 0);

    assert(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    snprintf(path, room, "/proc/self/fd/%d", fd);
    return fd;
}

/* What was accepted can be searched. */
static void load(const uint8_t *data, size_t size)
{
    float query[DIMENSION] = { 1 };
    vib_neighbour nearest[NEAREST];
    vib_index *index = NULL;
    vib_index_facts facts;
    vib_stamp stamp;
    size_t found;
    char path[64];
    int fd = file_of(path, sizeof path, data, size);

    if (vib_index_load(&index, &stamp, path) == VIB_OK) {
        vib_index_describe(&facts, index);
        if (facts.dimension == DIMENSION)
            (void)vib_index_search(nearest, &found, index, query, 1, NEAREST,
                                   NULL);
    }
    vib_index_close(index);
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t end = size - CHECKSUM;
    uint64_t checksum;
    uint8_t *sealed;

    load(data, size);
    if (size < CHECKSUM + trusted_size ||
        memcmp(data + end - trusted_size, trusted, trusted_size) != 0)
        return 0;
    sealed = malloc(size);
    assert(sealed);
    memcpy(sealed, data, size);
    checksum = vib_checksum(data, end);
    memcpy(sealed + end, &checksum, sizeof checksum);
    load(sealed, size);
    free(sealed);
    return 0;
}

static vib_index *build(void)
{
    float rows[ROWS * DIMENSION] = { 0 };
    uint64_t ids[ROWS];
    vib_index *index = NULL;

    for (int i = 0; i < ROWS; i++) {
        ids[i] = 1 + 2 * (uint64_t)i;
        rows[i * DIMENSION + i % DIMENSION] = 1;
    }
    assert(vib_index_build(&index, "Flat", rows, ids, ROWS, DIMENSION) ==
           VIB_OK);
    return index;
}

size_t fuzz_seed(uint8_t **out, size_t i)
{
    vib_stamp stamp = { "library........", "encoder........",
                        "build..........", 77, ROWS };
    char path[] = "/tmp/vibrary-fuzz-XXXXXX";
    vib_index *index;
    size_t size = 0;
    FILE *file;
    int fd;

    if (i > 0)
        return 0;
    fd = mkstemp(path);
    index = build();
    assert(fd >= 0 && vib_index_save(index, &stamp, path) == VIB_OK);
    vib_index_close(index);
    close(fd);
    *out = malloc(1 << 16);
    file = fopen(path, "rb");
    assert(file && *out);
    size = fread(*out, 1, 1 << 16, file);
    fclose(file);
    unlink(path);
    trust(*out, size);
    return size;
}
