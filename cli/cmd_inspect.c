#include "command.h"
#include "input.h"
#include "options.h"
#include "sheet.h"
#include "talk.h"

static const cli_column columns[] = {
    { .name = "file", .path = true },
    { .name = "format" },
    { .name = "n", .number = true },
    { .name = "x_first", .number = true },
    { .name = "x_last", .number = true },
    { .name = "y_first", .number = true },
    { .name = "y_last", .number = true },
    { .name = "y_min", .number = true },
    { .name = "y_max", .number = true },
    { .name = "x_unit" },
    { .name = "y_unit" },
    { .name = "title" },
    { .name = "note" },
};
enum { COLUMNS = sizeof columns / sizeof *columns, NUMBERS = 6 };

/* x_first x_last y_first y_last y_min y_max; values that are no number do not
 * count for the smallest and largest. */
static void measure(double out[NUMBERS], const vib_spectrum *spectrum)
{
    size_t last = spectrum->n - 1;
    double least = spectrum->y[0];
    double most = spectrum->y[0];

    for (size_t i = 1; i <= last; i++) {
        double y = spectrum->y[i];

        if (y < least || least != least)
            least = y;
        if (y > most || most != most)
            most = y;
    }
    out[0] = spectrum->x[0];
    out[1] = spectrum->x[last];
    out[2] = spectrum->y[0];
    out[3] = spectrum->y[last];
    out[4] = least;
    out[5] = most;
}

static void write_spectrum(cli_sheet *sheet, const vib_spectrum *spectrum)
{
    char points[32];
    char numbers[NUMBERS][32] = { "" };
    double values[NUMBERS];
    const char *cells[COLUMNS] = {
        cli_field(spectrum, VIB_KEY_SOURCE),
        cli_field(spectrum, VIB_KEY_FORMAT),
        points,
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        numbers[4],
        numbers[5],
        cli_field(spectrum, VIB_KEY_X_UNIT),
        cli_field(spectrum, VIB_KEY_Y_UNIT),
        cli_field(spectrum, VIB_KEY_TITLE),
        cli_field(spectrum, "note"),
    };

    snprintf(points, sizeof points, "%zu", spectrum->n);
    if (spectrum->n) {
        measure(values, spectrum);
        for (size_t i = 0; i < NUMBERS; i++)
            snprintf(numbers[i], sizeof numbers[i], "%.9g", values[i]);
    }
    cli_sheet_row(sheet, cells);
}

static int inspect(const cli_operands *operands, cli_laser *laser, int format)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    cli_sheet sheet;
    cli_input input;
    int rc = cli_input_open(&input, operands->item, operands->count);

    if (rc != CLI_GO)
        return rc;
    input.laser = laser;
    cli_sheet_open(&sheet, stdout, format, columns, COLUMNS);
    while (cli_input_next(&spectrum, &input)) {
        write_spectrum(&sheet, &spectrum);
        vib_spectrum_release(&spectrum);
    }
    cli_sheet_close(&sheet);
    if (input.spectra + input.unreadable == 0)
        cli_error("no spectrum found in what was named");
    rc = input.unreadable || !input.spectra ? CLI_FAILED : CLI_DONE;
    cli_input_close(&input);
    return rc;
}

int cmd_inspect(int argc, char **argv)
{
    int format = CLI_AUTO;
    cli_laser laser = { 0 };
    const cli_option options[] = {
        { 0, "format", CLI_CHOICE, &format, CLI_FORMATS, CLI_FORMAT_HELP },
        cli_laser_option(&laser),
    };
    const cli_usage usage = {
        .command = "inspect",
        .operands = "PATH...",
        .about = "Tell what is in files: a line for each spectrum, its values "
                 "in file order,\nand what its reader notes of it.",
        .examples = "vibrary inspect scan.txt\n"
                    "vibrary inspect rruff.zip | head\n",
        .least = 1,
        .most = SIZE_MAX,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc == CLI_GO)
        rc = cli_laser_read(&laser);
    return rc != CLI_GO ? rc : inspect(&operands, &laser, format);
}
