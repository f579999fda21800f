/* prepare.h - what a spectrum becomes before it is stored or searched for: a
 * vector and a profile. */
#ifndef VIB_PREPARE_H
#define VIB_PREPARE_H

#include "encoder.h"
#include "measure.h"

enum {
    VIB_BATCH = 256, /* spectra at a time: bounds the memory of any call */
    VIB_REASON = 160 /* bytes of a reason in the public structures       */
};

typedef struct vib_prepared {
    size_t dimension;           /* of a vector                              */
    float *vectors;             /* [n][dimension]; 0 where status < 0       */
    float *moved[2];            /* the same of the spectra moved down and up
                                 * by VIB_HQI_SHIFT grid points, or NULL    */
    vib_profile *profiles;      /* [n] borrowing from `halves`              */
    vib_profile *traces;        /* [n] the same, or NULL                    */
    int *status;                /* [n] VIB_OK, or why it cannot be used     */
    char (*reason)[VIB_REASON]; /* [n] the same in words, or ""             */
    uint16_t *halves;           /* [n][2][length]                           */
} vib_prepared;
#define VIB_PREPARED_INIT \
    { 0, NULL, { NULL, NULL }, NULL, NULL, NULL, NULL, NULL }

/* What of unknowns is asked for. */
typedef struct vib_asking {
    const float *weight; /* of grid points [length], borrowed by the profiles
                          * and traces; NULL: all count alike. What counts 0 is
                          * not there for vectors either                      */
    bool graded;         /* some count neither 0 nor 1                        */
    const vib_measure *measure; /* traces for this one, or NULL               */
    bool still;                 /* without the moved vectors                  */
} vib_asking;

/* Prepare references[n], at most VIB_BATCH, in parallel. A spectrum that cannot
 * be used says so in its status and does not fail the others. */
int vib_prepare(vib_prepared *out, const vib_encoder *encoder,
                const vib_spectrum *const *spectra, size_t n);

/* As vib_prepare(), for unknowns: with the moved vectors, unless they are not
 * asked for. VIB_BAD_DATA is the
 * status of one of which too few points count. */
int vib_prepare_queries(vib_prepared *out, const vib_encoder *encoder,
                        const vib_spectrum *const *spectra, size_t n,
                        const vib_asking *asking);

void vib_prepared_release(vib_prepared *prepared);

#endif
