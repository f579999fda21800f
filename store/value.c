/* value.c - a value as stored: its checksum, then its bytes. */
#include "environment.h"

#include "guard.h"
#include "xxh.h"

#include <string.h>

static uint64_t checksum_of(MDB_val key, const void *data, size_t size)
{
    XXH64_hash_t seed = XXH3_64bits(key.mv_data, key.mv_size);

    return XXH3_64bits_withSeed(data, size, seed);
}

int vib_value_open(vib_value *out, MDB_val key, MDB_val stored)
{
    const uint8_t *bytes = stored.mv_data;
    uint64_t checksum;

    if (stored.mv_size < sizeof checksum)
        return MDB_CORRUPTED;
    memcpy(&checksum, bytes, sizeof checksum);
    bytes += sizeof checksum;
    stored.mv_size -= sizeof checksum;
    if (checksum != checksum_of(key, bytes, stored.mv_size))
        return MDB_CORRUPTED;
    *out = (vib_value){ bytes, stored.mv_size };
    return MDB_SUCCESS;
}

int vib_lmdb_get(vib_value *out, MDB_txn *txn, MDB_dbi dbi, MDB_val key)
{
    MDB_val stored;
    int error = vib_guard_get(txn, dbi, &key, &stored);

    return error ? error : vib_value_open(out, key, stored);
}

/* A key above all others is appended: pages that fill from one end stay full,
 * where LMDB's ordinary split leaves them half empty. */
static int reserve(MDB_txn *txn, MDB_dbi dbi, MDB_val key, MDB_val *stored)
{
    int error = mdb_put(txn, dbi, &key, stored, MDB_RESERVE | MDB_APPEND);

    if (error == MDB_KEYEXIST)
        error = mdb_put(txn, dbi, &key, stored, MDB_RESERVE);
    return error;
}

int vib_lmdb_put(MDB_txn *txn, MDB_dbi dbi, MDB_val key, vib_value value)
{
    uint64_t checksum = checksum_of(key, value.data, value.size);
    MDB_val stored = { sizeof checksum + value.size, NULL };
    int error = reserve(txn, dbi, key, &stored);

    if (error)
        return error;
    memcpy(stored.mv_data, &checksum, sizeof checksum);
    if (value.size)
        memcpy((uint8_t *)stored.mv_data + sizeof checksum, value.data,
               value.size);
    return MDB_SUCCESS;
}
