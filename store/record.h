/* record.h - a spectrum as bytes: lossless, compressed. Points and metadata
 * are two records, so that metadata is read and changed without the points. */
#ifndef VIB_RECORD_H
#define VIB_RECORD_H

#include "bytes.h"
#include "vibrary.h"

/* The most points a record takes: 16 times the longest measured axes, and a
 * bound on the memory hostile bytes can claim (256 MiB). */
enum { VIB_RECORD_POINTS = 1 << 24 };

/* Append the record of the points. Every bit of x and y comes back, NaNs and
 * signed zeros included. VIB_BAD_ARG: too many points. VIB_NO_MEMORY. */
int vib_points_write(vib_buffer *out, const vib_spectrum *spectrum);

/* Read x, y and n into *out, which has no points yet; its fields stay. Hostile
 * bytes are VIB_BAD_DATA. */
int vib_points_read(vib_spectrum *out, const void *data, size_t size);

/* How many points the record is of, into *n, without reading them. */
int vib_points_count(size_t *n, const void *data, size_t size);

/* Append the record of the fields, in their order. */
int vib_fields_write(vib_buffer *out, const vib_spectrum *spectrum);

/* Read the fields into *out, which has none yet; its points stay. Hostile bytes
 * are VIB_BAD_DATA. */
int vib_fields_read(vib_spectrum *out, const void *data, size_t size);

/* The identity of what was measured: number of points, axis, intensity. */
vib_hash vib_content_hash(const vib_spectrum *spectrum);

#endif
