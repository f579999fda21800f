#include "prepare.h"

#include "memory.h"
#include "status.h"
#include "technique.h"
#include "threads.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Grid lengths a thread needs: the grid, what is kept of it, features or a
 * trace. */
enum { SCRATCH = VIB_TRACE_SCRATCH(1) + 3 };

void vib_prepared_release(vib_prepared *prepared)
{
    free(prepared->vectors);
    free(prepared->moved[0]);
    free(prepared->moved[1]);
    free(prepared->profiles);
    free(prepared->traces);
    free(prepared->status);
    free(prepared->reason);
    free(prepared->halves);
    *prepared = (vib_prepared)VIB_PREPARED_INIT;
}

static int prepared_new(vib_prepared *out, size_t n, size_t dimension,
                        size_t length)
{
    out->dimension = dimension;
    out->vectors = vib_new_aligned(n * dimension, sizeof *out->vectors);
    out->profiles = vib_new(n, sizeof *out->profiles);
    out->status = vib_new(n, sizeof *out->status);
    out->reason = vib_new(n, sizeof *out->reason);
    out->traces = vib_new(n, sizeof *out->traces);
    out->halves = vib_new(2 * n * length, sizeof *out->halves);
    return out->vectors && out->profiles && out->traces && out->status &&
                   out->reason && out->halves
               ? VIB_OK
               : VIB_NO_MEMORY;
}

/* The arrays of one batch that are gone when it is prepared. */
struct work {
    const vib_pipeline *pipeline;
    bool references;  /* not unknowns */
    vib_asking asking;
    float *channels; /* [n][VIB_CHANNELS][length] */
    float *scratch;  /* [threads][SCRATCH][length] */
};

static int work_new(struct work *out, const vib_pipeline *pipeline, size_t n)
{
    size_t threads = (size_t)vib_threads(), length = pipeline->length;

    out->pipeline = pipeline;
    out->channels = vib_new_aligned(n * VIB_CHANNELS * length, sizeof(float));
    out->scratch = vib_new_aligned(threads * SCRATCH * length, sizeof(float));
    return out->channels && out->scratch ? VIB_OK : VIB_NO_MEMORY;
}

static void work_release(struct work *work)
{
    free(work->channels);
    free(work->scratch);
}

static bool all_zero(const float *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (values[i] != 0)
            return false;
    return true;
}

/* A line that bends nowhere gives every encoder the same nothing. */
static int make_channels(float *channels, float *scratch,
                         const vib_pipeline *pipeline,
                         const vib_gridded *spectrum)
{
    vib_pipeline_features(channels, scratch, pipeline, spectrum->intensity,
                          spectrum->kept);
    return all_zero(channels, pipeline->length)
               ? vib_fail(VIB_BAD_DATA, "nothing stands above the baseline")
               : VIB_OK;
}

/* kept [length] is the mask where a point counts. */
static int keep(float *kept, const float *mask, const float *weight,
                size_t length)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++) {
        kept[i] = !weight || weight[i] > 0 ? mask[i] : 0;
        count += kept[i] > 0;
    }
    return count < VIB_GRID_MIN
               ? vib_fail(VIB_BAD_DATA, "what counts of the axis leaves %zu "
                          "points of the spectrum; it takes %d", count,
                          VIB_GRID_MIN)
               : VIB_OK;
}

/* Profile and trace are cut from those of all that was measured, so that at the
 * cut they are as the reference's; the vector is of what is left. */
static int describe(vib_prepared *out, const struct work *work, size_t i,
                    const vib_gridded *spectrum, float *scratch)
{
    const vib_pipeline *pipeline = work->pipeline;
    const vib_asking *asking = &work->asking;
    size_t length = pipeline->length;
    float *channels = work->channels + i * VIB_CHANNELS * length;
    uint16_t *halves = out->halves + 2 * i * length;
    vib_gridded whole = { spectrum->intensity, spectrum->mask,
                          spectrum->mask };
    int rc = make_channels(channels, scratch, pipeline, &whole);

    if (rc < 0)
        return rc;
    out->profiles[i] =
        vib_profile_make(halves, channels, spectrum->kept, length);
    if (asking->measure)
        out->traces[i] =
            vib_trace_make(halves + length, scratch, asking->measure->trace,
                           pipeline, spectrum);
    if (asking->graded) {
        out->profiles[i].weight = asking->weight + out->profiles[i].first;
        out->traces[i].weight = asking->weight + out->traces[i].first;
    }
    return asking->weight ? make_channels(channels, scratch, pipeline, spectrum)
                          : VIB_OK;
}

/* The channels of a reference once more, as those of its vector. */
static int refer(struct work *work, size_t i, float *intensity,
                 const vib_gridded *spectrum, float *scratch)
{
    const vib_pipeline *pipeline = work->pipeline;

    vib_pipeline_refer(intensity, scratch, spectrum->mask, pipeline);
    return make_channels(work->channels + i * VIB_CHANNELS * pipeline->length,
                         scratch, pipeline, spectrum);
}

/* The channels, the profile and the trace of spectrum i. */
static void prepare_one(vib_prepared *out, struct work *work, size_t i,
                        const vib_spectrum *spectrum)
{
    size_t length = work->pipeline->length;
    float *intensity =
        work->scratch + (size_t)vib_thread_number() * SCRATCH * length;
    float *mask = intensity + length, *kept = mask + length;
    vib_gridded gridded = { intensity, mask, kept };
    int rc = work->references
                 ? VIB_OK /* what is stored is not questioned */
                 : vib_technique_check(spectrum, work->pipeline->raman);

    if (rc == VIB_OK)
        rc = vib_pipeline_grid(intensity, mask, work->pipeline, spectrum);
    if (rc == VIB_OK)
        rc = keep(kept, mask, work->asking.weight, length);
    if (rc == VIB_OK)
        rc = describe(out, work, i, &gridded, kept + length);
    if (rc == VIB_OK && work->references && work->pipeline->slit > 0)
        rc = refer(work, i, intensity, &gridded, kept + length);
    if (rc < 0)
        snprintf(out->reason[i], VIB_REASON, "%s", vib_last_error());
    out->status[i] = rc;
}

/* What could not be prepared has no vector; running out of memory is no fault
 * of a spectrum. */
static int settle(vib_prepared *prepared, size_t n)
{
    size_t dimension = prepared->dimension;

    for (size_t i = 0; i < n; i++) {
        if (prepared->status[i] == VIB_NO_MEMORY)
            return vib_fail(VIB_NO_MEMORY, "%s", prepared->reason[i]);
        if (prepared->status[i] < 0)
            memset(prepared->vectors + i * dimension, 0,
                   dimension * sizeof *prepared->vectors);
    }
    return VIB_OK;
}

/* Channels [rows][length] moved up by `by` points; what comes in is 0. */
static void move_up(float *to, const float *from, size_t rows, size_t length,
                    ptrdiff_t by)
{
    size_t far = (size_t)(by < 0 ? -by : by), kept = length - far;

    memset(to, 0, rows * length * sizeof *to);
    for (size_t row = 0; row < rows; row++, to += length, from += length)
        memcpy(by > 0 ? to + far : to, by > 0 ? from : from + far,
               kept * sizeof *to);
}

static int embed_moved(vib_prepared *out, const vib_encoder *encoder,
                       const struct work *work, size_t n)
{
    size_t rows = n * VIB_CHANNELS, length = work->pipeline->length;
    float *channels = vib_new_aligned(rows * length, sizeof *channels);
    int rc = channels ? VIB_OK : VIB_NO_MEMORY;

    for (int up = 0; up < 2 && rc == VIB_OK; up++) {
        float *vectors = vib_new_aligned(n * out->dimension, sizeof *vectors);

        out->moved[up] = vectors;
        move_up(channels, work->channels, rows, length,
                up ? VIB_HQI_SHIFT : -VIB_HQI_SHIFT);
        rc = vectors ? vib_encoder_embed(vectors, encoder, channels, n)
                     : VIB_NO_MEMORY;
    }
    free(channels);
    return rc;
}

static int prepare(vib_prepared *out, const vib_encoder *encoder,
                   const vib_spectrum *const *spectra, size_t n,
                   const vib_asking *asking)
{
    const vib_pipeline *pipeline = vib_encoder_pipeline(encoder);
    vib_prepared prepared = VIB_PREPARED_INIT;
    struct work work = { .channels = NULL };
    int rc;

    assert(n <= VIB_BATCH);
    rc = work_new(&work, pipeline, n);
    work.references = !asking;
    if (asking)
        work.asking = *asking;
    if (rc == VIB_OK)
        rc = prepared_new(&prepared, n, vib_encoder_dimension(encoder),
                          pipeline->length);
    if (rc < 0)
        goto out;
#pragma omp parallel for num_threads(vib_threads()) schedule(dynamic)
    for (size_t i = 0; i < n; i++)
        prepare_one(&prepared, &work, i, spectra[i]);
    rc = vib_encoder_embed(prepared.vectors, encoder, work.channels, n);
    if (rc == VIB_OK && asking && !asking->still)
        rc = embed_moved(&prepared, encoder, &work, n);
    if (rc == VIB_OK)
        rc = settle(&prepared, n);
    if (rc < 0)
        goto out;
    *out = prepared;
    prepared = (vib_prepared)VIB_PREPARED_INIT;
out:
    vib_prepared_release(&prepared);
    work_release(&work);
    return rc;
}

int vib_prepare(vib_prepared *out, const vib_encoder *encoder,
                const vib_spectrum *const *spectra, size_t n)
{
    return prepare(out, encoder, spectra, n, NULL);
}

int vib_prepare_queries(vib_prepared *out, const vib_encoder *encoder,
                        const vib_spectrum *const *spectra, size_t n,
                        const vib_asking *asking)
{
    return prepare(out, encoder, spectra, n, asking);
}
