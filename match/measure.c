#include "measure.h"

#include <math.h>

static const vib_measure measures[] = {
    { VIB_PEARSON, VIB_TRACE_INTENSITY, VIB_LIKE_PEARSON },
    { VIB_COSINE, VIB_TRACE_INTENSITY, VIB_LIKE_COSINE },
    { VIB_PEARSON_ROOT, VIB_TRACE_ROOT, VIB_LIKE_PEARSON },
    { VIB_COSINE_ROOT, VIB_TRACE_ROOT, VIB_LIKE_COSINE },
    { VIB_PEARSON_FIRST, VIB_TRACE_FIRST, VIB_LIKE_PEARSON },
    { VIB_COSINE_FIRST, VIB_TRACE_FIRST, VIB_LIKE_COSINE },
    { VIB_PEARSON_SECOND, VIB_TRACE_SECOND, VIB_LIKE_PEARSON },
    { VIB_COSINE_SECOND, VIB_TRACE_SECOND, VIB_LIKE_COSINE },
    { VIB_EUCLIDEAN, VIB_TRACE_INTENSITY, VIB_LIKE_NEARNESS },
    { VIB_SHIFTED, VIB_TRACE_ROOT, VIB_LIKE_PEARSON },
    { VIB_PEAKS, VIB_TRACE_ROOT, VIB_LIKE_COSINE },
};

const vib_measure *vib_measure_of(vib_score score)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (measures[i].score == score)
            return &measures[i];
    return NULL;
}

static float best_of_moves(const vib_measure *measure, const vib_profile *a,
                           const vib_profile *b, ptrdiff_t reach)
{
    float best = vib_profile_compare(NULL, measure->likeness, a, b, 0);

    if (best == 0) /* they share too little: no move makes up for that */
        return 0;
    for (ptrdiff_t move = 1; move <= reach; move++)
        best = fmaxf(best,
                     fmaxf(vib_profile_compare(NULL, measure->likeness, a, b,
                                               move),
                           vib_profile_compare(NULL, measure->likeness, a, b,
                                               -move)));
    return best;
}

static float compare_peaks(const vib_pipeline *pipeline, const vib_profile *a,
                           const vib_profile *b)
{
    float within = (float)(VIB_BAND_TOLERANCE / pipeline->step);
    vib_peaks of_a, of_b;

    vib_peaks_find(&of_a, a, b);
    vib_peaks_find(&of_b, b, a);
    vib_peaks_pair(&of_a, &of_b, within);
    return vib_peaks_agreement(&of_a, &of_b, within);
}

float vib_measure_compare(const vib_measure *measure,
                          const vib_pipeline *pipeline, const vib_profile *a,
                          const vib_profile *b, double reach)
{
    if (measure->score == VIB_PEAKS)
        return compare_peaks(pipeline, a, b);
    if (measure->score == VIB_SHIFTED)
        return best_of_moves(measure, a, b,
                             (ptrdiff_t)lround(reach / pipeline->step));
    return vib_profile_compare(NULL, measure->likeness, a, b, 0);
}
