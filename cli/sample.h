/* sample.h - spectra of a library that have a right answer in it when all of
 * their own specimen is hidden. */
#ifndef CLI_SAMPLE_H
#define CLI_SAMPLE_H

#include "vibrary.h"

typedef struct cli_case {
    uint64_t id;
    char *name, *specimen;  /* the value of the key asked for              */
    char *laser, *quality;  /* "" when it has none                         */
    size_t compound;        /* 0 .. compounds - 1                          */
} cli_case;

typedef struct cli_sample {
    cli_case *item; /* [n] */
    size_t n, compounds;
    size_t drawn;     /* compounds that the spectra are of                */
    size_t nameless;  /* spectra without name or specimen                 */
    size_t alone;     /* whose compound has no other specimen             */
    size_t strange;   /* with an axis that is not in cm^-1                */
} cli_sample;

/* At most `most` spectra, the same ones each time; `key` says which spectra are
 * of one specimen. CLI_GO, or CLI_FAILED, which is told. */
int cli_sample_draw(cli_sample *out, const vib_db *db, const char *key,
                    size_t most);

void cli_sample_release(cli_sample *sample);

#endif
