/* explain.c - which bands of an unknown a reference has. */
#include "library.h"

#include "measure.h"
#include "memory.h"
#include "offset.h"
#include "regions.h"

#include <math.h>
#include <stdlib.h>

/* Two spectra on the grid; `memory` is the one block all others are in. */
struct pair {
    const vib_pipeline *pipeline;
    float *memory, *weight, *scratch;
    uint16_t *halves[2];
    vib_profile root[2]; /* of the query, of the reference */
};

static int pair_new(struct pair *out, const vib_pipeline *pipeline)
{
    size_t length = pipeline->length;
    float *block =
        vib_new(VIB_TRACE_SCRATCH(length) + 5 * length, sizeof *block);

    if (!block)
        return VIB_NO_MEMORY;
    *out = (struct pair){ .pipeline = pipeline, .memory = block };
    out->weight = block + 3 * length;
    out->halves[0] = (uint16_t *)(block + 4 * length);
    out->halves[1] = out->halves[0] + length;
    out->scratch = block + 5 * length;
    return VIB_OK;
}

static int make_root(struct pair *pair, size_t which,
                     const vib_spectrum *spectrum)
{
    size_t length = pair->pipeline->length;
    float *intensity = pair->memory, *mask = intensity + length;
    float *kept = mask + length;
    vib_gridded gridded = { intensity, mask, kept };
    int rc = vib_pipeline_grid(intensity, mask, pair->pipeline, spectrum);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < length; i++)
        kept[i] = pair->weight[i] > 0 ? mask[i] : 0;
    pair->root[which] =
        vib_trace_make(pair->halves[which], pair->scratch, VIB_TRACE_ROOT,
                       pair->pipeline, &gridded);
    return VIB_OK;
}

/* The query's root, its shift taken away. */
static int make_query(struct pair *pair, const vib_spectrum *query,
                      double shift)
{
    vib_spectrum undone = VIB_SPECTRUM_INIT;
    int rc = VIB_OK;

    if (!(fabs(shift) > 0))
        return make_root(pair, 0, query);
    rc = vib_offset_undo(&undone, query, pair->pipeline->raman, shift);
    if (rc == VIB_OK)
        rc = make_root(pair, 0, &undone);
    vib_spectrum_release(&undone);
    return rc;
}

static int make_reference(struct pair *pair, const vib_db *db, uint64_t id)
{
    vib_spectrum reference = VIB_SPECTRUM_INIT;
    int rc = vib_db_get(&reference, db, id);

    if (rc == VIB_OK)
        rc = make_root(pair, 1, &reference);
    vib_spectrum_release(&reference);
    return rc;
}

static double place_of(const vib_pipeline *pipeline, const vib_peak *peak)
{
    return pipeline->first + pipeline->step * (double)peak->at;
}

static int by_place(const void *a, const void *b)
{
    const vib_reason *p = a, *q = b;
    double at = p->kind == VIB_BAND_EXTRA ? p->reference : p->query;
    double other = q->kind == VIB_BAND_EXTRA ? q->reference : q->query;

    return (at > other) - (at < other);
}

static int list_bands(vib_reasons *out, const vib_pipeline *pipeline,
                      const vib_peaks *a, const vib_peaks *b)
{
    vib_reason *band = vib_new(a->count + b->count, sizeof *band);
    size_t n = 0;

    if (!band)
        return VIB_NO_MEMORY;
    for (size_t i = 0; i < a->count; i++) {
        const vib_peak *own = &a->peak[i];
        const vib_peak *other =
            own->partner < 0 ? NULL : &b->peak[own->partner];

        band[n++] = (vib_reason){
            .kind = other ? VIB_BAND_FOUND : VIB_BAND_MISSING,
            .query = place_of(pipeline, own),
            .reference = other ? place_of(pipeline, other) : NAN,
            .query_height = own->height,
            .reference_height = other ? other->height : 0,
        };
    }
    for (size_t i = 0; i < b->count; i++)
        if (b->peak[i].partner < 0)
            band[n++] = (vib_reason){
                .kind = VIB_BAND_EXTRA,
                .query = NAN,
                .reference = place_of(pipeline, &b->peak[i]),
                .reference_height = b->peak[i].height,
            };
    qsort(band, n, sizeof *band, by_place);
    out->band = band;
    out->count = n;
    return VIB_OK;
}

static int compare(vib_reasons *out, const struct pair *pair)
{
    float within = (float)(VIB_BAND_TOLERANCE / pair->pipeline->step);
    vib_peaks of_query, of_reference;

    vib_peaks_find(&of_query, &pair->root[0], &pair->root[1]);
    vib_peaks_find(&of_reference, &pair->root[1], &pair->root[0]);
    vib_peaks_pair(&of_query, &of_reference, within);
    out->agreement = vib_peaks_agreement(&of_query, &of_reference, within);
    return list_bands(out, pair->pipeline, &of_query, &of_reference);
}

int vib_db_explain(vib_reasons *out, const vib_db *db,
                   const vib_spectrum *query, const vib_comparison *what)
{
    struct pair pair = { .memory = NULL };
    vib_reasons reasons = VIB_REASONS_INIT;
    vib_set set;
    int rc = vib_db_set_now(&set, db);

    if (rc == VIB_OK)
        rc = pair_new(&pair, vib_encoder_pipeline(set.encoder));
    if (rc == VIB_OK)
        rc = vib_regions_weigh(pair.weight, pair.pipeline, what->regions,
                               what->region_count);
    if (rc >= 0)
        rc = make_query(&pair, query, what->shift);
    if (rc == VIB_OK)
        rc = make_reference(&pair, db, what->id);
    if (rc == VIB_OK)
        rc = compare(&reasons, &pair);
    if (rc == VIB_OK)
        *out = reasons;
    free(pair.memory);
    return rc;
}

void vib_reasons_release(vib_reasons *reasons)
{
    free(reasons->band);
    *reasons = (vib_reasons)VIB_REASONS_INIT;
}
