/* sets.h - which set of derived values is in use, and the encoder that made it.
 *
 * A library has room for two sets of vectors and profiles, so that a new
 * encoder can make its own while searches go on with the old one's. */
#ifndef VIB_SETS_H
#define VIB_SETS_H

#include "encoder.h"
#include "store.h"

/* What a library keeps about itself, beside what the store does. */
#define VIB_FACT_ENCODER "encoder" /* the model file                         */
#define VIB_FACT_VECTORS "vectors" /* identity of the encoder that made the set
                                    * in use, and which set, unless the first */
#define VIB_FACT_NEXT "next vectors" /* of the set in the making: identity of
                                    * its encoder, and the last id it has    */

typedef struct vib_set {
    const vib_encoder *encoder; /* lives as long as the handle               */
    uint64_t keys;              /* as in derived.h                           */
} vib_set;

/* The encoders that a handle has met, from its library: one most times. */
typedef struct vib_encoders vib_encoders;

int vib_encoders_new(vib_encoders **out);
void vib_encoders_free(vib_encoders *encoders); /* accepts NULL */

/* The set in use in the state that `txn` sees; `path` is for messages. Many
 * threads may ask at once. */
int vib_set_current(vib_set *out, vib_encoders *encoders, vib_txn *txn,
                    const char *path);

/* Use the set with these keys, made by `encoder`, from this commit on. */
int vib_set_use(vib_txn *txn, const vib_encoder *encoder, uint64_t keys);

/* The keys of the set that is not in use. */
uint64_t vib_set_other(const vib_set *set);

/* Delete some of the set with these keys. 1: there may be more; 0: all gone. */
int vib_set_clear(vib_txn *txn, uint64_t keys);

#endif
