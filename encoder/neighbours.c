#include "neighbours.h"

#include "memory.h"
#include "threads.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 16, COLUMNS = 64 };

/* Neighbours of one row while they are collected, most similar first. */
typedef struct shortlist {
    size_t count;
    uint32_t row[VIB_NEIGHBOURS_MAX];
    float similarity[VIB_NEIGHBOURS_MAX];
} shortlist;

/* Eight bits keep the cosine to some 0.1 %, and integer sums do not depend on
 * their order. */
static void sign_row(int8_t *signature, float *scale, const float *channel,
                     size_t length)
{
    float most = 0;
    int64_t squares = 0;

    for (size_t i = 0; i < 2 * length; i++)
        most = fmaxf(most, fabsf(channel[i]));
    for (size_t i = 0; i < length && most > 0; i++) {
        float mean = 0.5f * (channel[2 * i] + channel[2 * i + 1]);

        signature[i] = (int8_t)lrintf(127 * mean / most);
        squares += signature[i] * signature[i];
    }
    *scale = squares > 0 ? (float)(1 / sqrt((double)squares)) : 0;
}

static int sign_rows(vib_neighbours *out, const vib_dataset *dataset)
{
    size_t length = dataset->pipeline.length, threads = (size_t)vib_threads();
    float *work = vib_new(threads * (VIB_CHANNELS + 6), length * sizeof *work);

    if (!work)
        return VIB_NO_MEMORY;
#pragma omp parallel for num_threads((int)threads)
    for (size_t i = 0; i < out->count; i++) {
        float *mine =
            work + (size_t)vib_thread_number() * (VIB_CHANNELS + 6) * length;
        float *channels = mine + 2 * length;
        float *scratch = channels + VIB_CHANNELS * length;
        vib_view view = { mine, mine + length, scratch, length,
                          dataset->pipeline.step };

        vib_dataset_view(&view, dataset, i);
        vib_pipeline_features(channels, scratch, &dataset->pipeline,
                              view.intensity, view.mask);
        sign_row(out->signature + i * out->length, &out->scale[i], channels,
                 out->length);
    }
    free(work);
    return VIB_OK;
}

/* Whole numbers: the sum is the same however wide the processor is. */
static inline __attribute__((always_inline)) int32_t
dot_body(const int8_t *a, const int8_t *b, size_t n)
{
    int32_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static int32_t
dot_wide(const int8_t *a, const int8_t *b, size_t n)
{
    return dot_body(a, b, n);
}

static int32_t dot(const int8_t *a, const int8_t *b, size_t n)
{
    return __builtin_cpu_supports("avx2") ? dot_wide(a, b, n)
                                          : dot_body(a, b, n);
}
#else
#define dot dot_body
#endif

float vib_neighbours_similarity(const vib_neighbours *neighbours, size_t a,
                                size_t b)
{
    size_t length = neighbours->length;
    int32_t sum = dot(neighbours->signature + a * length,
                      neighbours->signature + b * length, length);

    return (float)sum * neighbours->scale[a] * neighbours->scale[b];
}

/* Insert behind all that are as similar, so that earlier rows win ties. */
static void consider(shortlist *list, const vib_kinship *kinship, uint32_t row,
                     float similarity)
{
    size_t at = list->count;

    if (similarity < (float)kinship->least)
        return;
    while (at > 0 && list->similarity[at - 1] < similarity)
        at--;
    if (at == kinship->most)
        return;
    if (list->count < kinship->most)
        list->count++;
    for (size_t k = list->count - 1; k > at; k--) {
        list->row[k] = list->row[k - 1];
        list->similarity[k] = list->similarity[k - 1];
    }
    list->row[at] = row;
    list->similarity[at] = similarity;
}

static bool may_be_kin(const vib_row *a, const vib_row *b, vib_kin kin)
{
    switch (kin) {
    case VIB_SAME_SPECIMEN:
        return a->specimen == b->specimen;
    case VIB_SAME_NAME:
        return a->name != 0 && a->name == b->name;
    default:
        return true;
    }
}

/* The lists of rows from .. to - 1; columns in blocks that stay in the cache
 * while all these rows meet them. */
static void collect(shortlist *lists, const vib_neighbours *all,
                    const vib_dataset *dataset, const vib_kinship *kinship,
                    size_t from)
{
    const vib_row *row = dataset->row;
    size_t training = dataset->training;
    size_t to = from + ROWS < training ? from + ROWS : training;
    size_t reach = kinship->reach ? kinship->reach : training;
    size_t first = from > reach ? from - reach : 0;
    size_t last = training - to > reach ? to + reach : training;

    for (size_t i = from; i < to; i++) {
        lists[i - from].count = 0;
        consider(&lists[i - from], kinship, (uint32_t)i, 2);
    }
    for (size_t block = first; block < last; block += COLUMNS)
        for (size_t i = from; i < to; i++)
            for (size_t j = block; j < block + COLUMNS && j < last; j++)
                if (i != j && may_be_kin(&row[i], &row[j], kinship->kin))
                    consider(&lists[i - from], kinship, (uint32_t)j,
                             vib_neighbours_similarity(all, i, j));
}

static void find_all(vib_neighbours *out, const vib_dataset *dataset,
                     const vib_kinship *kinship)
{
    size_t training = dataset->training;

#pragma omp parallel for schedule(dynamic) num_threads(vib_threads())
    for (size_t from = 0; from < training; from += ROWS) {
        shortlist lists[ROWS];

        collect(lists, out, dataset, kinship, from);
        for (size_t i = from; i < from + ROWS && i < training; i++) {
            const shortlist *list = &lists[i - from];

            out->found[i] = (uint8_t)list->count;
            memcpy(out->nearest + i * out->most, list->row,
                   list->count * sizeof *list->row);
        }
    }
}

int vib_neighbours_find(vib_neighbours *out, const vib_dataset *dataset,
                        const vib_kinship *kinship)
{
    vib_neighbours made = { .count = dataset->count,
                            .length = dataset->pipeline.length / 2,
                            .most = kinship->most };
    int status = VIB_NO_MEMORY;

    assert(kinship->most >= 1 && kinship->most <= VIB_NEIGHBOURS_MAX);
    made.signature = vib_new(made.count, made.length);
    made.scale = vib_new(made.count, sizeof *made.scale);
    made.nearest = vib_new(dataset->training, made.most * sizeof(uint32_t));
    made.found = vib_new(dataset->training, 1);
    if (made.signature && made.scale && made.nearest && made.found)
        status = sign_rows(&made, dataset);
    if (status < 0) {
        vib_neighbours_release(&made);
        return status;
    }
    find_all(&made, dataset, kinship);
    *out = made;
    return VIB_OK;
}

void vib_neighbours_release(vib_neighbours *neighbours)
{
    free(neighbours->signature);
    free(neighbours->scale);
    free(neighbours->nearest);
    free(neighbours->found);
    *neighbours = (vib_neighbours){ .count = 0 };
}
