/* store.h - the library's bytes in LMDB: keys to values, in transactions.
 *
 * Tables (store/FORMAT.md has the bytes):
 *   facts     text  -> bytes    what the library is: format, encoder, pipeline
 *   spectra   id    -> points   spectra as measured
 *   fields    id    -> fields   their metadata
 *   content   hash  -> ids      which spectra have these very points
 *   vectors   id    -> floats   derived: the encoder's vector
 *   profiles  id    -> halves   derived: what the HQI compares
 *
 * Every value carries a checksum, tied to its key, that reading verifies:
 * damaged bytes are VIB_BAD_DATA, never a wrong answer. A commit is on disk
 * when it returns. The file grows by itself.
 *
 * Threads: a store may be shared by all. In a reading transaction vib_get()
 * may run in many threads at once; any other use of a transaction needs it to
 * itself, and a writing one stays with the thread that began it. After fork()
 * a store of the parent is of no use to the child but for closing.
 */
#ifndef VIB_STORE_H
#define VIB_STORE_H

#include "bytes.h"
#include "vibrary.h"

typedef enum vib_table {
    VIB_FACTS,
    VIB_SPECTRA,
    VIB_FIELDS,
    VIB_CONTENT,
    VIB_VECTORS,
    VIB_PROFILES,
    VIB_TABLES
} vib_table;

typedef struct vib_store vib_store;
typedef struct vib_txn vib_txn; /* one consistent state of all tables */

/* Borrowed bytes of the store, valid while the transaction lasts and, in a
 * writing one, until its next change. Values by id lie at even addresses, and
 * no better: copy numbers out. */
typedef struct vib_value {
    const void *data;
    size_t size;
} vib_value;

/* One fact about the library, by name. */
typedef struct vib_fact {
    const char *name; /* at most 500 bytes */
    vib_value value;
} vib_fact;

/* Make the folder `path` and in it a store that holds the n facts: all of it
 * or, whatever happens, nothing. VIB_EXISTS when something else than an empty
 * folder is there already. */
int vib_store_create(const char *path, const vib_fact *facts, size_t n);

/* Make the folder `path` and in it a copy of one committed state, while others
 * read and write: compact, without what was freed, and under an identity of its
 * own. All of it, on disk, or nothing. VIB_EXISTS. */
int vib_store_copy(vib_store *store, const char *path);

/* Put a copy of the store without what was freed, under the same identity, in
 * its place, at once; what else is in the folder stays in it. Opened stores, of
 * whatever process, go on with the copy at their next transaction; one that is
 * under way sees what it saw. Writers wait. When it fails, the store is there
 * as it was; who is killed may leave a folder PATH.<16 hex digits> behind. */
int vib_store_compact(vib_store *store);

/* A path beside `path`: with this at its end. free() frees; NULL: no memory. */
char *vib_store_beside(const char *path, const char *suffix);

/* VIB_BUSY when someone has the store in folder `path` open: which process. */
int vib_store_alone(const char *path);

/* Put the store `by`, a folder beside `path`, in the place of that at `path`,
 * which gets a name beside its own: aside [room]. Nobody may have either open.
 * VIB_BUSY. */
int vib_store_replace(char *aside, size_t room, const char *path,
                      const char *by);

/* Delete a store that is not needed after all. */
void vib_store_remove(const char *path);

/* Open the store in folder `path`. VIB_NOT_FOUND: there is none; VIB_BAD_DATA:
 * the format is newer than this program, or it is no library. VIB_READ works
 * where nothing may be written; VIB_WRITE there is VIB_READ_ONLY. The same
 * library may be opened several times in one process: these share what LMDB
 * allows only once. */
int vib_store_open(vib_store **out, const char *path, vib_mode mode);

/* No transaction of this handle may be left. Accepts NULL. */
void vib_store_close(vib_store *store);

/* The 16 random bytes [16] drawn when the library was made. */
const uint8_t *vib_store_library(const vib_store *store);

/* Bytes of the store on disk. */
int vib_store_bytes(uint64_t *out, vib_store *store);

/* Begin a transaction. VIB_READ_ONLY when writing was not asked for at open.
 * A writer waits for the writer before it, in whatever process, as long as
 * vib_set_patience() says: VIB_BUSY. */
int vib_txn_begin(vib_txn **out, vib_store *store, vib_mode mode);

/* Commit and end, whatever is returned; afterwards the state is on disk, or (on
 * failure) as it was before. */
int vib_txn_commit(vib_txn *txn);
void vib_txn_abort(vib_txn *txn); /* end without a trace; accepts NULL */

/* After VIB_BAD_DATA a reading transaction may be of no more use, as LMDB gives
 * up on one that met a damaged page: go on, with the newest state. What was
 * borrowed before is not to be used unless no one writes. */
int vib_txn_renew(vib_txn *txn);

/* Values by id (spectra, fields, vectors, profiles). VIB_NOT_FOUND;
 * VIB_BAD_DATA: damaged. A put replaces. After a put or delete that failed,
 * but for VIB_NOT_FOUND, the transaction can only be aborted. */
int vib_get(vib_value *out, vib_txn *txn, vib_table table, uint64_t id);
int vib_put(vib_txn *txn, vib_table table, uint64_t id, vib_value value);
int vib_delete(vib_txn *txn, vib_table table, uint64_t id);

/* The first id >= *id, put into *id. 1: found; 0: there is none. */
int vib_seek(uint64_t *id, vib_txn *txn, vib_table table);

/* The same with its value: the quick way through a whole table. On
 * VIB_BAD_DATA *id is the damaged one, so that a scan may go on after it. */
int vib_scan(uint64_t *id, vib_value *out, vib_txn *txn, vib_table table);

/* Facts, by name. */
enum { VIB_FACT_NAME = 512 }; /* bytes of a name, with its end */
int vib_get_fact(vib_value *out, vib_txn *txn, const char *name);
int vib_put_fact(vib_txn *txn, const char *name, vib_value value);

/* The fact whose name comes after `name` [VIB_FACT_NAME], "" before the first:
 * its name and value, as vib_scan(). What the store keeps for itself is passed
 * over. VIB_SYSTEM: the names themselves cannot be read. */
int vib_next_fact(char *name, vib_value *out, vib_txn *txn);

/* Ids under a content hash, ascending: at most `room` into ids, all counted.
 * None is VIB_OK and a count of 0. */
int vib_content_get(uint64_t *ids, size_t room, size_t *count, vib_txn *txn,
                    vib_hash hash);
int vib_content_put(vib_txn *txn, vib_hash hash, uint64_t id);
int vib_content_delete(vib_txn *txn, vib_hash hash, uint64_t id);

/* A fresh id, never given out before nor again; ids start at 1. */
int vib_new_id(uint64_t *out, vib_txn *txn);

/* The largest id given out so far, 0 before the first. */
int vib_last_id(uint64_t *out, vib_txn *txn);

/* No id up to this one is to be given out again. */
int vib_put_last_id(vib_txn *txn, uint64_t id);

/* How many entries a table holds. */
int vib_table_count(uint64_t *out, vib_txn *txn, vib_table table);

#endif
