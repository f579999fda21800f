#include "plain_faiss.h"

#include <faiss/c_api/AutoTune_c.h>
#include <faiss/c_api/Index_c.h>
#include <faiss/c_api/error_c.h>
#include <faiss/c_api/index_factory_c.h>
#include <faiss/c_api/index_io_c.h>
#include <stdio.h>
#include <stdlib.h>

struct plain_faiss {
    FaissIndex *index;
};

static void must_faiss(int error)
{
    if (!error)
        return;
    fprintf(stderr, "FAISS: %s\n", faiss_get_last_error());
    exit(1);
}

static plain_faiss *wrap(FaissIndex *index, const char *setting)
{
    plain_faiss *wrapped = malloc(sizeof *wrapped);
    FaissParameterSpace *space = NULL;

    if (!wrapped)
        exit(1);
    wrapped->index = index;
    if (setting[0]) {
        must_faiss(faiss_ParameterSpace_new(&space));
        must_faiss(faiss_ParameterSpace_set_index_parameters(space, index,
                                                             setting));
        faiss_ParameterSpace_free(space);
    }
    return wrapped;
}

plain_faiss *plain_faiss_build(const char *factory, const char *setting,
                               const float *sample, size_t sample_n,
                               const float *rows, size_t n, size_t dimension)
{
    FaissIndex *index = NULL;

    must_faiss(faiss_index_factory(&index, (int)dimension, factory,
                                   METRIC_INNER_PRODUCT));
    if (!faiss_Index_is_trained(index))
        must_faiss(faiss_Index_train(index, (idx_t)sample_n, sample));
    must_faiss(faiss_Index_add(index, (idx_t)n, rows));
    return wrap(index, setting);
}

void plain_faiss_search(int64_t *row, float *score, const plain_faiss *index,
                        const float *queries, size_t n, size_t k)
{
    must_faiss(faiss_Index_search(index->index, (idx_t)n, queries, (idx_t)k,
                                  score, row));
}

void plain_faiss_write(const plain_faiss *index, const char *path)
{
    must_faiss(faiss_write_index_fname(index->index, path));
}

plain_faiss *plain_faiss_read(const char *path, const char *setting)
{
    FaissIndex *index = NULL;

    must_faiss(faiss_read_index_fname(path, 0, &index));
    return wrap(index, setting);
}

void plain_faiss_close(plain_faiss *index)
{
    if (index)
        faiss_Index_free(index->index);
    free(index);
}
