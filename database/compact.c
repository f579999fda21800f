/* compact.c - space that is not used any more, given back. */
#include "library.h"

#include "status.h"

int vib_db_compact(uint64_t *before, uint64_t *after, vib_db *db)
{
    uint64_t was = 0, is = 0;
    int rc;

    if (db->mode != VIB_WRITE)
        return vib_fail(VIB_READ_ONLY, "%s was opened for reading", db->path);
    rc = vib_store_bytes(&was, db->store);
    if (rc == VIB_OK)
        rc = vib_store_compact(db->store);
    if (rc == VIB_OK)
        rc = vib_store_bytes(&is, db->store);
    if (rc < 0)
        return rc;
    *before = was;
    *after = is;
    return VIB_OK;
}
