/* entry.h - all that is stored of one spectrum. */
#ifndef VIB_ENTRY_H
#define VIB_ENTRY_H

#include "hqi.h"
#include "store.h"

typedef struct vib_entry {
    vib_value points, fields; /* records */
    vib_hash content;         /* of the points */
    uint64_t set;             /* of derived values, as in derived.h */
    const float *vector;      /* [dimension] */
    size_t dimension;
    const vib_profile *profile;
} vib_entry;

/* Put it into every table, under an id that is in none. */
int vib_entry_put(vib_txn *txn, uint64_t id, const vib_entry *entry);

#endif
