#include "bands.h"

#include "half.h"
#include "pipeline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the line ---------------------------------------------------------- */

/* Intensity above the baseline of a stretch of grid points. */
struct line {
    float *height; /* [n], lightly smoothed; 0 where not both measured */
    size_t first, n;
};

static float value_at(const vib_profile *profile, size_t i)
{
    return i < profile->first || i - profile->first >= profile->length
               ? NAN
               : vib_half_value(profile->value[i - profile->first]);
}

static int by_value(const void *a, const void *b)
{
    float p = *(const float *)a, q = *(const float *)b;

    return (p > q) - (p < q);
}

/* The standard deviation of white noise from the median magnitude of second
 * differences: that of a normal variable is 0.6745 deviations, and theirs is
 * the root of 6 times the noise's. Turns `spare` [n] over. */
static float noise_of(float *spare, const float *height, size_t n)
{
    size_t count = 0;

    for (size_t i = 1; i + 1 < n; i++)
        spare[count++] = fabsf(height[i - 1] - 2 * height[i] + height[i + 1]);
    if (count == 0)
        return 0;
    qsort(spare, count, sizeof *spare, by_value);
    return spare[count / 2] / (0.6745f * sqrtf(6));
}

/* Weights 1 2 1, which leave sqrt(6) / 4 of the noise. */
static void smooth(float *to, const float *from, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        float before = from[i > 0 ? i - 1 : 0];
        float after = from[i + 1 < n ? i + 1 : n - 1];

        to[i] = (before + 2 * from[i] + after) / 4;
    }
}

/* ---- finding ----------------------------------------------------------- */

/* How far the maximum at i stands above the higher of the two valleys between
 * it and whatever is higher, or the end. */
static float prominence(const float *height, size_t n, size_t i)
{
    float left = height[i], right = height[i];

    for (size_t k = i; k-- > 0 && height[k] <= height[i];)
        left = fminf(left, height[k]);
    for (size_t k = i + 1; k < n && height[k] <= height[i]; k++)
        right = fminf(right, height[k]);
    return height[i] - fmaxf(left, right);
}

/* Where the parabola through three points has its top. */
static float top_of(const float *height, size_t i)
{
    float bend = height[i - 1] - 2 * height[i] + height[i + 1];

    return bend < 0 ? (float)i + 0.5f * (height[i - 1] - height[i + 1]) / bend
                    : (float)i;
}

static size_t weakest(const vib_peaks *peaks)
{
    size_t least = 0;

    for (size_t i = 1; i < peaks->count; i++)
        if (peaks->peak[i].height < peaks->peak[least].height)
            least = i;
    return least;
}

/* Append, and when there are too many drop the weakest. */
static void offer(vib_peaks *peaks, vib_peak peak)
{
    if (peaks->count == VIB_BANDS_MAX) {
        size_t least = weakest(peaks);

        if (peaks->peak[least].height >= peak.height)
            return;
        memmove(&peaks->peak[least], &peaks->peak[least + 1],
                (--peaks->count - least) * sizeof peak);
    }
    peaks->peak[peaks->count++] = peak;
}

static void collect(vib_peaks *out, const float *height, size_t n, float noise)
{
    float most = 0, least;

    for (size_t i = 0; i < n; i++)
        most = fmaxf(most, height[i]);
    least = fmaxf(most / 30, 6 * noise); /* from valley to top */
    for (size_t i = 1; i + 1 < n; i++)
        if (height[i] >= least && height[i] >= height[i - 1] &&
            height[i] > height[i + 1] && prominence(height, n, i) >= least)
            offer(out, (vib_peak){ top_of(height, i), height[i] / most, -1 });
}

void vib_peaks_find(vib_peaks *out, const vib_profile *root,
                    const vib_profile *other)
{
    float plain[VIB_GRID_MAX], height[VIB_GRID_MAX];
    size_t n = root->length < VIB_GRID_MAX ? root->length : VIB_GRID_MAX;
    float noise;

    out->count = 0;
    for (size_t i = 0; i < n; i++) {
        float r = value_at(root, root->first + i);

        plain[i] = isnan(r) || isnan(value_at(other, root->first + i)) ? 0
                                                                       : r * r;
    }
    if (n < 3)
        return;
    noise = noise_of(height, plain, n) * 0.6f;
    smooth(height, plain, n);
    collect(out, height, n, noise);
    for (size_t i = 0; i < out->count; i++)
        out->peak[i].at += (float)root->first;
}

/* ---- pairing ----------------------------------------------------------- */

/* The free band nearest to `at`, at most `within` away, or -1. */
static int nearest_free(const vib_peaks *peaks, float at, float within)
{
    int nearest = -1;

    for (size_t i = 0; i < peaks->count; i++) {
        float distance = fabsf(peaks->peak[i].at - at);

        if (peaks->peak[i].partner < 0 && distance <= within) {
            within = distance;
            nearest = (int)i;
        }
    }
    return nearest;
}

/* The strongest band that has not chosen yet, or -1. */
static int next_to_choose(const vib_peaks *peaks, const bool *chosen)
{
    int best = -1;

    for (size_t i = 0; i < peaks->count; i++)
        if (!chosen[i] &&
            (best < 0 || peaks->peak[i].height > peaks->peak[best].height))
            best = (int)i;
    return best;
}

void vib_peaks_pair(vib_peaks *a, vib_peaks *b, float within)
{
    bool chosen[VIB_BANDS_MAX] = { false };

    for (int i; (i = next_to_choose(a, chosen)) >= 0;) {
        int k = nearest_free(b, a->peak[i].at, within);

        chosen[i] = true;
        if (k >= 0) {
            a->peak[i].partner = k;
            b->peak[k].partner = i;
        }
    }
}

static double sum_of_heights(const vib_peaks *peaks)
{
    double sum = 0;

    for (size_t i = 0; i < peaks->count; i++)
        sum += (double)peaks->peak[i].height;
    return sum;
}

float vib_peaks_agreement(const vib_peaks *a, const vib_peaks *b,
                          float within)
{
    double whole = sqrt(sum_of_heights(a) * sum_of_heights(b)), shared = 0;

    for (size_t i = 0; i < a->count; i++) {
        const vib_peak *one = &a->peak[i], *other;
        double apart;

        if (one->partner < 0)
            continue;
        other = &b->peak[one->partner];
        apart = (double)(one->at - other->at) / (double)within;
        shared += sqrt((double)one->height * (double)other->height) *
                  (1 - apart * apart);
    }
    return whole > 0 ? (float)(shared / whole) : 0;
}
