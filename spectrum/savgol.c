/* savgol.c - the slope of a noisy line. */
#include "savgol.h"

#include <assert.h>

/* weight [points]: their sum with the values of a window is the slope, at
 * window point `at`, of the least-squares polynomial. It is expanded in the
 * polynomials orthogonal on the points u = -m .. m, p[k+1] = u p[k] - b p[k-1]
 * with b = |p[k]|^2 / |p[k-1]|^2 (Forsythe 1957, J. SIAM 5, 74); evenly spaced
 * points leave no further term. */
static void slope_weights(double *weight, int points, int order, int at)
{
    double now[VIB_SAVGOL_MAX], before[VIB_SAVGOL_MAX];
    double middle = (points - 1) / 2.0, norm_before = 1;
    double value = 1, value_before = 0; /* p[k] and p[k-1] at the point ...  */
    double slope = 0, slope_before = 0; /* ... and their derivatives         */

    for (int i = 0; i < points; i++) {
        now[i] = 1;
        before[i] = weight[i] = 0;
    }
    for (int k = 0; k <= order; k++) {
        double norm = 0, b, u = at - middle, kept;

        for (int i = 0; i < points; i++)
            norm += now[i] * now[i];
        for (int i = 0; i < points; i++)
            weight[i] += now[i] * slope / norm;
        b = k > 0 ? norm / norm_before : 0;
        for (int i = 0; i < points; i++) {
            kept = now[i];
            now[i] = (i - middle) * kept - b * before[i];
            before[i] = kept;
        }
        kept = slope;
        slope = value + u * slope - b * slope_before;
        slope_before = kept;
        kept = value;
        value = u * value - b * value_before;
        value_before = kept;
        norm_before = norm;
    }
}

/* out[i] = sum over j of weight[j] y[i + j], for i < n; one tap after the other
 * so that the compiler makes vector code of it. */
static void correlate(float *restrict out, const float *restrict y, size_t n,
                      const double *weight, int points)
{
    for (size_t i = 0; i < n; i++)
        out[i] = 0;
    for (int j = 0; j < points; j++) {
        float w = (float)weight[j];

        for (size_t i = 0; i < n; i++)
            out[i] += w * y[i + (size_t)j];
    }
}

void vib_savgol_slope(float *slope, const float *y, size_t n, int points,
                      int order)
{
    double weight[VIB_SAVGOL_MAX];

    assert(points % 2 == 1 && points <= VIB_SAVGOL_MAX && order >= 1);
    if ((size_t)points > n)
        points = (int)n;
    if (order >= points)
        order = points - 1;

    int half = points / 2;
    size_t last = n - (size_t)points; /* where the last window begins */

    slope_weights(weight, points, order, half);
    correlate(slope + half, y, last + 1, weight, points);
    for (int at = 0; at < points; at++) {
        if (at == half)
            continue;
        slope_weights(weight, points, order, at);
        if (at < half)
            correlate(slope + at, y, 1, weight, points);
        else
            correlate(slope + last + at, y + last, 1, weight, points);
    }
}
