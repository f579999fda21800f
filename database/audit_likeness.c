/* audit_likeness.c - what a curator should look at: what is like the wrong
 * thing. Each spectrum is compared with a bounded number of others, by the
 * correlation of the full spectra: with its nearest by vector, and with an even
 * choice of those that have its name. */
#include "audit.h"

#include "derived.h"
#include "memory.h"
#include "nearest.h"
#include "prepare.h"

#include <stdlib.h>
#include <string.h>

/* Nearest that are looked at, itself among them; others of its name; share of
 * the axis that must be common. */
enum { NEAREST = 16, KIND = 16 };
static const float least_overlap = 0.5f;

/* One spectrum beside others. */
typedef struct beside {
    const vib_subject *subject;
    float score; /* correlation; -1: there is none */
} beside;

typedef struct surroundings {
    beside twin[2];   /* nearest with its name and with another, of any
                       * specimen, but not of the same points              */
    beside kind;      /* best of other specimens with its name             */
    beside foreign;   /* best of other specimens with another name         */
    size_t specimens; /* spectra of others with its name it was beside     */
    float agreement;  /* how alike these are                               */
} surroundings;

typedef struct bench {
    vib_auditing *audit;
    vib_view *view;
    size_t dimension, length;
} bench;

static int similarity(float *out, const bench *b, const vib_subject *p,
                      const vib_subject *q)
{
    vib_profile one, other;
    float shared = 0, back = 0;
    int rc = vib_profile_get(&one, b->audit->txn, b->view->set.keys, p->id,
                             b->length);

    if (rc == VIB_OK)
        rc = vib_profile_get(&other, b->audit->txn, b->view->set.keys, q->id,
                             b->length);
    if (rc < 0)
        return rc;
    *out = vib_hqi(&shared, &one, &other);
    vib_hqi(&back, &other, &one);
    if (shared < least_overlap && back < least_overlap)
        *out = -1;
    return VIB_OK;
}

static void better(beside *best, const vib_subject *subject, float score)
{
    if (score > best->score)
        *best = (beside){ subject, score };
}

static bool same_specimen(const vib_subject *a, const vib_subject *b)
{
    return a->specimen && a->specimen == b->specimen;
}

/* ---- beside its nearest ------------------------------------------------ */

static int by_id(const void *id, const void *subject)
{
    uint64_t a = *(const uint64_t *)id, b = ((const vib_subject *)subject)->id;

    return (a > b) - (a < b);
}

static int look_near(surroundings *out, const bench *b,
                     const vib_subject *self, const vib_neighbour *near)
{
    const vib_auditing *audit = b->audit;
    const vib_subject *other = bsearch(&near->id, audit->subject, audit->count,
                                       sizeof *other, by_id);
    float score;
    int rc;

    if (!other || other == self)
        return VIB_OK;
    rc = similarity(&score, b, self, other);
    if (rc < 0)
        return rc;
    if (memcmp(&other->content, &self->content, sizeof self->content) != 0)
        better(&out->twin[other->name != self->name], other, score);
    if (!same_specimen(self, other) && other->name)
        better(other->name == self->name ? &out->kind : &out->foreign, other,
               score);
    return VIB_OK;
}

/* ---- beside its kind --------------------------------------------------- */

/* The first place in by_name whose name is not less than, or is above. */
static size_t bound(const vib_auditing *audit, uint64_t name, bool above)
{
    size_t low = 0, high = audit->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint64_t here = audit->subject[audit->by_name[middle]].name;

        if (here < name || (above && here == name))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int look_kind(surroundings *out, const bench *b,
                     const vib_subject *self)
{
    const vib_auditing *audit = b->audit;
    size_t first = bound(audit, self->name, false);
    size_t n = bound(audit, self->name, true) - first;
    size_t chosen = n < KIND ? n : KIND;
    const vib_subject *last = NULL;
    int rc = VIB_OK;

    for (size_t i = 0; i < chosen && rc == VIB_OK; i++) {
        const vib_subject *other =
            &audit->subject[audit->by_name[first + i * n / chosen]];
        float score;

        if (other == self || same_specimen(other, self))
            continue;
        rc = similarity(&score, b, self, other);
        if (rc == VIB_OK)
            better(&out->kind, other, score);
        if (rc == VIB_OK && last && !same_specimen(last, other)) {
            rc = similarity(&score, b, last, other);
            if (score > out->agreement)
                out->agreement = score;
        }
        out->specimens++;
        last = other;
    }
    return rc;
}

/* ---- what follows ------------------------------------------------------ */

/* Nearly the same, told once of each pair of which each is the other's. */
static int tell_twin(vib_auditing *audit, vib_subject *self,
                     const surroundings *around, size_t which)
{
    const beside *twin = &around->twin[which];

    if (!twin->subject || twin->score < audit->how->near)
        return VIB_OK;
    self->twin[which] = twin->subject->id;
    if (twin->subject->twin[which] == self->id)
        return VIB_OK;
    return vib_audit_tell(audit, which ? VIB_NEAR_NAMES : VIB_NEAR, self,
                          twin->subject, twin->score);
}

static int tell_kind(vib_auditing *audit, const vib_subject *self,
                     const surroundings *around)
{
    const vib_audit *how = audit->how;
    const beside *foreign = &around->foreign, *kind = &around->kind;

    if (!self->name || !kind->subject)
        return VIB_OK;
    if (foreign->subject && foreign->score >= how->alike &&
        foreign->score - kind->score >= how->margin)
        return vib_audit_tell(audit, VIB_LABEL, self, foreign->subject,
                              foreign->score);
    if (around->specimens >= 2 && kind->score < how->unlike &&
        around->agreement - kind->score >= how->margin)
        return vib_audit_tell(audit, VIB_OUTLIER, self, kind->subject,
                              kind->score);
    return VIB_OK;
}

static int judge(const bench *b, vib_subject *self, const vib_neighbour *near,
                 size_t found)
{
    const beside none = { NULL, -1 };
    surroundings around = { { none, none }, none, none, 0, -1 };
    int rc = VIB_OK;

    for (size_t i = 0; i < found && rc == VIB_OK; i++)
        rc = look_near(&around, b, self, &near[i]);
    if (rc == VIB_OK && self->name)
        rc = look_kind(&around, b, self);
    for (size_t which = 0; which < 2 && rc == VIB_OK; which++)
        rc = tell_twin(b->audit, self, &around, which);
    return rc == VIB_OK ? tell_kind(b->audit, self, &around) : rc;
}

/* ---- all of them ------------------------------------------------------- */

/* Vectors of a batch, and what is nearest to them. */
typedef struct portion {
    float *vectors;       /* [VIB_BATCH][dimension] */
    vib_neighbour *near;  /* [VIB_BATCH][NEAREST]   */
    size_t found[VIB_BATCH];
} portion;

static int judge_portion(portion *p, const bench *b, vib_subject *subject,
                         size_t n)
{
    vib_ask ask = { b->view, b->audit->txn, NULL, p->vectors, n, NEAREST, 2 };
    int rc = VIB_OK;

    for (size_t i = 0; i < n && rc == VIB_OK; i++) {
        const uint8_t *stored;

        rc = vib_vector_get(&stored, b->audit->txn, b->view->set.keys,
                            subject[i].id, b->dimension);
        if (rc == VIB_OK)
            memcpy(p->vectors + i * b->dimension, stored,
                   b->dimension * sizeof *p->vectors);
    }
    if (rc == VIB_OK)
        rc = vib_nearest(p->near, p->found, &ask);
    for (size_t i = 0; i < n && rc == VIB_OK; i++)
        rc = judge(b, &subject[i], p->near + i * NEAREST, p->found[i]);
    return rc;
}

static int judge_all(const bench *b)
{
    vib_auditing *audit = b->audit;
    portion p = { vib_new(VIB_BATCH * b->dimension, sizeof *p.vectors),
                  vib_new(VIB_BATCH * NEAREST, sizeof *p.near), { 0 } };
    int rc = p.vectors && p.near ? VIB_OK : VIB_NO_MEMORY;

    for (size_t i = 0; i < audit->count && rc == VIB_OK; i += VIB_BATCH) {
        size_t left = audit->count - i;

        rc = judge_portion(&p, b, audit->subject + i,
                           left < VIB_BATCH ? left : VIB_BATCH);
        if (rc == VIB_OK)
            rc = vib_audit_progress(audit, audit->count + i);
    }
    free(p.vectors);
    free(p.near);
    return rc;
}

int vib_audit_likeness(vib_auditing *audit)
{
    bench b = { .audit = audit };
    int rc = vib_view_acquire(&b.view, audit->db, audit->txn);

    if (rc < 0)
        return rc;
    b.dimension = b.view->dimension;
    b.length = vib_encoder_pipeline(b.view->set.encoder)->length;
    rc = judge_all(&b);
    vib_view_release(audit->db, b.view);
    return rc;
}
