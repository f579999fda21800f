/* kept.h - which answers of a batch are good enough to be kept. */
#ifndef CLI_KEPT_H
#define CLI_KEPT_H

#include "ranking.h"

#include <stdio.h>

/* What the user asked for; CLI_GO or CLI_MISUSE, which is told. `text` is per
 * cent, "5%", or NULL: everything is kept, *share is 0. */
int cli_kept_read(double *share, const char *text, const cli_ranking *ranking);

/* Whether the library can say it; CLI_GO or CLI_FAILED, which is told. */
int cli_kept_can(const vib_db *db);

/* Choose among the answers in `rows`, results as TSV without a header, so that
 * at most `share` of them are wrong, and tell how many there are. *keep, which
 * free() frees, is whether to keep the first answer of each query, in the order
 * of the rows. CLI_GO or CLI_FAILED, which is told. */
int cli_kept_choose(bool **keep, FILE *rows, const vib_db *db, double share);

#endif
