/* power.h - what a cut of power may do to files: of what was written since they
 * were last forced to disk, some is there and some is not. */
#ifndef VIB_POWER_H
#define VIB_POWER_H

#include <stddef.h>
#include <sys/types.h>

/* n bytes are about to be written at a place of a file. */
void power_note(int fd, off_t at, size_t n);

/* All that was written to a file is on disk. */
void power_synced(int fd);

/* Take back some of what is not, by chance, and end the process at once. */
_Noreturn void power_cut(unsigned seed);

#endif
