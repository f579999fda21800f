#include "account.h"

#include "bytes.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Append to line [VIB_ACCOUNT_LINE] what still fits. */
static void add(char *line, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void add(char *line, const char *format, ...)
{
    size_t at = strlen(line);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(line + at, VIB_ACCOUNT_LINE - at, format, arguments);
    va_end(arguments);
}

/* Times that steps 0 .. step - 1 go through all real spectra. */
static double epochs(const vib_trainer *t, size_t step)
{
    const vib_teacher *teacher = &t->teacher;
    double after = step > teacher->opening
        ? (double)(step - teacher->opening) : 0;

    return after * (1 - teacher->synthetic) * (double)teacher->rows /
           (double)t->data.training;
}

void vib_account_line(char *line, const vib_trainer *t, double left)
{
    const vib_standing *now = &t->now;

    *line = '\0';
    add(line, "step %zu of %zu", now->step, now->steps);
    if (t->data.training > 0 && t->teacher.synthetic < 1)
        add(line, ", epoch %.1f of %.1f", epochs(t, now->step),
            epochs(t, now->steps));
    add(line, ", loss %.3f, finds %.1f %% damaged", now->loss,
        100 * now->best.damaged);
    if (now->best.named_asked > 0)
        add(line, ", %.1f %% by name", 100 * now->best.named);
    if (left >= 60)
        add(line, ", %.0f min left", ceil(left / 60));
    else
        add(line, ", %.0f s left", left);
}

static void put(vib_buffer *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put(vib_buffer *text, const char *format, ...)
{
    char words[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    vib_put_bytes(text, words, strlen(words));
}

static void put_data(vib_buffer *text, const vib_trainer *t)
{
    const vib_dataset *data = &t->data;
    char hex[33];

    vib_hex(hex, data->fingerprint.byte, sizeof data->fingerprint);
    put(text, "data: %zu spectra learned from, %zu held out, %zu skipped: "
        "flat, outside the axis, unreadable or of the other technique\n",
        data->training, data->count - data->training, data->skipped);
    put(text, "fingerprint: %s\n", hex);
}

static void put_method(vib_buffer *text, const vib_trainer *t)
{
    char pipeline[VIB_PIPELINE_TEXT], shape[VIB_SHAPE_TEXT];
    const vib_training *options = t->options;

    vib_pipeline_format(pipeline, &t->teacher.pipeline);
    vib_shape_format(shape, &t->learner.shape);
    put(text, "labels: none were learned from; names, where known, chose the "
        "best step\n");
    put(text, "pipeline: %s\n", pipeline);
    put(text, "network: %s\n", shape);
    put(text, "training: seed %llu, %zu steps planned of %zu pairs, the first "
        "%zu and %g of the others generated\n",
        (unsigned long long)options->seed, t->now.steps, options->batch,
        t->teacher.opening, options->synthetic);
}

/* How it went: how far, why no further, and which weights these are. */
static void put_course(vib_buffer *text, const vib_trainer *t)
{
    const vib_standing *now = &t->now;

    put(text, "course: %zu of %zu steps, to a loss of %.4f", now->step,
        now->steps, now->loss);
    if (now->step < now->steps)
        put(text, "; stopped, as validation was no better for %zu steps",
            t->patience);
    if (now->best_step > 0)
        put(text, "; step %zu was kept\n", now->best_step);
    else
        put(text, "; the first weights were kept, as none did better\n");
}

static void put_share(vib_buffer *text, const char *what, double start,
                      double kept, size_t asked)
{
    put(text, "%.2f %% of %zu %s (%.2f %% at the start)", 100 * kept, asked,
        what, 100 * start);
}

static void put_validation(vib_buffer *text, const vib_trainer *t)
{
    const vib_marks *start = &t->now.start, *kept = &t->now.best;

    put(text, "validation: ");
    put_share(text, "damaged spectra find themselves", start->damaged,
              kept->damaged, kept->damaged_asked);
    if (kept->named_asked > 0) {
        put(text, ", ");
        put_share(text, "find their name", start->named, kept->named,
                  kept->named_asked);
    }
    put(text, "\n");
}

void vib_account_record(vib_buffer *text, const vib_trainer *trainer)
{
    const char *command = trainer->options->command;

    if (command) {
        put(text, "command: ");
        vib_put_bytes(text, command, strlen(command)); /* of any length */
        put(text, "\n");
    }
    put(text, "version: %s\n", VIB_VERSION);
    put_data(text, trainer);
    put_method(text, trainer);
    put_course(text, trainer);
    put_validation(text, trainer);
    vib_put_bytes(text, "", 1);
}
