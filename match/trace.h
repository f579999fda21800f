/* trace.h - what of a spectrum the plain scores compare. */
#ifndef VIB_TRACE_H
#define VIB_TRACE_H

#include "hqi.h"
#include "pipeline.h"

typedef enum vib_trace {
    VIB_TRACE_INTENSITY, /* as measured, scaled to 0 .. 1                    */
    VIB_TRACE_ROOT,      /* square root of the intensity above the baseline  */
    VIB_TRACE_FIRST,     /* its smoothed first derivative: no baseline taken */
    VIB_TRACE_SECOND     /* the same twice                                   */
} vib_trace;

/* A spectrum that vib_pipeline_grid() put on the grid. */
typedef struct vib_gridded {
    const float *intensity, *mask; /* [length], borrowed                     */
    const float *kept; /* [length] what of it the trace keeps: the mask or less
                        */
} vib_gridded;

/* Floats that vib_trace_make() needs for grid points [length]. */
#define VIB_TRACE_SCRATCH(length) ((VIB_CHANNELS + 4) * (length))

/* The trace of a spectrum, as a profile that borrows `storage` [length]. The
 * baseline is the pipeline's SNIP,
 * the derivative its Savitzky-Golay slope. */
vib_profile vib_trace_make(uint16_t *storage, float *scratch, vib_trace trace,
                           const vib_pipeline *pipeline,
                           const vib_gridded *spectrum);

#endif
