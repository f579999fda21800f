/* kind.c - what kinds of index there are: which to build, how to search it. */
#include "index.h"

#include "index_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    EXACT_FLOATS = 1 << 22, /* 16 MB: what stays in the processor's cache. One
                             * query takes 0.7 ms; twice as many, 4 ms       */
    TRAINING = 64,          /* rows a cell: FAISS wants 39                   */
    TRAINING_LEAST = 1000   /* rows for whatever else is trained             */
};

/* FAISS's guide: about 4 sqrt(n) cells. A byte a float keeps a million vectors
 * of 128 in 136 MB; what it loses, scoring the candidates exactly gives back.
 * HNSW answers as quickly, but takes 5 times the memory and, measured with
 * 100,000, 6 times as long to build. */
void vib_index_choose(char *factory, size_t room, size_t n, size_t dimension)
{
    if (n <= EXACT_FLOATS / (dimension ? dimension : 1))
        snprintf(factory, room, "Flat");
    else
        snprintf(factory, room, "IVF%.0f,SQ8", 4 * sqrt((double)n));
}

/* The number of cells a factory string asks for, or 0. */
static size_t cells_of(const char *factory)
{
    const char *at = strstr(factory, "IVF");

    return at ? strtoul(at + 3, NULL, 10) : 0;
}

/* The most entries of a codebook of product or residual quantisation that it
 * asks for: 2 to the bits of a code, which stand behind the last x. */
static size_t codes_of(const char *factory)
{
    static const char *const kinds[] = { "PQ", "RQ", "IMI" };
    size_t most = 0;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *at = factory;

        while ((at = strstr(at, kinds[i]))) {
            unsigned long bits = 8;
            char *end;

            at += strlen(kinds[i]);
            (void)strtoul(at, &end, 10);
            while (*end == 'x')
                bits = strtoul(end + 1, &end, 10);
            if (bits <= 24 && most < (size_t)1 << bits)
                most = (size_t)1 << bits;
        }
    }
    return most;
}

size_t vib_kind_centroids(const char *factory)
{
    size_t cells = cells_of(factory), codes = codes_of(factory);

    return cells > codes ? cells : codes;
}

size_t vib_index_sample(const char *factory, size_t n)
{
    vib_kind kind = vib_kind_of(factory);
    size_t cells = vib_kind_centroids(factory);
    size_t wanted = cells > SIZE_MAX / TRAINING ? n : cells * TRAINING;

    if (kind.whole && cells == 0)
        return 0;
    if (wanted < TRAINING_LEAST * (size_t)TRAINING)
        wanted = TRAINING_LEAST * (size_t)TRAINING;
    return wanted < n ? wanted : n;
}

/* Whether `text` is digits and then `end`. */
static bool is_number_then(const char *text, const char *end)
{
    size_t digits = strspn(text, "0123456789");

    return digits > 0 && strcmp(text + digits, end) == 0;
}

/* The plain kinds alone: in a longer string something else may happen to the
 * rows on their way. */
static bool is_whole(const char *factory)
{
    if (strncmp(factory, "HNSW", 4) == 0)
        return is_number_then(factory + 4, "") ||
               is_number_then(factory + 4, ",Flat");
    if (strncmp(factory, "IVF", 3) == 0)
        return is_number_then(factory + 3, ",Flat");
    return strcmp(factory, "Flat") == 0;
}

vib_kind vib_kind_of(const char *factory)
{
    size_t cells = cells_of(factory);
    vib_kind kind = { .whole = is_whole(factory) };

    if (cells) {
        kind.parameter = "nprobe";
        kind.least = 4;
        kind.most = cells < 4096 ? (uint32_t)cells : 4096;
    } else if (strstr(factory, "IMI")) {
        kind.parameter = "nprobe";
        kind.least = 16;
        kind.most = 65536;
    } else if (strstr(factory, "HNSW")) {
        kind.parameter = "efSearch";
        kind.least = 32;
        kind.most = 4096;
    }
    return kind;
}
