/* resume.h - results that are kept while they are made: OUT.part holds what
 * was asked and the rows of the queries that are done, so that a run that was
 * stopped, however, goes on where it ended. */
#ifndef CLI_RESUME_H
#define CLI_RESUME_H

#include "sheet.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct cli_part {
    char *path;       /* of OUT.part */
    const char *out;  /* of OUT, borrowed */
    FILE *file;       /* open for appending rows of TSV, without a header */
    char **done;      /* [done_count] queries an earlier run did, sorted */
    bool *met;        /* [done_count] which have come by again */
    size_t done_count;
    size_t passed;    /* for how many cli_part_has() was true */
} cli_part;

/* Open OUT.part, or make it. `asked`, one line, says what the rows answer, its
 * parts by tabs; a file that answers something else is left alone. A failure is
 * told, and CLI_FAILED. Else CLI_GO. */
int cli_part_open(cli_part *part, const char *out, const char *asked);

/* Whether an earlier run did this query; each is true as often as it did. */
bool cli_part_has(cli_part *part, const char *query);

/* Whether a row of the part has rank 1: the first answer of a query. */
bool cli_part_is_first(const char *row);

/* Force what was written to disk. CLI_GO, or CLI_FAILED, which is told. */
int cli_part_flush(cli_part *part);

/* Everything is done: make OUT of it, in `format`, at once, and remove the
 * part. `keep`, or NULL, says for each query in turn whether its first answer
 * goes into OUT, and then no other answer does. CLI_GO or CLI_FAILED. */
int cli_part_finish(cli_part *part, int format, const bool *keep);

void cli_part_close(cli_part *part);

#endif
