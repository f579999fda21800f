/* arrays.h - spectra out of named arrays, as NumPy, MATLAB and HDF5 files have
 * them: which array is the axis, and which have its length in one dimension. */
#ifndef VIB_ARRAYS_H
#define VIB_ARRAYS_H

#include "found.h"

enum { VIB_ARRAY_RANK = 4 };

typedef struct vib_array {
    const char *name; /* "" for the only one of a file                    */
    double *values;   /* [shape[0]][shape[1]]..., the last runs fastest   */
    size_t rank, shape[VIB_ARRAY_RANK];
} vib_array;

/* How many values a shape has; 0 when it is more than fit in memory. */
size_t vib_array_size(const vib_array *array);

/* Give the spectra of `count` arrays, each with the fields of `common`.
 *
 * The axis is the vector with a name such as "wavenumber", "wavelength" or "x",
 * which also tells its unit where `common` does not; or else, of two vectors
 * of one length, the one that goes on in one direction. Every other array with
 * its length in one dimension is spectra, the other dimensions their places.
 * A table alone has its axis in the first row or column. VIB_BAD_DATA: there
 * is no axis, or nothing of its length. */
int vib_arrays_give(vib_found *out, const vib_array *arrays, size_t count,
                    const vib_spectrum *common);

/* Which is the axis of a table alone: its first row [columns], or its first
 * column [rows], both more than one. VIB_BAD_DATA: neither goes on in one
 * direction. */
int vib_table_axis(bool *by_row, size_t rows, size_t columns,
                   const double *row, const double *column);

#endif
