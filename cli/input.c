#include "input.h"

#include "command.h"
#include "talk.h"

#include <stdlib.h>
#include <strings.h>

int cli_input_open(cli_input *out, const char *const *paths, size_t count)
{
    cli_input input = { 0 };

    if (vib_reader_open(&input.reader, paths, count) < 0) {
        cli_error("%s", vib_last_error());
        return CLI_FAILED;
    }
    *out = input;
    return CLI_GO;
}

bool cli_input_next(vib_spectrum *out, cli_input *input)
{
    while (!cli_interrupted()) {
        int rc = vib_reader_next(out, input->reader);

        if (rc > 0 && input->fields)
            rc = cli_fields_apply(input->fields, out) < 0 ? -1 : 1;
        if (rc > 0)
            input->spectra++;
        if (rc > 0 && input->laser)
            cli_laser_apply(input->laser, out);
        if (rc >= 0)
            return rc > 0;
        vib_spectrum_release(out);
        cli_error("%s; skipped", vib_last_error());
        input->unreadable++;
    }
    return false;
}

void cli_input_show(cli_meter *meter, cli_input *input, size_t passed,
                    const char *what)
{
    double spent = cli_seconds() - meter->start;
    double share;
    char *line;

    if (!cli_meter_due(meter))
        return;
    share = vib_reader_share(input->reader);
    if (input->spectra > 0)
        meter->begun = share * (double)passed / (double)input->spectra;
    line = cli_format("%zu, %.0f/s  %s", input->spectra,
                      (double)(input->spectra - passed) / spent, what);
    cli_meter_show(meter, share, line);
    free(line);
}

void cli_input_close(cli_input *input)
{
    vib_reader_close(input->reader);
    input->reader = NULL;
}

void cli_tell_nothing(size_t passed_over)
{
    cli_error("no spectrum found in what was named%s; 'vibrary inspect' shows "
              "what a path holds",
              passed_over > 0 ? ", only single channels" : "");
}

/* What the detector saw, of sample or background: a file that has their ratio
 * too gives it as a spectrum of its own. */
static bool is_single_channel(const vib_spectrum *spectrum)
{
    const char *unit = cli_field(spectrum, VIB_KEY_Y_UNIT);

    return strcasecmp(unit, "single channel") == 0 ||
           strcasecmp(unit, "single beam") == 0;
}

/* As cli_input_next() without single channels. */
static bool next_ratioed(vib_spectrum *out, cli_input *input)
{
    while (cli_input_next(out, input)) {
        if (!is_single_channel(out))
            return true;
        if (cli_settings.verbose)
            cli_note("%s: a single channel; passed over",
                     cli_field(out, VIB_KEY_SOURCE));
        vib_spectrum_release(out);
        input->spectra--;
        input->passed_over++;
    }
    return false;
}

size_t cli_batch_fill(cli_batch *batch, cli_input *input, size_t limit)
{
    size_t points = 0;

    while (batch->n < limit && batch->n < CLI_BATCH_SPECTRA &&
           points < CLI_BATCH_POINTS) {
        vib_spectrum *next = &batch->spectra[batch->n];

        *next = (vib_spectrum)VIB_SPECTRUM_INIT;
        if (!next_ratioed(next, input))
            break;
        points += next->n;
        batch->n++;
    }
    return batch->n;
}

void cli_batch_clear(cli_batch *batch)
{
    for (size_t i = 0; i < batch->n; i++)
        vib_spectrum_release(&batch->spectra[i]);
    batch->n = 0;
}

const char *cli_field(const vib_spectrum *spectrum, const char *key)
{
    const char *value = vib_spectrum_get(spectrum, key);

    return value ? value : "";
}
