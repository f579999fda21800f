/* library.h - an open library, for the files of this folder. */
#ifndef VIB_LIBRARY_H
#define VIB_LIBRARY_H

#include "encoder.h"
#include "store.h"
#include "view.h"

/* What a library keeps about itself, beside what the store does. */
#define VIB_FACT_ENCODER "encoder" /* the model file                         */
#define VIB_FACT_INDEX "index"     /* of the newest index file, and of the one
                                    * before it, the 16 bytes stamp.build   */
#define VIB_FACT_VECTORS "vectors" /* identity of the encoder that made the
                                    * tables vectors and profiles            */
#define VIB_FACT_CALIBRATION "calibration" /* see store/FORMAT.md            */

struct vib_db {
    char *path;
    vib_mode mode;
    vib_store *store;
    vib_encoder *encoder; /* its own copy, from the library            */
    vib_views *views;     /* what the readers of this handle share     */
};

/* Read the metadata of spectrum `id` into *out, which has none yet; its points
 * stay. The other way round. VIB_NOT_FOUND; VIB_BAD_DATA. (get.c) */
int vib_read_fields(vib_spectrum *out, vib_txn *txn, uint64_t id);
int vib_read_points(vib_spectrum *out, vib_txn *txn, uint64_t id);

#endif
