/* blob.h - one file in memory: mapped, or read from an archive or a pipe. */
#ifndef VIB_BLOB_H
#define VIB_BLOB_H

#include "file.h"

#include <stddef.h>
#include <stdint.h>

/* A larger file, or member of an archive when unpacked, is refused. */
#define VIB_BLOB_MOST ((size_t)1 << 30)

typedef struct vib_blob {
    char *path;   /* as the user knows it; owned                     */
    size_t inner; /* where in it the name of an archive's member is  */
    const uint8_t *data;
    size_t size;
    vib_file file;  /* what is mapped, or */
    uint8_t *owned; /* what was read      */
} vib_blob;
#define VIB_BLOB_INIT { NULL, 0, NULL, 0, VIB_FILE_INIT, NULL }

void vib_blob_release(vib_blob *blob);

/* The bytes only, leaving the path. */
void vib_blob_drop(vib_blob *blob);

/* Map the regular file `path`. */
int vib_blob_map(vib_blob *out, const char *path);

/* Read what comes from descriptor `fd` until its end. */
int vib_blob_read(vib_blob *out, const char *path, int fd);

#endif
