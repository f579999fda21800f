/* checkpoint.h - everything that a training needs to go on as if it had never
 * been interrupted, in one file. */
#ifndef VIB_CHECKPOINT_H
#define VIB_CHECKPOINT_H

#include "validate.h"

/* Where a training stands, besides its arrays. */
typedef struct vib_standing {
    vib_hash training;     /* of the data and of all that was asked for      */
    size_t steps, step;    /* in all; done                                   */
    double loss;           /* running mean                                   */
    vib_marks start, best; /* of the first weights, of those kept as best    */
    size_t best_step;      /* of these                                       */
    double top;            /* the highest mean of marks so far               */
    size_t better_step;    /* where it was reached                           */
} vib_standing;

/* Replace the file at once or not at all. */
int vib_checkpoint_write(const char *path, const vib_standing *standing,
                         const vib_learner *learner);

/* VIB_NOT_FOUND: there is no such file. VIB_BAD_DATA: it is no checkpoint, or
 * damaged. VIB_BAD_ARG: of another training than standing->training. Then
 * nothing has been changed. */
int vib_checkpoint_read(vib_standing *standing, vib_learner *learner,
                        const char *path);

#endif
