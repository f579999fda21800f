/* plan.h - where everything of a network lies: offsets into its weights, into
 * the tape of one sample and into the scratch of backward. A plan is made from
 * the shape in each call; it is a few hundred numbers. */
#ifndef VIB_PLAN_H
#define VIB_PLAN_H

#include "layers.h"
#include "network.h"

/* A convolution and its weights; bias only where there is one. */
typedef struct vib_planned {
    vib_conv conv;
    size_t weights, bias; /* in the weights                                 */
    size_t turned;        /* in the turned weights                          */
} vib_planned;

typedef struct vib_block {
    vib_planned first, second, skip;
    bool projects;  /* there is a skip convolution                          */
    size_t gain;    /* in the weights                                       */
    size_t scaled;  /* second's weights and bias times gain: where, in both */
                    /* the scaled weights and their gradient                */
    size_t x, a, b, y; /* in the tape: input, act(input), act(first), result */
} vib_block;

typedef struct vib_plan {
    vib_planned stem, head;
    vib_block block[VIB_BLOCKS_MAX];
    size_t blocks;
    size_t flat, dimension;   /* values before and after the linear layer   */
    size_t linear, bias;      /* its weights, in the weights                */
    size_t matrices, weights; /* how many weights decay, and how many all   */
    size_t input;             /* in the tape: the sample, channels-last     */
    size_t tape;              /* of one sample                              */
    size_t scaled, turned;    /* sizes                                      */
    size_t largest;           /* room for any gradient with its margins     */
} vib_plan;

/* `keep`: every activation has its own place, for backward; else they take
 * turns in few places, which stay in cache. */
void vib_plan_make(vib_plan *plan, const vib_shape *shape, bool keep);

#endif
