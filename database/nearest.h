/* nearest.h - the vectors of a state that are nearest to some others: through
 * the index, and exactly where it does not reach. */
#ifndef VIB_NEAREST_H
#define VIB_NEAREST_H

#include "view.h"

typedef struct vib_ask {
    const vib_view *view;
    vib_txn *txn;             /* of the view's state                         */
    const vib_filter *filter; /* look at these only; NULL: at all            */
    const float *vectors;     /* [n][dimension]                              */
    size_t n;
    size_t room;              /* neighbours for each                         */
    size_t least;             /* of which so many must be found, when they
                               * exist, whatever it takes                    */
} vib_ask;

/* The `room` nearest of each, best first and smaller ids first on ties: out
 * [n][room], found [n]. All are stored and pass the filter; their scores are
 * exact. Where no index is used they are the nearest for certain. */
int vib_nearest(vib_neighbour *out, size_t *found, const vib_ask *ask);

/* Search exactly all of a span: as above, whatever the view has. */
int vib_nearest_exact(vib_neighbour *out, size_t *found, const vib_ask *ask,
                      vib_span span);

#endif
