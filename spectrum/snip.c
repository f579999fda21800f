/* snip.c - the baseline below the bands. */
#include "snip.h"

#include <string.h>

static float lesser(float value, float left, float right)
{
    float mean = 0.5f * (left + right);

    return value < mean ? value : mean;
}

static void clip(float *restrict out, const float *restrict y, size_t n,
                 size_t p)
{
    size_t begin = p < n ? p : n, end = n > p ? n - p : 0;

    if (end < begin) /* both neighbours can be beyond an end */
        end = begin;
    for (size_t i = 0; i < begin; i++)
        out[i] = lesser(y[i], y[0], y[i + p < n ? i + p : n - 1]);
    for (size_t i = begin; i < end; i++)
        out[i] = lesser(y[i], y[i - p], y[i + p]);
    for (size_t i = end; i < n; i++)
        out[i] = lesser(y[i], y[i - p], y[n - 1]);
}

void vib_snip(float *y, float *scratch, size_t n, size_t half)
{
    float *from = y, *to = scratch;

    for (size_t p = half; p > 0; p--) {
        float *kept = from;

        clip(to, from, n, p);
        from = to;
        to = kept;
    }
    if (from != y)
        memcpy(y, from, n * sizeof *y);
}
