/* crests.h - the bands of a line that a reader would point at. */
#ifndef VIB_CRESTS_H
#define VIB_CRESTS_H

#include <stddef.h>

typedef struct vib_crest {
    size_t at;       /* the highest point of the band                    */
    double rise;     /* how far it stands out of its surroundings        */
    size_t low, high; /* first and last point above half of that rise    */
} vib_crest;

/* The `room` most prominent maxima of y [n], most prominent first, into crests
 * [room]; *count of them. Those are maxima that stand out by `share` of the
 * whole range and by six standard deviations of the noise, as its second
 * differences tell it, on both sides. VIB_NO_MEMORY. */
int vib_crests_find(vib_crest *crests, size_t *count, size_t room,
                    const double *y, size_t n, double share);

#endif
