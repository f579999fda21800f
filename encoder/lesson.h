/* lesson.h - what a step learns from: pairs of views, generated or real. All
 * that is random follows from seed, step and row. */
#ifndef VIB_LESSON_H
#define VIB_LESSON_H

#include "dataset.h"
#include "neighbours.h"
#include "synthetic.h"

/* Everything that decides what is taught. */
typedef struct vib_teacher {
    const vib_dataset *data;          /* its training rows; may have none    */
    const vib_neighbours *neighbours; /* of data                             */
    vib_pipeline pipeline;
    vib_damage mild, hard;
    double alike;     /* similarity above which rows are not held against
                       * each other                                          */
    size_t rows;      /* pairs of views in a step                            */
    size_t opening;   /* first steps, on generated compounds alone           */
    double synthetic; /* share of the steps after these that are generated   */
    uint64_t seed;
} vib_teacher;

typedef struct vib_lesson {
    const vib_teacher *teacher;
    size_t step;
    bool synthetic;
    vib_range range;  /* of all generated compounds of the step: one
                       * instrument, so that the mask gives nothing away     */
    uint32_t *source; /* [2 rows] dataset row of each view, when real        */
    uint32_t *order;  /* [training] scratch                                  */
} vib_lesson;

int vib_lesson_open(vib_lesson *out, const vib_teacher *teacher);
void vib_lesson_release(vib_lesson *lesson);

/* Make it the lesson of step number `step`, whatever was before. */
void vib_lesson_plan(vib_lesson *lesson, size_t step);

/* Fill excluded [rows][rows] as vib_batch wants it; false when there is
 * nothing to exclude and it was left alone. */
bool vib_lesson_exclude(uint8_t *excluded, const vib_lesson *lesson);

/* Floats of scratch that painting one view needs. */
size_t vib_lesson_scratch(const vib_pipeline *pipeline);

/* The network's input [VIB_CHANNELS][length]: view 0 .. 2 rows - 1 of a
 * lesson. */
void vib_lesson_paint(float *input, float *scratch, const void *lesson,
                      size_t view);

/* A view inside such scratch, and from it to the network's input. */
vib_view vib_scratch_view(float *scratch, const vib_pipeline *pipeline);
void vib_view_paint(float *input, vib_view *view, const vib_pipeline *pipeline);

/* The same as a library has its references, see vib_pipeline_refer(). */
void vib_view_refer(float *input, vib_view *view, const vib_pipeline *pipeline);

/* The compound of some row of a step, measured once on `range`. */
void vib_lesson_measure(vib_view *view, const vib_lesson *lesson, size_t row,
                        vib_random *random);

#endif
