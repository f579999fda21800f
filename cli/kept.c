#include "kept.h"

#include "command.h"
#include "resume.h"
#include "talk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 100 }; /* unknowns, of which shares are hard to say */

int cli_kept_read(double *share, const char *text, const cli_ranking *ranking)
{
    char *end = NULL;
    double percent = text ? strtod(text, &end) : 0;

    *share = 0;
    if (!text)
        return CLI_GO;
    if (end == text || strcmp(end, "%") != 0 || !(percent > 0) ||
        !(percent < 100)) {
        cli_error("--fdr takes the per cent of answers that may be wrong, "
                  "such as 5%%, not '%s'", text);
        return CLI_MISUSE;
    }
    if (ranking->score != VIB_FUSED || ranking->ranges.count ||
        ranking->excluded.count || ranking->weights.count) {
        cli_error("--fdr is of fused scores on the whole axis: without "
                  "--score, --range, --exclude and --weight");
        return CLI_MISUSE;
    }
    *share = percent / 100;
    return CLI_GO;
}

int cli_kept_can(const vib_db *db)
{
    vib_calibration calibration;

    if (vib_db_calibration(&calibration, db) < 0)
        cli_error("%s", vib_last_error());
    else if (!calibration.usable)
        cli_error("--fdr: how many answers are wrong cannot be said: %s",
                  calibration.why);
    else
        return CLI_GO;
    return CLI_FAILED;
}

/* ---- rows -------------------------------------------------------------- */

struct answers {
    vib_answer *item; /* [count] */
    size_t count, capacity;
};

static void append(struct answers *to, vib_answer answer)
{
    to->item = cli_grow(to->item, &to->capacity, to->count + 1,
                        sizeof *to->item);
    to->item[to->count++] = answer;
}

/* A number, or NAN where the cell is empty, not there or no probability. */
static float number_of(const char *cell)
{
    char *end = NULL;
    float number = cell ? strtof(cell, &end) : NAN;

    return end != cell && number >= 0 && number <= 1 ? number : NAN;
}

static void read_answers(struct answers *out, FILE *rows)
{
    char *line = NULL;
    size_t size = 0;

    rewind(rows);
    while (getline(&line, &size, rows) > 0) {
        char *cell[CLI_RESULT_COLUMNS] = { NULL }, *p = line;
        size_t n = 0;

        if (!cli_part_is_first(line)) /* one for each that is, as *keep says */
            continue;
        while (n < CLI_RESULT_COLUMNS && p)
            cell[n++] = strsep(&p, "\t\n");
        append(out, (vib_answer){ number_of(cell[CLI_RESULT_KNOWN]),
                                  number_of(cell[CLI_RESULT_RIGHT]) });
    }
    free(line);
}

/* ---- choosing ---------------------------------------------------------- */

static void tell(const vib_kept *kept, size_t n)
{
    if (n < FEW)
        cli_note("%zu answers are few: what share of them is wrong is hard to "
                 "say", n);
    if (kept->kept)
        cli_note("kept %zu of %zu answers; of them, %.1f %% are wrong by "
                 "estimate (%.1f to %.1f); of all unknowns, %.0f %% are not "
                 "in the library", kept->kept, n, 100 * kept->wrong,
                 100 * kept->wrong_range[0], 100 * kept->wrong_range[1],
                 100 * kept->absent);
    else if (kept->least < 1)
        cli_note("kept no answer: of the best of them, %.1f %% are wrong by "
                 "estimate, and that is the least; of all unknowns, %.0f %% "
                 "are not in the library", 100 * kept->least,
                 100 * kept->absent);
    else
        cli_note("kept no answer: the library has too few wrong ones of its "
                 "own to tell how many are");
}

int cli_kept_choose(bool **keep, FILE *rows, const vib_db *db, double share)
{
    struct answers answers = { NULL, 0, 0 };
    vib_kept kept;
    int rc;

    read_answers(&answers, rows);
    *keep = cli_new(answers.count, sizeof **keep);
    rc = vib_db_keep(*keep, &kept, db, answers.item, answers.count, share);
    if (rc == VIB_OK)
        tell(&kept, answers.count);
    else
        cli_error("%s", vib_last_error());
    free(answers.item);
    return rc == VIB_OK ? CLI_GO : CLI_FAILED;
}
