/* vibrary_care.h - keeping a library: checks, repairs, copies, space. A part of
 * vibrary.h, which includes it; its rules are told there.
 *
 *     vib_db_check(&found, db, print, NULL);
 */
#ifndef VIBRARY_CARE_H
#define VIBRARY_CARE_H

#include "vibrary.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Make a copy of the library, all of one committed state, while others read and
 * change it: spectra, encoder, vectors, but not the index, which
 * vib_db_index() makes for the copy. All of it, on disk, or nothing.
 * VIB_EXISTS: there is something at `path`. */
VIB_API int vib_db_backup(const vib_db *db, const char *path);

/* Give back to the system what removed spectra and old vectors took: a copy of
 * the library without it, of which *before and *after are the bytes, takes its
 * place at once. There must be room for both, and in the folder that the
 * library is in the right to make another. Readers and writers that have the
 * library open, in whatever process, need not be told; writers wait. Whoever is
 * stopped leaves the old one or the new there, and maybe a folder
 * PATH.<16 hex digits>, which may be deleted. */
VIB_API int vib_db_compact(uint64_t *before, uint64_t *after, vib_db *db);

/* Called for each thing found wrong: the spectrum's id, or 0. */
typedef void vib_finding(uint64_t id, const char *what, void *payload);

/* Read everything back: checksums, records, vectors against spectra, index
 * against vectors. *found is how many findings were reported. */
VIB_API int vib_db_check(size_t *found, const vib_db *db, vib_finding *report,
                         void *payload);

typedef struct vib_repaired {
    uint64_t spectra; /* in the library now                                  */
    uint64_t bare;    /* of them, without metadata, which could not be read  */
    uint64_t lost;    /* could not be read: only in the damaged library      */
    char aside[1024]; /* where that is now; "" when nothing had to be done to
                       * more than the index                                 */
} vib_repaired;

/* Repair what vib_db_check() finds. The index is made again. For all else a
 * library is made anew, of what can be read, under the same ids, and put in the
 * place of the damaged one, which is kept whole beside it, as PATH.damaged.
 * report, or NULL, is told what could not be kept as it was. No one else may
 * have the library open (VIB_BUSY), and there must be room for both. `spare`,
 * or NULL, stands for the library's encoder where that cannot be read. Whatever
 * fails, the library stays as it was. */
VIB_API int vib_db_repair(vib_repaired *out, const char *path,
                          const vib_encoder *spare, vib_finding *report,
                          void *payload);

#ifdef __cplusplus
}
#endif
#endif
