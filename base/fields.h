/* fields.h - the metadata of a spectrum, field by field. */
#ifndef VIB_FIELDS_H
#define VIB_FIELDS_H

#include "vibrary.h"

/* Remove field `i`. */
void vib_field_remove(vib_spectrum *spectrum, size_t i);

/* Append a copy, whether or not there is one of this key. VIB_NO_MEMORY. */
int vib_field_append(vib_spectrum *spectrum, const char *key,
                     const char *value);

#endif
