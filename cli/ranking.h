/* ranking.h - what search and match share: how to rank, and rows of hits. */
#ifndef CLI_RANKING_H
#define CLI_RANKING_H

#include "input.h"
#include "options.h"
#include "sheet.h"

/* What the user chose. The words of the options map to vibrary.h in order. */
typedef struct cli_ranking {
    size_t k;
    int score;             /* a vib_score */
    int by;                /* 0: spectrum, 1: compound */
    const char *leave_out; /* or NULL */
    size_t candidates;
} cli_ranking;

/* The defaults, with k hits. */
cli_ranking cli_ranking_default(size_t k);

enum { CLI_RANKING_OPTIONS = 5 };

/* The options that set *ranking, which must outlive their use; `k_help` is what
 * help says of -k, with its default. */
void cli_ranking_options(cli_option out[CLI_RANKING_OPTIONS],
                         cli_ranking *ranking, const char *k_help);

/* As the library wants it. */
vib_search cli_ranking_search(const cli_ranking *ranking);

/* The columns of results, in the order that programs rely on. */
enum { CLI_RESULT_COLUMNS = 9 };
extern const cli_column cli_result_columns[CLI_RESULT_COLUMNS];

/* Begin a sheet of results; a table has the queries as headings instead of in
 * a column. */
void cli_results_open(cli_sheet *sheet, FILE *out, int format);

/* Search for all of a batch and write the rows of their hits. A query that
 * cannot be searched is told and counted in *failed. CLI_GO, or CLI_FAILED
 * when nothing could be searched, which is told. */
int cli_results_add(cli_sheet *sheet, size_t *failed, const vib_db *db,
                    const cli_batch *batch, const vib_search *how);

#endif
