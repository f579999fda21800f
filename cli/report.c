#include "report.h"

#include "calibrate.h"
#include "command.h"
#include "document.h"
#include "talk.h"
#include "text.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void say(cli_document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A paragraph made as printf() would. */
static void say(cli_document *document, const char *format, ...)
{
    char text[1024];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    cli_document_text(document, text);
}

/* ---- The first page ---------------------------------------------------- */

static void write_identity(cli_document *document, const cli_report *report)
{
    const vib_db_facts *facts = &report->facts;
    vib_calibration calibration;
    char date[64];
    time_t now = time(NULL);
    struct tm utc;

    strftime(date, sizeof date, "%Y-%m-%d %H:%M UTC", gmtime_r(&now, &utc));
    say(document, "%zu unknown%s, %s. Vibrary %s.", report->count,
        report->count == 1 ? "" : "s", date, vib_version());
    say(document, "Library: %s, %llu spectra, searched by %s.",
        report->library, (unsigned long long)facts->spectra, facts->index);
    say(document, "Encoder: %s, %zu numbers a spectrum, %zu weights.",
        facts->encoder.identity, facts->encoder.dimension,
        facts->encoder.parameters);
    say(document, "Search: %s.", report->asked);
    if (vib_db_calibration(&calibration, report->db) == VIB_OK &&
        !calibration.usable)
        say(document, "How sure answers are cannot be said: %s.",
            calibration.why);
    say(document, "A score is a likeness, not a probability. The best match "
        "is the nearest that the library holds, even when the unknown is not "
        "in it.");
}

/* What is said of an answer in one line; "known" is the probability that the
 * compound is in the library at all, where that is calibrated. */
enum { SUMMARY = 7, NUMBER = 32 };
static const cli_document_column summary_columns[SUMMARY] = {
    { "", 4, true },       { "unknown", 32, false },
    { "best match", 27, false }, { "score", 9, true },
    { "hqi", 9, true },    { "overlap", 10, true },
    { "known", 9, true },
};

static void write_summary(cli_document *document, const cli_report *report)
{
    cli_document_table(document, summary_columns, SUMMARY);
    for (size_t i = 0; i < report->count; i++) {
        const vib_hits *hits = &report->hits[i];
        const vib_hit *best = hits->count ? &hits->hit[0] : NULL;
        char numbers[5][NUMBER] = { "" };

        snprintf(numbers[0], NUMBER, "%zu", i + 1);
        if (best) {
            snprintf(numbers[1], NUMBER, "%.3f", (double)best->score);
            snprintf(numbers[2], NUMBER, "%.3f", (double)best->hqi);
            snprintf(numbers[3], NUMBER, "%.0f %%",
                     100 * (double)best->overlap);
            if (hits->names > 0 && !isnan(hits->known))
                snprintf(numbers[4], NUMBER, "%.0f %%",
                         100 * (double)hits->known);
        }
        cli_document_row(document, summary_columns, SUMMARY,
                         (const char *const[SUMMARY]){
                             numbers[0],
                             cli_short_source(cli_field(&report->queries[i],
                                                        VIB_KEY_SOURCE)),
                             best                ? cli_text_name(best->name)
                             : hits->status < 0 ? "could not be searched"
                                                : "nothing",
                             numbers[1], numbers[2], numbers[3],
                             numbers[4] },
                         i + 1);
    }
    cli_document_table_end(document);
}

/* ---- An unknown -------------------------------------------------------- */

enum { CANDIDATES = 8 };
static const cli_document_column candidate_columns[CANDIDATES] = {
    { "rank", 6, true },  { "id", 8, true },
    { "name", 26, false }, { "score", 9, true },
    { "embedding", 12, true }, { "hqi", 9, true },
    { "overlap", 11, true }, { "aligned", 11, true },
};

static void write_candidates(cli_document *document, const vib_hits *hits)
{
    cli_document_table(document, candidate_columns, CANDIDATES);
    for (size_t i = 0; i < hits->count; i++) {
        const vib_hit *hit = &hits->hit[i];
        const float scores[] = { hit->score, hit->embedding, hit->hqi,
                                 hit->overlap, hit->aligned };
        char numbers[7][NUMBER];

        snprintf(numbers[0], NUMBER, "%zu", i + 1);
        snprintf(numbers[1], NUMBER, "%llu", (unsigned long long)hit->id);
        for (size_t s = 0; s < 5; s++)
            snprintf(numbers[2 + s], NUMBER, "%.3f", (double)scores[s]);
        cli_document_row(document, candidate_columns, CANDIDATES,
                         (const char *const[CANDIDATES]){
                             numbers[0], numbers[1],
                             cli_text_name(hit->name), numbers[2],
                             numbers[3], numbers[4], numbers[5], numbers[6] },
                         0);
    }
    cli_document_table_end(document);
}

static void write_region(cli_document *document, const vib_region *region)
{
    if (region->weight > 0)
        say(document, "From %g to %g cm\xe2\x81\xbb\xc2\xb9 points counted %g "
            "times.", region->from, region->to, region->weight);
    else
        say(document, "From %g to %g cm\xe2\x81\xbb\xc2\xb9 was left out.",
            region->from, region->to);
}

/* What the file says and what was done to it before it was compared. */
static void write_treatment(cli_document *document, const cli_report *report,
                            const vib_spectrum *query)
{
    static const char *const keys[] = { VIB_KEY_FORMAT, VIB_KEY_X_UNIT,
                                        VIB_KEY_Y_UNIT, VIB_KEY_TECHNIQUE,
                                        VIB_KEY_LASER };
    const char *pipeline = report->facts.encoder.pipeline;
    vib_treatment done;

    cli_document_heading(document, "What was done to the data");
    say(document, "Read from %s.", cli_field(query, VIB_KEY_SOURCE));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (*cli_field(query, keys[i]))
            say(document, "%s: %s", keys[i], cli_field(query, keys[i]));
    if (vib_treatment_of(&done, pipeline, query) == VIB_OK) {
        say(document, "%zu of %zu points used, %.1f to %.1f "
            "cm\xe2\x81\xbb\xc2\xb9; %zu replaced as cosmic-ray spikes.",
            done.points, query->n, done.from, done.to, done.spikes);
        say(document, "Put on the model's grid of %zu points, %zu of them "
            "measured, %.0f to %.0f cm\xe2\x81\xbb\xc2\xb9, the others masked; "
            "baseline removed.", done.grid, done.measured, done.first,
            done.last);
    }
    say(document, "Pipeline: %s", pipeline);
    for (size_t i = 0; i < report->how.region_count; i++)
        write_region(document, &report->how.regions[i]);
}

static void write_picture(cli_document *document, const cli_report *report,
                          size_t i)
{
    const vib_hits *hits = &report->hits[i];
    cli_matches matches;
    char *text;

    if (cli_matches_open(&matches, report->db, &report->queries[i], hits,
                         &report->how) != CLI_GO) {
        document->status = VIB_BAD_DATA;
        return;
    }
    matches.plot.height = 400; /* one unknown, one page */
    text = cli_format("The spectrum of %s above, its best match %s below",
                      matches.labels[0],
                      hits->count ? cli_text_name(hits->hit[0].name)
                                  : "nothing");
    cli_document_matches(document, &matches, text);
    free(text);
    cli_matches_close(&matches);
}

static void write_unknown(cli_document *document, const cli_report *report,
                          size_t i)
{
    const vib_spectrum *query = &report->queries[i];
    const vib_hits *hits = &report->hits[i];
    char sure[1024];
    char *title = cli_format(
        "%zu. %s", i + 1, cli_short_source(cli_field(query, VIB_KEY_SOURCE)));

    cli_document_chapter(document, title);
    free(title);
    if (hits->status < 0) {
        say(document, "This could not be searched: %s.", hits->reason);
        return;
    }
    if (hits->count == 0 && hits->reason[0]) {
        say(document, "No answer: %s.", hits->reason);
    } else if (hits->count == 0) {
        say(document, "The library holds nothing to compare with.");
    } else {
        say(document, "Best match: %s, score %.3f.",
            cli_text_name(hits->hit[0].name), (double)hits->hit[0].score);
        cli_confidence_text(sure, sizeof sure, hits, &report->how);
        if (sure[0])
            say(document, "%s.", sure);
        if (hits->reason[0])
            say(document, "Beware: %s.", hits->reason);
    }
    write_picture(document, report, i);
    if (hits->count)
        cli_document_heading(document, "Candidates");
    if (hits->count)
        write_candidates(document, hits);
    write_treatment(document, report, query);
}

int cli_report_write(FILE *out, void *payload)
{
    const cli_report *report = payload;
    cli_document document;

    cli_document_open(&document, out, report->pdf, "Identification of spectra");
    write_identity(&document, report);
    if (report->count > 1)
        write_summary(&document, report);
    for (size_t i = 0; i < report->count && document.status == VIB_OK; i++) {
        if (cli_interrupted())
            document.status = VIB_STOPPED;
        else
            write_unknown(&document, report, i);
    }
    return cli_document_close(&document);
}
