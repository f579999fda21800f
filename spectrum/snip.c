/* snip.c - the baseline below the bands. */
#include "snip.h"

#include <string.h>

static void clip(float *restrict out, const float *restrict y, size_t n,
                 size_t p)
{
    memcpy(out, y, p * sizeof *y);
    for (size_t i = p; i < n - p; i++) {
        float mean = 0.5f * (y[i - p] + y[i + p]);

        out[i] = y[i] < mean ? y[i] : mean;
    }
    memcpy(out + n - p, y + n - p, p * sizeof *y);
}

void vib_snip(float *y, float *scratch, size_t n, size_t half)
{
    float *from = y, *to = scratch;

    for (size_t p = half; p > 0; p--) {
        float *kept = from;

        if (2 * p >= n)
            continue;
        clip(to, from, n, p);
        from = to;
        to = kept;
    }
    if (from != y)
        memcpy(y, from, n * sizeof *y);
}
