#include "command.h"
#include "corpus.h"
#include "options.h"
#include "output.h"
#include "place.h"
#include "talk.h"

#include <math.h>
#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct train_plan {
    const char *out;
    const char *checkpoint; /* or NULL: OUT.checkpoint */
    const char *exclude;    /* or NULL */
    const char *pipeline;   /* or NULL: that of the technique */
    int technique;
    bool synthetic;
    size_t minutes;         /* 0: not limited by time */
    vib_training training;
} train_plan;

/* ---- Progress ---------------------------------------------------------- */

typedef struct train_progress {
    cli_meter meter;
    double written; /* when the last line was; 0: none yet */
    char line[256]; /* the last there was */
} train_progress;

/* Lines that stay, for logs: at once, then each minute. A terminal has a bar,
 * and lines only with -v. */
static void write_line(train_progress *state, const char *line)
{
    const double every = cli_settings.verbose ? 10 : 60; /* seconds */
    double now = cli_seconds();

    if ((cli_is_terminal(stderr) && !cli_settings.verbose) ||
        (state->written > 0 && now - state->written < every))
        return;
    cli_note("%s", line);
    state->written = now;
}

static int show_progress(size_t done, size_t total, const char *line,
                         void *payload)
{
    train_progress *state = payload;

    if (line) {
        snprintf(state->line, sizeof state->line, "%s", line);
        write_line(state, line);
    }
    cli_meter_show(&state->meter, (double)done / (double)(total ? total : 1),
                   state->line);
    return cli_interrupted();
}

/* ---- Training ---------------------------------------------------------- */

/* The words of the command as one line, for the record. */
static char *join(int argc, char **argv)
{
    char *line = cli_copy("vibrary");

    for (int i = 0; i < argc; i++) {
        char *longer = cli_format("%s %s", line, argv[i]);

        free(line);
        line = longer;
    }
    return line;
}

static int explain_failure(int rc, const char *checkpoint)
{
    if (rc == VIB_STOPPED) {
        if (access(checkpoint, F_OK) == 0)
            cli_error("interrupted; the same command goes on from %s",
                      checkpoint);
        else
            cli_error("interrupted before anything was learnt");
        return CLI_STOPPED;
    }
    cli_error("%s", vib_last_error());
    return CLI_FAILED;
}

/* Write the line of a model's record that begins with `key`, a line break
 * before it. */
static void write_record(const char *record, const char *key)
{
    const char *found = strstr(record, key);

    if (found)
        cli_note("%.*s", (int)strcspn(found + 1, "\n"), found + 1);
}

/* What was skipped, how far training went and why no further, what it gave. */
static void tell_outcome(const vib_encoder *encoder)
{
    vib_encoder_facts facts;

    vib_encoder_describe(&facts, encoder);
    write_record(facts.provenance, "\ndata: ");
    write_record(facts.provenance, "\ncourse: ");
    write_record(facts.provenance, "\nvalidation: ");
}

static int save(const vib_encoder *encoder, const train_plan *plan,
                double seconds)
{
    vib_encoder_facts facts;

    if (vib_encoder_save(encoder, plan->out) < 0) {
        cli_error("%s", vib_last_error());
        return CLI_FAILED;
    }
    vib_encoder_describe(&facts, encoder);
    cli_note("wrote %s: encoder %s, %zu parameters, %zu numbers a spectrum, "
             "trained in %.0f s", plan->out, facts.identity, facts.parameters,
             facts.dimension, seconds);
    if (!plan->checkpoint) { /* the default one has done its work */
        char *spent = cli_format("%s.checkpoint", plan->out);

        remove(spent);
        free(spent);
    }
    return CLI_DONE;
}

static int train(const cli_operands *operands, const train_plan *plan)
{
    vib_training training = plan->training;
    train_progress state = { 0 };
    cli_corpus corpus = { 0 };
    vib_encoder *encoder = NULL;
    char *own = cli_format("%s.checkpoint", plan->out);
    double start = cli_seconds();
    int rc = CLI_GO;

    training.checkpoint = plan->checkpoint ? plan->checkpoint : own;
    cli_meter_start(&state.meter);
    state.meter.begun = NAN; /* the trainer's lines tell the time left */
    training.progress = show_progress;
    training.payload = &state;
    cli_catch_interrupts();
    if (operands->count)
        rc = cli_corpus_open(&corpus, operands->item, operands->count,
                             plan->exclude);
    if (rc == CLI_GO)
        rc = vib_encoder_train(&encoder,
                               operands->count ? cli_corpus_next : NULL,
                               &corpus, &training);
    cli_meter_end();
    if (corpus.given)
        cli_note("read %zu spectra, %zu left out by name, %zu unreadable",
                 corpus.given, corpus.left_out,
                 corpus.unreadable + corpus.input.unreadable);
    if (encoder) {
        tell_outcome(encoder);
        rc = save(encoder, plan, cli_seconds() - start);
    } else if (rc != CLI_FAILED) {
        rc = explain_failure(rc, training.checkpoint);
    }
    vib_encoder_close(encoder);
    cli_corpus_close(&corpus);
    free(own);
    return rc;
}

/* Better told now than after hours. */
static int check_writable(const char *path)
{
    char *copy = cli_copy(path);
    int rc = CLI_GO;

    if (access(dirname(copy), W_OK) != 0) {
        cli_error("cannot write %s: %s", path, strerror(errno));
        rc = CLI_FAILED;
    }
    free(copy);
    return rc;
}

static int check_plan(const cli_operands *operands, const train_plan *plan)
{
    if (!plan->out)
        cli_error("train needs -o MODEL");
    else if (operands->count == 0 && !plan->synthetic)
        cli_error("train needs spectra, a library or files, or --synthetic");
    else if (plan->minutes && plan->training.steps)
        cli_error("train takes --steps or --minutes, not both");
    else if (operands->count && plan->synthetic)
        cli_error("train takes spectra or --synthetic, not both; with spectra "
                  "a part is generated anyway");
    else
        return cli_output_needs_file("train", plan->out);
    return CLI_MISUSE;
}

static void complete_plan(train_plan *plan)
{
    static const char *const techniques[] = { "raman", "infrared" };

    plan->training.pipeline =
        plan->pipeline ? plan->pipeline : techniques[plan->technique];
    if (plan->synthetic)
        plan->training.synthetic = 1;
    plan->training.minutes = (double)plan->minutes;
}

int cmd_train(int argc, char **argv)
{
    train_plan plan = { .training = VIB_TRAINING_DEFAULT };
    const cli_option options[] = {
        { 'o', "output", CLI_OUTPUT, &plan.out, "MODEL", "the file to write" },
        { 0, "synthetic", CLI_FLAG, &plan.synthetic, NULL,
          "learn from generated compounds alone" },
        { 0, "technique", CLI_CHOICE, &plan.technique, "raman|infrared",
          "the axis and preparation to learn for [raman]" },
        { 0, "pipeline", CLI_TEXT, &plan.pipeline, "TEXT",
          "the same, spelt out" },
        { 0, "network", CLI_TEXT, &plan.training.network, "TEXT",
          "the layers of the encoder [the usual ones]" },
        { 0, "steps", CLI_COUNT, &plan.training.steps, "N",
          "steps to train for [chosen from the data]" },
        { 0, "minutes", CLI_COUNT, &plan.minutes, "N",
          "instead of --steps: as many as fit in N minutes" },
        { 0, "batch", CLI_COUNT, &plan.training.batch, "N",
          "spectra a step [256]" },
        { 0, "seed", CLI_SEED, &plan.training.seed, "N",
          "same seed, same data: same model [1]" },
        { 0, "checkpoint", CLI_OUTPUT, &plan.checkpoint, "FILE",
          "where to keep what is done [MODEL.checkpoint]" },
        { 0, "exclude-names", CLI_TEXT, &plan.exclude, "FILE",
          "leave out spectra of these names, one a line" },
    };
    const cli_usage usage = {
        .command = "train",
        .operands = "LIB|PATH... -o MODEL",
        .about =
            "Train an encoder on unlabelled spectra and write one model file, "
            "for\n'vibrary init --model'. After an interruption the same "
            "command goes on from\nits checkpoint.",
        .examples =
            "vibrary train rruff.zip -o ours.vibm\n"
            "vibrary train minerals.vib new-scans/ -o ours.vibm --steps 2000\n"
            "vibrary train --synthetic --technique infrared -o ir.vibm\n",
        .least = 0,
        .most = SIZE_MAX,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    char *command = join(argc, argv);
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    plan.training.command = command;
    if (rc == CLI_GO)
        rc = check_plan(&operands, &plan);
    if (rc == CLI_GO)
        rc = check_writable(plan.out);
    if (rc == CLI_GO) {
        complete_plan(&plan);
        rc = train(&operands, &plan);
    }
    free(command);
    return rc;
}
