/* edit.h - changing the metadata of some spectra, as three commands do. */
#ifndef CLI_EDIT_H
#define CLI_EDIT_H

#include "vibrary.h"

/* Which spectra: by ids, or all of a name. */
typedef struct cli_which {
    const char *const *ids; /* [count], words */
    size_t count;
    const char *name;       /* or NULL */
} cli_which;

/* Make edits [n] of spectra of a library, and tell how many changed. What a
 * command returns. */
int cli_edit(const char *library, const cli_which *which,
             const vib_edit *edits, size_t n);

#endif
