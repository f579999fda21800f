/* backup.c - a copy of a library, while it is used. */
#include "library.h"

/* Nothing but the store: the index file is of this library, and stale the
 * moment either of them changes. */
int vib_db_backup(const vib_db *db, const char *path)
{
    return vib_store_copy(db->store, path);
}
