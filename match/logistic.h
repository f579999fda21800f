/* logistic.h - a probability from the signs of an answer. */
#ifndef VIB_LOGISTIC_H
#define VIB_LOGISTIC_H

#include <stdbool.h>
#include <stddef.h>

enum { VIB_SIGNS = 3 };

/* Score and embedding of the best name, and how far its score is above that of
 * the next. Few, since a small library has few examples; hqi and aligned, which
 * the score is made of, told no more on RRUFF. */
typedef struct vib_signs {
    float sign[VIB_SIGNS];
} vib_signs;

/* The logarithm of the odds is the sum of (sign - middle) weight, and of the
 * last weight. */
typedef struct vib_logistic {
    float middle[VIB_SIGNS], weight[VIB_SIGNS + 1];
} vib_logistic;

/* Fit it to whether examples [n] are `yes`, by Newton's method, with a ridge on
 * the weights of standardised signs. `balanced`: both kinds of examples weigh
 * alike, as if there were as many of either. All zero when there is but one
 * kind. */
vib_logistic vib_logistic_fit(const vib_signs *examples, const bool *yes,
                              size_t n, bool balanced);

/* The probability, 0 to 1. */
float vib_logistic_of(const vib_logistic *logistic, const vib_signs *signs);

#endif
