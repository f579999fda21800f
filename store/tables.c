/* tables.c - keys and values in a transaction. */
#include "store.h"

#include "guard.h"
#include "status.h"
#include "transaction.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define LAST_ID_FACT "last id"

/* An id as a key: the most significant byte first, so that keys sort as
 * numbers do. */
static void key_of_id(uint8_t *key, uint64_t id)
{
    for (int i = 0; i < 8; i++)
        key[i] = (uint8_t)(id >> (56 - 8 * i));
}

static uint64_t id_of_key(const uint8_t *key)
{
    uint64_t id = 0;

    for (int i = 0; i < 8; i++)
        id = id << 8 | key[i];
    return id;
}

/* LMDB reuses the pages of a state from the second commit after it on. */
int vib_txn_check(const vib_txn *txn)
{
    const vib_environment *environment = txn->environment;
    MDB_envinfo info;

    if (environment->locked)
        return VIB_OK;
    mdb_env_info(environment->lmdb, &info);
    if (info.me_last_txnid <= mdb_txn_id(txn->lmdb) + 1)
        return VIB_OK;
    return vib_fail(VIB_SYSTEM, "%s changed while it was read without its lock "
                    "file, which this user may not write; repeat",
                    environment->path);
}

static bool is_damage(int error)
{
    return error == MDB_CORRUPTED || error == MDB_PAGE_NOTFOUND ||
           error == MDB_BAD_VALSIZE;
}

/* What LMDB said of entry `name` of `table`. */
static int entry_fail(int error, const vib_txn *txn, vib_table table,
                      const char *name)
{
    const char *path = txn->environment->path;

    if (vib_txn_check(txn) < 0)
        return VIB_SYSTEM;
    if (error == MDB_NOTFOUND)
        return vib_fail(VIB_NOT_FOUND, "%s has no %s %s", path,
                        vib_entry_name[table], name);
    if (is_damage(error))
        return vib_fail(VIB_BAD_DATA, "%s %s of %s is damaged",
                        vib_entry_name[table], name, path);
    return vib_lmdb_fail(error, path);
}

static int id_fail(int error, const vib_txn *txn, vib_table table, uint64_t id)
{
    char name[24];

    snprintf(name, sizeof name, "%" PRIu64, id);
    return entry_fail(error, txn, table, name);
}

int vib_get(vib_value *out, vib_txn *txn, vib_table table, uint64_t id)
{
    uint8_t bytes[8];
    MDB_val key = { sizeof bytes, bytes };
    MDB_dbi dbi = txn->environment->dbi[table];
    vib_value value;
    int error;

    key_of_id(bytes, id);
    error = vib_lmdb_get(&value, txn->lmdb, dbi, key);
    if (error)
        return id_fail(error, txn, table, id);
    if (vib_txn_check(txn) < 0)
        return VIB_SYSTEM;
    *out = value;
    return VIB_OK;
}

int vib_put(vib_txn *txn, vib_table table, uint64_t id, vib_value value)
{
    uint8_t bytes[8];
    MDB_val key = { sizeof bytes, bytes };
    MDB_dbi dbi = txn->environment->dbi[table];
    int error;

    assert(txn->writing);
    key_of_id(bytes, id);
    error = vib_lmdb_put(txn->lmdb, dbi, key, value);
    return error ? id_fail(error, txn, table, id) : VIB_OK;
}

int vib_delete(vib_txn *txn, vib_table table, uint64_t id)
{
    uint8_t bytes[8];
    MDB_val key = { sizeof bytes, bytes };
    int error;

    assert(txn->writing);
    key_of_id(bytes, id);
    error = mdb_del(txn->lmdb, txn->environment->dbi[table], &key, NULL);
    return error ? id_fail(error, txn, table, id) : VIB_OK;
}

/* Put the table's cursor on the first key >= id. One that stands just before it
 * in a state that cannot change takes one step. */
static int cursor_seek(MDB_val *key, MDB_val *stored, vib_txn *txn,
                       vib_table table, uint64_t id)
{
    bool next = txn->cursor[table] && !txn->writing && id > 0 &&
                txn->at[table] == id - 1;
    int error = MDB_SUCCESS;

    if (!txn->cursor[table])
        error = mdb_cursor_open(txn->lmdb, txn->environment->dbi[table],
                                &txn->cursor[table]);
    if (error)
        return error;
    txn->at[table] = UINT64_MAX;
    error = vib_guard_seek(txn->cursor[table], key, stored,
                           next ? MDB_NEXT : MDB_SET_RANGE);
    if (error == MDB_SUCCESS && key->mv_size != 8)
        error = MDB_CORRUPTED;
    return error;
}

/* The first entry >= *id; its value, unopened, too. As vib_seek(). */
static int entry_seek(uint64_t *id, MDB_val *key, MDB_val *stored,
                      vib_txn *txn, vib_table table)
{
    int error;

    key_of_id(key->mv_data, *id);
    error = cursor_seek(key, stored, txn, table, *id);
    if (vib_txn_check(txn) < 0)
        return VIB_SYSTEM;
    if (error == MDB_NOTFOUND)
        return 0;
    if (error)
        return vib_lmdb_fail(error, txn->environment->path);
    *id = txn->at[table] = id_of_key(key->mv_data);
    return 1;
}

int vib_seek(uint64_t *id, vib_txn *txn, vib_table table)
{
    uint8_t bytes[8];
    MDB_val stored, key = { sizeof bytes, bytes };

    return entry_seek(id, &key, &stored, txn, table);
}

/* Records that were put one after the other mostly lie so in the file, on pages
 * of their own, at whose borders the processor's own foresight ends: have the
 * first lines of the next ones on their way while this one is verified. To ask
 * for what is not there does nothing. */
static void next_foresee(MDB_val stored)
{
    enum { PAGE = 4096, PAGES = 4, LINE = 64, LINES = 8 };
    uintptr_t end = (uintptr_t)stored.mv_data + stored.mv_size;
    uintptr_t next = (end + PAGE - 1) / PAGE * PAGE;

    for (uintptr_t page = 0; page < PAGES; page++)
        for (uintptr_t line = 0; line < LINES; line++)
            __builtin_prefetch((const void *)(next + page * PAGE +
                                              line * LINE));
}

int vib_scan(uint64_t *id, vib_value *out, vib_txn *txn, vib_table table)
{
    uint8_t bytes[8];
    MDB_val stored, key = { sizeof bytes, bytes };
    int error, status = entry_seek(id, &key, &stored, txn, table);

    if (status != 1)
        return status;
    next_foresee(stored);
    error = vib_value_open(out, key, stored);
    return error ? id_fail(error, txn, table, *id) : 1;
}

/* ---- Facts ------------------------------------------------------------- */

static MDB_val key_of_name(const char *name)
{
    return (MDB_val){ strlen(name), (void *)(uintptr_t)name };
}

int vib_get_fact(vib_value *out, vib_txn *txn, const char *name)
{
    MDB_dbi dbi = txn->environment->dbi[VIB_FACTS];
    vib_value value;
    int error = vib_lmdb_get(&value, txn->lmdb, dbi, key_of_name(name));

    if (error)
        return entry_fail(error, txn, VIB_FACTS, name);
    if (vib_txn_check(txn) < 0)
        return VIB_SYSTEM;
    *out = value;
    return VIB_OK;
}

int vib_put_fact(vib_txn *txn, const char *name, vib_value value)
{
    MDB_dbi dbi = txn->environment->dbi[VIB_FACTS];
    int error;

    assert(txn->writing);
    error = vib_lmdb_put(txn->lmdb, dbi, key_of_name(name), value);
    return error ? entry_fail(error, txn, VIB_FACTS, name) : VIB_OK;
}

int vib_last_id(uint64_t *out, vib_txn *txn)
{
    vib_value value = { NULL, 0 };
    int status = vib_get_fact(&value, txn, LAST_ID_FACT);

    if (status == VIB_NOT_FOUND) {
        *out = 0;
        return VIB_OK;
    }
    if (status < 0)
        return status;
    if (value.size != sizeof *out)
        return entry_fail(MDB_CORRUPTED, txn, VIB_FACTS, LAST_ID_FACT);
    memcpy(out, value.data, sizeof *out);
    return VIB_OK;
}

int vib_new_id(uint64_t *out, vib_txn *txn)
{
    uint64_t id;
    int status = vib_last_id(&id, txn);

    if (status < 0)
        return status;
    id++;
    status = vib_put_fact(txn, LAST_ID_FACT, (vib_value){ &id, sizeof id });
    if (status == VIB_OK)
        *out = id;
    return status;
}

int vib_put_last_id(vib_txn *txn, uint64_t id)
{
    return vib_put_fact(txn, LAST_ID_FACT, (vib_value){ &id, sizeof id });
}

/* Those that the store itself keeps are passed over. */
static bool is_own_fact(const char *name)
{
    return strcmp(name, VIB_FORMAT_FACT) == 0 ||
           strcmp(name, LAST_ID_FACT) == 0;
}

/* Put the key after `name` into it, as vib_seek(): the smallest that is larger
 * is the same with a zero behind it. */
static int fact_seek(char *name, MDB_cursor *cursor, const vib_txn *txn)
{
    MDB_val stored, key = { strlen(name) + 1, name };
    int error = vib_guard_seek(cursor, &key, &stored, MDB_SET_RANGE);

    if (error == MDB_NOTFOUND)
        return 0;
    if (!error && (key.mv_size >= VIB_FACT_NAME ||
                   memchr(key.mv_data, 0, key.mv_size)))
        error = MDB_CORRUPTED;
    if (error) /* where the next one is cannot be known */
        return vib_fail(VIB_SYSTEM, "the facts of %s cannot be read",
                        txn->environment->path);
    memcpy(name, key.mv_data, key.mv_size);
    name[key.mv_size] = 0;
    return 1;
}

int vib_next_fact(char *name, vib_value *out, vib_txn *txn)
{
    char next[VIB_FACT_NAME];
    MDB_cursor *cursor;
    int status, error = mdb_cursor_open(txn->lmdb,
                                        txn->environment->dbi[VIB_FACTS],
                                        &cursor);

    if (error)
        return vib_lmdb_fail(error, txn->environment->path);
    memcpy(next, name, strlen(name) + 1);
    do
        status = fact_seek(next, cursor, txn);
    while (status == 1 && is_own_fact(next));
    mdb_cursor_close(cursor);
    if (status != 1)
        return status;
    memcpy(name, next, strlen(next) + 1);
    status = vib_get_fact(out, txn, name);
    return status < 0 ? status : 1;
}

/* ---- Content ----------------------------------------------------------- */

/* The key is the hash, then the id; the value is empty but for its checksum. */
enum { CONTENT_KEY = sizeof(vib_hash) + 8 };

static void key_of_content(uint8_t *key, vib_hash hash, uint64_t id)
{
    memcpy(key, hash.byte, sizeof hash.byte);
    key_of_id(key + sizeof hash.byte, id);
}

/* Put *id at the first id >= *id under the hash, as vib_seek(). */
static int content_seek(uint64_t *id, MDB_cursor *cursor, const vib_txn *txn,
                        vib_hash hash)
{
    uint8_t bytes[CONTENT_KEY];
    MDB_val stored, key = { sizeof bytes, bytes };
    vib_value nothing;
    char name[2 * sizeof hash.byte + 1];
    int error;

    key_of_content(bytes, hash, *id);
    error = vib_guard_seek(cursor, &key, &stored, MDB_SET_RANGE);
    if (vib_txn_check(txn) < 0)
        return VIB_SYSTEM;
    if (error == MDB_NOTFOUND)
        return 0;
    if (!error && key.mv_size != sizeof bytes)
        error = MDB_CORRUPTED;
    if (!error && memcmp(key.mv_data, hash.byte, sizeof hash.byte) != 0)
        return 0;
    if (!error)
        error = vib_value_open(&nothing, key, stored);
    if (error) {
        vib_hex(name, hash.byte, sizeof hash.byte);
        return entry_fail(error, txn, VIB_CONTENT, name);
    }
    *id = id_of_key((const uint8_t *)key.mv_data + sizeof hash.byte);
    return 1;
}

int vib_content_get(uint64_t *ids, size_t room, size_t *count, vib_txn *txn,
                    vib_hash hash)
{
    MDB_cursor *cursor;
    MDB_dbi dbi = txn->environment->dbi[VIB_CONTENT];
    int found, error = mdb_cursor_open(txn->lmdb, dbi, &cursor);
    size_t n = 0;

    if (error)
        return vib_lmdb_fail(error, txn->environment->path);
    for (uint64_t id = 0;
         (found = content_seek(&id, cursor, txn, hash)) == 1; id++) {
        if (n < room)
            ids[n] = id;
        n++;
    }
    mdb_cursor_close(cursor);
    if (found < 0)
        return found;
    *count = n;
    return VIB_OK;
}

int vib_content_put(vib_txn *txn, vib_hash hash, uint64_t id)
{
    uint8_t bytes[CONTENT_KEY];
    MDB_val key = { sizeof bytes, bytes };
    MDB_dbi dbi = txn->environment->dbi[VIB_CONTENT];
    int error;

    assert(txn->writing);
    key_of_content(bytes, hash, id);
    error = vib_lmdb_put(txn->lmdb, dbi, key, (vib_value){ NULL, 0 });
    return error ? id_fail(error, txn, VIB_CONTENT, id) : VIB_OK;
}

int vib_content_delete(vib_txn *txn, vib_hash hash, uint64_t id)
{
    uint8_t bytes[CONTENT_KEY];
    MDB_val key = { sizeof bytes, bytes };
    MDB_dbi dbi = txn->environment->dbi[VIB_CONTENT];
    int error;

    assert(txn->writing);
    key_of_content(bytes, hash, id);
    error = mdb_del(txn->lmdb, dbi, &key, NULL);
    return error ? id_fail(error, txn, VIB_CONTENT, id) : VIB_OK;
}

int vib_table_count(uint64_t *out, vib_txn *txn, vib_table table)
{
    MDB_stat facts;
    int error = mdb_stat(txn->lmdb, txn->environment->dbi[table], &facts);

    if (error)
        return vib_lmdb_fail(error, txn->environment->path);
    *out = facts.ms_entries;
    return VIB_OK;
}
