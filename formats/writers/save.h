/* save.h - spectra into one file; the parts of the writers. */
#ifndef VIB_SAVE_H
#define VIB_SAVE_H

#include "vibrary.h"

/* Where the spectra come from, how many came, and where they go. */
typedef struct vib_save {
    vib_source *next;
    void *source;
    size_t count;
    FILE *out;        /* once it is open */
    const char *path;
} vib_save;

/* 1: *out, which must be empty, is the next spectrum. 0: there are no more.
 * Negative: it could not be had, or has no points, or those before could not be
 * written: the disk is full and no more needs to be read. */
int vib_save_next(vib_spectrum *out, vib_save *save);

/* Go back to the front of what is written. */
int vib_save_rewind(const vib_save *save);

/* Does a spectrum have the very axis [n] of the first? VIB_BAD_DATA says which
 * one does not. */
int vib_save_same_axis(const vib_save *save, const vib_spectrum *spectrum,
                       const double *axis, size_t n);

/* What the column of a spectrum is called: its title, name or source. */
const char *vib_save_title(const vib_spectrum *spectrum);

/* The writers. `out` can be sought in. */
int vib_save_csv(FILE *out, vib_save *save);
int vib_save_npy(FILE *out, vib_save *save);
int vib_save_jcamp(FILE *out, vib_save *save);

/* A table of JCAMP-DX, with the records that say how it is written: DIFDUP
 * where the axis is even and all ordinates are whole multiples of one factor,
 * else pairs with all digits. */
void vib_jcamp_write_table(FILE *out, const vib_spectrum *spectrum);

#endif
