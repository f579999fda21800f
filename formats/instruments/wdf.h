/* wdf.h - Renishaw WiRE data files, as far as their reader is in two files. */
#ifndef VIB_WDF_H
#define VIB_WDF_H

#include "binary.h"

/* One of the lists of the chunk ORGN: a number for each spectrum. */
typedef struct vib_wdf_origin {
    unsigned type, unit;
    char key[24];    /* its label as the key of a field, or ""            */
    double um;       /* how many um the unit is, 0 when it is none of length */
    vib_part values; /* [capacity] doubles, or 64-bit times               */
} vib_wdf_origin;

/* Understand one that begins at the beginning of `list`. VIB_NO_MEMORY. */
int vib_wdf_origin_of(vib_wdf_origin *out, vib_part list);

/* The text for a unit of these files, "" when it has none. */
const char *vib_wdf_unit(unsigned unit);

/* Give field `key` a time in units of 100 ns since 1601 (FILETIME). */
int vib_wdf_set_time(vib_spectrum *spectrum, const char *key, uint64_t time);

/* Give spectrum k of the file what origin says of it: the coordinates of a map
 * in um, the time, whatever else was recorded. */
int vib_wdf_set_origin(vib_spectrum *spectrum, const vib_wdf_origin *origin,
                       size_t k);

#endif
