/* computed.h - what is known of a stored spectrum beside its fields. */
#ifndef VIB_COMPUTED_H
#define VIB_COMPUTED_H

#include "store.h"
#include "vibrary.h"

/* Append to the fields of spectrum `id` what `where` asks for and
 * vib_field_is_computed() knows, as `vibrary show` writes it; nothing of points
 * that cannot be read. VIB_NO_MEMORY, VIB_SYSTEM. */
int vib_computed_add(vib_spectrum *fields, const vib_where *where,
                     vib_txn *txn, uint64_t id);

#endif
