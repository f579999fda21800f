#include "derived.h"

#include "status.h"

#include <inttypes.h>
#include <string.h>

static int put_and_release(vib_txn *txn, vib_table table, uint64_t id,
                           vib_buffer *bytes)
{
    int rc = bytes->failed ? VIB_NO_MEMORY
                           : vib_put(txn, table, id,
                                     (vib_value){ bytes->data, bytes->size });

    vib_buffer_release(bytes);
    return rc;
}

int vib_vector_put(vib_txn *txn, uint64_t set, uint64_t id,
                   const float *vector, size_t dimension)
{
    vib_buffer bytes = { NULL, 0, 0, false };

    vib_put_floats(&bytes, vector, dimension);
    return put_and_release(txn, VIB_VECTORS, set | id, &bytes);
}

int vib_profile_put(vib_txn *txn, uint64_t set, uint64_t id,
                    const vib_profile *profile)
{
    vib_buffer bytes = { NULL, 0, 0, false };

    vib_put_u32(&bytes, (uint32_t)profile->first);
    vib_put_bytes(&bytes, profile->value,
                  profile->length * sizeof *profile->value);
    return put_and_release(txn, VIB_PROFILES, set | id, &bytes);
}

static int vector_parse(const uint8_t **out, vib_value value, uint64_t id,
                        size_t dimension)
{
    if (value.size != dimension * sizeof(float))
        return vib_fail(VIB_BAD_DATA, "vector of spectrum %" PRIu64
                        " has %zu bytes, the encoder makes %zu", id,
                        value.size, dimension * sizeof(float));
    *out = value.data;
    return VIB_OK;
}

/* The halves stay where they are: LMDB keeps values at even addresses. */
static int profile_parse(vib_profile *out, vib_value value, uint64_t id,
                         size_t length)
{
    vib_cursor cursor = { value.data, value.size, 0, false };
    vib_profile profile = { .first = vib_get_u32(&cursor) };

    profile.length = (value.size - cursor.at) / sizeof *profile.value;
    profile.value = (const void *)(cursor.data + cursor.at);
    if (cursor.failed || value.size % sizeof *profile.value ||
        (uintptr_t)profile.value % sizeof *profile.value ||
        profile.first > length || profile.length > length - profile.first)
        return vib_fail(VIB_BAD_DATA, "profile of spectrum %" PRIu64
                        " does not fit the encoder's grid", id);
    *out = profile;
    return VIB_OK;
}

int vib_vector_get(const uint8_t **out, vib_txn *txn, uint64_t set,
                   uint64_t id, size_t dimension)
{
    vib_value value;
    int rc = vib_get(&value, txn, VIB_VECTORS, set | id);

    return rc < 0 ? rc : vector_parse(out, value, id, dimension);
}

int vib_profile_get(vib_profile *out, vib_txn *txn, uint64_t set, uint64_t id,
                    size_t length)
{
    vib_value value;
    int rc = vib_get(&value, txn, VIB_PROFILES, set | id);

    return rc < 0 ? rc : profile_parse(out, value, id, length);
}

/* Keys of both sets lie in one table, those of the first before all of the
 * second. */
static int within(uint64_t *id, uint64_t key, uint64_t set)
{
    if (key / VIB_SECOND_SET != set / VIB_SECOND_SET)
        return 0;
    *id = key % VIB_SECOND_SET;
    return 1;
}

/* vib_scan() within a set. */
static int scan(uint64_t *id, vib_value *out, vib_txn *txn, vib_table table,
                uint64_t set)
{
    uint64_t key = set | *id;
    int rc = vib_scan(&key, out, txn, table);
    int in = rc == 0 ? 0 : within(id, key, set);

    return in ? rc : rc == 1 || rc == VIB_BAD_DATA ? 0 : rc;
}

int vib_derived_seek(uint64_t *id, vib_txn *txn, vib_table table, uint64_t set)
{
    uint64_t key = set | *id;
    int rc = vib_seek(&key, txn, table);

    return rc == 1 ? within(id, key, set) : rc;
}

int vib_vector_next(uint64_t *id, const uint8_t **out, vib_txn *txn,
                    uint64_t set, size_t dimension)
{
    vib_value value;
    int rc = scan(id, &value, txn, VIB_VECTORS, set);

    if (rc == 1 && vector_parse(out, value, *id, dimension) < 0)
        rc = VIB_BAD_DATA;
    return rc;
}

int vib_profile_next(uint64_t *id, vib_profile *out, vib_txn *txn,
                     uint64_t set, size_t length)
{
    vib_value value;
    int rc = scan(id, &value, txn, VIB_PROFILES, set);

    if (rc == 1 && profile_parse(out, value, *id, length) < 0)
        rc = VIB_BAD_DATA;
    return rc;
}

float vib_vector_dot(const float *vector, const uint8_t *stored,
                     size_t dimension)
{
    enum { LANES = 8 }; /* sums that do not wait for one another */
    float sum[LANES] = { 0 }, value[LANES];
    size_t i = 0;

    for (; i + LANES <= dimension; i += LANES) {
        memcpy(value, stored + i * sizeof *value, sizeof value);
        for (size_t lane = 0; lane < LANES; lane++)
            sum[lane] += vector[i + lane] * value[lane];
    }
    for (; i < dimension; i++) {
        memcpy(value, stored + i * sizeof *value, sizeof *value);
        sum[0] += vector[i] * value[0];
    }
    return ((sum[0] + sum[4]) + (sum[2] + sum[6])) +
           ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

bool vib_vector_is(const uint8_t *stored, const float *vector,
                   size_t dimension)
{
    float dot = vib_vector_dot(vector, stored, dimension);

    return dot > 0.9999f && dot < 1.0001f;
}

bool vib_profile_is(const vib_profile *stored, const vib_profile *profile)
{
    return stored->first == profile->first &&
           stored->length == profile->length &&
           memcmp(stored->value, profile->value,
                  stored->length * sizeof *stored->value) == 0;
}
