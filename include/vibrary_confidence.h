/* vibrary_confidence.h - how sure a library's answers are. A part of vibrary.h,
 * which includes it; its rules are told there. */
#ifndef VIBRARY_CONFIDENCE_H
#define VIBRARY_CONFIDENCE_H

#include "vibrary.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a library says about its own answers: a sample of its spectra is
 * searched for while their specimens are hidden. It is told of fused answers on
 * the whole axis. */
typedef struct vib_calibration {
    bool usable;        /* false: `why` says what is missing                 */
    bool stale;         /* more than a tenth was added or removed since      */
    uint64_t queries;   /* spectra of the sample that had a right answer left */
    uint64_t compounds; /* they are of                                       */
    /* Measured on compounds that were not learned from: */
    double coverage;    /* share of sets at level 0.95 with the right name   */
    double coverage_range[2]; /* 95 % interval, by drawing compounds anew    */
    double set_size;    /* their mean number of names                        */
    double auroc;       /* of `known`, a fifth of the compounds taken out    */
    double false_alarms; /* share of these taken for known where 95 % of the
                          * others are                                       */
    double hqi_auroc, hqi_false_alarms; /* the same by the best hqi alone    */
    double auroc_gain[2], alarms_gain[2]; /* 95 % intervals of the difference
                         * from that, in the same compounds drawn anew       */
    char why[160];
} vib_calibration;

/* Calibrate anew and keep it in the library. A library that is too small for it
 * is no failure. VIB_STOPPED: `progress`, if not NULL, asked to stop. */
VIB_API int vib_db_calibrate(vib_calibration *out, vib_db *db,
                             vib_progress *progress, void *payload);

/* What the library keeps. */
VIB_API int vib_db_calibration(vib_calibration *out, const vib_db *db);

/* Whether a hit is no other measurement but the query itself, as far as two
 * files of one can be alike: between specimens of one mineral the best HQI of
 * RRUFF is 0.9979. With another name on it, one of the two names is wrong, and
 * the query is no unknown: calibration leaves it out. */
VIB_API bool vib_hit_is_query(const vib_hit *hit);

/* What vib_hits says of an answer. */
typedef struct vib_answer {
    float known, right; /* NAN: nothing, and it is not kept                  */
} vib_answer;

/* What may be kept of a batch of answers. */
typedef struct vib_kept {
    size_t kept;
    double wrong;          /* share of the kept, as estimated                */
    double wrong_range[2]; /* 95 % interval, by how few of the library's own
                            * answers that was estimated from                */
    double absent; /* share of the batch whose compound is not in the library */
    double least;  /* the lowest share that can be said of any; 1: none      */
} vib_kept;

/* Choose, into keep [n], the most answers [n] of which at most the share
 * `wrong` (0.05: one in twenty) has a wrong first name: false discovery rate.
 * All are to be of one search for unknowns that are like the library's own
 * spectra, with the defaults of vib_search; what share of them is not in the
 * library is estimated, so a hundred should be there. Below 0.05 the share is
 * up to four times what is estimated. VIB_NOT_FOUND: the library is not
 * calibrated; the message says why. */
VIB_API int vib_db_keep(bool *keep, vib_kept *out, const vib_db *db,
                        const vib_answer *answers, size_t n, double wrong);

#ifdef __cplusplus
}
#endif
#endif
