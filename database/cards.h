/* cards.h - what one search call has read of the references so far, so that it
 * reads each of them once. */
#ifndef VIB_CARDS_H
#define VIB_CARDS_H

#include "filter.h"
#include "measure.h"

typedef struct vib_card {
    uint64_t id;
    vib_profile profile;   /* borrowed from the transaction                */
    const uint8_t *vector; /* as vib_vector_get() gives it                 */
    bool traced;           /* `trace` has been made                        */
    vib_profile trace;     /* for a measure, borrowing from `halves`       */
    uint16_t *halves;
    bool described;        /* `name` and `left_out` have been read         */
    char *name;            /* or NULL                                      */
    char *left_out;        /* value of the field options->leave_out names  */
} vib_card;

typedef struct vib_cards {
    vib_txn *txn;
    uint64_t set;             /* as in derived.h                           */
    size_t dimension, length; /* of vectors; of the encoder's grid         */
    const char *leave_out;    /* or NULL                                   */
    const vib_pipeline *pipeline;
    const vib_measure *measure; /* what traces are made for, or NULL       */
    double reach;               /* see vib_measure_compare()               */
    const vib_filter *filter; /* spectra that may be asked for; NULL: all  */
    vib_card *card;           /* [count] in the order they were asked for  */
    size_t count, room;
    uint32_t *slot;           /* [slots] place in `card` + 1, by id        */
    size_t slots;             /* a power of two, or 0                      */
} vib_cards;

/* The place in cards->card of spectrum `id`, read when it is new.
 * VIB_NOT_FOUND: it is not stored, or kept out by the filter. Moves the
 * cards. */
int vib_cards_find(size_t *out, vib_cards *cards, uint64_t id);

/* Read the name and the field to leave out by, unless done before. */
int vib_cards_describe(vib_card *card, const vib_cards *cards);

void vib_cards_release(vib_cards *cards);

#endif
