/* trainer.h - all that a training works with, for train.c, which trains, and
 * account.c, which tells of it. */
#ifndef VIB_TRAINER_H
#define VIB_TRAINER_H

#include "checkpoint.h"
#include "train.h"

typedef struct vib_trainer {
    const vib_training *options;
    const vib_recipe *recipe;
    vib_dataset data;
    vib_neighbours neighbours;
    vib_teacher teacher;
    vib_lesson lesson;
    vib_learner learner;
    vib_exam exam;
    vib_schedule schedule;
    vib_standing now;
    size_t patience;          /* steps without a better validation           */
    size_t started;           /* step at which this run began                */
    double start_time, save_time, line_time;
} vib_trainer;

#endif
