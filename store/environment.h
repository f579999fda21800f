/* environment.h - the LMDB environment of a library, opened once a process. */
#ifndef VIB_ENVIRONMENT_H
#define VIB_ENVIRONMENT_H

#include "store.h"

#include <lmdb.h>
#include <pthread.h>
#include <sys/types.h>

/* One LMDB environment, shared by all handles of this process: opening a
 * second one of the same file would drop the locks of the first. */
typedef struct vib_environment {
    struct vib_environment *next;
    MDB_env *lmdb;
    MDB_dbi dbi[VIB_TABLES];
    char *path;            /* the folder, for messages                       */
    pthread_mutex_t writer; /* whose turn it is in this process; writer.h    */
    pthread_mutex_t mutex; /* guards `active`, and the map while it is moved */
    size_t active;         /* transactions that are there or about to be     */
    size_t users;          /* handles and transactions                       */
    dev_t device;          /* the file it is, whatever its path              */
    ino_t inode;
    pid_t process;   /* who opened it: LMDB does not survive fork()          */
    bool writable;   /* the system lets us write                             */
    bool locked;     /* readers are known to writers; else see vib_txn_check */
    bool lost;       /* the map could not be moved: nothing works any more   */
    uint8_t library[16];
} vib_environment;

/* The environment of folder `path`, with all tables open and its format known
 * to be ours. */
int vib_environment_open(vib_environment **out, const char *path);

/* One user more; each closes. */
vib_environment *vib_environment_share(vib_environment *environment);
void vib_environment_close(vib_environment *environment);

/* Whether its path leads to another store by now. One that leads nowhere was
 * renamed or deleted: what is open is all there is. */
bool vib_environment_is_replaced(const vib_environment *environment);

/* Whether this process has that of folder `path` open. */
bool vib_environment_is_open(const char *path);

/* A fresh LMDB environment in folder `path`, created where it is missing. */
int vib_lmdb_open(MDB_env **out, const char *path, unsigned flags);

/* mdb_txn_begin(), counted, after whatever it takes to make it succeed. */
int vib_environment_begin(MDB_txn **out, vib_environment *environment,
                          unsigned flags);
/* The transaction begun above has ended. */
void vib_environment_end(vib_environment *environment);

/* Make data.mdb as long as its pages need. LMDB leaves pages at its end
 * unwritten when they were freed in the transaction that took them; after this
 * a short file is one that was cut off. Waits for a writer only when it is
 * short. */
int vib_environment_fill(vib_environment *environment);

/* What LMDB (or the system below it) refused, as a status and a sentence about
 * `path`. */
int vib_lmdb_fail(int error, const char *path);

/* The name of a table in the file, and what one entry of it is called. */
extern const char *const vib_table_name[VIB_TABLES];
extern const char *const vib_entry_name[VIB_TABLES];

/* The first fact, which says what the rest is: 8 bytes of magic, the version
 * as u32, the 16 bytes of the library's identity. */
#define VIB_FORMAT_FACT "format"
#define VIB_FORMAT_MAGIC "vibrary\n"
enum { VIB_FORMAT_VERSION = 1 };

/* mdb_get() and mdb_put() of a value with its checksum: of the bytes, seeded by
 * that of the key, so that a value under another's key is damage too. The
 * former returns MDB_CORRUPTED when it does not match. */
int vib_lmdb_get(vib_value *out, MDB_txn *txn, MDB_dbi dbi, MDB_val key);
int vib_lmdb_put(MDB_txn *txn, MDB_dbi dbi, MDB_val key, vib_value value);

/* The bytes of a value as stored; MDB_CORRUPTED. */
int vib_value_open(vib_value *out, MDB_val key, MDB_val stored);

#endif
