#include "ranking.h"

#include "command.h"
#include "talk.h"

#include <stdlib.h>
#include <string.h>

const cli_column cli_result_columns[CLI_RESULT_COLUMNS] = {
    { .name = "query", .path = true },
    { .name = "rank", .number = true },
    { .name = "id", .number = true },
    { .name = "name" },
    { .name = "score", .number = true },
    { .name = "embedding", .number = true },
    { .name = "hqi", .number = true },
    { .name = "overlap", .number = true },
    { .name = "aligned", .number = true },
};

cli_ranking cli_ranking_default(size_t k)
{
    const vib_search how = VIB_SEARCH_DEFAULT;

    return (cli_ranking){ .k = k, .candidates = how.candidates };
}

void cli_ranking_options(cli_option out[CLI_RANKING_OPTIONS],
                         cli_ranking *ranking, const char *k_help)
{
    const cli_option options[CLI_RANKING_OPTIONS] = {
        { 'k', "hits", CLI_COUNT, &ranking->k, "N", k_help },
        { 0, "score", CLI_CHOICE, &ranking->score,
          "fused|embedding|hqi|aligned", "what ranks them [fused]" },
        { 0, "by", CLI_CHOICE, &ranking->by, "spectrum|compound",
          "compound: only the best spectrum of each name" },
        { 0, "leave-out", CLI_TEXT, &ranking->leave_out, "KEY",
          "hide references that agree with the query in field KEY" },
        { 0, "candidates", CLI_COUNT, &ranking->candidates, "N",
          "spectra the vectors pass on for full comparison [200]" },
    };

    memcpy(out, options, sizeof options);
}

vib_search cli_ranking_search(const cli_ranking *ranking)
{
    vib_search how = VIB_SEARCH_DEFAULT;

    how.k = ranking->k;
    how.score = (vib_score)ranking->score;
    how.by_compound = ranking->by == 1;
    how.leave_out = ranking->leave_out;
    how.candidates = ranking->candidates;
    return how;
}

void cli_results_open(cli_sheet *sheet, FILE *out, int format)
{
    size_t skipped = cli_format_resolve(format, out) == CLI_TABLE ? 1 : 0;

    cli_sheet_open(sheet, out, format, cli_result_columns + skipped,
                   CLI_RESULT_COLUMNS - skipped);
}

static void write_hit(cli_sheet *sheet, const char *query, size_t rank,
                      const vib_hit *hit)
{
    enum { NUMBER_SIZE = 32 };
    int decimals = sheet->format == CLI_TABLE ? 3 : 6;
    const float scores[] = { hit->score, hit->embedding, hit->hqi,
                             hit->overlap, hit->aligned };
    enum { SCORES = sizeof scores / sizeof *scores };
    char numbers[2 + SCORES][NUMBER_SIZE];
    const char *cells[CLI_RESULT_COLUMNS] = {
        query,      numbers[0], numbers[1], hit->name,
        numbers[2], numbers[3], numbers[4], numbers[5], numbers[6],
    };

    snprintf(numbers[0], NUMBER_SIZE, "%zu", rank);
    snprintf(numbers[1], NUMBER_SIZE, "%llu", (unsigned long long)hit->id);
    for (size_t i = 0; i < SCORES; i++)
        snprintf(numbers[2 + i], NUMBER_SIZE, "%.*f", decimals,
                 (double)scores[i]);
    cli_sheet_row(sheet,
                  cells + (CLI_RESULT_COLUMNS - sheet->column_count));
}

static void write_hits(cli_sheet *sheet, size_t *failed, const char *query,
                       const vib_hits *hits)
{
    if (hits->status < 0) {
        cli_error("%s: %s", query, hits->reason);
        ++*failed;
        return;
    }
    cli_sheet_heading(sheet, query);
    for (size_t i = 0; i < hits->count; i++)
        write_hit(sheet, query, i + 1, &hits->hit[i]);
    if (hits->count == 0)
        cli_note("%s: nothing in the library to compare with", query);
}

int cli_results_add(cli_sheet *sheet, size_t *failed, const vib_db *db,
                    const cli_batch *batch, const vib_search *how)
{
    vib_hits *hits = cli_new(batch->n, sizeof *hits);
    int rc = vib_db_search(hits, db, batch->spectra, batch->n, how);

    if (rc < 0) {
        cli_error("%s%s", vib_last_error(),
                  rc == VIB_BAD_DATA ? "; 'vibrary check' tells more" : "");
        rc = CLI_FAILED;
        goto out;
    }
    rc = CLI_GO;
    for (size_t i = 0; i < batch->n; i++) {
        const char *query =
            cli_field(&batch->spectra[i], VIB_KEY_SOURCE);

        write_hits(sheet, failed, query, &hits[i]);
        vib_hits_release(&hits[i]);
    }
out:
    free(hits);
    return rc;
}
