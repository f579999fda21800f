/* input.h - the spectra of the paths a command was given, in portions. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "fields.h"
#include "laser.h"
#include "talk.h"

typedef struct cli_input {
    vib_reader *reader;
    size_t spectra;    /* read so far */
    size_t unreadable; /* files that could not be read; each has been told */
    size_t passed_over; /* single channels, which are no spectra to compare */
    const cli_list *fields; /* what each spectrum is given, or NULL */
    cli_laser *laser;       /* the same, where it lacks one         */
    bool light_told;   /* see light.h */
} cli_input;

/* Open the paths; a failure is told, and CLI_FAILED. Else CLI_GO. */
int cli_input_open(cli_input *out, const char *const *paths, size_t count);

/* true: *out, which must be empty, is the next spectrum. false: there are no
 * more, or the user interrupted. */
bool cli_input_next(vib_spectrum *out, cli_input *input);

/* Show how far reading is, at what rate, and the time left, then `what`.
 * `passed` spectra, done by an earlier run, do not count as work. */
void cli_input_show(cli_meter *meter, cli_input *input, size_t passed,
                    const char *what);

void cli_input_close(cli_input *input);

/* Tell that there was no spectrum, but `passed_over` single channels. */
void cli_tell_nothing(size_t passed_over);

/* A portion of spectra, small enough for memory whatever comes. */
enum { CLI_BATCH_SPECTRA = 256, CLI_BATCH_POINTS = 1 << 22 };
typedef struct cli_batch {
    vib_spectrum spectra[CLI_BATCH_SPECTRA];
    size_t n;
} cli_batch;

/* Fill an empty batch from `input`, with at most `limit` spectra; how many
 * there are now, 0 at the end. Single channels of FT-IR instruments, which say
 * more of the instrument than of the sample, are passed over; -v tells. */
size_t cli_batch_fill(cli_batch *batch, cli_input *input, size_t limit);

/* Release the spectra. */
void cli_batch_clear(cli_batch *batch);

/* A field's value, "" when the spectrum does not have it. */
const char *cli_field(const vib_spectrum *spectrum, const char *key);

#endif
