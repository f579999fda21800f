/* target.h - where what is written to a path goes. */
#ifndef VIB_TARGET_H
#define VIB_TARGET_H

#include <sys/types.h>

typedef struct vib_target {
    char *path;  /* of the file, after all links, if it is to be replaced */
    mode_t mode; /* its permissions, 0: it is not there yet               */
    int fd;      /* open for writing: a pipe, a device or what is open
                  * already, which cannot be replaced; else -1            */
} vib_target;

/* Find it, with links followed to their end, also to a file that is not there
 * yet. A link of /proc to an open file, as /dev/stdout is one, is that open
 * file, at the place in it where it is. */
int vib_target_open(vib_target *out, const char *path);
void vib_target_close(vib_target *target);

#endif
