#include "guard.h"

#include <setjmp.h>
#include <stddef.h>

/* Where the call of this thread that is under guard began. Reading holds
 * nothing that leaving it so would lose. */
static _Thread_local jmp_buf *guarded;

void vib_guard_assert(MDB_env *lmdb, const char *message)
{
    jmp_buf *back = guarded;

    (void)lmdb;
    (void)message;
    guarded = NULL;
    if (back)
        longjmp(*back, 1);
}

int vib_guard_get(MDB_txn *txn, MDB_dbi dbi, MDB_val *key, MDB_val *stored)
{
    jmp_buf here;
    int error;

    if (setjmp(here))
        return MDB_CORRUPTED;
    guarded = &here;
    error = mdb_get(txn, dbi, key, stored);
    guarded = NULL;
    return error;
}

int vib_guard_seek(MDB_cursor *cursor, MDB_val *key, MDB_val *stored,
                   MDB_cursor_op op)
{
    jmp_buf here;
    int error;

    if (setjmp(here))
        return MDB_CORRUPTED;
    guarded = &here;
    error = mdb_cursor_get(cursor, key, stored, op);
    guarded = NULL;
    return error;
}
