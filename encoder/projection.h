/* projection.h - the weights that training starts from: a linear map under
 * which spectra are about as alike as the tuned HQI finds them, so that the
 * first step is taken from where correlation search ends. */
#ifndef VIB_PROJECTION_H
#define VIB_PROJECTION_H

#include "learner.h"

/* A new network is a linear map of its input up to the linear layer. Fit that
 * layer so that the vectors are the derivative channel seen in the subspace
 * that holds most of it, over `examples` clean spectra: half of them real,
 * where there are any, half generated. Weights, average and best are the
 * same afterwards. 0 examples: leave them as they were drawn. */
int vib_projection_fit(vib_learner *learner, const vib_teacher *teacher,
                       size_t examples);

#endif
