/* file.h - whole files: read at once, replaced at once or not at all. */
#ifndef VIB_FILE_H
#define VIB_FILE_H

#include "vibrary.h"

#include <stddef.h>
#include <stdint.h>

/* The bytes of a file, read-only: mapped, those of a small one read. */
typedef struct vib_file {
    const uint8_t *data;
    size_t size;
} vib_file;
#define VIB_FILE_INIT { NULL, 0 }

/* Take `path`, which must be a regular file. */
int vib_file_open(vib_file *out, const char *path);
void vib_file_close(vib_file *file);

/* Make `path` hold these bytes, as vib_file_write() does: written beside it,
 * forced to disk, renamed over it. After a crash the old content or the new is
 * there. */
int vib_file_replace(const char *path, const void *data, size_t n);

/* See that the folder of `path` is on disk: its files and their names. -1,
 * errno set: the disk does not confirm it. */
int vib_file_sync_folder(const char *path);

#endif
