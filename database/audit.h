/* audit.h - the parts of an audit: what each spectrum is known by, findings
 * by equality, findings by likeness. */
#ifndef VIB_AUDIT_H
#define VIB_AUDIT_H

#include "library.h"

/* What is kept of each spectrum during an audit: 72 bytes, with its place in
 * by_name. Texts are compared by their checksums. */
typedef struct vib_subject {
    uint64_t id;
    vib_hash content;        /* of the points                              */
    uint64_t name, specimen; /* 0: has none, which is equal to no other's  */
    uint64_t twin[2];        /* what it was told to be nearly the same as,
                              * under its own and under another name, or 0 */
} vib_subject;

typedef struct vib_auditing {
    const vib_db *db;
    vib_txn *txn; /* the state that is audited */
    const vib_audit *how;
    vib_subject *subject; /* [count] by id                              */
    uint32_t *by_name;    /* [count] places in subject, by name, then by
                           * specimen, then by id                       */
    size_t count, room;
    size_t found;
} vib_auditing;

/* Tell one finding about the spectra a and b. */
int vib_audit_tell(vib_auditing *audit, vib_doubt_kind kind,
                   const vib_subject *a, const vib_subject *b,
                   float similarity);

/* `done` of the two rounds through all spectra. VIB_STOPPED. */
int vib_audit_progress(const vib_auditing *audit, size_t done);

/* The second round: each spectrum beside its nearest and beside its kind. */
int vib_audit_likeness(vib_auditing *audit);

#endif
