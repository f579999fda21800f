/* record.h - a spectrum as bytes: lossless, compressed, versioned. */
#ifndef VIB_RECORD_H
#define VIB_RECORD_H

#include "bytes.h"
#include "vibrary.h"

/* Append the record of a spectrum. VIB_NO_MEMORY. */
int vib_record_write(vib_buffer *out, const vib_spectrum *spectrum);

/* Read a record; hostile bytes are VIB_BAD_DATA. With `points` false, x and y
 * are left NULL, n 0. */
int vib_record_read(vib_spectrum *out, const void *data, size_t size,
                    bool points);

/* The identity of what was measured: number of points, axis, intensity. */
vib_hash vib_content_hash(const vib_spectrum *spectrum);

#endif
