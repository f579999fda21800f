/* walk.h - paths in, files out: folders walked, archives opened. */
#ifndef VIB_WALK_H
#define VIB_WALK_H

#include "blob.h"

typedef struct vib_walk vib_walk;

/* The strings must outlive the walk. */
int vib_walk_open(vib_walk **out, const char *const *paths, size_t count);

/* 1: *out is the next file. 0: there are no more. Negative: something could
 * not be read (the message says which); go on. */
int vib_walk_next(vib_blob *out, vib_walk *walk);

void vib_walk_close(vib_walk *walk);

#endif
