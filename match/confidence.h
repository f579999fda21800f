/* confidence.h - how sure an answer is, from what a library says about its own
 * spectra while their specimens are hidden.
 *
 * Standing: how badly a name stands among the names found, by their scores s:
 * the negative logarithm of its softmax, log sum_j exp((s_j - s) / 0.05). The
 * share of right names that stood no better is its conformal p-value (Vovk et
 * al. 2005, Algorithmic Learning in a Random World): names with p > 1 - level
 * are a set that holds the right one as often as `level` says, if unknowns are
 * like the library's own spectra and their compound is in it.
 *
 * Known: the probability that the compound is in the library at all, by
 * logistic regression on signs of the best answer; the examples are answers
 * with the right name in the library, and with it hidden.
 *
 * Right: the same that the first name is the right one, if that is in the
 * library. */
#ifndef VIB_CONFIDENCE_H
#define VIB_CONFIDENCE_H

#include "logistic.h"
#include "rate.h"

enum {
    VIB_STANDING_NAMES = 25, /* names of a query that are looked at        */
    VIB_FEWEST_QUERIES = 60, /* that a calibration takes                    */
    VIB_FEWEST_COMPOUNDS = 30 /* and how many they must be of               */
};

/* An example: the signs, whether the compound was in the library, and whether
 * the first name was right. */
typedef struct vib_example {
    vib_signs signs;
    bool known, right;
} vib_example;

typedef struct vib_confidence {
    uint32_t queries, compounds; /* it was made from                        */
    float *standing;             /* [queries] of right names, ascending     */
    vib_logistic known, right;
    vib_trials trials;           /* empty unless they are put here          */
} vib_confidence;
#define VIB_CONFIDENCE_INIT \
    { 0, 0, NULL, { { 0 }, { 0 } }, { { 0 }, { 0 } }, VIB_TRIALS_INIT }

/* The standing of name `which` of scores [n], any order; infinite when it is
 * not among them (which >= n). */
float vib_standing(const float *scores, size_t n, size_t which);

/* Make a confidence of standings [queries] of right names and of examples
 * [n]. */
int vib_confidence_make(vib_confidence *out, const float *standing,
                        uint32_t queries, const vib_example *examples,
                        size_t n);
void vib_confidence_release(vib_confidence *confidence);

/* The share, 0 to 1, of right names that stood no better; never 0. */
float vib_confidence_p(const vib_confidence *confidence, float standing);

vib_chance vib_confidence_chance(const vib_confidence *confidence,
                                 const vib_signs *signs);

/* As bytes, and back. VIB_BAD_DATA: they are none. */
void vib_confidence_write(vib_buffer *out, const vib_confidence *confidence);
int vib_confidence_read(vib_confidence *out, vib_cursor *cursor);

#endif
