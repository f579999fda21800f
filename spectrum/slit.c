#include "slit.h"

#include <math.h>
#include <string.h>

enum { REACH_MAX = 64 };

/* Of the points up to `reach` away from i that were measured. */
static float weighted_mean(const float *intensity, const float *mask,
                           size_t length, size_t i, const float *weight,
                           size_t reach)
{
    size_t from = i > reach ? i - reach : 0;
    size_t to = i + reach < length ? i + reach : length - 1;
    float sum = 0, weights = 0;

    for (size_t j = from; j <= to; j++) {
        float w = weight[j > i ? j - i : i - j] * mask[j];

        sum += w * intensity[j];
        weights += w;
    }
    return weights > 0 ? sum / weights : 0;
}

void vib_slit_broaden(float *intensity, float *scratch, const float *mask,
                      size_t length, double width)
{
    double sd = width / 2.3548; /* points */
    size_t reach = (size_t)fmin(ceil(3 * sd), REACH_MAX);
    float weight[REACH_MAX + 1];

    if (sd < 0.2)
        return;
    for (size_t k = 0; k <= reach; k++)
        weight[k] = (float)exp(-0.5 * (double)(k * k) / (sd * sd));
    for (size_t i = 0; i < length; i++)
        scratch[i] = mask[i] != 0 ? weighted_mean(intensity, mask, length, i,
                                                  weight, reach)
                                  : 0;
    memcpy(intensity, scratch, length * sizeof *intensity);
}
