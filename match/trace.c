#include "trace.h"

#include "savgol.h"

#include <math.h>
#include <string.h>

/* The slope of `from` wherever it was measured, each stretch by itself. */
static void slope(float *to, const float *from, const float *mask,
                  const vib_pipeline *pipeline)
{
    size_t length = pipeline->length;

    memset(to, 0, length * sizeof *to);
    for (size_t begin = 0, end; begin < length; begin = end + 1) {
        for (end = begin; end < length && mask[end] > 0; end++)
            ;
        if (end > begin)
            vib_savgol_slope(to + begin, from + begin, end - begin,
                             pipeline->savgol_points, pipeline->savgol_order);
    }
}

/* To a largest magnitude of 1: half floats have no digits left far below. */
static void scale(float *values, size_t n)
{
    float most = 0;

    for (size_t i = 0; i < n; i++)
        most = fmaxf(most, fabsf(values[i]));
    for (size_t i = 0; i < n && most > 0; i++)
        values[i] /= most;
}

vib_profile vib_trace_make(uint16_t *storage, float *scratch, vib_trace trace,
                           const vib_pipeline *pipeline,
                           const vib_gridded *spectrum)
{
    size_t length = pipeline->length;
    const float *mask = spectrum->mask, *made = spectrum->intensity;
    float *one = scratch, *two = scratch + length;

    switch (trace) {
    case VIB_TRACE_INTENSITY:
        break;
    case VIB_TRACE_ROOT:
        vib_pipeline_features(scratch, scratch + VIB_CHANNELS * length,
                              pipeline, made, mask);
        made = two; /* channel 1 */
        break;
    case VIB_TRACE_FIRST:
    case VIB_TRACE_SECOND:
        slope(one, made, mask, pipeline);
        if (trace == VIB_TRACE_SECOND)
            slope(two, one, mask, pipeline);
        made = trace == VIB_TRACE_SECOND ? two : one;
        scale(trace == VIB_TRACE_SECOND ? two : one, length);
    }
    return vib_profile_make(storage, made, spectrum->kept, length);
}
