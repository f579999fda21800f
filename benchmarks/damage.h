/* damage.h - what instruments and samples do to a spectrum, by a stated
 * amount. Every damage first puts the spectrum on a grid of 2 cm^-1 (the mean
 * of the points of each step), so that noise means the same in every file. */
#ifndef DAMAGE_H
#define DAMAGE_H

#include "vibrary.h"

struct damage {
    const char *name;
    /* Change a spectrum on the grid; the same key does the same. */
    void (*apply)(vib_spectrum *spectrum, uint64_t key);
};

extern const struct damage damages[];
extern const size_t damage_count;

/* A damaged copy of points and metadata, or, with NULL, an undamaged one. */
vib_spectrum damage_copy(const vib_spectrum *spectrum,
                         const struct damage *damage, uint64_t key);

#endif
