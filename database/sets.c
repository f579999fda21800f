#include "sets.h"

#include "derived.h"
#include "memory.h"
#include "status.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    IDENTITY = 16, /* bytes of an encoder's                  */
    CLEARED = 4096 /* entries deleted in one transaction     */
};

struct met {
    vib_encoder *encoder;
    struct met *next;
};

struct vib_encoders {
    pthread_mutex_t lock;
    struct met *first;
};

int vib_encoders_new(vib_encoders **out)
{
    vib_encoders *encoders = vib_new(1, sizeof *encoders);

    if (!encoders)
        return VIB_NO_MEMORY;
    pthread_mutex_init(&encoders->lock, NULL);
    *out = encoders;
    return VIB_OK;
}

void vib_encoders_free(vib_encoders *encoders)
{
    if (!encoders)
        return;
    for (struct met *at = encoders->first, *next; at; at = next) {
        next = at->next;
        vib_encoder_close(at->encoder);
        free(at);
    }
    pthread_mutex_destroy(&encoders->lock);
    free(encoders);
}

static const vib_encoder *find(const vib_encoders *encoders,
                               const uint8_t *identity)
{
    for (const struct met *at = encoders->first; at; at = at->next)
        if (memcmp(vib_encoder_identity(at->encoder), identity, IDENTITY) == 0)
            return at->encoder;
    return NULL;
}

/* Read the library's encoder and keep it. Vectors of two encoders must never be
 * compared: it has to be the one that made the vectors. */
static int meet(const vib_encoder **out, vib_encoders *encoders, vib_txn *txn,
                const uint8_t *identity)
{
    struct met *met = vib_new(1, sizeof *met);
    vib_value model;
    int rc = met ? vib_get_fact(&model, txn, VIB_FACT_ENCODER) : VIB_NO_MEMORY;

    if (rc == VIB_OK)
        rc = vib_encoder_from_bytes(&met->encoder, model.data, model.size);
    if (rc == VIB_OK &&
        memcmp(vib_encoder_identity(met->encoder), identity, IDENTITY)) {
        vib_encoder_close(met->encoder);
        rc = vib_fail(VIB_BAD_DATA, "its vectors were not made by the encoder "
                      "in it; export the spectra and add them to a new "
                      "library");
    }
    if (rc < 0) {
        free(met);
        return rc;
    }
    met->next = encoders->first;
    encoders->first = met;
    *out = met->encoder;
    return VIB_OK;
}

/* Who made the set in use, and its keys, from the fact. */
static int read_fact(uint8_t *identity, uint64_t *keys, vib_txn *txn)
{
    vib_value value;
    int rc = vib_get_fact(&value, txn, VIB_FACT_VECTORS);
    const uint8_t *bytes = value.data;

    if (rc < 0)
        return rc;
    if (value.size != IDENTITY &&
        (value.size != IDENTITY + 1 || bytes[IDENTITY] != 1))
        return vib_fail(VIB_BAD_DATA, "what its vectors are from is not "
                        "written as this program knows it");
    memcpy(identity, bytes, IDENTITY);
    *keys = value.size == IDENTITY ? 0 : VIB_SECOND_SET;
    return VIB_OK;
}

int vib_set_current(vib_set *out, vib_encoders *encoders, vib_txn *txn,
                    const char *path)
{
    uint8_t identity[IDENTITY];
    vib_set set = { NULL, 0 };
    int rc = read_fact(identity, &set.keys, txn);

    if (rc < 0)
        return vib_fail_prefix(rc, path);
    pthread_mutex_lock(&encoders->lock);
    set.encoder = find(encoders, identity);
    if (!set.encoder)
        rc = meet(&set.encoder, encoders, txn, identity);
    pthread_mutex_unlock(&encoders->lock);
    if (rc < 0)
        return vib_fail_prefix(rc, path);
    *out = set;
    return VIB_OK;
}

int vib_set_use(vib_txn *txn, const vib_encoder *encoder, uint64_t keys)
{
    uint8_t made_by[IDENTITY + 1];
    vib_buffer model = { NULL, 0, 0, false };
    int rc = vib_encoder_to_bytes(&model, encoder);

    memcpy(made_by, vib_encoder_identity(encoder), IDENTITY);
    made_by[IDENTITY] = 1;
    if (rc == VIB_OK)
        rc = vib_put_fact(txn, VIB_FACT_ENCODER,
                          (vib_value){ model.data, model.size });
    if (rc == VIB_OK)
        rc = vib_put_fact(txn, VIB_FACT_VECTORS,
                          (vib_value){ made_by, keys ? IDENTITY + 1
                                                     : IDENTITY });
    vib_buffer_release(&model);
    return rc;
}

uint64_t vib_set_other(const vib_set *set)
{
    return set->keys ? 0 : VIB_SECOND_SET;
}

int vib_set_clear(vib_txn *txn, uint64_t keys)
{
    static const vib_table tables[] = { VIB_VECTORS, VIB_PROFILES };
    size_t left = CLEARED;

    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        uint64_t id = 1;
        int rc;

        while ((rc = vib_derived_seek(&id, txn, tables[i], keys)) > 0) {
            rc = left-- ? vib_delete(txn, tables[i], keys | id) : 1;
            if (rc != VIB_OK)
                return rc;
        }
        if (rc < 0)
            return rc;
    }
    return 0;
}
