/* treatment.c - what a pipeline does to a spectrum, in figures. */
#include "axis.h"
#include "despike.h"
#include "memory.h"
#include "pipeline.h"
#include "units.h"

#include <stdlib.h>
#include <string.h>

/* Order the axis and count the spikes; block [3 n] doubles. */
static int count_spikes(vib_treatment *out, double *block,
                        const vib_pipeline *pipeline,
                        const vib_spectrum *spectrum)
{
    size_t n = spectrum->n;
    double *x = block, *y = block + n, *spare = block + 2 * n;
    int rc = vib_axis_per_cm(x, spectrum, pipeline->raman);

    if (rc < 0)
        return rc;
    if (n > 0)
        memcpy(y, spectrum->y, n * sizeof *y);
    rc = vib_axis_order(x, y, &n);
    if (rc < 0)
        return rc;
    out->points = n;
    out->from = x[0];
    out->to = x[n - 1];
    out->spikes = pipeline->despike > 0
                      ? vib_despike(y, spare, x, n, pipeline->despike) : 0;
    return VIB_OK;
}

/* Count the grid points that were measured, and find their range. */
static int count_grid(vib_treatment *out, const vib_pipeline *pipeline,
                      const vib_spectrum *spectrum)
{
    size_t length = pipeline->length;
    float *intensity = vib_new(2 * length, sizeof *intensity);
    float *mask = intensity + length;
    int rc;

    if (!intensity)
        return VIB_NO_MEMORY;
    rc = vib_pipeline_grid(intensity, mask, pipeline, spectrum);
    out->grid = length;
    out->measured = 0;
    for (size_t i = 0; i < length && rc == VIB_OK; i++)
        if (mask[i] > 0) {
            out->last = pipeline->first + pipeline->step * (double)i;
            out->first = out->measured++ == 0 ? out->last : out->first;
        }
    free(intensity);
    return rc;
}

int vib_treatment_of(vib_treatment *out, const char *pipeline_text,
                     const vib_spectrum *spectrum)
{
    vib_treatment treatment;
    vib_pipeline pipeline;
    double *block;
    int rc = vib_pipeline_parse(&pipeline, pipeline_text);

    if (rc < 0)
        return rc;
    block = vib_new(spectrum->n, 3 * sizeof *block);
    if (!block)
        return VIB_NO_MEMORY;
    rc = count_spikes(&treatment, block, &pipeline, spectrum);
    if (rc == VIB_OK)
        rc = count_grid(&treatment, &pipeline, spectrum);
    if (rc == VIB_OK)
        *out = treatment;
    free(block);
    return rc;
}
