/* optimizer.h - AdamW with a schedule, clipping and averaged weights. */
#ifndef VIB_OPTIMIZER_H
#define VIB_OPTIMIZER_H

#include "real.h"

#include <stddef.h>
#include <stdint.h>

/* What is optimised. All arrays [count], the caller's; the moments start as
 * zero and the average as the weights. */
typedef struct vib_parameters {
    size_t count;
    real *weights;
    real *gradient;
    real *first, *second;  /* moments of the gradient                        */
    real *average;         /* of the weights over the last steps             */
    const uint8_t *decays; /* 1 where weight decay applies                   */
} vib_parameters;

typedef struct vib_schedule {
    size_t steps, warmup; /* in all; those in which the rate rises           */
    double rate;          /* the highest learning rate                       */
    double decay;         /* weight decay                                    */
    double clip;          /* longest gradient                                */
    double average;       /* decay of the averaged weights                   */
} vib_schedule;

/* The learning rate of step 0 .. steps - 1: a linear rise, then half a cosine
 * towards 0 (Loshchilov and Hutter 2017, "SGDR", eq. 5, one period). */
double vib_schedule_rate(const vib_schedule *schedule, size_t step);

/* Take step number `step`: scale the gradient to at most schedule->clip, AdamW
 * (Loshchilov and Hutter 2019, algorithm 2) with betas 0.9 and 0.999, then
 * average. Returns the length that the gradient had; when that is not finite
 * nothing has been changed. */
double vib_optimizer_step(const vib_parameters *parameters,
                          const vib_schedule *schedule, size_t step);

#endif
