/* regions.h - which parts of the axis count, and how much. */
#ifndef VIB_REGIONS_H
#define VIB_REGIONS_H

#include "pipeline.h"

/* What regions [n] make each grid point count, into weight [length]. 1: some
 * count neither 0 nor 1; 0: none does. VIB_BAD_ARG: a bound is no number, or a
 * weight none from 0 to 1000. */
int vib_regions_weigh(float *weight, const vib_pipeline *pipeline,
                      const vib_region *regions, size_t n);

#endif
