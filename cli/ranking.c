#include "ranking.h"

#include "bands.h"
#include "calibrate.h"
#include "command.h"
#include "place.h"
#include "talk.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

const cli_column cli_result_columns[CLI_RESULT_COLUMNS + 1] = {
    { .name = "query", .path = true },
    { .name = "rank", .number = true },
    { .name = "id", .number = true },
    { .name = "name" },
    { .name = "score", .number = true },
    { .name = "embedding", .number = true },
    { .name = "hqi", .number = true },
    { .name = "overlap", .number = true },
    { .name = "aligned", .number = true },
    { .name = "shift", .number = true },
    { .name = "p", .number = true },
    { .name = "known", .number = true },
    { .name = "x", .number = true }, /* of a map, um */
    { .name = "y", .number = true },
    { .name = "right", .number = true },
    { .name = "bands", .json = true },
};

cli_ranking cli_ranking_default(size_t k)
{
    const vib_search how = VIB_SEARCH_DEFAULT;

    return (cli_ranking){ .k = k,
                          .candidates = how.candidates,
                          .reach = (size_t)how.reach,
                          .level = 95 };
}

void cli_ranking_options(cli_option out[CLI_RANKING_OPTIONS],
                         cli_ranking *ranking, const char *k_help)
{
    const cli_option options[CLI_RANKING_OPTIONS] = {
        { 'k', "hits", CLI_COUNT, &ranking->k, "N", k_help },
        { 0, "score", CLI_CHOICE, &ranking->score, CLI_SCORES,
          "what ranks them [fused]" },
        { 0, "by", CLI_CHOICE, &ranking->by, "spectrum|compound",
          "compound: only the best spectrum of each name" },
        { 0, "exclude-same", CLI_TEXT, &ranking->leave_out, "KEY",
          "hide references that agree with the query in field KEY" },
        { 0, "candidates", CLI_COUNT, &ranking->candidates, "N",
          "spectra the vectors pass on for full comparison [200]" },
        { 0, "range", CLI_LIST, &ranking->ranges, "A-B",
          "compare only this part of the axis, cm^-1" },
        { 0, "exclude", CLI_LIST, &ranking->excluded, "A-B,...",
          "leave parts of the axis out" },
        { 0, "weight", CLI_LIST, &ranking->weights, "A-B=W",
          "let a part of the axis count W times" },
        { 0, "shift", CLI_CHOICE, &ranking->shift, "none|auto",
          "auto: find how far the axis of a query is off [none]" },
        { 0, "reach", CLI_COUNT, &ranking->reach, "S",
          "cm^-1 that --score shifted may move [10]" },
        cli_fields_option(&ranking->fields),
        cli_laser_option(&ranking->laser),
        { 0, "level", CLI_COUNT, &ranking->level, "P",
          "per cent sure that the names given hold the right one [95]" },
        { 0, "where", CLI_TEXT, &ranking->where, CLI_WHERE, CLI_WHERE_HELP },
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
    how.reach = (double)ranking->reach;
    how.regions = ranking->regions.region;
    how.region_count = ranking->regions.count;
    how.find_shift = ranking->shift == 1 ? 10 : 0;
    how.level = (double)ranking->level / 100;
    how.where = ranking->condition;
    return how;
}

int cli_ranking_read(cli_ranking *ranking)
{
    int rc = cli_laser_read(&ranking->laser);

    if (ranking->level > 99) {
        cli_error("--level %zu: take 1 to 99 per cent", ranking->level);
        return CLI_MISUSE;
    }
    if (rc == CLI_GO)
        rc = cli_fields_read(&ranking->fields);
    if (rc == CLI_GO)
        rc = cli_regions_read(&ranking->regions, &ranking->ranges,
                              &ranking->weights, &ranking->excluded);
    return rc == CLI_GO ? cli_read_where(&ranking->condition, ranking->where)
                        : rc;
}

void cli_ranking_give(cli_input *input, cli_ranking *ranking, const vib_db *db)
{
    input->fields = &ranking->fields;
    input->laser = &ranking->laser;
    ranking->laser.db = db;
    cli_where_warn(ranking->condition, db);
}

void cli_ranking_release(cli_ranking *ranking)
{
    free(ranking->fields.item);
    free(ranking->ranges.item);
    free(ranking->excluded.item);
    free(ranking->weights.item);
    cli_regions_release(&ranking->regions);
    vib_where_close(ranking->condition);
    ranking->condition = NULL;
}

/* Append each text of a list, and free what was before. */
static char *append_texts(char *before, const char *title, const cli_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        char *longer = cli_format("%s\t%s %s", before, title, list->item[i]);

        free(before);
        before = longer;
    }
    return before;
}

/* Word number `place` of "a|b|c", and its length. */
static const char *word_at(int *length, const char *words, int place)
{
    while (place-- > 0)
        words += strcspn(words, "|") + 1;
    *length = (int)strcspn(words, "|");
    return words;
}

char *cli_ranking_text(const cli_ranking *ranking)
{
    int length;
    const char *score = word_at(&length, CLI_SCORES, ranking->score);
    char *text = cli_format(
        "k %zu\tscore %.*s\tby %d\tcandidates %zu\tleave out %s\treach %zu"
        "\tshift %d\twhere %s", ranking->k, length, score, ranking->by,
        ranking->candidates,
        ranking->leave_out ? ranking->leave_out : "nothing", ranking->reach,
        ranking->shift, ranking->where ? ranking->where : "anything");

    if (ranking->laser.given) {
        char *longer = cli_format("%s\tlaser %s", text, ranking->laser.given);

        free(text);
        text = longer;
    }
    text = append_texts(text, "set", &ranking->fields);
    text = append_texts(text, "range", &ranking->ranges);
    text = append_texts(text, "weight", &ranking->weights);
    return append_texts(text, "exclude", &ranking->excluded);
}

void cli_results_open(cli_results *results, FILE *out, int format)
{
    int resolved = cli_format_resolve(format, out);
    size_t skipped = resolved == CLI_TABLE ? 1 : 0, more;

    results->explained = results->explained && resolved == CLI_JSON;
    more = results->explained ? 1 : 0;
    cli_sheet_open(&results->sheet, out, format, cli_result_columns + skipped,
                   CLI_RESULT_COLUMNS - skipped + more);
}

enum { NUMBER_SIZE = 32 };

static void write_hit(cli_results *results, const vib_spectrum *spectrum,
                      size_t rank, const vib_hits *hits)
{
    const char *query = cli_field(spectrum, VIB_KEY_SOURCE);
    cli_sheet *sheet = &results->sheet;
    const vib_hit *hit = &hits->hit[rank - 1];
    int decimals = sheet->format == CLI_TABLE ? 3 : 6;
    const float scores[] = { hit->score, hit->embedding, hit->hqi,
                             hit->overlap, hit->aligned };
    enum { SCORES = sizeof scores / sizeof *scores };
    char numbers[2 + SCORES][NUMBER_SIZE], shift[NUMBER_SIZE] = "";
    char p[NUMBER_SIZE] = "", known[NUMBER_SIZE] = "";
    char right[NUMBER_SIZE] = "";
    const char *name = sheet->format == CLI_TABLE ? cli_text_name(hit->name)
                                                  : hit->name;
    char *bands = results->explained
                      ? cli_bands_text(results->db, spectrum, hits, rank - 1,
                                       results->how)
                      : NULL;
    const char *cells[CLI_RESULT_COLUMNS + 1] = {
        query,      numbers[0], numbers[1], name,       numbers[2],
        numbers[3], numbers[4], numbers[5], numbers[6], shift,
        p,          known,
        cli_field(spectrum, VIB_KEY_MAP_X),
        cli_field(spectrum, VIB_KEY_MAP_Y), right, bands,
    };
    size_t skipped = sheet->format == CLI_TABLE ? 1 : 0;

    snprintf(numbers[0], NUMBER_SIZE, "%zu", rank);
    snprintf(numbers[1], NUMBER_SIZE, "%llu", (unsigned long long)hit->id);
    for (size_t i = 0; i < SCORES; i++)
        snprintf(numbers[2 + i], NUMBER_SIZE, "%.*f", decimals,
                 (double)scores[i]);
    if (results->how->find_shift > 0)
        snprintf(shift, NUMBER_SIZE, "%.1f", (double)hits->shift);
    if (sheet->format != CLI_TABLE && hits->names) { /* a table has a line */
        snprintf(p, NUMBER_SIZE, "%.6f", (double)hit->p);
        snprintf(known, NUMBER_SIZE, "%.6f", (double)hits->known);
        snprintf(right, NUMBER_SIZE, "%.6f", (double)hits->right);
    }
    cli_sheet_row(sheet, cells + skipped);
    free(bands);
}

static void write_hits(cli_results *results, const vib_spectrum *spectrum,
                       const vib_hits *hits)
{
    const char *query = cli_field(spectrum, VIB_KEY_SOURCE);
    char sure[1024];

    if (hits->status < 0) {
        cli_fold_say(&results->fold, cli_error, query, hits->reason);
        results->failed++;
        return;
    }
    cli_sheet_heading(&results->sheet, query);
    for (size_t i = 0; i < hits->count; i++)
        write_hit(results, spectrum, i + 1, hits);
    if (hits->count == 0)
        cli_fold_say(&results->fold, cli_note, query,
                     hits->reason[0]
                         ? hits->reason
                         : "nothing in the library to compare with");
    cli_confidence_text(sure, sizeof sure, hits, results->how);
    if (sure[0])
        cli_sheet_footing(&results->sheet, sure);
    if (results->cautious && hits->count > 0 && hits->reason[0])
        cli_fold_say(&results->fold, cli_note, query, hits->reason);
}

int cli_results_add(cli_results *results, const cli_batch *batch)
{
    vib_hits *hits = cli_new(batch->n, sizeof *hits);
    int rc = vib_db_search(hits, results->db, batch->spectra, batch->n,
                           results->how);

    if (rc < 0) {
        cli_error("%s%s", vib_last_error(),
                  rc == VIB_BAD_DATA ? "; 'vibrary check' tells more" : "");
        rc = CLI_FAILED;
        goto out;
    }
    rc = CLI_GO;
    for (size_t i = 0; i < batch->n; i++) {
        write_hits(results, &batch->spectra[i], &hits[i]);
        if (results->answered && hits[i].status == VIB_OK && rc == CLI_GO)
            rc = results->answered(&batch->spectra[i], &hits[i],
                                   results->payload);
        vib_hits_release(&hits[i]);
    }
out:
    free(hits);
    return rc;
}
