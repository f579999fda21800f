#include "plain_lmdb.h"

#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct plain_lmdb {
    MDB_env *env;
    MDB_dbi table;
};

static void must_lmdb(int error)
{
    if (!error)
        return;
    fprintf(stderr, "LMDB: %s\n", mdb_strerror(error));
    exit(1);
}

plain_lmdb *plain_lmdb_open(const char *path)
{
    plain_lmdb *lmdb = malloc(sizeof *lmdb);
    MDB_txn *txn;

    if (!lmdb)
        exit(1);
    must_lmdb(mdb_env_create(&lmdb->env));
    must_lmdb(mdb_env_set_mapsize(lmdb->env, (size_t)1 << 40));
    must_lmdb(mdb_env_set_maxdbs(lmdb->env, 4));
    must_lmdb(mdb_env_open(lmdb->env, path, 0, 0666));
    must_lmdb(mdb_txn_begin(lmdb->env, NULL, 0, &txn));
    must_lmdb(mdb_dbi_open(txn, "records", MDB_CREATE, &lmdb->table));
    must_lmdb(mdb_txn_commit(txn));
    return lmdb;
}

void plain_lmdb_close(plain_lmdb *lmdb)
{
    mdb_env_close(lmdb->env);
    free(lmdb);
}

static MDB_val key_of(uint8_t *bytes, uint64_t id)
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(id >> (56 - 8 * i));
    return (MDB_val){ 8, bytes };
}

void plain_lmdb_put(plain_lmdb *lmdb, uint64_t first, size_t n,
                    const uint8_t *data, size_t size)
{
    MDB_txn *txn;

    must_lmdb(mdb_txn_begin(lmdb->env, NULL, 0, &txn));
    for (size_t i = 0; i < n; i++) {
        uint8_t bytes[8];
        MDB_val key = key_of(bytes, first + i);
        MDB_val value = { size, (void *)(uintptr_t)(data + i * size) };

        must_lmdb(mdb_put(txn, lmdb->table, &key, &value, MDB_APPEND));
    }
    must_lmdb(mdb_txn_commit(txn));
}

uint64_t sum_words(const void *data, size_t size)
{
    const uint8_t *bytes = data;
    uint64_t sum = 0;

    for (size_t i = 0; i + 8 <= size; i += 8) {
        uint64_t word;

        memcpy(&word, bytes + i, sizeof word);
        sum += word;
    }
    return sum;
}

uint64_t plain_lmdb_get(plain_lmdb *lmdb, const uint64_t *ids, size_t n)
{
    uint64_t sum = 0;
    MDB_txn *txn;

    must_lmdb(mdb_txn_begin(lmdb->env, NULL, MDB_RDONLY, &txn));
    for (size_t i = 0; i < n; i++) {
        uint8_t bytes[8];
        MDB_val key = key_of(bytes, ids[i]), value;

        must_lmdb(mdb_get(txn, lmdb->table, &key, &value));
        sum += sum_words(value.mv_data, value.mv_size);
    }
    mdb_txn_abort(txn);
    return sum;
}

uint64_t plain_lmdb_scan(plain_lmdb *lmdb)
{
    uint64_t sum = 0;
    MDB_val key, value;
    MDB_cursor *cursor;
    MDB_txn *txn;

    must_lmdb(mdb_txn_begin(lmdb->env, NULL, MDB_RDONLY, &txn));
    must_lmdb(mdb_cursor_open(txn, lmdb->table, &cursor));
    while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0)
        sum += sum_words(value.mv_data, value.mv_size);
    mdb_cursor_close(cursor);
    mdb_txn_abort(txn);
    return sum;
}
