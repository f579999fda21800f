#include "command.h"
#include "input.h"
#include "options.h"
#include "output.h"
#include "talk.h"

#include <string.h>

enum { FROM_NAME = -1 };

/* Gives the next spectrum to vib_spectra_save(); an interruption is no end, so
 * that nothing is written. */
static int next_spectrum(vib_spectrum *out, void *payload)
{
    if (cli_input_next(out, payload))
        return 1;
    return cli_interrupted() ? VIB_STOPPED : 0;
}

static int convert(const cli_operands *operands, const char *out,
                   const char *format)
{
    cli_input input;
    size_t written = 0;
    int status, rc = cli_input_open(&input, operands->item, operands->count);

    if (rc != CLI_GO)
        return rc;
    status = vib_spectra_save(&written, out, format, next_spectrum, &input);
    rc = status < 0 || input.unreadable ? CLI_FAILED : CLI_DONE;
    if (status == VIB_BAD_ARG)
        rc = CLI_MISUSE;
    if (cli_interrupted())
        rc = CLI_STOPPED;
    else if (status < 0)
        cli_error("%s", vib_last_error());
    else
        cli_note("%zu %s written to %s", written,
                 written == 1 ? "spectrum" : "spectra", cli_output_name(out));
    cli_input_close(&input);
    return rc;
}

int cmd_convert(int argc, char **argv)
{
    static const char *const formats[] = { "csv", "jcamp", "npy" };
    const char *out = NULL;
    int format = FROM_NAME;
    const cli_option options[] = {
        { 'o', "output", CLI_OUTPUT, &out, "OUT",
          "the file to write; -: standard output" },
        { 0, "format", CLI_CHOICE, &format, "csv|jcamp|npy",
          "its format [from its ending: .csv, .jdx, .npy]" },
    };
    const cli_usage usage = {
        .command = "convert",
        .operands = "PATH...",
        .about = "Write the spectra of files in any format to one file of a "
                 "plain one: CSV or\na NumPy array, for spectra that share "
                 "their axis, or JCAMP-DX, for any. The\nnumbers stay the "
                 "same.",
        .examples = "vibrary convert map.wdf -o map.csv\n"
                    "vibrary convert *.spc -o all.jdx\n",
        .least = 1,
        .most = SIZE_MAX,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc != CLI_GO)
        return rc;
    if (!out) {
        cli_error("convert needs -o OUT");
        return CLI_MISUSE;
    }
    if (format == FROM_NAME && strcmp(out, CLI_STDOUT) == 0) {
        cli_error("convert -o - needs --format csv, jcamp or npy");
        return CLI_MISUSE;
    }
    return convert(&operands, out, format == FROM_NAME ? NULL
                                                       : formats[format]);
}
