/* transaction.h - what a transaction is, for the files of the store. */
#ifndef VIB_TRANSACTION_H
#define VIB_TRANSACTION_H

#include "environment.h"

struct vib_txn {
    vib_environment *environment;
    MDB_txn *lmdb;
    MDB_cursor *cursor[VIB_TABLES]; /* of vib_scan(), opened when needed     */
    uint64_t at[VIB_TABLES];        /* the id it stands on                   */
    bool writing;
};

/* A reader that writers do not know of may be overtaken; then what it read last
 * may be of no state at all. VIB_SYSTEM. */
int vib_txn_check(const vib_txn *txn);

#endif
