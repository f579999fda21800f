#include "index.h"

#include "dot.h"
#include "index_parts.h"
#include "memory.h"
#include "status.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SPARE = 8, SPARE_COARSE = 12, EFFORT = 64 };

int vib_index_set_effort(vib_index *index, uint32_t effort)
{
    vib_kind kind = vib_kind_of(index->factory);
    char setting[VIB_FACTORY_ROOM];
    int status;

    if (!kind.parameter)
        return VIB_OK;
    snprintf(setting, sizeof setting, "%s=%" PRIu32, kind.parameter, effort);
    status = vib_engine_set_effort(index->engine, setting);
    if (status == VIB_OK) {
        index->effort = effort;
        memcpy(index->setting, setting, sizeof setting);
    }
    return status;
}

/* Where FAISS is to make centroids of few rows it prints a warning, which a
 * library must not; it does not where each row is given several times, as often
 * as every other. How often. */
static int times_of(size_t *times, const char *factory, size_t n)
{
    enum { ROWS = 39 }; /* a centroid, that FAISS asks for */
    size_t centroids = vib_kind_centroids(factory);

    if (centroids > n)
        return vib_fail(VIB_BAD_ARG, "%s makes %zu centroids, for which %zu "
                        "vectors are too few", factory, centroids, n);
    *times = centroids ? (ROWS * centroids + n - 1) / n : 1;
    return VIB_OK;
}

/* FAISS's index, trained. */
static int engine_make(vib_engine **out, const char *factory, const float *rows,
                       size_t n, size_t dimension)
{
    size_t times = 1, size = n * dimension;
    float *repeated = NULL;
    int status = times_of(&times, factory, n);

    if (status < 0)
        return status;
    if (times <= 1)
        return vib_engine_create(out, factory, rows, n, dimension);
    repeated = vib_new(times * size, sizeof *repeated);
    if (!repeated)
        return VIB_NO_MEMORY;
    for (size_t i = 0; i < times; i++)
        memcpy(repeated + i * size, rows, size * sizeof *rows);
    status = vib_engine_create(out, factory, repeated, times * n, dimension);
    free(repeated);
    return status;
}

int vib_index_create(vib_index **out, const char *factory, const float *rows,
                     size_t n, size_t dimension)
{
    vib_index *index;
    int status;

    if (strcasecmp(factory, "exact") == 0)
        factory = "Flat";
    if (strlen(factory) >= VIB_FACTORY_ROOM)
        return vib_fail(VIB_BAD_ARG, "a factory string of more than %d bytes",
                        VIB_FACTORY_ROOM - 1);
    index = vib_new(1, sizeof *index);
    if (!index)
        return VIB_NO_MEMORY;
    strcpy(index->factory, factory);
    index->dimension = dimension;
    index->gives_rows = vib_kind_of(factory).whole;
    index->spare = index->gives_rows ? SPARE : SPARE_COARSE;
    status = engine_make(&index->engine, factory, rows, n, dimension);
    if (status == VIB_OK)
        status = vib_index_set_effort(index, EFFORT);
    if (status == VIB_OK)
        *out = index;
    else
        vib_index_close(index);
    return status;
}

/* Room for n more ids. */
static int ids_reserve(vib_index *index, size_t n)
{
    void *ids = index->ids;
    int status = vib_reserve(&ids, &index->room, index->count + n,
                             sizeof *index->ids);

    index->ids = ids;
    return status;
}

int vib_index_append(vib_index *index, const float *rows, const uint64_t *ids,
                     size_t n)
{
    size_t d = index->dimension;
    int status;

    if (n == 0)
        return VIB_OK;
    status = ids_reserve(index, n);
    if (status == VIB_OK)
        status = vib_engine_add(index->engine, rows, n);
    if (status < 0)
        return status;
    for (size_t i = 0; i < n; i++)
        index->longest = fmaxf(index->longest,
                               sqrtf(vib_dot(rows + i * d, rows + i * d, d)));
    memcpy(index->ids + index->count, ids, n * sizeof *ids);
    index->count += n;
    return VIB_OK;
}

int vib_index_build(vib_index **out, const char *factory, const float *rows,
                    const uint64_t *ids, size_t n, size_t dimension)
{
    vib_index *index = NULL;
    int status = vib_index_create(&index, factory, rows, n, dimension);

    if (status == VIB_OK)
        status = vib_index_append(index, rows, ids, n);
    if (status == VIB_OK)
        *out = index;
    else
        vib_index_close(index);
    return status;
}

void vib_index_close(vib_index *index)
{
    if (!index)
        return;
    vib_engine_close(index->engine);
    free(index->ids);
    free(index);
}

void vib_index_describe(vib_index_facts *out, const vib_index *index)
{
    *out = (vib_index_facts){ index->factory, index->setting, index->count,
                              index->dimension, index->trial, index->recall };
}
