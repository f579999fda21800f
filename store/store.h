/* store.h - the library's bytes in LMDB: keys to values, in transactions.
 *
 * Tables (store/FORMAT.md has the bytes):
 *   facts     text  -> bytes    what the library is: format, encoder, pipeline
 *   spectra   id    -> record   spectra as measured, with metadata
 *   content   hash  -> ids      which spectra have these very points
 *   vectors   id    -> floats   derived: the encoder's vector
 *   profiles  id    -> halves   derived: what the HQI compares
 *
 * Every value carries a checksum that get verifies: damaged bytes are
 * VIB_BAD_DATA, never a wrong answer. The map grows by itself.
 */
#ifndef VIB_STORE_H
#define VIB_STORE_H

#include "bytes.h"
#include "vibrary.h"

typedef enum vib_table {
    VIB_FACTS,
    VIB_SPECTRA,
    VIB_CONTENT,
    VIB_VECTORS,
    VIB_PROFILES,
    VIB_TABLES
} vib_table;

typedef struct vib_store vib_store;
typedef struct vib_txn vib_txn; /* one consistent state of all tables */

/* Borrowed bytes of the store, valid while the transaction lasts and, in a
 * writing one, until its next change. */
typedef struct vib_value {
    const void *data;
    size_t size;
} vib_value;

/* Make the folder `path` and an empty store in it. VIB_EXISTS when there is
 * one. */
int vib_store_create(const char *path);

/* Open the store in folder `path`. VIB_NOT_FOUND: there is none; VIB_BAD_DATA:
 * the format is newer than this program, or it is no library. */
int vib_store_open(vib_store **out, const char *path, vib_mode mode);
void vib_store_close(vib_store *store);

/* Begin a transaction. VIB_READ_ONLY when writing was not asked for at open.
 * A writer waits for the writer before it. */
int vib_txn_begin(vib_txn **out, vib_store *store, vib_mode mode);

/* Commit and end; afterwards the state is on disk, or (on failure) as it was
 * before. VIB_SYSTEM "... map full" cannot happen to a caller: see store.c. */
int vib_txn_commit(vib_txn *txn);
void vib_txn_abort(vib_txn *txn); /* end without a trace; accepts NULL */

/* Values by id (spectra, vectors, profiles). VIB_NOT_FOUND; VIB_BAD_DATA. */
int vib_get(vib_value *out, vib_txn *txn, vib_table table, uint64_t id);
int vib_put(vib_txn *txn, vib_table table, uint64_t id, vib_value value);
int vib_delete(vib_txn *txn, vib_table table, uint64_t id);

/* The first id >= *id, put into *id. 1: found; 0: there is none. */
int vib_seek(uint64_t *id, vib_txn *txn, vib_table table);

/* Facts, by name. */
int vib_get_fact(vib_value *out, vib_txn *txn, const char *name);
int vib_put_fact(vib_txn *txn, const char *name, vib_value value);

/* Ids under a content hash, ascending: at most `room` into ids, all counted. */
int vib_content_get(uint64_t *ids, size_t room, size_t *count, vib_txn *txn,
                    vib_hash hash);
int vib_content_put(vib_txn *txn, vib_hash hash, uint64_t id);
int vib_content_delete(vib_txn *txn, vib_hash hash, uint64_t id);

/* A fresh id, never given out before nor again. */
int vib_new_id(uint64_t *out, vib_txn *txn);

/* How many ids a table holds; bytes of the store on disk. */
int vib_table_count(uint64_t *out, vib_txn *txn, vib_table table);
int vib_store_bytes(uint64_t *out, const vib_store *store);

#endif
