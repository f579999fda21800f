#include "calibrate.h"
#include "command.h"
#include "fold.h"
#include "input.h"
#include "light.h"
#include "options.h"
#include "place.h"
#include "talk.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* What the user wants every spectrum to be given. */
typedef struct labels {
    const char *name;   /* or NULL */
    cli_list fields;    /* "key=value" */
    cli_laser laser;
} labels;

/* What became of the spectra. */
typedef struct tally {
    size_t added, duplicates, rejected, unreadable, passed_over;
    uint64_t last; /* the largest id given out */
    cli_fold fold; /* what is told of those rejected */
} tally;

/* ---- Labels ------------------------------------------------------------ */

/* A name for a spectrum that has none: its file without folder, archive, the
 * "#k" of a file with several, and extension. */
static char *stem(const char *source)
{
    const char *slash = strrchr(source, '/');
    char *name = cli_copy(slash ? slash + 1 : source);
    char *colon = strrchr(name, ':');
    char *dot;

    name[cli_source_file(name)] = '\0';
    if (colon && colon[1])
        memmove(name, colon + 1, strlen(colon + 1) + 1);
    dot = strrchr(name, '.');
    if (dot && dot != name)
        *dot = '\0';
    return name;
}

static int label(vib_spectrum *spectrum, const labels *given)
{
    char *own;
    int rc;

    if (given->name)
        return vib_spectrum_set(spectrum, VIB_KEY_NAME, given->name);
    if (*cli_field(spectrum, VIB_KEY_NAME))
        return VIB_OK;
    own = stem(cli_field(spectrum, VIB_KEY_SOURCE));
    rc = vib_spectrum_set(spectrum, VIB_KEY_NAME, own);
    free(own);
    return rc;
}

/* ---- Storing ----------------------------------------------------------- */

static void tell_rejected(tally *counts, const char *source,
                          const char *reason)
{
    char *what = cli_format("%s; not added", reason);

    counts->rejected++;
    cli_fold_say(&counts->fold, cli_error, source, what);
    free(what);
}

static void count_results(tally *counts, const vib_added *results,
                          const cli_batch *batch)
{
    for (size_t i = 0; i < batch->n; i++) {
        const char *source = cli_field(&batch->spectra[i], VIB_KEY_SOURCE);

        switch (results[i].outcome) {
        case VIB_ADDED:
            counts->added++;
            counts->last = results[i].id;
            break;
        case VIB_DUPLICATE:
            counts->duplicates++;
            if (cli_settings.verbose)
                cli_note("%s: is stored already as %llu", source,
                         (unsigned long long)results[i].id);
            break;
        case VIB_REJECTED:
            tell_rejected(counts, source, results[i].reason);
            break;
        }
    }
}

/* Label and store a batch in one transaction. */
static int store(tally *counts, vib_db *db, cli_input *input,
                 cli_batch *batch, const labels *given)
{
    vib_added *results = cli_new(batch->n, sizeof *results);
    int rc = VIB_OK;

    for (size_t i = 0; i < batch->n && rc == VIB_OK; i++)
        rc = label(&batch->spectra[i], given);
    cli_light_warn(input, batch, db);
    if (rc == VIB_OK)
        rc = vib_db_add(results, db, batch->spectra, batch->n);
    if (rc == VIB_OK)
        count_results(counts, results, batch);
    else
        cli_error("%s; the %zu added before are kept, the same command goes "
                  "on after them", vib_last_error(), counts->added);
    free(results);
    return rc == VIB_OK ? CLI_GO : CLI_FAILED;
}

static int add_all(tally *counts, vib_db *db, cli_input *input,
                   const labels *given)
{
    cli_batch *batch = cli_new(1, sizeof *batch);
    cli_meter meter;
    int rc = CLI_GO;

    cli_meter_start(&meter);
    while (rc == CLI_GO &&
           cli_batch_fill(batch, input, CLI_BATCH_SPECTRA) > 0) {
        rc = store(counts, db, input, batch, given);
        cli_input_show(&meter, input, 0,
                       cli_field(&batch->spectra[0], VIB_KEY_SOURCE));
        cli_batch_clear(batch);
    }
    cli_meter_end();
    cli_fold_end(&counts->fold);
    counts->unreadable = input->unreadable;
    counts->passed_over = input->passed_over;
    free(batch);
    return rc;
}

static int summarise(const tally *counts, double seconds)
{
    size_t all = counts->added + counts->duplicates + counts->rejected;

    if (all + counts->unreadable == 0 && !cli_interrupted()) {
        cli_tell_nothing(counts->passed_over);
        return CLI_FAILED;
    }
    cli_note("added %zu, duplicates %zu, rejected %zu, unreadable %zu in "
             "%.1f s (%.0f/s)", counts->added, counts->duplicates,
             counts->rejected, counts->unreadable, seconds,
             (double)all / (seconds > 0 ? seconds : 1));
    if (cli_interrupted()) {
        cli_error("interrupted; run the same command again to go on, what is "
                  "stored is passed over");
        return CLI_STOPPED;
    }
    return counts->rejected || counts->unreadable ? CLI_FAILED : CLI_DONE;
}

/* What was added is stored already: only a failure changes the status. Next to
 * nothing, beside what was there, changes no answer, and is to be quick: to
 * calibrate takes the whole library. */
static void calibrate(int *status, vib_db *db)
{
    int rc = cli_calibrate(db, false);

    if (rc != CLI_GO)
        *status = rc;
}

static int add(const cli_operands *operands, labels *given)
{
    tally counts = { 0 };
    vib_db *db = NULL;
    cli_input input;
    double start = cli_seconds();
    int rc = cli_open_library(&db, operands->item[0], VIB_WRITE);

    if (rc != CLI_GO)
        return rc;
    rc = cli_input_open(&input, operands->item + 1, operands->count - 1);
    if (rc == CLI_GO) {
        input.fields = &given->fields;
        input.laser = &given->laser;
        cli_catch_interrupts();
        rc = add_all(&counts, db, &input, given);
        cli_input_close(&input);
        if (rc == CLI_GO)
            rc = summarise(&counts, cli_seconds() - start);
        if (counts.added > counts.last / 100 && !cli_interrupted())
            calibrate(&rc, db);
    }
    vib_db_close(db);
    return rc;
}

int cmd_add(int argc, char **argv)
{
    labels given = { 0 };
    const cli_option options[] = {
        { 0, "name", CLI_TEXT, &given.name, "NAME",
          "their compound [as the file says, else its name]" },
        cli_fields_option(&given.fields),
        cli_laser_option(&given.laser),
    };
    const cli_usage usage = {
        .command = "add",
        .operands = "LIB PATH...",
        .about =
            "Add reference spectra: files of any known format, folders, zip "
            "and tar\narchives, or - for standard input. A spectrum that is "
            "stored already is not\nstored again, so an interrupted command "
            "can simply be run again.",
        .examples = "vibrary add minerals.vib rruff.zip\n"
                    "vibrary add plastics.vib pet/ --name PET --set "
                    "instrument=Senterra\n"
                    "cat spectrum.txt | vibrary add lib.vib -\n",
        .least = 2,
        .most = SIZE_MAX,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc == CLI_GO && given.name && !given.name[strspn(given.name, " \t")]) {
        cli_error("option --name takes a name, not '%s'", given.name);
        rc = CLI_MISUSE;
    }
    if (rc == CLI_GO)
        rc = cli_fields_read(&given.fields);
    if (rc == CLI_GO)
        rc = cli_laser_read(&given.laser);
    if (rc == CLI_GO)
        rc = add(&operands, &given);
    free(given.fields.item);
    return rc;
}
