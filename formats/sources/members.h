/* members.h - the members of an archive, one at a time, never on disk. */
#ifndef VIB_MEMBERS_H
#define VIB_MEMBERS_H

#include "blob.h"

#include <stdbool.h>

typedef struct vib_archive vib_archive;

/* Do these bytes begin as zip, 7z, tar, or something compressed with gzip,
 * bzip2, xz or zstd? */
bool vib_archive_likely(const uint8_t *data, size_t size);

/* Is it a zip whose first member is a NumPy array? That is a file of spectra,
 * not an archive of such. */
bool vib_archive_is_npz(const uint8_t *data, size_t size);

/* Open the archive that a blob holds; the archive takes the blob over. */
int vib_archive_open(vib_archive **out, vib_blob *blob);

/* 1: *out is the next member, called "archive:member", or as the archive
 * itself when that is one compressed file. 0: there are no more. Negative: a
 * member, or the rest of the archive, cannot be read; go on. Folders, links and
 * hidden files are passed over. */
int vib_archive_next(vib_blob *out, vib_archive *archive);

/* The path it was opened from. */
const char *vib_archive_path(const vib_archive *archive);

/* Bytes of the archive, and how many of them were read so far. */
uint64_t vib_archive_size(const vib_archive *archive);
uint64_t vib_archive_passed(const vib_archive *archive);

void vib_archive_close(vib_archive *archive);

#endif
