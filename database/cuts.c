#include "cuts.h"

#include "bytes.h"
#include "memory.h"
#include "pipeline.h"
#include "threads.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    CURVES = 2048, /* spectra on the axis, at most */
    CUTS = 8192,
    SLOTS = 1 << 14, /* a power of two, above both */
    WORDS = VIB_GRID_MAX / 64,
    SCRATCH = 5 /* grid lengths a thread needs: features 4, a mask */
};

/* Things that are known by a hash, each with a place. */
typedef struct places {
    vib_hash *key;  /* [count]                     */
    uint32_t *slot; /* [SLOTS] place + 1, 0: empty */
    size_t count;
} places;

struct vib_cuts {
    const vib_encoder *encoder;
    const vib_pipeline *pipeline;
    size_t length, dimension, words;
    places curves, cuts;
    int *status;        /* [CURVES]                            */
    float *intensity;   /* [CURVES][length]                    */
    uint64_t *measured; /* [CURVES][words], a bit a grid point */
    float *vectors;     /* [CUTS][dimension]                   */
    size_t encoded;     /* of the cuts; the others wait:       */
    size_t of[VIB_CUTS_NEW]; /* the curve that is cut          */
    uint64_t *shared;   /* [VIB_CUTS_NEW][words], and to what  */
    float *channels;    /* [VIB_CUTS_NEW][VIB_CHANNELS][length] */
    float *scratch;     /* [threads][SCRATCH][length]          */
    int threads;
};

static int places_new(places *out, size_t most)
{
    out->key = vib_new(most, sizeof *out->key);
    out->slot = vib_new(SLOTS, sizeof *out->slot);
    return out->key && out->slot ? VIB_OK : VIB_NO_MEMORY;
}

static void places_clear(places *p)
{
    memset(p->slot, 0, SLOTS * sizeof *p->slot);
    p->count = 0;
}

static void places_release(places *p)
{
    free(p->key);
    free(p->slot);
}

/* The place of what has this key. False: it is new there. */
static bool places_find(size_t *out, places *p, vib_hash key)
{
    uint64_t at;

    memcpy(&at, key.byte, sizeof at);
    for (at %= SLOTS; p->slot[at]; at = (at + 1) % SLOTS) {
        *out = p->slot[at] - 1;
        if (memcmp(p->key[*out].byte, key.byte, sizeof key.byte) == 0)
            return true;
    }
    *out = p->count++;
    p->key[*out] = key;
    p->slot[at] = (uint32_t)p->count;
    return false;
}

/* What is not used is never touched, and costs nothing: vib_new(). */
static int take_memory(vib_cuts *cuts)
{
    size_t length = cuts->length;

    if (places_new(&cuts->curves, CURVES) < 0 ||
        places_new(&cuts->cuts, CUTS) < 0)
        return VIB_NO_MEMORY;
    cuts->status = vib_new(CURVES, sizeof *cuts->status);
    cuts->intensity = vib_new(CURVES * length, sizeof *cuts->intensity);
    cuts->measured = vib_new(CURVES * cuts->words, sizeof *cuts->measured);
    cuts->vectors = vib_new(CUTS * cuts->dimension, sizeof *cuts->vectors);
    cuts->shared = vib_new(VIB_CUTS_NEW * cuts->words, sizeof *cuts->shared);
    cuts->channels = vib_new_aligned(VIB_CUTS_NEW * VIB_CHANNELS * length,
                                     sizeof *cuts->channels);
    cuts->scratch = vib_new_aligned((size_t)cuts->threads * SCRATCH * length,
                                    sizeof *cuts->scratch);
    return cuts->status && cuts->intensity && cuts->measured &&
                   cuts->vectors && cuts->shared && cuts->channels &&
                   cuts->scratch
               ? VIB_OK
               : VIB_NO_MEMORY;
}

int vib_cuts_new(vib_cuts **out, const vib_encoder *encoder)
{
    vib_cuts *cuts = vib_new(1, sizeof *cuts);

    if (!cuts)
        return VIB_NO_MEMORY;
    cuts->encoder = encoder;
    cuts->pipeline = vib_encoder_pipeline(encoder);
    cuts->length = cuts->pipeline->length;
    cuts->words = (cuts->length + 63) / 64;
    cuts->dimension = vib_encoder_dimension(encoder);
    cuts->threads = vib_threads();
    if (take_memory(cuts) < 0) {
        vib_cuts_free(cuts);
        return VIB_NO_MEMORY;
    }
    *out = cuts;
    return VIB_OK;
}

void vib_cuts_free(vib_cuts *cuts)
{
    if (!cuts)
        return;
    places_release(&cuts->curves);
    places_release(&cuts->cuts);
    free(cuts->status);
    free(cuts->intensity);
    free(cuts->measured);
    free(cuts->vectors);
    free(cuts->shared);
    free(cuts->channels);
    free(cuts->scratch);
    free(cuts);
}

bool vib_cuts_fits(const vib_cuts *cuts)
{
    return vib_threads() <= cuts->threads;
}

bool vib_cuts_begin(vib_cuts *cuts)
{
    assert(cuts->encoded == cuts->cuts.count);
    if (cuts->curves.count + VIB_CUTS_CURVES <= CURVES &&
        cuts->cuts.count + VIB_CUTS_NEW <= CUTS)
        return true;
    places_clear(&cuts->curves);
    places_clear(&cuts->cuts);
    cuts->encoded = 0;
    return false;
}

bool vib_cuts_reference(size_t *place, vib_cuts *cuts, uint64_t id)
{
    bool known = places_find(place, &cuts->curves,
                             vib_hash_bytes(&id, sizeof id));

    assert(cuts->curves.count <= CURVES);
    return known;
}

/* No reference has the hash of two numbers. */
size_t vib_cuts_query(vib_cuts *cuts)
{
    const uint64_t name[] = { cuts->curves.count, UINT64_MAX };
    size_t place;

    places_find(&place, &cuts->curves, vib_hash_bytes(name, sizeof name));
    assert(cuts->curves.count <= CURVES);
    return place;
}

static float *scratch_of(const vib_cuts *cuts)
{
    return cuts->scratch +
           (size_t)vib_thread_number() * SCRATCH * cuts->length;
}

void vib_cuts_grid(vib_cuts *cuts, size_t place, const vib_spectrum *spectrum,
                   bool reference)
{
    uint64_t *measured = cuts->measured + place * cuts->words;
    float *intensity = cuts->intensity + place * cuts->length;
    float *mask = scratch_of(cuts);

    memset(measured, 0, cuts->words * sizeof *measured);
    cuts->status[place] =
        vib_pipeline_grid(intensity, mask, cuts->pipeline, spectrum);
    if (cuts->status[place] == VIB_OK && reference)
        vib_pipeline_refer(intensity, mask + cuts->length, mask,
                           cuts->pipeline);
    for (size_t i = 0; i < cuts->length && cuts->status[place] == VIB_OK; i++)
        measured[i / 64] |= (uint64_t)(mask[i] > 0) << i % 64;
}

int vib_cuts_status(const vib_cuts *cuts, size_t place)
{
    return cuts->status[place];
}

/* Leave only whole eights of grid points of a mask [words]. References end
 * within a few points of each other: beside them a query then has a few cuts,
 * not one for each. */
static void keep_eights(uint64_t *mask, size_t words)
{
    static const uint64_t low = 0x0101010101010101;

    for (size_t i = 0; i < words; i++) {
        uint64_t all = mask[i] & mask[i] >> 4 & 0x0f0f0f0f0f0f0f0f;

        all &= all >> 2;
        all &= all >> 1;
        mask[i] = (all & low) * 0xff;
    }
}

size_t vib_cuts_find(vib_cuts *cuts, size_t of, size_t with,
                     const float *weight)
{
    const uint64_t *a = cuts->measured + of * cuts->words;
    const uint64_t *b = cuts->measured + with * cuts->words;
    uint64_t name[1 + WORDS] = { of };
    size_t cut, size = cuts->words * sizeof *name;

    for (size_t i = 0; i < cuts->words; i++)
        name[1 + i] = a[i] & b[i];
    for (size_t i = 0; weight && i < cuts->length; i++)
        if (!(weight[i] > 0))
            name[1 + i / 64] &= ~((uint64_t)1 << i % 64);
    keep_eights(name + 1, cuts->words);
    if (!places_find(&cut, &cuts->cuts,
                     vib_hash_bytes(name, size + sizeof *name))) {
        assert(cut - cuts->encoded < VIB_CUTS_NEW);
        cuts->of[cut - cuts->encoded] = of;
        memcpy(cuts->shared + (cut - cuts->encoded) * cuts->words, name + 1,
               size);
    }
    return cut;
}

/* The channels of the k-th cut that waits. */
static void make_channels(vib_cuts *cuts, size_t k)
{
    const uint64_t *shared = cuts->shared + k * cuts->words;
    float *mask = scratch_of(cuts);

    for (size_t i = 0; i < cuts->length; i++)
        mask[i] = shared[i / 64] >> i % 64 & 1 ? 1.0f : 0.0f;
    vib_pipeline_features(cuts->channels + k * VIB_CHANNELS * cuts->length,
                          mask + cuts->length, cuts->pipeline,
                          cuts->intensity + cuts->of[k] * cuts->length, mask);
}

int vib_cuts_encode(vib_cuts *cuts)
{
    size_t count = cuts->cuts.count - cuts->encoded;
    int rc;

    if (count == 0)
        return VIB_OK;
#pragma omp parallel for num_threads(vib_threads()) schedule(dynamic)
    for (size_t k = 0; k < count; k++)
        make_channels(cuts, k);
    rc = vib_encoder_embed(cuts->vectors + cuts->encoded * cuts->dimension,
                           cuts->encoder, cuts->channels, count);
    if (rc == VIB_OK)
        cuts->encoded += count;
    return rc;
}

const float *vib_cuts_vector(const vib_cuts *cuts, size_t cut)
{
    assert(cut < cuts->encoded);
    return cuts->vectors + cut * cuts->dimension;
}
