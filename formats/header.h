/* header.h - what the header lines of text formats mean. */
#ifndef VIB_HEADER_H
#define VIB_HEADER_H

#include "text.h"
#include "vibrary.h"

/* Set the fields that the library knows (name, laser, technique, x_unit, ...)
 * from those that a file gave under other names, where they are not set. */
int vib_header_understand(vib_spectrum *spectrum);

/* Lower-case letters and digits of `text` into out [size], nothing else: so
 * "Raman_Shift" and "raman shift" become one. */
void vib_header_plain(char *out, size_t size, vib_span text);

/* Is `plain` (see above) one of the words, which are separated by blanks? */
bool vib_header_is_one(const char *plain, const char *words);

#endif
