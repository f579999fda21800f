/* writer.h - whose turn it is to write. */
#ifndef VIB_WRITER_H
#define VIB_WRITER_H

#include "environment.h"

/* Wait for the turn to write, and take it; VIB_BUSY, which names the process
 * whose turn it is, when it did not come in time. LMDB's own lock, which waits
 * for ever and knows no names, is taken under this one and is what counts. */
int vib_writer_begin(vib_environment *environment);

/* Let the next one write. The thread that began ends. */
void vib_writer_end(vib_environment *environment);

#endif
