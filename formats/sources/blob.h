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
    size_t packed; /* bytes of that archive, 0: it is none's member  */
    const uint8_t *data;
    size_t size;
    vib_file file;  /* what is mapped, or */
    uint8_t *owned; /* what was read      */
    struct vib_blob *companions; /* [companion_count], see companion.h */
    size_t companion_count;
} vib_blob;
#define VIB_BLOB_INIT { NULL, 0, 0, NULL, 0, VIB_FILE_INIT, NULL, NULL, 0 }

void vib_blob_release(vib_blob *blob);

/* The bytes only, with those of its companions, leaving the path. */
void vib_blob_drop(vib_blob *blob);

/* Make *companion, which is taken over also on failure, one of the blob's. */
int vib_blob_join(vib_blob *blob, vib_blob *companion);

/* Map the regular file `path`. */
int vib_blob_map(vib_blob *out, const char *path);

/* Read what comes from descriptor `fd` until its end. */
int vib_blob_read(vib_blob *out, const char *path, int fd);

#endif
