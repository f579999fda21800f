/* opus.h - Bruker OPUS files, as far as their reader is in several files. */
#ifndef VIB_OPUS_H
#define VIB_OPUS_H

#include "binary.h"
#include "found.h"

/* The bits of a block's type that say that it holds parameters of data. */
enum { VIB_OPUS_STATUS = 0x10 };

typedef struct vib_opus_block {
    uint32_t type; /* bits; see opus_type.c */
    vib_part bytes;
    bool whole; /* false: the file ends before the block does */
} vib_opus_block;

typedef struct vib_opus {
    vib_opus_block *block; /* [count], as in the directory; owned */
    size_t count;
} vib_opus;

/* Read the directory. vib_opus_close() frees it. */
int vib_opus_open(vib_opus *out, vib_part file);
void vib_opus_close(vib_opus *file);

/* Parameter `name`, of three letters, of a block of parameters: false when it
 * is not there or not of that type. The text ends at a NUL or with the part. */
bool vib_opus_number(double *out, vib_part parameters, const char *name);
bool vib_opus_text(vib_part *out, vib_part parameters, const char *name);

/* What a block of data is. */
typedef struct vib_opus_kind {
    const char *key;       /* field "block", as brukeropus calls it */
    const char *y_unit;
    const char *technique; /* or NULL                               */
    unsigned data, channel;
} vib_opus_kind;

/* The kinds of spectra, those first that one would rather have: what is ratioed
 * before the single channels of sample and reference. NULL ends them. */
const vib_opus_kind *vib_opus_kind_at(size_t i);

/* Is the block a spectrum, or a series of spectra, of this kind? */
bool vib_opus_is_kind(uint32_t type, const vib_opus_kind *kind);
bool vib_opus_is_series(uint32_t type);
bool vib_opus_is_interferogram(uint32_t type);
/* "first", "second" or "n-th" derivative, or NULL. */
const char *vib_opus_derivative(uint32_t type);

/* Give *general what the file says of sample and instrument, with the laser
 * wherever it has one. */
int vib_opus_set_general(vib_spectrum *general, const vib_opus *file);

/* Give *head, which has those fields, the ones of data of this kind, whose
 * parameters are in the block `status`. */
int vib_opus_set_data(vib_spectrum *head, vib_part status,
                      const vib_opus_kind *kind);

/* A block of data, and what is known about it. */
typedef struct vib_opus_data {
    vib_part bytes;
    vib_number_type type;
    double scale; /* factor of the intensities, where none is with them */
} vib_opus_data;

/* Give the spectrum, or all spectra of a series, with the axis and fields of
 * *head, which may be taken over. */
int vib_opus_add_spectrum(vib_found *out, vib_spectrum *head,
                          const vib_opus_data *block);
int vib_opus_add_series(vib_found *out, vib_spectrum *head,
                        const vib_opus_data *block);

#endif
