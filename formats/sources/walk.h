/* walk.h - paths in, files out: folders walked, archives opened. */
#ifndef VIB_WALK_H
#define VIB_WALK_H

#include "blob.h"

#include <stdint.h>

typedef struct vib_walk vib_walk;

/* The strings must outlive the walk. */
int vib_walk_open(vib_walk **out, const char *const *paths, size_t count);

/* 1: *out is the next file. 0: there are no more. Negative: something could
 * not be read (the message says which); go on. */
int vib_walk_next(vib_blob *out, vib_walk *walk);

/* Bytes of all that was named, looked up when it is first asked for; 0: some of
 * it, a pipe, has no size. Those of archives are as they lie on disk. */
uint64_t vib_walk_size(vib_walk *walk);

/* How many of these have been passed, all of the last file among them. */
uint64_t vib_walk_passed(const vib_walk *walk);

void vib_walk_close(vib_walk *walk);

#endif
