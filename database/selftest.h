/* selftest.h - a library's spectra searched for while their specimens are
 * hidden, and what follows from the answers. */
#ifndef VIB_SELFTEST_H
#define VIB_SELFTEST_H

#include "confidence.h"
#include "vibrary.h"

typedef struct vib_selftest_case {
    char *name;    /* the right one                                        */
    bool shared;   /* another specimen has it: it could be found           */
    vib_hits hits; /* the first VIB_STANDING_NAMES names                   */
} vib_selftest_case;

typedef struct vib_selftest {
    vib_selftest_case *item; /* [n] */
    size_t n;
} vib_selftest;

void vib_selftest_release(vib_selftest *test);

/* Compounds fall into so many parts, so that what is learned from some is tried
 * on others. */
enum { VIB_SELFTEST_PARTS = 5 };

/* Learn from all cases, or from those whose part is not skipped [PARTS]. */
int vib_selftest_learn(vib_confidence *out, const vib_selftest *test,
                    const bool *skipped);

/* Judge each case by what was learned from other compounds. */
int vib_selftest_try(vib_trials *out, const vib_selftest *test);

/* Fill in the measures of a calibration: each from cases of compounds that it
 * was not learned from; of the open set, with a fifth of them taken out. */
int vib_selftest_measure(vib_calibration *out, const vib_selftest *test);

#endif
