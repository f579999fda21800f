/* ranking.h - what search and match share: how to rank, and rows of hits. */
#ifndef CLI_RANKING_H
#define CLI_RANKING_H

#include "fold.h"
#include "input.h"
#include "options.h"
#include "regions.h"
#include "sheet.h"

/* Words for the vib_scores, in order. */
#define CLI_SCORES \
    "fused|embedding|hqi|aligned|embedding-aligned|pearson|cosine|" \
    "pearson-root|cosine-root|pearson-d1|cosine-d1|pearson-d2|cosine-d2|" \
    "euclidean|shifted|peaks"

/* What the user chose. The words of the options map to vibrary.h in order. */
typedef struct cli_ranking {
    size_t k;
    int score;             /* a vib_score */
    int by;                /* 0: spectrum, 1: compound */
    const char *leave_out; /* or NULL */
    size_t candidates;
    size_t reach;          /* cm^-1 */
    size_t level;          /* per cent */
    int shift;             /* 0: none, 1: found out */
    cli_list fields;       /* as they were given */
    cli_laser laser;
    cli_list ranges, excluded, weights; /* as they were given */
    cli_regions regions;                /* which cli_ranking_read() fills */
    const char *where;     /* a condition, or NULL */
    vib_where *condition;  /* the same read; cli_ranking_release() */
} cli_ranking;

/* The defaults, with k hits. */
cli_ranking cli_ranking_default(size_t k);

enum { CLI_RANKING_OPTIONS = 14 };

/* The options that set *ranking, which must outlive their use; `k_help` is what
 * help says of -k, with its default. */
void cli_ranking_options(cli_option out[CLI_RANKING_OPTIONS],
                         cli_ranking *ranking, const char *k_help);

/* Read the regions and the condition. CLI_GO; CLI_MISUSE, which is told. */
int cli_ranking_read(cli_ranking *ranking);

/* Let what is read be given the fields and the laser that the user chose. */
void cli_ranking_give(cli_input *input, cli_ranking *ranking, const vib_db *db);

void cli_ranking_release(cli_ranking *ranking);

/* As the library wants it; borrows from *ranking. */
vib_search cli_ranking_search(const cli_ranking *ranking);

/* One line that tells this search from any other, its parts by tabs; free()
 * frees. */
char *cli_ranking_text(const cli_ranking *ranking);

/* The columns of results, in the order that programs rely on; in JSON there may
 * follow one with the bands of each hit. */
enum {
    CLI_RESULT_KNOWN = 11,
    CLI_RESULT_X,
    CLI_RESULT_Y,
    CLI_RESULT_RIGHT,
    CLI_RESULT_COLUMNS
};
extern const cli_column cli_result_columns[CLI_RESULT_COLUMNS + 1];

/* Called with each query that was answered; CLI_GO or the status to end
 * with. */
typedef int cli_answered(const vib_spectrum *query, const vib_hits *hits,
                         void *payload);

/* Searches and their answers, on their way into a sheet. */
typedef struct cli_results {
    cli_sheet sheet;
    const vib_db *db;
    const vib_search *how;
    cli_fold fold;  /* what is told of queries; the sheet's owner ends it     */
    size_t failed;  /* queries that could not be searched; all have been told */
    bool cautious;  /* tell what to beware of in an answer                    */
    bool explained; /* tell which bands agree, where the sheet is JSON        */
    cli_answered *answered; /* or NULL                                        */
    void *payload;
} cli_results;

/* Begin a sheet of results; a table has the queries as headings instead of in
 * a column. results->explained becomes false unless it is JSON. */
void cli_results_open(cli_results *results, FILE *out, int format);

/* Search for all of a batch and write the rows of their hits. CLI_GO, or
 * CLI_FAILED when nothing could be searched, which is told. */
int cli_results_add(cli_results *results, const cli_batch *batch);

#endif
