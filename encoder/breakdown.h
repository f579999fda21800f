/* breakdown.h - where in a network numbers stopped being numbers. */
#ifndef VIB_BREAKDOWN_H
#define VIB_BREAKDOWN_H

#include "learner.h"

enum { VIB_BREAKDOWN_TEXT = 80 };

/* Write into text [VIB_BREAKDOWN_TEXT] where the first NaN or infinity is
 * after a step that went wrong, such as "weights of block 3, gain", "output of
 * the stem" or "gradient of the head"; "loss" when all these are finite. */
void vib_breakdown_find(char *text, const vib_learner *learner);

/* Is all that a learner keeps from step to step finite? */
bool vib_learner_sound(const vib_learner *learner);

#endif
