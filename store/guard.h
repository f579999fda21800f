/* guard.h - reading LMDB's pages when they may be damaged. LMDB ends the
 * process where a page is not of the kind it must be; here that is
 * MDB_CORRUPTED. */
#ifndef VIB_GUARD_H
#define VIB_GUARD_H

#include <lmdb.h>

/* mdb_get(). */
int vib_guard_get(MDB_txn *txn, MDB_dbi dbi, MDB_val *key, MDB_val *stored);

/* mdb_cursor_get(). */
int vib_guard_seek(MDB_cursor *cursor, MDB_val *key, MDB_val *stored,
                   MDB_cursor_op op);

/* For mdb_env_set_assert(): what makes it so. */
void vib_guard_assert(MDB_env *lmdb, const char *message);

#endif
