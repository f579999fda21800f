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

/* Shares are from 0 to 1. Intervals are those that hold 95 % of 1000 samples
 * drawn with replacement (Efron 1979, Ann. Statist. 7, 1), of whole compounds:
 * spectra of one are not independent. */
typedef struct cli_tally {
    double first, first_range[2]; /* right name first                       */
    double third;                 /* among the first three                  */
    double fifth, fifth_range[2]; /* among the first five                   */
    double reciprocal;            /* mean of 1 / place, 0 when not found    */
    double macro;                 /* mean over compounds of the share first */
    double gain, gain_range[2];   /* share first less that of `other`       */
} cli_tally;

cli_tally cli_tally_of(const cli_ranks *ranks);

#endif
