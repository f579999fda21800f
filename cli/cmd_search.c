#include "command.h"
#include "light.h"
#include "matches.h"
#include "mixture.h"
#include "place.h"
#include "ranking.h"
#include "talk.h"

#include <stdlib.h>
#include <string.h>

/* Queries searched at a time: few, so that the first answers come soon. */
enum { PORTION = 64 };

/* Below the tables: why no answer says how sure it is. */
static void say_why_unsure(cli_results *results)
{
    vib_calibration calibration;
    char line[256];

    if (results->how->score != VIB_FUSED || results->how->region_count ||
        results->sheet.rows == 0 ||
        vib_db_calibration(&calibration, results->db) < 0 ||
        calibration.usable)
        return;
    snprintf(line, sizeof line, "How sure this is cannot be said: %s.",
             calibration.why);
    cli_sheet_footing(&results->sheet, line);
}

/* The pictures of a search. */
typedef struct cli_pictures {
    const char *path; /* of the first, or NULL: none are made */
    size_t made;
    const vib_db *db;
    const vib_search *how;
    vib_plot plot;
} cli_pictures;

/* One of these of a mixture. */
typedef struct cli_apart {
    vib_breakdown what;
    vib_plot plot;
} cli_apart;

/* "a.svg", then "a-2.svg", "a-3.svg", ... */
static char *numbered(const char *path, size_t number)
{
    const char *dot = strrchr(path, '.');

    if (number == 1)
        return cli_copy(path);
    return cli_format("%.*s-%zu%s", (int)(dot - path), path, number, dot);
}

static int draw_answer(const vib_spectrum *query, const vib_hits *hits,
                       void *payload)
{
    cli_pictures *pictures = payload;
    cli_matches matches;
    char *path;
    int rc = cli_matches_open(&matches, pictures->db, query, hits,
                              pictures->how);

    if (rc != CLI_GO)
        return rc;
    matches.plot = pictures->plot;
    path = numbered(pictures->path, ++pictures->made);
    rc = cli_draw_file(path, cli_matches_draw, &matches);
    free(path);
    cli_matches_close(&matches);
    return rc == CLI_DONE ? CLI_GO : rc;
}

/* How a command ends that read all there was. */
static int outcome(const cli_input *input, size_t failed)
{
    if (cli_interrupted())
        return CLI_STOPPED;
    if (input->spectra + input->unreadable == 0)
        cli_tell_nothing(input->passed_over);
    return failed || input->unreadable || !input->spectra ? CLI_FAILED
                                                          : CLI_DONE;
}

static int draw_breakdown(FILE *out, void *payload)
{
    const cli_apart *apart = payload;

    return vib_plot_breakdown(out, &apart->what, &apart->plot);
}

static int draw_mixture(const vib_spectrum *query, const vib_mixture *mixture,
                        void *payload)
{
    cli_pictures *pictures = payload;
    cli_apart apart = { { { query, NULL, NULL }, mixture, NULL },
                        pictures->plot };
    char *path, *label = cli_copy(cli_short_source(
                    cli_field(query, VIB_KEY_SOURCE)));
    vib_encoder_facts facts;
    int rc = CLI_FAILED;

    if (vib_db_encoder(&facts, pictures->db) < 0) {
        cli_error("%s", vib_last_error());
        free(label);
        return rc;
    }
    apart.what.pipeline = facts.pipeline;
    apart.what.query.label = *label ? label : NULL;
    path = numbered(pictures->path, ++pictures->made);
    rc = cli_draw_file(path, draw_breakdown, &apart);
    free(path);
    free(label);
    return rc == CLI_DONE ? CLI_GO : rc;
}

/* `most`: components at most; SIZE_MAX: as many as is usual. */
static int take_all_apart(cli_input *input, size_t most,
                          const cli_ranking *ranking, int format,
                          cli_pictures *pictures)
{
    cli_mixtures mixtures = { .db = pictures->db,
                              .how = VIB_UNMIX_DEFAULT,
                              .format = format,
                              .tell = pictures->path ? draw_mixture : NULL,
                              .payload = pictures };
    int rc;

    if (most != SIZE_MAX)
        mixtures.how.most = most;
    mixtures.how.where = ranking->condition;
    rc = cli_mixture_all(&mixtures, input);
    return rc == CLI_GO ? outcome(input, mixtures.failed) : rc;
}

static int search_all(cli_input *input, const vib_db *db,
                      const cli_ranking *ranking, int format,
                      cli_pictures *pictures)
{
    const vib_search how = cli_ranking_search(ranking);
    cli_batch *batch = cli_new(1, sizeof *batch);
    cli_results results = { .db = db,
                            .how = &how,
                            .cautious = true,
                            .explained = true };
    int rc = CLI_GO;

    pictures->how = &how;
    results.answered = pictures->path ? draw_answer : NULL;
    results.payload = pictures;
    cli_results_open(&results, stdout, format);
    while (rc == CLI_GO && cli_batch_fill(batch, input, PORTION) > 0) {
        cli_light_warn(input, batch, db);
        rc = cli_results_add(&results, batch);
        cli_batch_clear(batch);
    }
    say_why_unsure(&results);
    cli_sheet_close(&results.sheet);
    cli_fold_end(&results.fold);
    free(batch);
    return rc == CLI_GO ? outcome(input, results.failed) : rc;
}

/* `mixture`: components at most, or 0, where matches are asked for. */
static int search(const cli_operands *operands, cli_ranking *ranking,
                  int format, size_t mixture, cli_pictures *pictures)
{
    vib_db *db = NULL;
    cli_input input;
    int rc = cli_open_library(&db, operands->item[0], VIB_READ);

    if (rc != CLI_GO)
        return rc;
    rc = cli_input_open(&input, operands->item + 1, operands->count - 1);
    if (rc == CLI_GO) {
        cli_ranking_give(&input, ranking, db);
        cli_catch_interrupts();
        pictures->db = db;
        rc = mixture ? take_all_apart(&input, mixture, ranking, format,
                                      pictures)
                     : search_all(&input, db, ranking, format, pictures);
        cli_input_close(&input);
    }
    vib_db_close(db);
    return rc;
}

int cmd_search(int argc, char **argv)
{
    cli_ranking ranking = cli_ranking_default(10);
    int format = CLI_AUTO;
    size_t mixture = 0;
    cli_picture picture = { 0 };
    cli_pictures pictures = { .plot = VIB_PLOT_DEFAULT };
    cli_option shared[CLI_RANKING_OPTIONS];
    cli_option options[3 + CLI_PICTURE_OPTIONS] = {
        { 0, "format", CLI_CHOICE, &format, CLI_FORMATS, CLI_FORMAT_HELP },
        { 0, "plot", CLI_OUTPUT, &pictures.path, "OUT",
          "draw the unknown and what was found: .svg, .pdf, .png" },
        { 0, "mixture", CLI_MAYBE, &mixture, "[N]",
          "take each unknown apart into at most N components [4]" },
    };
    const cli_usage usage = {
        .command = "search",
        .operands = "LIB PATH...",
        .about = "Find the reference spectra nearest to each unknown.",
        .examples =
            "vibrary search minerals.vib unknown.txt\n"
            "vibrary search minerals.vib unknowns.zip -k 3 --by compound\n"
            "vibrary search minerals.vib unknown.txt --score hqi "
            "--format json\n"
            "vibrary search minerals.vib unknown.txt --range 200-1200 "
            "--exclude 510-530\n"
            "vibrary search minerals.vib unknown.txt --plot unknown.svg\n"
            "vibrary search minerals.vib unknown.txt --mixture\n"
            "vibrary search minerals.vib unknown.txt --where 'laser=532 and "
            "not name~quartz'\n",
        .least = 2,
        .most = SIZE_MAX,
        .options = options,
        .option_count = sizeof options / sizeof *options,
        .shared = shared,
        .shared_count = CLI_RANKING_OPTIONS,
    };
    cli_operands operands;
    int rc;

    cli_picture_options(options + 3, &picture);
    cli_ranking_options(shared, &ranking, "answers for each query [10]");
    rc = cli_parse(&operands, &usage, argc, argv);
    if (rc == CLI_GO)
        rc = cli_picture_read(&pictures.plot, &picture, pictures.path);
    if (rc == CLI_GO)
        rc = cli_ranking_read(&ranking);
    if (rc == CLI_GO && mixture)
        rc = cli_mixture_check(mixture, &ranking);
    if (rc == CLI_GO)
        rc = search(&operands, &ranking, format, mixture, &pictures);
    cli_ranking_release(&ranking);
    return rc;
}
