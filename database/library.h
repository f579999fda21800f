/* library.h - an open library, for the files of this folder. */
#ifndef VIB_LIBRARY_H
#define VIB_LIBRARY_H

#include "sets.h"
#include "view.h"

/* What a library keeps about itself, beside what the store and sets.h do. */
#define VIB_FACT_INDEX "index"     /* of the newest index file, and of the one
                                    * before it, the 16 bytes stamp.build   */
#define VIB_FACT_CALIBRATION "calibration" /* see store/FORMAT.md            */

struct vib_db {
    char *path;
    vib_mode mode;
    vib_store *store;
    vib_encoders *encoders; /* read from the library                     */
    vib_views *views;       /* what the readers of this handle share     */
};

/* The vectors in use in the state that `txn` sees, and their encoder. */
int vib_db_set(vib_set *out, const vib_db *db, vib_txn *txn);

/* The same as of now, for calls that need no other part of the state. */
int vib_db_set_now(vib_set *out, const vib_db *db);

/* Read the metadata of spectrum `id` into *out, which has none yet; its points
 * stay. The other way round. VIB_NOT_FOUND; VIB_BAD_DATA. (get.c) */
int vib_read_fields(vib_spectrum *out, vib_txn *txn, uint64_t id);
int vib_read_points(vib_spectrum *out, vib_txn *txn, uint64_t id);

#endif
