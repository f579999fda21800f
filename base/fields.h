/* fields.h - the metadata of a spectrum, field by field. */
#ifndef VIB_FIELDS_H
#define VIB_FIELDS_H

#include "vibrary.h"

/* Remove field `i`. */
void vib_field_remove(vib_spectrum *spectrum, size_t i);

/* As vib_spectrum_get(), "" for a field that is not there. */
const char *vib_field_get(const vib_spectrum *spectrum, const char *key);

/* Append copies of a key of `key_size` bytes and a value of `size`, whether or
 * not there is one of this key. VIB_NO_MEMORY. */
int vib_field_append(vib_spectrum *spectrum, const char *key, size_t key_size,
                     const char *value, size_t size);

/* As vib_spectrum_set() with the `size` bytes at `value`. */
int vib_field_put(vib_spectrum *spectrum, const char *key, const char *value,
                  size_t size);

/* Append copies of all fields of `from`. VIB_NO_MEMORY. */
int vib_fields_copy(vib_spectrum *spectrum, const vib_spectrum *from);

/* How many bytes of memory the fields take. */
size_t vib_fields_memory(const vib_spectrum *spectrum);

#endif
