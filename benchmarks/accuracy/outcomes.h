/* outcomes.h - how many components of mixtures were found, with intervals. */
#ifndef OUTCOMES_H
#define OUTCOMES_H

#include <stdbool.h>
#include <stddef.h>

/* What one way made of one mixture. */
struct outcome {
    size_t truths, answers, right;
};

/* What one way made of mixtures of one kind. */
struct outcomes {
    struct outcome *of; /* [n] */
    size_t n;
};

/* Precision, recall, their harmonic mean F1, and the share of mixtures of which
 * all is right, in per cent. */
struct rates {
    double precision, recall, f1, all_right;
};
struct rates rates_of(const struct outcomes *outcomes);

/* 95 % of what rates would be in other mixtures of the kind: bootstrap over
 * mixtures, always by the same random numbers. */
void rates_interval(struct rates out[2], const struct outcomes *outcomes);

/* The same of a's F1 less b's, on the same mixtures. */
void f1_gain_interval(double out[2], const struct outcomes *a,
                      const struct outcomes *b);

/* Stated confidence against how often it was right. */
struct reliability {
    struct stated {
        double confidence;
        bool right;
        size_t compound; /* 0 .. compounds - 1 */
    } *of; /* [n] there is room */
    size_t n, compounds;
    const char **name; /* [compounds] there is room, borrowed */
};
void reliability_add(struct reliability *to, double confidence, bool right,
                     const char *name);

/* In ten parts, with 95 % of what each would be for compounds drawn anew. */
void reliability_print(const struct reliability *of);

#endif
