/* companion.h - files that make sense only together: an ENVI header and its
 * numbers; WITec's header, axis and intensities. The one that says what it is
 * leads; the others, bare numbers, are its companions, found by their names
 * beside it: in the same folder or archive. */
#ifndef VIB_COMPANION_H
#define VIB_COMPANION_H

#include "blob.h"

#include <stdbool.h>

/* Companions a leader may have. */
enum { VIB_COMPANIONS = 4 };

/* The name of companion k of the file called `leader`, or of the k-th file
 * that may lead `companion`; the caller's to free. NULL when there is no such
 * name (or no memory). */
char *vib_companion_name(const char *leader, size_t k);
char *vib_leader_name(const char *companion, size_t k);

/* Give a blob from disk the companions that stand beside it. */
int vib_companions_map(vib_blob *blob);

/* The leader on disk of the file called `path`, the caller's to free; NULL
 * when there is none. */
char *vib_leader_on_disk(const char *path);

#endif
