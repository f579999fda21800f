/* mixture.h - what mixed spectra are made of, as rows. */
#ifndef CLI_MIXTURE_H
#define CLI_MIXTURE_H

#include "ranking.h"

/* Whether what was asked for goes together: components at most, and a ranking
 * of which a mixture takes the condition alone. CLI_GO; CLI_MISUSE, which is
 * told. */
int cli_mixture_check(size_t most, const cli_ranking *ranking);

/* Told each mixture with its spectrum; CLI_GO, or the status to exit with. */
typedef int cli_unmixed(const vib_spectrum *query, const vib_mixture *mixture,
                        void *payload);

/* What to take apart, and who is told. */
typedef struct cli_mixtures {
    const vib_db *db;
    vib_unmix how;
    int format;
    cli_unmixed *tell; /* or NULL */
    void *payload;
    cli_fold fold;     /* what is told of spectra */
    size_t failed;     /* those that could not be, all told */
} cli_mixtures;

/* Take all of an input apart. CLI_GO, or the status that `tell` ended it
 * with. */
int cli_mixture_all(cli_mixtures *mixtures, cli_input *input);

#endif
