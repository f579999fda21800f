#include "regions.h"

#include "status.h"

#include <math.h>

static void weigh(float *weight, const vib_pipeline *pipeline,
                  const vib_region *region)
{
    double from = fmin(region->from, region->to);
    double to = fmax(region->from, region->to);

    for (size_t i = 0; i < pipeline->length; i++) {
        double at = pipeline->first + pipeline->step * (double)i;

        if (at >= from && at <= to)
            weight[i] = (float)region->weight;
    }
}

int vib_regions_weigh(float *weight, const vib_pipeline *pipeline,
                      const vib_region *regions, size_t n)
{
    int graded = 0;

    for (size_t i = 0; i < n; i++)
        if (isnan(regions[i].from) || isnan(regions[i].to) ||
            !(regions[i].weight >= 0 && regions[i].weight <= 1000))
            return vib_fail(VIB_BAD_ARG, "region %zu, %g to %g cm^-1, weight "
                            "%g: bounds are numbers, weights 0 to 1000", i + 1,
                            regions[i].from, regions[i].to, regions[i].weight);
    for (size_t i = 0; i < pipeline->length; i++)
        weight[i] = 1;
    for (size_t i = 0; i < n; i++)
        weigh(weight, pipeline, &regions[i]);
    for (size_t i = 0; i < pipeline->length; i++)
        graded |= weight[i] > 0 && (weight[i] < 1 || weight[i] > 1);
    return graded;
}
