/* tally.h - what the ranks of right answers come to, and how sure that is. */
#ifndef CLI_TALLY_H
#define CLI_TALLY_H

#include <stddef.h>

/* A right answer that was not found has this rank. */
#define CLI_NO_RANK ((size_t)-1)

/* Of some queries: the rank, from 0, of the right name, and its compound. */
typedef struct cli_ranks {
    const size_t *rank;     /* [n] */
    const size_t *other;    /* [n] of the method to compare with, or NULL    */
    const size_t *compound; /* [n] 0 .. compounds - 1                        */
    size_t n, compounds;
} cli_ranks;

/* What is measured of a rank: right name first, among the first three, among
 * the first five, and 1 / place, 0 when it was not found. */
enum { CLI_FIRST, CLI_THIRD, CLI_FIFTH, CLI_RECIPROCAL, CLI_MEASURES };

/* A mean over queries. Intervals are those that hold 95 % of 1000 samples
 * drawn with replacement (Efron 1979, Ann. Statist. 7, 1), of whole compounds:
 * spectra of one are not independent. */
typedef struct cli_mean {
    double value, range[2];
} cli_mean;

typedef struct cli_tally {
    cli_mean mean[CLI_MEASURES]; /* shares are from 0 to 1                  */
    cli_mean gain[CLI_MEASURES]; /* on that of `other`, on the same queries */
    double p[CLI_MEASURES];      /* how often a gain at least so far from 0
                                  * comes about when it is chance which of the
                                  * two is better for a compound: 1000 changes
                                  * of signs (Fisher 1935, Design of Exp.)   */
    double macro;                /* mean over compounds of the share first   */
} cli_tally;

cli_tally cli_tally_of(const cli_ranks *ranks);

#endif
