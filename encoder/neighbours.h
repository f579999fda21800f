/* neighbours.h - which real spectra are the positives of a spectrum, and which
 * look so much like it that they must not be held against it. */
#ifndef VIB_NEIGHBOURS_H
#define VIB_NEIGHBOURS_H

#include "dataset.h"

enum { VIB_NEIGHBOURS_MAX = 16 };

/* Zero-initialise. Signatures take length / 2 bytes a row; no table of all
 * pairs is ever made. */
typedef struct vib_neighbours {
    size_t count, length; /* rows; numbers in a signature                    */
    int8_t *signature;    /* [count][length] derivative channel, 4 cm^-1 of
                           * a Raman grid to a number                        */
    float *scale;         /* [count] one over the length of the signature    */
    size_t most;          /* neighbours kept of a row                        */
    uint32_t *nearest;    /* [training][most] the row itself, then others    */
    uint8_t *found;       /* [training] how many are kept                    */
} vib_neighbours;

/* What may be a positive; docs/encoder.md has what each is worth. */
typedef enum vib_kin {
    VIB_LOOKALIKES,    /* any spectrum                                       */
    VIB_SAME_SPECIMEN, /* field "specimen"; without it only the row itself   */
    VIB_SAME_NAME      /* a label: to find out what that would be worth      */
} vib_kin;

/* Which neighbours are positives. */
typedef struct vib_kinship {
    size_t most;  /* 1 .. VIB_NEIGHBOURS_MAX, the row itself included        */
    double least; /* similarity below which a spectrum is no neighbour       */
    size_t reach; /* rows before it, and after, that a row is compared with;
                   * 0: all                                                  */
    vib_kin kin;
} vib_kinship;

/* Sign all rows, and find the neighbours of those to learn from among
 * themselves. Time grows with their number times the reach: spectra of one
 * substance are usually read close together. */
int vib_neighbours_find(vib_neighbours *out, const vib_dataset *dataset,
                        const vib_kinship *kinship);

void vib_neighbours_release(vib_neighbours *neighbours);

/* Cosine of the tuned HQI's features of two rows, zero where not measured: -1
 * to 1. */
float vib_neighbours_similarity(const vib_neighbours *neighbours, size_t a,
                                size_t b);

#endif
