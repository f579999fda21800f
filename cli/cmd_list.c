#include "command.h"
#include "input.h"
#include "options.h"
#include "place.h"
#include "sheet.h"
#include "talk.h"

#include <string.h>

static const cli_column columns[] = {
    { .name = "id", .number = true },
    { .name = "name" },
    { .name = "laser", .number = true },
    { .name = "technique" },
    { .name = "specimen" },
    { .name = "source", .path = true },
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void write_spectrum(cli_sheet *sheet, uint64_t id,
                           const vib_spectrum *spectrum)
{
    char number[32];
    const char *cells[COLUMNS] = {
        number,
        cli_field(spectrum, VIB_KEY_NAME),
        cli_field(spectrum, VIB_KEY_LASER),
        cli_field(spectrum, VIB_KEY_TECHNIQUE),
        cli_field(spectrum, VIB_KEY_SPECIMEN),
        cli_field(spectrum, VIB_KEY_SOURCE),
    };

    snprintf(number, sizeof number, "%llu", (unsigned long long)id);
    cli_sheet_row(sheet, cells);
}

/* One row; *unreadable counts what the library could not give. */
static void list_one(cli_sheet *sheet, size_t *unreadable, const vib_db *db,
                     uint64_t id, const char *part)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;

    if (vib_db_fields(&spectrum, db, id) < 0) {
        cli_error("%s", vib_last_error());
        ++*unreadable;
        return;
    }
    if (!part || strcasestr(cli_field(&spectrum, VIB_KEY_NAME), part))
        write_spectrum(sheet, id, &spectrum);
    vib_spectrum_release(&spectrum);
}

static int list(const char *path, const char *part, int format)
{
    vib_db *db = NULL;
    cli_sheet sheet;
    uint64_t id = 0;
    size_t unreadable = 0;
    int rc = cli_open_library(&db, path, VIB_READ);

    if (rc != CLI_GO)
        return rc;
    cli_sheet_open(&sheet, stdout, format, columns, COLUMNS);
    while ((rc = vib_db_next(&id, db)) > 0)
        list_one(&sheet, &unreadable, db, id, part);
    cli_sheet_close(&sheet);
    if (rc < 0)
        cli_error("%s", vib_last_error());
    else if (sheet.rows == 0 && sheet.format == CLI_TABLE)
        cli_note(part ? "no name there has that in it"
                      : "the library is empty; 'vibrary add' fills it");
    vib_db_close(db);
    return rc < 0 || unreadable ? CLI_FAILED : CLI_DONE;
}

int cmd_list(int argc, char **argv)
{
    const char *part = NULL;
    int format = CLI_AUTO;
    const cli_option options[] = {
        { 0, "name", CLI_TEXT, &part, "TEXT",
          "only names with TEXT in them, in any case" },
        { 0, "format", CLI_CHOICE, &format, CLI_FORMATS, CLI_FORMAT_HELP },
    };
    const cli_usage usage = {
        .command = "list",
        .operands = "LIB",
        .about = "List the spectra of a library.",
        .examples = "vibrary list minerals.vib\n"
                    "vibrary list minerals.vib --name quartz\n"
                    "vibrary list minerals.vib | cut -f 2 | sort | uniq -c\n",
        .least = 1,
        .most = 1,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    return rc != CLI_GO ? rc : list(operands.item[0], part, format);
}
