/* bands.h - why a hit is one, as JSON. */
#ifndef CLI_BANDS_H
#define CLI_BANDS_H

#include "vibrary.h"

/* {"agreement": 0.9, "found": [[at, height, at in the reference, height], ...],
 *  "missing": [[at, height], ...], "extra": [[at, height], ...]}
 * of hit `which`, or null when it cannot be told; free() frees. `how` is what
 * was searched by. */
char *cli_bands_text(const vib_db *db, const vib_spectrum *query,
                     const vib_hits *hits, size_t which,
                     const vib_search *how);

#endif
