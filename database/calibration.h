/* calibration.h - how sure a library's answers are: kept, and told of them. */
#ifndef VIB_CALIBRATION_H
#define VIB_CALIBRATION_H

#include "answer.h"
#include "confidence.h"

/* Read what the library keeps into *confidence, and what there is to say of it
 * into *out; nothing is read when it is not usable. */
int vib_calibration_load(vib_confidence *confidence, vib_calibration *out,
                         vib_txn *txn);

/* Keep a confidence, with its measures, that is of the state that `txn`, a
 * writing one, sees. */
int vib_calibration_put(vib_txn *txn, const vib_confidence *confidence,
                        const vib_calibration *measured);

/* The first names among the candidates of a query. */
typedef struct vib_standings {
    float score[VIB_STANDING_NAMES]; /* [n] */
    size_t card[VIB_STANDING_NAMES]; /* [n] the best spectrum of each */
    size_t n;
    bool own;        /* the best has the query's very points */
    vib_signs signs; /* of the best; when n is at least 2 */
} vib_standings;

/* Find them in a ranked query, hiding what `leave_out`, if not NULL, hides. */
int vib_standings_find(vib_standings *out, const vib_query *query,
                       vib_cards *cards, const char *leave_out);

/* Tell the query's hits how sure they are. */
void vib_standings_tell(vib_hits *hits, const vib_standings *standings,
                        const vib_cards *cards,
                        const vib_confidence *confidence, double level);

#endif
