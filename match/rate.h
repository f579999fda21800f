/* rate.h - what share of a batch's answers is wrong (false discovery rate).
 *
 * An answer is wrong because the compound is not in the library, or because a
 * neighbour's score was higher. How often either gets a chance of being right
 * above some bar is known from the library's own spectra: searched for while
 * their names are hidden, and while their specimens are. What share of a batch
 * is of compounds that are not in the library, nobody told: it is the one that
 * makes what is seen of the batch most likely (Saerens, Latinne, Decaestecker
 * 2002, Neural Comput. 14, 21). Then, of n unknowns, so many wrong ones are
 * expected above the bar:
 *
 *     n (share * absent above / absent + (1 - share) * wrong above / present)
 *
 * "Above" is counted with a blurred bar, and one trial more than there was:
 * what is kept is chosen by this same count, which must not be too low by
 * chance.
 *
 * The usual decoys, altered spectra that compete with the references, make no
 * use of what a library knows about itself, and were far too easy to tell from
 * relatives of a compound (benchmarks/README.md). */
#ifndef VIB_RATE_H
#define VIB_RATE_H

#include "bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of an answer: that the compound is in the library, where half of the unknowns
 * are; and that the first name is right, if it is. */
typedef struct vib_chance {
    float known, right;
} vib_chance;

/* Answers of a library about its own spectra, judged by what was learned from
 * other compounds: all whose name was hidden, and those that were wrong of all
 * `present` whose name was to be found. */
typedef struct vib_trials {
    vib_chance *absent, *wrong; /* [absents], [wrongs] */
    uint32_t absents, wrongs, present;
} vib_trials;
#define VIB_TRIALS_INIT { NULL, NULL, 0, 0, 0 }

void vib_trials_release(vib_trials *trials);

/* As bytes, and back. VIB_BAD_DATA: they are none. */
void vib_trials_write(vib_buffer *out, const vib_trials *trials);
int vib_trials_read(vib_trials *out, vib_cursor *cursor);

/* What share, 0 to 1, of a batch is of compounds that are not in the library.
 * Chances that are NAN are of no answer. */
double vib_rate_absent(const vib_chance *chances, size_t n);

/* What was kept of a batch. */
typedef struct vib_rate {
    size_t kept;
    double wrong, low, high; /* share of the kept; 95 % of what the trials that
                              * it was estimated by could have been           */
    double absent;           /* share of the batch                            */
    double least;            /* the lowest share that can be told; 1: none    */
} vib_rate;

/* Keep, into keep [n], as many answers as there can be while the share of wrong
 * ones among them stays at most `level`, those with the best chances. */
int vib_rate_keep(bool *keep, vib_rate *out, const vib_trials *trials,
                  const vib_chance *chances, size_t n, double level);

#endif
