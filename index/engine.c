#include "engine.h"

#include "memory.h"
#include "status.h"
#include "threads.h"

#include <faiss/c_api/AutoTune_c.h>
#include <faiss/c_api/Index_c.h>
#include <faiss/c_api/error_c.h>
#include <faiss/c_api/index_factory_c.h>
#include <faiss/c_api/index_io_c.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

struct vib_engine {
    FaissIndex *faiss;
};

/* FAISS begins with the function, the file it was compiled from, and the line,
 * "... at FILE.cpp:NUMBER: ": what is said behind these. */
static const char *sentence_of(const char *text)
{
    const char *line = strstr(text, ".cpp:");
    const char *end = line ? strstr(line, ": ") : NULL;

    return end ? end + 2 : text;
}

/* FAISS's own sentence as the message. */
static int engine_fail(int status, const char *what)
{
    const char *said = faiss_get_last_error();
    const char *text = said ? sentence_of(said) : "no reason given";

    if (strstr(text, "bad_alloc"))
        return vib_fail(VIB_NO_MEMORY, "%s: out of memory", what);
    return vib_fail(status, "%s: %s", what, text);
}

/* FAISS takes its number of threads from OpenMP's for the calling thread: set
 * it to ours, returning what it was. */
static int threads_set(int threads)
{
#ifdef _OPENMP
    int before = omp_get_max_threads();

    omp_set_num_threads(threads);
    return before;
#else
    return threads;
#endif
}

static int engine_of(vib_engine **out, FaissIndex *faiss)
{
    vib_engine *engine = vib_new(1, sizeof *engine);

    if (!engine) {
        faiss_Index_free(faiss);
        return VIB_NO_MEMORY;
    }
    engine->faiss = faiss;
    *out = engine;
    return VIB_OK;
}

int vib_engine_create(vib_engine **out, const char *factory, const float *rows,
                      size_t n, size_t dimension)
{
    FaissIndex *faiss = NULL;
    int threads, error;

    if (dimension == 0 || dimension > INT_MAX)
        return vib_fail(VIB_BAD_ARG, "vectors of %zu floats", dimension);
    threads = threads_set(vib_threads());
    error = faiss_index_factory(&faiss, (int)dimension, factory,
                                METRIC_INNER_PRODUCT);
    if (!error && !faiss_Index_is_trained(faiss))
        error = faiss_Index_train(faiss, (idx_t)n, rows);
    threads_set(threads);
    if (error) {
        int status = engine_fail(VIB_BAD_ARG, factory);

        if (faiss)
            faiss_Index_free(faiss);
        return status;
    }
    return engine_of(out, faiss);
}

int vib_engine_add(vib_engine *engine, const float *rows, size_t n)
{
    int threads = threads_set(vib_threads());
    int error = faiss_Index_add(engine->faiss, (idx_t)n, rows);

    threads_set(threads);
    return error ? engine_fail(VIB_SYSTEM, "filling the index") : VIB_OK;
}

int vib_engine_set_effort(vib_engine *engine, const char *effort)
{
    FaissParameterSpace *space = NULL;
    int status = VIB_OK;

    if (faiss_ParameterSpace_new(&space))
        return engine_fail(VIB_SYSTEM, effort);
    if (faiss_ParameterSpace_set_index_parameters(space, engine->faiss, effort))
        status = engine_fail(VIB_BAD_ARG, effort);
    faiss_ParameterSpace_free(space);
    return status;
}

int vib_engine_search(int64_t *rows, float *scores, const vib_engine *engine,
                      const float *queries, size_t n, size_t k)
{
    int threads = threads_set(1);
    int error = faiss_Index_search(engine->faiss, (idx_t)n, queries, (idx_t)k,
                                   scores, rows);

    threads_set(threads);
    return error ? engine_fail(VIB_SYSTEM, "search of the index") : VIB_OK;
}

bool vib_engine_row(float *row, const vib_engine *engine, size_t i)
{
    return faiss_Index_reconstruct(engine->faiss, (idx_t)i, row) == 0;
}

size_t vib_engine_count(const vib_engine *engine)
{
    return (size_t)faiss_Index_ntotal(engine->faiss);
}

size_t vib_engine_dimension(const vib_engine *engine)
{
    return (size_t)faiss_Index_d(engine->faiss);
}

int vib_engine_write(FILE *file, const vib_engine *engine)
{
    if (faiss_write_index(engine->faiss, file))
        return engine_fail(VIB_SYSTEM, "the index cannot be written");
    return VIB_OK;
}

int vib_engine_read(vib_engine **out, FILE *file)
{
    FaissIndex *faiss = NULL;

    if (faiss_read_index(file, 0, &faiss))
        return engine_fail(VIB_BAD_DATA, "the index cannot be read");
    return engine_of(out, faiss);
}

void vib_engine_close(vib_engine *engine)
{
    if (!engine)
        return;
    faiss_Index_free(engine->faiss);
    free(engine);
}
