/* validate.h - does what is being learned find spectra that were not learned
 * from? Asked now and then during training, always the same questions. */
#ifndef VIB_VALIDATE_H
#define VIB_VALIDATE_H

#include "learner.h"

/* Shares of right first answers, 0 to 1. */
typedef struct vib_marks {
    double damaged; /* a damaged spectrum finds its own clean one            */
    double named;   /* a spectrum finds one of its name, of other specimens  */
    size_t damaged_asked, named_asked; /* questions; 0: none could be asked  */
} vib_marks;

/* Of held-out rows: damaged views of them against clean ones; and, where
 * names are known, clean ones against those of the training rows. Names
 * judge; they do not teach. With fewer than 16 held-out rows the training
 * rows themselves are damaged; without any, generated compounds are. */
typedef struct vib_exam {
    const vib_teacher *teacher;
    vib_teacher generator;          /* of compounds when there are no rows   */
    vib_dataset nothing;            /* its data                              */
    vib_lesson lesson;              /* the same                              */
    uint32_t *asked, *library;      /* dataset rows                          */
    size_t asked_count, library_count;
    float *damaged, *clean;         /* vectors of `asked` as unknowns        */
    float *own, *known;             /* of `asked` and `library` as references */
} vib_exam;

/* Borrows the teacher, and its data. The exam may not move. */
int vib_exam_open(vib_exam *out, const vib_teacher *teacher, size_t dimension);
void vib_exam_release(vib_exam *exam);

void vib_exam_take(vib_marks *out, vib_exam *exam, vib_learner *learner,
                   const real *weights);

/* One number to compare by: the mean of what was asked. */
double vib_marks_mean(const vib_marks *marks);

/* Its standard error: what it would vary by with other questions. */
double vib_marks_error(const vib_marks *marks);

#endif
