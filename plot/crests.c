/* crests.c - the bands of a line that a reader would point at. */
#include "crests.h"

#include "memory.h"
#include "status.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

/* Standard deviation of white noise: 1.4826 times the median of the absolute
 * second differences, whose variance is 6 times that of the noise. Bands are
 * wide enough to leave the median alone. */
static int find_noise(double *noise, const double *y, size_t n)
{
    double *difference = vib_new(n, sizeof *difference);

    if (!difference)
        return VIB_NO_MEMORY;
    for (size_t i = 1; i + 1 < n; i++)
        difference[i - 1] = fabs(y[i - 1] - 2 * y[i] + y[i + 1]);
    qsort(difference, n - 2, sizeof *difference, ascending);
    *noise = 1.4826 * difference[(n - 2) / 2] / sqrt(6);
    free(difference);
    return VIB_OK;
}

/* From the crest to where the line is below half of its rise. */
static void find_half(vib_crest *crest, const double *y, size_t n)
{
    double half = y[crest->at] - crest->rise / 2;

    crest->low = crest->high = crest->at;
    while (crest->low > 0 && y[crest->low - 1] > half)
        crest->low--;
    while (crest->high + 1 < n && y[crest->high + 1] > half)
        crest->high++;
}

/* Keep the most prominent, in that order. */
static void keep(vib_crest *crests, size_t *count, size_t room,
                 const vib_crest *found)
{
    size_t i = *count;

    if (i == room && (room == 0 || crests[room - 1].rise >= found->rise))
        return;
    if (i == room)
        i--;
    else
        ++*count;
    for (; i > 0 && crests[i - 1].rise < found->rise; i--)
        crests[i] = crests[i - 1];
    crests[i] = *found;
}

/* Walk along the line: a maximum counts once the line has fallen by `least`
 * below it, a minimum once it has risen by that; what stands out is the lesser
 * of the rise before and the fall behind. */
static void walk(vib_crest *crests, size_t *count, size_t room,
                 const double *y, size_t n, double least)
{
    double bottom = y[0], lowest = y[0];
    size_t top = 0;
    bool rising = false;
    vib_crest found = { 0 };

    for (size_t i = 0; i < n; i++) {
        if (rising && y[i] > y[top])
            top = i;
        if (y[i] < lowest)
            lowest = y[i];
        if (rising && y[top] - y[i] >= least) {
            found = (vib_crest){ .at = top, .rise = y[top] - bottom };
            rising = false;
            lowest = y[i];
        }
        if (!rising && y[i] - lowest >= least) {
            if (found.rise > 0) {
                found.rise = fmin(found.rise, y[found.at] - lowest);
                find_half(&found, y, n);
                keep(crests, count, room, &found);
            }
            found.rise = 0;
            bottom = lowest;
            top = i;
            rising = true;
        }
    }
    if (found.rise > 0) {
        found.rise = fmin(found.rise, y[found.at] - lowest);
        find_half(&found, y, n);
        keep(crests, count, room, &found);
    }
}

int vib_crests_find(vib_crest *crests, size_t *count, size_t room,
                    const double *y, size_t n, double share)
{
    double low, high, noise = 0;
    size_t found = 0;
    int rc;

    *count = 0;
    if (n < 5)
        return VIB_OK;
    rc = find_noise(&noise, y, n);
    if (rc < 0)
        return rc;
    low = high = y[0];
    for (size_t i = 1; i < n; i++) {
        low = fmin(low, y[i]);
        high = fmax(high, y[i]);
    }
    if (high > low)
        walk(crests, &found, room, y, n, fmax(share * (high - low), 6 * noise));
    *count = found;
    return VIB_OK;
}
