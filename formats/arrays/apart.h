/* apart.h - a parser in a process of its own: for libraries that damaged files
 * bring to crash, or that are not safe for threads. */
#ifndef VIB_APART_H
#define VIB_APART_H

#include "reader.h"

/* As parse(out, input), in a child of this process that takes a copy of it; it
 * may not print, and has 60 s. What it found comes back through a pipe.
 * VIB_BAD_DATA: it failed with the message it gave, or did not survive. */
int vib_apart_parse(vib_found *out, const vib_input *input,
                    int (*parse)(vib_found *out, const vib_input *input));

#endif
