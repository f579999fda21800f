/* vibrary_audit.h - what a curator of a library should look at. A part of
 * vibrary.h, which includes it; its rules are told there.
 *
 *     vib_audit how = VIB_AUDIT_DEFAULT;
 *
 *     how.report = print;
 *     vib_db_audit(&found, db, &how);
 */
#ifndef VIBRARY_AUDIT_H
#define VIBRARY_AUDIT_H

#include "vibrary.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum vib_doubt_kind { /* of two spectra, */
    VIB_SAME_POINTS,       /* the same points under one name                 */
    VIB_SAME_POINTS_NAMES, /* the same points under two names                */
    VIB_SPECIMEN_NAMES,    /* one specimen under two names                   */
    VIB_NEAR,              /* nearly the same, under one name                */
    VIB_NEAR_NAMES,        /* nearly the same, under two names               */
    VIB_LABEL,   /* the first is like the second, of another name, and unlike
                  * all that have its own                                    */
    VIB_OUTLIER, /* the first is like none of its name, not even the second,
                  * while these are like each other                          */
    VIB_DOUBTS  /* how many kinds there are                                 */
} vib_doubt_kind;

typedef struct vib_doubt { /* texts live until the callback returns */
    vib_doubt_kind kind;
    uint64_t id[2];
    const char *name[2], *specimen[2]; /* "": has none                       */
    float similarity; /* hqi; 1: the same points; NAN: not compared          */
} vib_doubt;

typedef struct vib_audit { /* start from VIB_AUDIT_DEFAULT */
    float near;   /* hqi from which two spectra are nearly the same          */
    float alike;  /* from which one may be of the other's name               */
    float unlike; /* below which it may not                                  */
    float margin; /* by which it must be more like others than its own       */
    void (*report)(const vib_doubt *doubt, void *payload); /* or NULL      */
    vib_progress *progress;                                  /* or NULL      */
    void *payload;
} vib_audit;
#define VIB_AUDIT_DEFAULT { 0.995f, 0.85f, 0.3f, 0.25f, NULL, NULL, NULL }

/* Where the thresholds come from: among 7,184 Raman spectra of RRUFF, 54 pairs
 * of one name are as near as `near`, one of them of two specimens: separate
 * measurements seldom are. With the others, 87 spectra are doubted, and of 150
 * that were given the name of another mineral, at random, 143 are.
 *
 * Look for what a curator should see: duplicates, exact and near, and names
 * that contradict specimens or spectra. *found is how many were reported. Each
 * spectrum is compared with its 15 nearest and 16 of its name; memory is 72
 * bytes a spectrum. VIB_STOPPED by `progress`. */
VIB_API int vib_db_audit(size_t *found, const vib_db *db,
                         const vib_audit *how);

#ifdef __cplusplus
}
#endif
#endif
