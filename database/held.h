/* held.h - the library's index file in memory, as long as anyone uses it. */
#ifndef VIB_HELD_H
#define VIB_HELD_H

#include "index.h"

#include <sys/stat.h>

#define VIB_INDEX_FILE "index.faiss"

/* What to compare to see that the file is another one than before. */
typedef struct vib_file_mark {
    bool present;
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec modified;
} vib_file_mark;

typedef struct vib_held {
    vib_index *index;  /* NULL: there is none, or none that can be used */
    vib_stamp stamp;
    vib_file_mark mark;
    char trouble[64];  /* why a file that is there is not used, or "" */
    int users;         /* who shares it; vib_views counts */
} vib_held;

/* The mark of the index file of the library in folder `path`. */
int vib_held_mark(vib_file_mark *out, const char *path);
bool vib_held_same(const vib_file_mark *a, const vib_file_mark *b);

/* Load the index file of library `path`, of these identities. A file that is
 * missing, damaged or foreign is not an error: the library is searched without
 * it. `users` is 1. */
int vib_held_load(vib_held **out, const char *path, const uint8_t *library,
                  const uint8_t *encoder);
void vib_held_free(vib_held *held);

/* The path of the index file; free() frees. NULL: no memory. */
char *vib_held_path(const char *path);

#endif
