/* learner.h - a network that is being trained: all its memory, and one step of
 * looking at a batch. */
#ifndef VIB_LEARNER_H
#define VIB_LEARNER_H

#include "lesson.h"
#include "network.h"
#include "optimizer.h"

/* Views that go through the network together, a chunk. Part of what a seed
 * means. */
enum { VIB_CHUNK = 16 };

/* Inputs that are made when they are needed: paint() puts number i of `from`
 * into input [VIB_CHANNELS][length]. */
typedef struct vib_painting {
    void (*paint)(float *input, float *scratch, const void *from, size_t i);
    const void *from;
    size_t count;
} vib_painting;

/* One block of memory for each thing; nothing is taken during training. */
typedef struct vib_learner {
    vib_shape shape;
    vib_parameters parameters;
    size_t views, chunks, groups;
    int threads;
    size_t input, paint, scratch, tape; /* sizes                             */
    real *state;      /* weights, moments, average, best: [5][count]         */
    real *best;       /* the averaged weights that validated best            */
    uint8_t *decays;
    real *gradients;  /* [groups][count]                                     */
    real *inputs;     /* [threads][input]                                    */
    real *tapes;      /* [chunks, or threads if more][tape]                  */
    real *vectors, *d_vectors; /* [views, or more][dimension]                */
    real *scratches;  /* [threads][scratch]                                  */
    float *paints;    /* [threads][paint]                                    */
    double *sums;     /* scratch of the loss                                 */
    uint8_t *excluded;
} vib_learner;

/* A new network in memory for `rows` pairs of views a step. */
int vib_learner_open(vib_learner *out, const vib_shape *shape, size_t rows,
                     uint64_t seed);
void vib_learner_release(vib_learner *learner);

/* Begin with these weights of the linear layer [flat][dimension]. */
void vib_learner_start(vib_learner *learner, const real *linear);

/* Begin blind to channels of the input: see vib_network_hide(). */
void vib_learner_hide(vib_learner *learner, unsigned channels);

/* Look at a lesson: returns its loss, and leaves the gradient in
 * parameters.gradient. The same bits at any number of threads: chunks of views
 * go through by themselves, gradients are summed in a fixed number of groups,
 * and these in their order. See vib_batch for the numbers. */
double vib_learner_look(vib_learner *learner, const vib_lesson *lesson,
                        double temperature, double own);

/* Vectors [count][dimension] of a painting under some weights. Uses the
 * learner's memory, not what it has learned. */
void vib_learner_embed(float *vectors, vib_learner *learner,
                       const real *weights,
                       const vib_painting *painting);

/* What the linear layer reads of each of a painting, flats [count][flat], and
 * the first channel of its input, slopes [count][length]. Uses the learner's
 * memory as a step does. */
void vib_learner_flatten(real *flats, real *slopes, vib_learner *learner,
                         const vib_painting *painting);

#endif
