/* filter.h - which spectra a search is to look at. */
#ifndef VIB_FILTER_H
#define VIB_FILTER_H

#include "store.h"

typedef struct vib_filter {
    uint64_t *id; /* [count] ascending: those it lets through */
    size_t count;
} vib_filter;
#define VIB_FILTER_INIT { NULL, 0 }

/* The spectra whose metadata satisfy `where`: all of them are looked at. */
int vib_filter_make(vib_filter *out, vib_txn *txn, const vib_where *where);

/* The place of the first id that is not below `id`, or count. */
size_t vib_filter_find(const vib_filter *filter, uint64_t id);

/* Whether it lets `id` through; NULL lets all. */
bool vib_filter_has(const vib_filter *filter, uint64_t id);

void vib_filter_release(vib_filter *filter);

#endif
