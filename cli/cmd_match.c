#include "areas.h"
#include "command.h"
#include "kept.h"
#include "light.h"
#include "output.h"
#include "picture.h"
#include "place.h"
#include "ranking.h"
#include "resume.h"
#include "talk.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* All paths in a line. */
static char *list_paths(const cli_operands *operands)
{
    char *text = cli_copy("paths");

    for (size_t i = 1; i < operands->count; i++) {
        char *clean = cli_text_clean(operands->item[i]);
        char *longer = cli_format("%s %s", text, clean);

        free(clean);
        free(text);
        text = longer;
    }
    return text;
}

/* One line that tells this search from any other: its parts by tabs. */
static char *describe(const vib_db *db, const cli_operands *operands,
                      const cli_ranking *ranking, const cli_map *map)
{
    vib_db_facts facts;
    char *ranked, *paths, *library, *text;

    if (vib_db_describe(&facts, db) < 0) {
        cli_error("%s", vib_last_error());
        return NULL;
    }
    ranked = cli_ranking_text(ranking);
    paths = list_paths(operands);
    library = cli_text_clean(operands->item[0]);
    text = cli_format("# vibrary match\tlibrary %s\tspectra %llu\t"
                      "encoder %s\t%s\tmap columns %zu, step %g\t%s",
                      library, (unsigned long long)facts.spectra,
                      facts.encoder.identity, ranked, map->columns,
                      map->step, paths);
    free(library);
    free(paths);
    free(ranked);
    return text;
}

/* Drop from the batch what an earlier run did; how many those were. */
static size_t pass_over(cli_batch *batch, cli_part *part)
{
    size_t left = 0;
    size_t n = batch->n;

    for (size_t i = 0; i < n; i++) {
        vib_spectrum *query = &batch->spectra[i];

        if (cli_part_has(part, cli_field(query, VIB_KEY_SOURCE)))
            vib_spectrum_release(query);
        else
            batch->spectra[left++] = *query;
    }
    batch->n = left;
    return n - left;
}

enum { FEWEST = 16 }; /* spectra searched at once */

/* What is read, and where answers go. */
typedef struct cli_matching {
    cli_input input;
    cli_part part;
    cli_map *map;
    double wrong;  /* share of answers that may be, or 0: all are kept */
    size_t failed; /* queries that could not be searched */
} cli_matching;

/* Read the next spectra, and keep where they are. */
static size_t fill(cli_batch *batch, cli_matching *matching, size_t limit)
{
    size_t n = cli_batch_fill(batch, &matching->input, limit);

    for (size_t i = 0; i < n; i++)
        cli_map_place(matching->map, &batch->spectra[i]);
    return n;
}

/* How many to search at once after `limit` took so long: so many that progress
 * is seen and an interrupt heeded within a second or two. */
static size_t next_limit(size_t limit, double seconds)
{
    if (seconds > 2 && limit > FEWEST)
        return limit / 2;
    return seconds < 0.5 && limit < CLI_BATCH_SPECTRA ? 2 * limit : limit;
}

static int match_all(cli_matching *matching, const vib_db *db,
                     const cli_ranking *ranking)
{
    cli_input *input = &matching->input;
    cli_part *part = &matching->part;
    const vib_search how = cli_ranking_search(ranking);
    cli_batch *batch = cli_new(1, sizeof *batch);
    cli_results results = { .db = db, .how = &how };
    cli_meter meter;
    size_t passed = 0, limit = FEWEST;
    int rc = CLI_GO;

    cli_results_open(&results, part->file, CLI_TSV);
    results.sheet.header = false;
    cli_meter_start(&meter);
    while (rc == CLI_GO && fill(batch, matching, limit) > 0) {
        double begun = cli_seconds();

        passed += pass_over(batch, part);
        if (batch->n > 0) {
            cli_light_warn(input, batch, db);
            cli_input_show(&meter, input, passed,
                           cli_field(&batch->spectra[0], VIB_KEY_SOURCE));
            rc = cli_results_add(&results, batch);
            limit = next_limit(limit, cli_seconds() - begun);
        }
        if (rc == CLI_GO)
            rc = cli_part_flush(part);
        cli_batch_clear(batch);
    }
    cli_meter_end();
    cli_fold_end(&results.fold);
    cli_sheet_close(&results.sheet);
    matching->failed += results.failed;
    free(batch);
    return rc;
}

/* Make OUT of all answers, or of those that are to be kept. */
static int finish(cli_matching *matching, const vib_db *db, int format)
{
    cli_part *part = &matching->part;
    bool *keep = NULL;
    int rc = CLI_GO;

    if (matching->wrong > 0)
        rc = cli_kept_choose(&keep, part->file, db, matching->wrong);
    if (rc == CLI_GO)
        rc = cli_part_finish(part, format, keep);
    free(keep);
    return rc;
}

static int conclude(cli_matching *matching, const vib_db *db, int format)
{
    const cli_input *input = &matching->input;
    cli_part *part = &matching->part;
    const cli_map *map = matching->map;
    int rc = CLI_GO;

    if (cli_interrupted()) {
        cli_error("interrupted; what is done is kept in %s, the same command "
                  "goes on from there", part->path);
        return CLI_STOPPED;
    }
    if (input->spectra + input->unreadable == 0) {
        remove(part->path);
        cli_tell_nothing(input->passed_over);
        return CLI_FAILED;
    }
    if (map->path && map->columns && input->unreadable)
        cli_note("the map has no place for the %zu files that could not be "
                 "read: what comes after moves up", input->unreadable);
    if (map->path && cli_map_write(map, part->file) != CLI_DONE)
        matching->failed++; /* told; the answers are there all the same */
    rc = finish(matching, db, format);
    if (rc != CLI_GO)
        return rc;
    return matching->failed || input->unreadable ? CLI_FAILED : CLI_DONE;
}

static int match(cli_matching *matching, const cli_operands *operands,
                 cli_ranking *ranking, const char *out, int format)
{
    double start = cli_seconds();
    vib_db *db = NULL;
    char *asked = NULL;
    cli_part *part = &matching->part;
    cli_input *input = &matching->input;
    int rc = cli_open_library(&db, operands->item[0], VIB_READ);

    if (rc != CLI_GO)
        return rc;
    if (matching->wrong > 0 && (rc = cli_kept_can(db)) != CLI_GO)
        goto out;
    /* Not --fdr: the part has all rows, of which OUT is made in the end. */
    asked = describe(db, operands, ranking, matching->map);
    rc = asked ? cli_part_open(part, out, asked) : CLI_FAILED;
    if (rc != CLI_GO)
        goto out;
    if (part->done_count)
        cli_note("going on after %zu queries that %s holds", part->done_count,
                 part->path);
    rc = cli_input_open(input, operands->item + 1, operands->count - 1);
    if (rc != CLI_GO)
        goto out;
    cli_ranking_give(input, ranking, db);
    cli_catch_interrupts();
    rc = match_all(matching, db, ranking);
    if (rc == CLI_GO) {
        double seconds = cli_seconds() - start;
        size_t done = input->spectra - part->passed;

        cli_note("searched %zu, failed %zu, unreadable %zu in %.1f s (%.0f/s)",
                 done, matching->failed, input->unreadable, seconds,
                 (double)done / seconds);
        rc = conclude(matching, db, format);
    }
out:
    cli_input_close(input);
    cli_part_close(part);
    free(asked);
    vib_db_close(db);
    return rc;
}

/* OUT, and OUT.part, which is made while the paths are read; and the format,
 * which OUT says unless it was chosen. */
static int check_out(int *format, const char *out,
                     const cli_operands *operands)
{
    char *part;
    int rc;

    if (!out) {
        cli_error("match needs -o OUT; 'vibrary search' shows answers here");
        return CLI_MISUSE;
    }
    rc = cli_output_needs_file("match", out);
    if (rc != CLI_GO)
        return rc;
    if (*format == CLI_AUTO)
        *format = cli_format_of_name(out);
    if (*format == CLI_AUTO) {
        cli_error("%s: answers are written to .tsv, .txt, .csv or .json; "
                  "--format says what another is", out);
        return CLI_MISUSE;
    }
    part = cli_format("%s.part", out);
    rc = cli_output_check("-o", part, operands, true);
    free(part);
    return rc;
}

int cmd_match(int argc, char **argv)
{
    cli_ranking ranking = cli_ranking_default(5);
    int format = CLI_AUTO;
    const char *out = NULL;
    cli_map map = CLI_MAP_DEFAULT;
    cli_matching matching = { .map = &map };
    const char *fdr = NULL;
    cli_option shared[CLI_RANKING_OPTIONS];
    enum { OWN = 3 };
    cli_option options[OWN + CLI_MAP_OPTIONS] = {
        { 'o', "output", CLI_OUTPUT, &out, "OUT",
          "the file to write: .tsv, .csv or .json" },
        { 0, "format", CLI_CHOICE, &format, CLI_FORMATS,
          "[as the ending of OUT says, else tsv]" },
        { 0, "fdr", CLI_TEXT, &fdr, "P%",
          "only answers of which P% are wrong by estimate" },
    };
    const cli_usage usage = {
        .command = "match",
        .operands = "LIB PATH... -o OUT",
        .about =
            "Search for thousands of spectra. What is done is kept in "
            "OUT.part: after an\ninterruption the same command goes on from "
            "there. OUT appears when all is done.\n\nWith --fdr, OUT has the "
            "best name of as many unknowns as can be while at most\nthat share "
            "is wrong, by what the library says of its own spectra; it holds "
            "for a\nhundred unknowns or more that are like these.",
        .examples = "vibrary match minerals.vib map/ -o map.tsv\n"
                    "vibrary match minerals.vib scans.zip -k 1 --by compound "
                    "-o names.tsv\n"
                    "vibrary match minerals.vib scans.zip --fdr 5% "
                    "-o sure.tsv\n"
                    "vibrary match polymers.vib map.wdf -k 1 -o map.tsv "
                    "--map map.png\n"
                    "vibrary match lib.vib scan.spc -k 1 -o scan.tsv --map "
                    "scan.png \\\n    --map-columns 50 --map-step 0.5\n",
        .least = 2,
        .most = SIZE_MAX,
        .options = options,
        .option_count = sizeof options / sizeof *options,
        .shared = shared,
        .shared_count = CLI_RANKING_OPTIONS,
    };
    cli_operands operands;
    int rc;

    cli_map_options(options + OWN, &map);
    cli_ranking_options(shared, &ranking, "answers for each query [5]");
    rc = cli_parse(&operands, &usage, argc, argv);
    if (rc == CLI_GO)
        rc = check_out(&format, out, &operands);
    if (rc == CLI_GO)
        rc = cli_map_check(&map);
    if (rc == CLI_GO)
        rc = cli_ranking_read(&ranking);
    if (rc == CLI_GO)
        rc = cli_kept_read(&matching.wrong, fdr, &ranking);
    if (rc == CLI_GO)
        rc = match(&matching, &operands, &ranking, out, format);
    cli_map_release(&map);
    cli_ranking_release(&ranking);
    return rc;
}
