/* view.h - what the readers of a handle share of one committed state: the
 * vectors that are searched exactly, and the index for the others. */
#ifndef VIB_VIEW_H
#define VIB_VIEW_H

#include "held.h"
#include "store.h"

/* Vectors of the store, one after the other. */
typedef struct vib_rows {
    float *row;   /* [count][dimension]   */
    uint64_t *id; /* [count] ascending    */
    size_t count;
} vib_rows;
#define VIB_ROWS_INIT { NULL, NULL, 0 }

/* Read the vectors with ids above `after`. */
int vib_rows_load(vib_rows *out, vib_txn *txn, uint64_t after,
                  size_t dimension);
void vib_rows_release(vib_rows *rows);

/* Ids are never given out again, so that two states of a library with the same
 * largest id ever and the same number of spectra are one. */
typedef struct vib_view {
    uint64_t last_id; /* the largest id given out                          */
    size_t spectra;   /* stored                                            */
    size_t dimension;
    vib_held *held;   /* the index file, whether it can be used or not     */
    bool indexed;     /* it can: it finds ids up to its stamp's last_id    */
    const char *trouble; /* why a file that is there is not used, or ""    */
    vib_rows rows;    /* searched exactly: all the index does not have     */
    size_t gone;      /* rows of the index that are no longer stored       */
    int users;
} vib_view;

typedef struct vib_views vib_views; /* the newest view, made when needed */

int vib_views_new(vib_views **out);
void vib_views_free(vib_views *views);

/* The view of the state that `txn` sees; the last one again when nothing was
 * committed since. Many threads may ask at once. */
int vib_view_acquire(vib_view **out, const vib_db *db, vib_txn *txn);
void vib_view_release(const vib_db *db, vib_view *view); /* accepts NULL */

/* How many neighbours vib_view_nearest() may find for each vector when `width`
 * that are still stored are wanted. */
size_t vib_view_room(const vib_view *view, size_t width);

/* The `room` nearest vectors of each of vectors [n][dimension], best first:
 * out [n][room], found [n]. Ids that are no longer stored may be among them. */
int vib_view_nearest(vib_neighbour *out, size_t *found, const vib_view *view,
                     const float *vectors, size_t n, size_t room);

#endif
