#include "entry.h"

#include "derived.h"

int vib_entry_put(vib_txn *txn, uint64_t id, const vib_entry *entry)
{
    int rc = vib_put(txn, VIB_SPECTRA, id, entry->points);

    if (rc == VIB_OK)
        rc = vib_put(txn, VIB_FIELDS, id, entry->fields);
    if (rc == VIB_OK)
        rc = vib_content_put(txn, entry->content, id);
    if (rc == VIB_OK)
        rc = vib_vector_put(txn, entry->set, id, entry->vector,
                            entry->dimension);
    if (rc == VIB_OK)
        rc = vib_profile_put(txn, entry->set, id, entry->profile);
    return rc;
}
