#include "command.h"
#include "place.h"
#include "ranking.h"
#include "sample.h"
#include "talk.h"
#include "tally.h"
#include "vibrary_confidence.h"

#include <stdlib.h>
#include <string.h>

enum { PLACES = 20, BATCH = 128, METHODS_MAX = VIB_SCORES, LEAST_GROUP = 20 };

/* What is done to the queries of a row. */
static const struct trouble {
    const char *name;
    vib_harm harm;
    double amount;
} troubles[] = {
    { "as measured", VIB_HARM_SHIFT, 0 }, /* nothing: see get_query() */
    { "axis off by 5 cm^-1", VIB_HARM_SHIFT, 5 },
    { "axis off by 10 cm^-1", VIB_HARM_SHIFT, 10 },
    { "axis off by 30 cm^-1", VIB_HARM_SHIFT, 30 },
    { "noise, SNR 30 dB", VIB_HARM_NOISE, 30 },
    { "noise, SNR 20 dB", VIB_HARM_NOISE, 20 },
    { "noise, SNR 10 dB", VIB_HARM_NOISE, 10 },
    { "fluorescence x10", VIB_HARM_FLUORESCENCE, 10 },
    { "half of the range missing", VIB_HARM_CUT, 0.5 },
    { "broadened by 10 cm^-1", VIB_HARM_BROADEN, 10 },
};
enum { TROUBLES = sizeof troubles / sizeof *troubles };

typedef struct evaluation {
    const vib_db *db;
    const char *key; /* of a specimen */
    const char *names[METHODS_MAX];
    int methods[METHODS_MAX]; /* [method_count] vib_scores */
    size_t method_count;
    cli_sample sample;
    size_t *rank; /* [method_count][sample.n], of the present row */
    size_t twins; /* queries that are stored under another name too */
    cli_sheet sheet;
    cli_meter meter;
    size_t done;
} evaluation;

static const cli_column columns[] = {
    { .name = "queries" },
    { .name = "method" },
    { .name = "n", .number = true },
    { .name = "top1", .number = true },
    { .name = "top1_low", .number = true },
    { .name = "top1_high", .number = true },
    { .name = "top3", .number = true },
    { .name = "top5", .number = true },
    { .name = "top5_low", .number = true },
    { .name = "top5_high", .number = true },
    { .name = "mrr", .number = true },
    { .name = "macro", .number = true },
    { .name = "gain", .number = true },
    { .name = "gain_low", .number = true },
    { .name = "gain_high", .number = true },
    { .name = "gain_p", .number = true },
    { .name = "gain3", .number = true },
    { .name = "gain3_low", .number = true },
    { .name = "gain3_high", .number = true },
    { .name = "gain3_p", .number = true },
    { .name = "gain5", .number = true },
    { .name = "gain5_low", .number = true },
    { .name = "gain5_high", .number = true },
    { .name = "gain5_p", .number = true },
    { .name = "gain_mrr", .number = true },
    { .name = "gain_mrr_low", .number = true },
    { .name = "gain_mrr_high", .number = true },
    { .name = "gain_mrr_p", .number = true },
};
enum { COLUMNS = sizeof columns / sizeof *columns, SIZE = 32, OWN = 12 };

/* A table, which is to fit a terminal, has the queries as headings and the
 * gains below it. */
static const cli_column table_columns[] = {
    { .name = "method" },
    { .name = "n", .number = true },
    { .name = "top1", .number = true },
    { .name = "low", .number = true },
    { .name = "high", .number = true },
    { .name = "top3", .number = true },
    { .name = "top5", .number = true },
    { .name = "low", .number = true },
    { .name = "high", .number = true },
    { .name = "mrr", .number = true },
    { .name = "macro", .number = true },
};
enum { TABLE_COLUMNS = sizeof table_columns / sizeof *table_columns };

/* ---- searching --------------------------------------------------------- */

static int get_query(vib_spectrum *out, const evaluation *eval, size_t i,
                     const struct trouble *trouble)
{
    uint64_t id = eval->sample.item[i].id;
    int rc = vib_db_get(out, eval->db, id);

    if (rc == VIB_OK && trouble != troubles)
        rc = vib_spectrum_harm(out, trouble->harm, trouble->amount, id);
    return rc;
}

static size_t rank_of(const vib_hits *hits, const char *name)
{
    for (size_t i = 0; i < hits->count; i++)
        if (strcmp(hits->hit[i].name, name) == 0)
            return i;
    return CLI_NO_RANK;
}

/* Whether the query is stored under another name too. */
static bool has_twin(const vib_hits *hits, const char *name)
{
    const vib_hit *best = hits->hit;

    return hits->count > 0 && strcmp(best->name, name) != 0 &&
           vib_hit_is_query(best);
}

/* Rank the right names of queries first .. first + n - 1. */
static int search(evaluation *eval, const vib_spectrum *queries, size_t first,
                  size_t n, bool as_measured)
{
    vib_hits hits[BATCH];
    vib_search how = VIB_SEARCH_DEFAULT;

    how.k = PLACES;
    how.by_compound = true;
    how.leave_out = eval->key;
    how.level = 0;
    for (size_t m = 0; m < eval->method_count; m++) {
        int rc;

        how.score = (vib_score)eval->methods[m];
        rc = vib_db_search(hits, eval->db, queries, n, &how);
        if (rc < 0)
            return rc;
        for (size_t i = 0; i < n; i++) {
            const char *name = eval->sample.item[first + i].name;

            eval->rank[m * eval->sample.n + first + i] =
                rank_of(&hits[i], name);
            eval->twins += as_measured && m == 0 && has_twin(&hits[i], name);
            vib_hits_release(&hits[i]);
        }
    }
    return VIB_OK;
}

static int search_batch(evaluation *eval, const struct trouble *trouble,
                        size_t first, size_t n)
{
    vib_spectrum queries[BATCH];
    int rc = VIB_OK;

    for (size_t i = 0; i < n; i++) {
        queries[i] = (vib_spectrum)VIB_SPECTRUM_INIT;
        if (rc == VIB_OK)
            rc = get_query(&queries[i], eval, first + i, trouble);
    }
    if (rc == VIB_OK)
        rc = search(eval, queries, first, n, trouble == troubles);
    for (size_t i = 0; i < n; i++)
        vib_spectrum_release(&queries[i]);
    eval->done += n;
    cli_meter_show(&eval->meter, (double)eval->done /
                                     (double)(eval->sample.n * TROUBLES),
                   trouble->name);
    return rc;
}

/* ---- writing ----------------------------------------------------------- */

/* The cells from "gain" on, into text. */
static void write_gains(char (*text)[SIZE], const cli_tally *t)
{
    for (size_t m = 0; m < CLI_MEASURES; m++) {
        const double values[] = { t->gain[m].value, t->gain[m].range[0],
                                  t->gain[m].range[1] };

        for (size_t i = 0; i < 3; i++)
            snprintf(*text++, SIZE, "%.1f", 100 * values[i]);
        snprintf(*text++, SIZE, "%.3f", t->p[m]);
    }
}

static void write_row(evaluation *eval, const char *name, size_t method,
                      const cli_ranks *ranks, const cli_tally *t)
{
    const cli_mean *first = &t->mean[CLI_FIRST], *fifth = &t->mean[CLI_FIFTH];
    const double values[] = {
        first->value,    first->range[0],
        first->range[1], t->mean[CLI_THIRD].value,
        fifth->value,    fifth->range[0],
        fifth->range[1], t->mean[CLI_RECIPROCAL].value,
        t->macro,
    };
    const char *cells[COLUMNS] = { name, eval->names[method] };
    char text[COLUMNS][SIZE] = { "" };

    snprintf(text[2], SIZE, "%zu", ranks->n);
    for (size_t i = 3; i < OWN; i++)
        snprintf(text[i], SIZE, "%.1f", 100 * values[i - 3]);
    if (ranks->other) /* not the method the others are compared with */
        write_gains(text + OWN, t);
    for (size_t i = 2; i < COLUMNS; i++)
        cells[i] = text[i];
    cli_sheet_row(&eval->sheet, cells + (eval->sheet.format == CLI_TABLE));
}

/* A line below a table for each method but the first. */
static void write_footing(evaluation *eval, size_t method, const cli_tally *t)
{
    static const char *const name[CLI_MEASURES] = { "top-1", "top-3", "top-5",
                                                    "mrr" };
    char *line = cli_format("%s over %s:", eval->names[method],
                            eval->names[0]);

    for (size_t m = 0; m < CLI_MEASURES; m++) {
        const cli_mean *gain = &t->gain[m];
        char *more = cli_format("%s %s %+.1f (%.1f to %.1f, p %.3f)%s", line,
                                name[m], 100 * gain->value,
                                100 * gain->range[0], 100 * gain->range[1],
                                t->p[m], m + 1 < CLI_MEASURES ? "," : "");

        free(line);
        line = more;
    }
    cli_sheet_footing(&eval->sheet, line);
    free(line);
}

/* Rows of all methods for the queries whose text at `field` of a case is
 * `value`; NULL: for all. */
static void write_rows(evaluation *eval, const char *name,
                       const char *(*field)(const cli_case *),
                       const char *value)
{
    const cli_sample *sample = &eval->sample;
    size_t *picked = cli_new(3 * sample->n, sizeof *picked);
    size_t *rank = picked, *other = rank + sample->n;
    size_t *compound = other + sample->n;
    cli_tally tallies[METHODS_MAX];

    cli_sheet_heading(&eval->sheet, name);
    for (size_t m = 0; m < eval->method_count; m++) {
        const size_t *all = eval->rank + m * sample->n;
        cli_ranks ranks;
        size_t n = 0;

        for (size_t i = 0; i < sample->n; i++) {
            if (field && strcmp(field(&sample->item[i]), value) != 0)
                continue;
            rank[n] = all[i];
            other[n] = eval->rank[i];
            compound[n++] = sample->item[i].compound;
        }
        ranks = (cli_ranks){ rank, m ? other : NULL, compound, n,
                             sample->compounds };
        tallies[m] = cli_tally_of(&ranks);
        write_row(eval, name, m, &ranks, &tallies[m]);
    }
    for (size_t m = 1; m < eval->method_count; m++)
        write_footing(eval, m, &tallies[m]);
    free(picked);
}

static const char *laser_of(const cli_case *item)
{
    return item->laser;
}

static const char *quality_of(const cli_case *item)
{
    return item->quality;
}

/* Rows for each value that enough queries have. */
static void write_groups(evaluation *eval, const char *title,
                         const char *(*field)(const cli_case *))
{
    const cli_sample *sample = &eval->sample;

    for (size_t i = 0; i < sample->n; i++) {
        const char *value = field(&sample->item[i]);
        size_t before = 0, count = 0;

        for (size_t k = 0; k < sample->n; k++) {
            bool same = strcmp(field(&sample->item[k]), value) == 0;

            count += same;
            before += same && k < i;
        }
        if (*value && before == 0 && count >= LEAST_GROUP) {
            char *name = cli_format("%s %s", title, value);

            write_rows(eval, name, field, value);
            free(name);
        }
    }
}

static int evaluate_row(evaluation *eval, const struct trouble *trouble)
{
    for (size_t at = 0; at < eval->sample.n; at += BATCH) {
        size_t left = eval->sample.n - at;

        if (search_batch(eval, trouble, at, left < BATCH ? left : BATCH) < 0) {
            cli_error("%s", vib_last_error());
            return CLI_FAILED;
        }
        if (cli_interrupted())
            return CLI_STOPPED;
    }
    write_rows(eval, trouble->name, NULL, NULL);
    if (trouble == troubles) {
        write_groups(eval, "laser", laser_of);
        write_groups(eval, "quality", quality_of);
    }
    return CLI_GO;
}

static void note_sample(const evaluation *eval)
{
    const cli_sample *sample = &eval->sample;

    cli_note("%zu queries of %zu compounds; all with the %s of a query is "
             "hidden from it", sample->n, sample->drawn, eval->key);
    if (sample->nameless)
        cli_note("%zu spectra say no name or no %s", sample->nameless,
                 eval->key);
    if (sample->alone)
        cli_note("%zu are of compounds with one %s", sample->alone, eval->key);
    if (sample->strange)
        cli_note("%zu have an axis that is not in cm^-1", sample->strange);
}

/* The ceiling, and what the library says of its own certainty. */
static void note_end(const evaluation *eval)
{
    vib_calibration calibration;

    if (eval->twins)
        cli_note("%zu queries are stored under another name too (hqi 0.9995 "
                 "or more): no method can be right more often than %.1f %%",
                 eval->twins,
                 100 * (1 - (double)eval->twins / (double)eval->sample.n));
    if (vib_db_calibration(&calibration, eval->db) < 0)
        return;
    if (!calibration.usable) {
        cli_note("how sure answers are cannot be said: %s", calibration.why);
        return;
    }
    cli_note("sets of names at 95 %%: %.1f %% held the right one (%.1f to "
             "%.1f), with %.2f names on average", 100 * calibration.coverage,
             100 * calibration.coverage_range[0],
             100 * calibration.coverage_range[1], calibration.set_size);
    cli_note("in the library or not: AUROC %.3f, false alarms %.1f %% at 95 "
             "%% found; by the best hqi alone %.3f and %.1f %%",
             calibration.auroc, 100 * calibration.false_alarms,
             calibration.hqi_auroc, 100 * calibration.hqi_false_alarms);
    cli_note("what that gains, 95 %% intervals: AUROC %+.3f to %+.3f, false "
             "alarms %+.1f to %+.1f", calibration.auroc_gain[0],
             calibration.auroc_gain[1], 100 * calibration.alarms_gain[0],
             100 * calibration.alarms_gain[1]);
}

static int evaluate(evaluation *eval, size_t most, int format)
{
    bool is_table;
    int rc = cli_sample_draw(&eval->sample, eval->db, eval->key, most);

    if (rc != CLI_GO)
        return rc;
    if (eval->sample.n == 0) {
        cli_error("no compound of this library has spectra of two values of "
                  "%s; --exclude-same names another field", eval->key);
        cli_sample_release(&eval->sample);
        return CLI_FAILED;
    }
    note_sample(eval);
    eval->rank =
        cli_new(eval->method_count * eval->sample.n, sizeof *eval->rank);
    is_table = cli_format_resolve(format, stdout) == CLI_TABLE;
    cli_sheet_open(&eval->sheet, stdout, format,
                   is_table ? table_columns : columns,
                   is_table ? TABLE_COLUMNS : COLUMNS);
    cli_catch_interrupts();
    cli_meter_start(&eval->meter);
    for (size_t i = 0; i < TROUBLES && rc == CLI_GO; i++)
        rc = evaluate_row(eval, &troubles[i]);
    cli_meter_end();
    cli_sheet_close(&eval->sheet);
    if (rc == CLI_GO)
        note_end(eval);
    free(eval->rank);
    cli_sample_release(&eval->sample);
    return rc == CLI_GO ? CLI_DONE : rc;
}

/* ---- options ----------------------------------------------------------- */

/* Methods from a list of names; cuts it into them. */
static int read_methods(evaluation *eval, char *text)
{
    for (char *name = text, *next; name; name = next) {
        int score;

        next = strchr(name, ',');
        if (next)
            *next++ = '\0';
        if (eval->method_count == METHODS_MAX ||
            !cli_choice_of(&score, name, CLI_SCORES)) {
            cli_error("--scores: '%s' is none of %s", name, CLI_SCORES);
            return CLI_MISUSE;
        }
        eval->names[eval->method_count] = name;
        eval->methods[eval->method_count++] = score;
    }
    return CLI_GO;
}

int cmd_eval(int argc, char **argv)
{
    evaluation eval = { .key = VIB_KEY_SPECIMEN };
    const char *methods = "hqi,aligned,embedding,fused";
    size_t most = 500;
    int format = CLI_AUTO;
    const cli_option options[] = {
        { 0, "exclude-same", CLI_TEXT, &eval.key, "KEY",
          "the field that says what is one specimen [specimen]" },
        { 0, "scores", CLI_TEXT, &methods, "A,B,...",
          "scores to compare, the first with all others" },
        { 0, "by", CLI_TEXT, &eval.key, "KEY", "the same as --exclude-same" },
        { 0, "methods", CLI_TEXT, &methods, "A,B,...",
          "the same as --scores" },
        { 0, "queries", CLI_COUNT, &most, "N", "spectra to try [500]" },
        { 0, "format", CLI_CHOICE, &format, CLI_FORMATS, CLI_FORMAT_HELP },
    };
    const cli_usage usage = {
        .command = "eval",
        .operands = "LIB",
        .about =
            "Tell how often each score names spectra of this library rightly "
            "while all of\ntheir own specimen is hidden: per cent right first, "
            "among the first three and\nfive, as measured and damaged by a "
            "stated amount, with 95 % intervals; and what\neach gains on the "
            "first of the methods, on the same queries, with the\nprobability "
            "p of that by chance.",
        .examples = "vibrary eval minerals.vib\n"
                    "vibrary eval minerals.vib --scores hqi,fused,peaks "
                    "--queries 2000 --format tsv\n",
        .least = 1,
        .most = 1,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    char *words = NULL;
    vib_db *db = NULL;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc == CLI_GO)
        rc = read_methods(&eval, words = cli_copy(methods));
    if (rc == CLI_GO)
        rc = cli_open_library(&db, operands.item[0], VIB_READ);
    if (rc == CLI_GO) {
        eval.db = db;
        rc = evaluate(&eval, most, format);
    }
    vib_db_close(db);
    free(words);
    return rc;
}
