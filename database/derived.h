/* derived.h - vectors and profiles as the store keeps them.
 *
 *   vector   floats [dimension], little-endian
 *   profile  u32 grid point of the first value, then halves, little-endian
 */
#ifndef VIB_DERIVED_H
#define VIB_DERIVED_H

#include "bytes.h"
#include "encoder.h"
#include "hqi.h"
#include "store.h"

/* What the keys of the second set of derived values have in their top bits,
 * beside the id; those of the first have 0. A `set` below is one of these. */
#define VIB_SECOND_SET (UINT64_C(1) << 56)

int vib_vector_put(vib_txn *txn, uint64_t set, uint64_t id,
                   const float *vector, size_t dimension);
int vib_profile_put(vib_txn *txn, uint64_t set, uint64_t id,
                    const vib_profile *profile);

/* The floats of spectrum `id` as bytes, not aligned, borrowed from the
 * transaction. VIB_NOT_FOUND; VIB_BAD_DATA: not `dimension` floats. */
int vib_vector_get(const uint8_t **out, vib_txn *txn, uint64_t set,
                   uint64_t id, size_t dimension);

/* The profile of spectrum `id`, borrowed from the transaction. VIB_NOT_FOUND;
 * VIB_BAD_DATA: not within a grid of `length` points. */
int vib_profile_get(vib_profile *out, vib_txn *txn, uint64_t set, uint64_t id,
                    size_t length);

/* The same of the first spectrum with an id >= *id, which is put into *id. 1:
 * found; 0: there is none. */
int vib_vector_next(uint64_t *id, const uint8_t **out, vib_txn *txn,
                    uint64_t set, size_t dimension);
int vib_profile_next(uint64_t *id, vib_profile *out, vib_txn *txn,
                     uint64_t set, size_t length);

/* vib_seek() within a set of a table of derived values. */
int vib_derived_seek(uint64_t *id, vib_txn *txn, vib_table table,
                     uint64_t set);

/* Inner product of a vector and one that vib_vector_get() gave. */
float vib_vector_dot(const float *vector, const uint8_t *stored,
                     size_t dimension);

/* Whether a stored vector is the one made now: bit by bit on the machine that
 * stored it; another order of sums changes the last digits. */
bool vib_vector_is(const uint8_t *stored, const float *vector,
                   size_t dimension);
bool vib_profile_is(const vib_profile *stored, const vib_profile *profile);

#endif
