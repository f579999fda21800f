#include "areas.h"
#include "command.h"
#include "picture.h"
#include "place.h"
#include "ranking.h"
#include "resume.h"
#include "talk.h"

#include <stdlib.h>
#include <string.h>

/* One line that tells this search from any other. */
static char *describe(const vib_db *db, const char *library,
                      const cli_ranking *ranking)
{
    vib_db_facts facts;
    char *ranked, *text;

    if (vib_db_describe(&facts, db) < 0) {
        cli_error("%s", vib_last_error());
        return NULL;
    }
    ranked = cli_ranking_text(ranking);
    text = cli_format("# vibrary match: %s, %llu spectra, encoder %s, %s",
                      library, (unsigned long long)facts.spectra,
                      facts.encoder.identity, ranked);
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

/* The map that is asked for beside the answers. */
typedef struct cli_map {
    const char *path;  /* or NULL: none is asked for */
    const char *least; /* as the user wrote it, or NULL */
    double score;      /* which that is */
    cli_areas areas;
} cli_map;

/* What is read, and where answers go. */
typedef struct cli_matching {
    cli_input input;
    cli_part part;
    cli_map *map;
    size_t failed; /* queries that could not be searched */
} cli_matching;

static void remember_places(cli_map *map, const cli_batch *batch)
{
    for (size_t i = 0; i < batch->n && map->path; i++)
        cli_areas_add(&map->areas, &batch->spectra[i]);
}

/* Read the options of the map. CLI_GO; CLI_MISUSE, which is told. */
static int map_read(cli_map *map)
{
    vib_plot plot = VIB_PLOT_DEFAULT;
    char *end = NULL;

    if (map->least) {
        map->score = strtod(map->least, &end);
        if (end == map->least || *end) {
            cli_error("--map-least takes a score such as 0.6, not '%s'",
                      map->least);
            return CLI_MISUSE;
        }
    }
    return cli_picture_read(&plot, &(cli_picture){ .size = NULL }, map->path);
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
    int rc = CLI_GO;

    cli_results_open(&results, part->file, CLI_TSV);
    results.sheet.header = false;
    cli_meter_start(&meter);
    while (rc == CLI_GO &&
           cli_batch_fill(batch, input, CLI_BATCH_SPECTRA) > 0) {
        remember_places(matching->map, batch);
        meter.begun += pass_over(batch, part);
        if (batch->n > 0) {
            cli_meter_show(&meter, input->spectra,
                           cli_field(&batch->spectra[0], VIB_KEY_SOURCE));
            rc = cli_results_add(&results, batch);
        }
        if (rc == CLI_GO)
            rc = cli_part_flush(part);
        cli_batch_clear(batch);
    }
    cli_meter_end();
    cli_sheet_close(&results.sheet);
    matching->failed = results.failed;
    free(batch);
    return rc;
}

static int conclude(cli_matching *matching, int format)
{
    const cli_input *input = &matching->input;
    cli_part *part = &matching->part;
    cli_map *map = matching->map;
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
    if (map->path && cli_areas_write(&map->areas, part->file, map->score,
                                     map->path) != CLI_DONE)
        matching->failed++; /* told; the answers are there all the same */
    rc = cli_part_finish(part, format);
    if (rc != CLI_GO)
        return rc;
    return matching->failed || input->unreadable ? CLI_FAILED : CLI_DONE;
}

static int match(const cli_operands *operands, cli_ranking *ranking,
                 const char *out, int format, cli_map *map)
{
    double start = cli_seconds();
    vib_db *db = NULL;
    char *asked = NULL;
    cli_matching matching = { .map = map };
    cli_part *part = &matching.part;
    cli_input *input = &matching.input;
    int rc = cli_open_library(&db, operands->item[0], VIB_READ);

    if (rc != CLI_GO)
        return rc;
    asked = describe(db, operands->item[0], ranking);
    rc = asked ? cli_part_open(part, out, asked) : CLI_FAILED;
    if (rc != CLI_GO)
        goto out;
    if (part->done_count)
        cli_note("going on after %zu queries that %s holds", part->done_count,
                 part->path);
    rc = cli_input_open(input, operands->item + 1, operands->count - 1);
    if (rc != CLI_GO)
        goto out;
    ranking->laser.db = db;
    input->laser = &ranking->laser;
    cli_catch_interrupts();
    rc = match_all(&matching, db, ranking);
    if (rc == CLI_GO) {
        double seconds = cli_seconds() - start;
        size_t done = input->spectra - part->passed;

        cli_note("searched %zu, failed %zu, unreadable %zu in %.1f s (%.0f/s)",
                 done, matching.failed, input->unreadable, seconds,
                 (double)done / seconds);
        rc = conclude(&matching, format);
    }
out:
    cli_input_close(input);
    cli_areas_release(&map->areas);
    cli_part_close(part);
    free(asked);
    vib_db_close(db);
    return rc;
}

int cmd_match(int argc, char **argv)
{
    cli_ranking ranking = cli_ranking_default(5);
    int format = CLI_AUTO;
    const char *out = NULL;
    cli_map map = { 0 };
    cli_option shared[CLI_RANKING_OPTIONS];
    const cli_option options[] = {
        { 'o', "output", CLI_TEXT, &out, "OUT", "the file to write" },
        { 0, "format", CLI_CHOICE, &format, CLI_FORMATS, "[tsv]" },
        { 0, "map", CLI_TEXT, &map.path, "OUT",
          "draw a map of the best answers: .png, .svg, .pdf" },
        { 0, "map-least", CLI_TEXT, &map.least, "S",
          "leave out of the map what scores less than S [0]" },
    };
    const cli_usage usage = {
        .command = "match",
        .operands = "LIB PATH... -o OUT",
        .about =
            "Search for thousands of spectra. What is done is kept in "
            "OUT.part: after an\ninterruption the same command goes on from "
            "there. OUT appears when all is done.",
        .examples = "vibrary match minerals.vib map/ -o map.tsv\n"
                    "vibrary match minerals.vib scans.zip -k 1 --by compound "
                    "-o names.tsv\n"
                    "vibrary match polymers.vib map.wdf -k 1 -o map.tsv "
                    "--map map.png\n",
        .least = 2,
        .most = SIZE_MAX,
        .options = options,
        .option_count = sizeof options / sizeof *options,
        .shared = shared,
        .shared_count = CLI_RANKING_OPTIONS,
    };
    cli_operands operands;
    int rc;

    cli_ranking_options(shared, &ranking, "answers for each query [5]");
    rc = cli_parse(&operands, &usage, argc, argv);
    if (rc == CLI_GO && !out) {
        cli_error("match needs -o OUT; 'vibrary search' shows answers here");
        rc = CLI_MISUSE;
    }
    if (rc == CLI_GO)
        rc = map_read(&map);
    if (rc == CLI_GO)
        rc = cli_ranking_read(&ranking);
    if (rc == CLI_GO)
        rc = match(&operands, &ranking, out, format, &map);
    cli_ranking_release(&ranking);
    return rc;
}
