/* view.h - what the readers of a handle share of one committed state: the
 * vectors that are searched exactly, and the index for the others. */
#ifndef VIB_VIEW_H
#define VIB_VIEW_H

#include "cuts.h"
#include "held.h"
#include "rows.h"
#include "sets.h"

/* Ids are never given out again, so that two states of a library with the same
 * largest id ever, the same number of spectra and the same set are one. */
typedef struct vib_view {
    uint64_t last_id; /* the largest id given out                          */
    size_t spectra;   /* stored                                            */
    vib_set set;      /* whose vectors these are                           */
    size_t dimension;
    vib_held *held;   /* the index file, whether it can be used or not     */
    bool indexed;     /* it can                                            */
    const char *trouble; /* why a file that is there is not used, or ""    */
    uint64_t after;   /* the index has ids up to it; 0 without one         */
    vib_rows rows;    /* searched exactly: all above, in memory if not many */
    vib_cuts *cuts;   /* what the last search cut, for the next, or NULL   */
    int users;
} vib_view;

typedef struct vib_views vib_views; /* the newest view, made when needed */

int vib_views_new(vib_views **out);
void vib_views_free(vib_views *views);

/* The view of the state that `txn` sees; the last one again when nothing was
 * committed since. Many threads may ask at once. */
int vib_view_acquire(vib_view **out, const vib_db *db, vib_txn *txn);
void vib_view_release(const vib_db *db, vib_view *view); /* accepts NULL */

/* Cuts that an earlier search with this view left behind, or new ones; the
 * caller's, who frees them or gives them back for the next search. */
int vib_view_take_cuts(vib_cuts **out, const vib_db *db, vib_view *view);
void vib_view_give_cuts(const vib_db *db, vib_view *view, vib_cuts *cuts);

#endif
