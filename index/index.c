#include "index.h"

#include "dot.h"
#include "index_parts.h"
#include "memory.h"
#include "ranking.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- Choosing ---------------------------------------------------------- */

enum { EXACT_FLOATS = 1 << 22, GRAPH_ROWS = 1000000 };

void vib_index_choose(char *factory, size_t room, size_t n, size_t dimension)
{
    if (n <= EXACT_FLOATS / (dimension ? dimension : 1))
        snprintf(factory, room, "Flat");
    else if (n <= GRAPH_ROWS)
        snprintf(factory, room, "HNSW32");
    else /* FAISS's guide: about 4 sqrt(n) cells                             */
        snprintf(factory, room, "IVF%.0f,SQ8", 4 * sqrt((double)n));
}

/* What to set before a search, by what the factory string holds. Recall@10 on
 * clustered unit vectors of 128 floats: HNSW32 1.000 of 44,000; IVF1264,SQ8
 * 0.967 of 100,000, whose candidates want scoring again. */
static const char *effort_of(const char *factory)
{
    if (strstr(factory, "IVF") && strstr(factory, "HNSW"))
        return "nprobe=64,quantizer_efSearch=64";
    if (strstr(factory, "IVF") || strstr(factory, "IMI"))
        return "nprobe=64";
    return strstr(factory, "HNSW") ? "efSearch=64" : "";
}

/* ---- Building ---------------------------------------------------------- */

static float longest_row(const float *rows, size_t n, size_t dimension)
{
    float longest = 0;

    for (size_t i = 0; i < n; i++) {
        const float *row = rows + i * dimension;
        float square = vib_dot(row, row, dimension);

        longest = square > longest ? square : longest;
    }
    return sqrtf(longest);
}

int vib_index_try_rows(vib_index *index)
{
    float *row = vib_new(index->dimension, sizeof *row);

    if (!row)
        return VIB_NO_MEMORY;
    index->gives_rows = index->count > 0 &&
                        vib_engine_row(row, index->engine, 0);
    free(row);
    return VIB_OK;
}

static int index_fill(vib_index *index, const float *rows, const uint64_t *ids)
{
    size_t n = index->count;
    int status;

    index->ids = vib_new(n, sizeof *ids);
    if (!index->ids)
        return VIB_NO_MEMORY;
    if (n > 0)
        memcpy(index->ids, ids, n * sizeof *ids);
    index->longest = longest_row(rows, n, index->dimension);
    status = vib_engine_build(&index->engine, index->factory, rows, n,
                              index->dimension);
    if (status == VIB_OK)
        status = vib_engine_set_effort(index->engine, index->effort);
    if (status == VIB_OK)
        status = vib_index_try_rows(index);
    return status;
}

int vib_index_build(vib_index **out, const char *factory, const float *rows,
                    const uint64_t *ids, size_t n, size_t dimension)
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
    strcpy(index->effort, effort_of(factory));
    index->count = n;
    index->dimension = dimension;
    status = index_fill(index, rows, ids);
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

const char *vib_index_factory(const vib_index *index)
{
    return index->factory;
}

size_t vib_index_count(const vib_index *index)
{
    return index->count;
}

size_t vib_index_dimension(const vib_index *index)
{
    return index->dimension;
}
