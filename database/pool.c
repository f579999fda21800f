#include "pool.h"

#include "library.h"
#include "memory.h"
#include "prepare.h"
#include "snip.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int vib_pool_new(vib_pool *out, vib_cards *cards, const vib_view *view,
                 size_t room)
{
    *out = (vib_pool){ .cards = cards, .view = view, .room = room };
    out->reference = vib_new(room * cards->length, sizeof *out->reference);
    out->compound = vib_new(room, sizeof *out->compound);
    out->id = vib_new(room, sizeof *out->id);
    out->name = vib_new(room, sizeof *out->name);
    out->scratch = vib_new(3 * cards->length, sizeof *out->scratch);
    return out->reference && out->compound && out->id && out->name &&
                   out->scratch
               ? VIB_OK
               : VIB_NO_MEMORY;
}

void vib_pool_release(vib_pool *pool)
{
    for (size_t i = 0; i < pool->count; i++)
        free(pool->name[i]);
    free(pool->reference);
    free(pool->compound);
    free(pool->id);
    free(pool->name);
    free(pool->scratch);
    vib_survey_release(&pool->survey);
}

void vib_pool_split(float *intensity, float *below, float *scratch,
                    const float *mask, const vib_pipeline *pipeline)
{
    size_t length = pipeline->length;
    size_t half = (size_t)lround(pipeline->snip / pipeline->step);

    memset(below, 0, length * sizeof *below);
    for (size_t begin = 0, end; begin < length; begin = end + 1) {
        for (end = begin; end < length && mask[end] > 0; end++)
            ;
        memcpy(below + begin, intensity + begin,
               (end - begin) * sizeof *below);
        vib_snip(below + begin, scratch, end - begin, half);
    }
    for (size_t i = 0; i < length; i++)
        intensity[i] = mask[i] > 0 ? intensity[i] - below[i] : 0;
}

/* ---- references ---------------------------------------------------------- */

static size_t compound_of(const vib_pool *pool, const char *name)
{
    size_t i = 0;

    while (i < pool->count &&
           !(name && name[0] && pool->name[i] &&
             strcmp(pool->name[i], name) == 0))
        i++;
    return i;
}

static int read_reference(vib_pool *pool, uint64_t id)
{
    size_t length = pool->cards->length, at = pool->count;
    float *intensity = pool->reference + at * length;
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    const char *name;
    int rc = vib_read_fields(&spectrum, pool->cards->txn, id);

    if (rc == VIB_OK)
        rc = vib_read_points(&spectrum, pool->cards->txn, id);
    if (rc == VIB_OK)
        rc = vib_pipeline_grid(intensity, pool->scratch,
                               pool->cards->pipeline, &spectrum);
    if (rc < 0)
        goto out;
    vib_pool_split(intensity, pool->scratch + length,
                   pool->scratch + 2 * length, pool->scratch,
                   pool->cards->pipeline);
    name = vib_spectrum_get(&spectrum, VIB_KEY_NAME);
    pool->name[at] = name ? vib_copy_text(name, strlen(name)) : NULL;
    if (name && !pool->name[at])
        rc = VIB_NO_MEMORY;
    if (rc == VIB_OK) {
        pool->compound[at] = compound_of(pool, name);
        pool->id[at] = id;
        pool->count++;
    }
out:
    vib_spectrum_release(&spectrum);
    return rc;
}

static int take(vib_pool *pool, const vib_neighbour *list, size_t n)
{
    int rc = VIB_OK;

    for (size_t i = 0; i < n && rc == VIB_OK; i++) {
        size_t k = 0;

        while (k < pool->count && pool->id[k] != list[i].id)
            k++;
        if (k == pool->count && pool->count < pool->room)
            rc = read_reference(pool, list[i].id);
    }
    return rc;
}

/* ---- the nearest to a rest ----------------------------------------------- */

static int by_vector(vib_pool *pool, const float *vector, size_t width)
{
    vib_neighbour *list = vib_new(width, sizeof *list);
    size_t found = 0;
    int rc = list ? vib_nearest(list, &found,
                                &(vib_ask){ .view = pool->view,
                                            .txn = pool->cards->txn,
                                            .filter = pool->cards->filter,
                                            .vectors = vector,
                                            .n = 1,
                                            .room = width,
                                            .least = 1 })
                  : VIB_NO_MEMORY;

    if (rc == VIB_OK)
        rc = take(pool, list, found);
    free(list);
    return rc;
}

static int by_profile(vib_pool *pool, const vib_profile *profile, size_t width)
{
    vib_survey *survey = &pool->survey;
    vib_neighbour *list = NULL;
    int rc = survey->id ? VIB_OK : vib_survey_load(survey, pool->cards);

    if (rc == VIB_OK)
        list = vib_new(survey->count, sizeof *list);
    if (rc == VIB_OK && !list)
        rc = VIB_NO_MEMORY;
    if (rc == VIB_OK) {
        width = width < survey->count ? width : survey->count;
        vib_survey_search(list, survey, &profile, 1, width, true);
        rc = take(pool, list, width);
    }
    free(list);
    return rc;
}

/* The measured points of a rest, as a file would have them. */
static int make_spectrum(vib_spectrum *out, const float *rest,
                         const float *mask, const vib_pipeline *pipeline)
{
    out->x = vib_new(pipeline->length, sizeof *out->x);
    out->y = vib_new(pipeline->length, sizeof *out->y);
    if (!out->x || !out->y)
        return VIB_NO_MEMORY;
    for (size_t i = 0; i < pipeline->length; i++)
        if (mask[i] > 0) {
            out->x[out->n] = pipeline->first + pipeline->step * (double)i;
            out->y[out->n++] = (double)rest[i];
        }
    return VIB_OK;
}

int vib_pool_gather(vib_pool *pool, const float *rest, const float *mask,
                    size_t width)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    const vib_spectrum *pointer = &spectrum;
    const vib_asking asking = { .still = true };
    vib_prepared prepared = VIB_PREPARED_INIT;
    size_t all = pool->cards->filter ? pool->cards->filter->count
                                     : pool->view->spectra;
    int rc = make_spectrum(&spectrum, rest, mask, pool->cards->pipeline);

    if (rc == VIB_OK)
        rc = vib_prepare_queries(&prepared, pool->view->set.encoder, &pointer,
                                 1, &asking);
    if (rc == VIB_OK && prepared.status[0] == VIB_OK && all > 0) {
        rc = by_vector(pool, prepared.vectors, width < all ? width : all);
        if (rc == VIB_OK)
            rc = by_profile(pool, &prepared.profiles[0], width);
    }
    vib_prepared_release(&prepared);
    vib_spectrum_release(&spectrum);
    return rc;
}
