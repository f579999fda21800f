/* mixture.h - what mixed spectra are made of, as rows. */
#ifndef CLI_MIXTURE_H
#define CLI_MIXTURE_H

#include "ranking.h"

/* Whether what was asked for goes together: components at most, and a ranking
 * of which a mixture takes the condition alone. CLI_GO; CLI_MISUSE, which is
 * told. */
int cli_mixture_check(size_t most, const cli_ranking *ranking,
                      const char *picture);

/* Take all of an input apart; how many could not be, each told. */
size_t cli_mixture_all(cli_input *input, const vib_db *db,
                       const vib_unmix *how, int format);

#endif
