#include "command.h"
#include "fold.h"
#include "picture.h"
#include "place.h"
#include "report.h"
#include "talk.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Spectra in a report, which is for reading: a page each. */
enum { MOST = 2000 };

/* Read all unknowns into the report. */
static int read_all(cli_report *report, cli_input *input)
{
    vib_spectrum next = VIB_SPECTRUM_INIT;

    report->queries = cli_new(MOST, sizeof *report->queries);
    while (cli_input_next(&next, input)) {
        if (report->count == MOST) {
            vib_spectrum_release(&next);
            cli_error("a report tells of at most %d spectra; 'vibrary match' "
                      "takes any number", MOST);
            return CLI_FAILED;
        }
        report->queries[report->count++] = next;
        next = (vib_spectrum)VIB_SPECTRUM_INIT;
    }
    if (cli_interrupted())
        return CLI_STOPPED;
    if (report->count > 0)
        return CLI_GO;
    if (!input->unreadable)
        cli_error("no spectrum found in what was named; 'vibrary inspect' "
                  "shows what a path holds");
    return CLI_FAILED;
}

static int search_all(cli_report *report)
{
    report->hits = cli_new(report->count, sizeof *report->hits);
    if (vib_db_search(report->hits, report->db, report->queries, report->count,
                      &report->how) == VIB_OK)
        return CLI_GO;
    cli_error("%s", vib_last_error());
    return CLI_FAILED;
}

static void release(cli_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        vib_spectrum_release(&report->queries[i]);
        if (report->hits)
            vib_hits_release(&report->hits[i]);
    }
    free(report->queries);
    free(report->hits);
    free(report->asked);
}

/* Whether all is well, once the report is written. */
static int conclude(const cli_report *report, const cli_input *input)
{
    size_t failed = input->unreadable;
    cli_fold fold = { .count = 0 };

    for (size_t i = 0; i < report->count; i++)
        if (report->hits[i].status < 0) {
            cli_fold_say(&fold, cli_error,
                         cli_field(&report->queries[i], VIB_KEY_SOURCE),
                         report->hits[i].reason);
            failed++;
        }
    cli_fold_end(&fold);
    return failed ? CLI_FAILED : CLI_DONE;
}

static int run(cli_report *report, const cli_operands *operands,
               cli_ranking *ranking, const char *out)
{
    vib_db *db = NULL;
    cli_input input = { 0 };
    int rc = cli_open_library(&db, operands->item[0], VIB_READ);

    if (rc != CLI_GO)
        return rc;
    report->db = db;
    report->library = operands->item[0];
    if (vib_db_describe(&report->facts, db) < 0) {
        cli_error("%s", vib_last_error());
        rc = CLI_FAILED;
    }
    if (rc == CLI_GO)
        rc = cli_input_open(&input, operands->item + 1, operands->count - 1);
    if (rc == CLI_GO) {
        cli_ranking_give(&input, ranking, db);
        cli_catch_interrupts();
        rc = read_all(report, &input);
    }
    if (rc == CLI_GO)
        rc = search_all(report);
    if (rc == CLI_GO)
        rc = cli_draw_file(out, cli_report_write, report);
    if (rc == CLI_DONE)
        rc = conclude(report, &input);
    cli_input_close(&input);
    release(report);
    vib_db_close(db);
    return rc;
}

/* How the answers were ranked, in words; `scores` is "a|b|c". */
static char *ranking_words(const cli_ranking *ranking, const char *scores)
{
    for (int i = 0; i < ranking->score; i++)
        scores += strcspn(scores, "|") + 1;
    return cli_format("the %zu best %s by the score \"%.*s\"%s%s", ranking->k,
                      ranking->by == 1 ? "compounds" : "spectra",
                      (int)strcspn(scores, "|"), scores,
                      ranking->leave_out ? ", without those of the same "
                                         : "",
                      ranking->leave_out ? ranking->leave_out : "");
}

/* Whether the name of a file ends so, in any case. */
static bool ends_with(const char *path, const char *end)
{
    size_t n = strlen(path), m = strlen(end);

    return n > m && strcasecmp(path + n - m, end) == 0;
}

int cmd_report(int argc, char **argv)
{
    cli_ranking ranking = cli_ranking_default(5);
    const char *out = NULL;
    cli_report report = { 0 };
    cli_option shared[CLI_RANKING_OPTIONS];
    const cli_option options[] = {
        { 'o', "output", CLI_OUTPUT, &out, "OUT",
          "the file to write: .html or .pdf" },
    };
    const cli_usage usage = {
        .command = "report",
        .operands = "LIB PATH... -o OUT",
        .about = "Search for unknowns and write a report to read, print or "
                 "keep: for each its\nanswer, a picture of it with its best "
                 "matches, the candidates and what was done\nto the data. One "
                 "file, which needs no other.",
        .examples = "vibrary report minerals.vib unknown.txt -o unknown.html\n"
                    "vibrary report minerals.vib scans/ --by compound "
                    "-o scans.pdf\n",
        .least = 2,
        .most = SIZE_MAX,
        .options = options,
        .option_count = sizeof options / sizeof *options,
        .shared = shared,
        .shared_count = CLI_RANKING_OPTIONS,
    };
    cli_operands operands;
    int rc;

    cli_ranking_options(shared, &ranking, "candidates for each unknown [5]");
    rc = cli_parse(&operands, &usage, argc, argv);
    report.pdf = rc == CLI_GO && out && ends_with(out, ".pdf");
    if (rc == CLI_GO && !report.pdf && !(out && ends_with(out, ".html"))) {
        cli_error("report needs -o OUT, which ends in .html or .pdf");
        rc = CLI_MISUSE;
    }
    if (rc == CLI_GO)
        rc = cli_ranking_read(&ranking);
    if (rc == CLI_GO) {
        report.how = cli_ranking_search(&ranking);
        report.asked = ranking_words(&ranking, shared[1].argument);
        rc = run(&report, &operands, &ranking, out);
    }
    cli_ranking_release(&ranking);
    return rc;
}
