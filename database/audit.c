/* audit.c - what a curator should look at: what is equal and should not be. */
#include "audit.h"

#include "fields.h"
#include "memory.h"
#include "record.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEP = 256 }; /* spectra between two calls of the progress */

int vib_audit_progress(const vib_auditing *audit, size_t done)
{
    const vib_audit *how = audit->how;

    if (how->progress &&
        how->progress(done, 2 * audit->count, NULL, how->payload))
        return vib_fail(VIB_STOPPED, "stopped by the caller");
    return VIB_OK;
}

int vib_audit_tell(vib_auditing *audit, vib_doubt_kind kind,
                   const vib_subject *a, const vib_subject *b,
                   float similarity)
{
    vib_spectrum of[2] = { VIB_SPECTRUM_INIT, VIB_SPECTRUM_INIT };
    vib_doubt doubt = { .kind = kind, .id = { a->id, b->id },
                          .similarity = similarity };
    int rc = VIB_OK;

    for (size_t i = 0; i < 2 && rc == VIB_OK; i++) {
        rc = vib_read_fields(&of[i], audit->txn, doubt.id[i]);
        doubt.name[i] = vib_field_get(&of[i], VIB_KEY_NAME);
        doubt.specimen[i] = vib_field_get(&of[i], VIB_KEY_SPECIMEN);
    }
    if (rc == VIB_OK) {
        audit->found++;
        if (audit->how->report)
            audit->how->report(&doubt, audit->how->payload);
    }
    vib_spectrum_release(&of[0]);
    vib_spectrum_release(&of[1]);
    return rc;
}

/* ---- the first round: what each is known by ---------------------------- */

static uint64_t key_of(const vib_spectrum *spectrum, const char *field)
{
    const char *text = vib_field_get(spectrum, field);

    return *text ? vib_checksum(text, strlen(text)) : 0;
}

static int read_subject(vib_subject *out, vib_txn *txn, uint64_t id)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int rc = vib_read_fields(&spectrum, txn, id);

    if (rc == VIB_OK)
        rc = vib_read_points(&spectrum, txn, id);
    if (rc == VIB_OK)
        *out = (vib_subject){ .id = id,
                              .content = vib_content_hash(&spectrum),
                              .name = key_of(&spectrum, VIB_KEY_NAME),
                              .specimen = key_of(&spectrum,
                                                 VIB_KEY_SPECIMEN) };
    vib_spectrum_release(&spectrum);
    return rc;
}

static int make_room(vib_auditing *audit)
{
    uint64_t count = 0;
    int rc = vib_table_count(&count, audit->txn, VIB_SPECTRA);

    if (rc < 0)
        return rc;
    if (count > UINT32_MAX)
        return vib_fail(VIB_BAD_ARG, "more spectra than can be audited");
    audit->room = (size_t)count;
    audit->subject = vib_new(audit->room, sizeof *audit->subject);
    audit->by_name = vib_new(audit->room, sizeof *audit->by_name);
    return audit->subject && audit->by_name ? VIB_OK : VIB_NO_MEMORY;
}

static int read_subjects(vib_auditing *audit)
{
    size_t all = audit->room, n = 0;
    uint64_t id = 1;
    int rc = VIB_OK;

    audit->count = all; /* what progress is told of */
    for (; n < all && (rc = vib_seek(&id, audit->txn, VIB_SPECTRA)) > 0; id++) {
        rc = read_subject(&audit->subject[n], audit->txn, id);
        audit->by_name[n] = (uint32_t)n;
        if (rc == VIB_OK && n++ % STEP == 0)
            rc = vib_audit_progress(audit, n);
        if (rc < 0)
            break;
    }
    audit->count = n;
    return rc < 0 ? rc : VIB_OK;
}

/* ---- equal points, equal specimens ------------------------------------- */

static int compare(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int by_content(const void *a, const void *b, void *subjects)
{
    const vib_subject *p = (const vib_subject *)subjects + *(const uint32_t *)a;
    const vib_subject *q = (const vib_subject *)subjects + *(const uint32_t *)b;
    int order = memcmp(&p->content, &q->content, sizeof p->content);

    return order ? order : compare(p->id, q->id);
}

static int by_specimen(const void *a, const void *b, void *subjects)
{
    const vib_subject *p = (const vib_subject *)subjects + *(const uint32_t *)a;
    const vib_subject *q = (const vib_subject *)subjects + *(const uint32_t *)b;
    int order = compare(p->specimen, q->specimen);

    if (order == 0)
        order = compare(p->name, q->name);
    return order ? order : compare(p->id, q->id);
}

static int by_name(const void *a, const void *b, void *subjects)
{
    const vib_subject *p = (const vib_subject *)subjects + *(const uint32_t *)a;
    const vib_subject *q = (const vib_subject *)subjects + *(const uint32_t *)b;
    int order = compare(p->name, q->name);

    return order ? order : by_specimen(a, b, subjects);
}

static const vib_subject *at(const vib_auditing *audit, size_t place)
{
    return &audit->subject[audit->by_name[place]];
}

/* Each spectrum beside the first with the same points. */
static int tell_same_points(vib_auditing *audit)
{
    const vib_subject *first = NULL;
    int rc = VIB_OK;

    qsort_r(audit->by_name, audit->count, sizeof *audit->by_name, by_content,
            audit->subject);
    for (size_t i = 0; i < audit->count && rc == VIB_OK; i++) {
        const vib_subject *here = at(audit, i);

        if (first && memcmp(&first->content, &here->content,
                            sizeof here->content) == 0)
            rc = vib_audit_tell(audit, first->name == here->name
                                           ? VIB_SAME_POINTS
                                           : VIB_SAME_POINTS_NAMES,
                                first, here, 1);
        else
            first = here;
    }
    return rc;
}

/* Of each specimen, the first spectrum of each further name beside the first
 * of all. */
static int tell_specimens(vib_auditing *audit)
{
    const vib_subject *first = NULL, *last = NULL;
    int rc = VIB_OK;

    qsort_r(audit->by_name, audit->count, sizeof *audit->by_name, by_specimen,
            audit->subject);
    for (size_t i = 0; i < audit->count && rc == VIB_OK; i++) {
        const vib_subject *here = at(audit, i);

        if (!here->specimen || !here->name)
            continue;
        if (!first || first->specimen != here->specimen)
            first = here;
        else if (last->name != here->name)
            rc = vib_audit_tell(audit, VIB_SPECIMEN_NAMES, first, here, NAN);
        last = here;
    }
    return rc;
}

/* ---- all of it --------------------------------------------------------- */

static int run(vib_auditing *audit)
{
    int rc = make_room(audit);

    if (rc == VIB_OK)
        rc = read_subjects(audit);
    if (rc == VIB_OK)
        rc = tell_same_points(audit);
    if (rc == VIB_OK)
        rc = tell_specimens(audit);
    if (rc < 0)
        return rc;
    qsort_r(audit->by_name, audit->count, sizeof *audit->by_name, by_name,
            audit->subject);
    return vib_audit_likeness(audit);
}

int vib_db_audit(size_t *found, const vib_db *db, const vib_audit *how)
{
    vib_auditing audit = { .db = db, .how = how };
    int rc = vib_txn_begin(&audit.txn, db->store, VIB_READ);

    if (rc == VIB_OK)
        rc = run(&audit);
    vib_txn_abort(audit.txn);
    free(audit.subject);
    free(audit.by_name);
    if (rc == VIB_OK)
        *found = audit.found;
    return rc;
}
