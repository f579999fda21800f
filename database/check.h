/* check.h - the parts of a check, for the repair. */
#ifndef VIB_CHECK_H
#define VIB_CHECK_H

#include "library.h"

typedef struct vib_check {
    const vib_db *db;
    vib_txn *txn; /* the state that is checked */
    vib_set set;  /* in use in it              */
    vib_finding *report; /* or NULL */
    void *payload;
    size_t found;     /* things wrong so far            */
    uint64_t last_id; /* no spectrum has a larger one   */
} vib_check;

/* One more thing is wrong with spectrum `id`, or (0) with the library. */
void vib_check_tell(vib_check *check, uint64_t id, const char *what);

/* Damage (VIB_BAD_DATA, VIB_NOT_FOUND) is what a check is for: tell the last
 * error and go on. Any other failure ends it, and is returned. */
int vib_check_judge(vib_check *check, uint64_t id, int rc);

/* The store: every spectrum, what was made of it, and what belongs to none. */
int vib_check_store(vib_check *check);

/* The index file against the store. */
int vib_check_index(vib_check *check);

#endif
