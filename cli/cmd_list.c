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

/* What the user wants to see of a library. */
typedef struct choice {
    const char *name;      /* in the name, or NULL */
    const char *where;     /* a condition, or NULL */
    vib_where *condition;  /* the same read        */
    int format;
} choice;

static bool is_chosen(const vib_spectrum *spectrum, const choice *wanted)
{
    const char *name = cli_field(spectrum, VIB_KEY_NAME);

    return (!wanted->name || strcasestr(name, wanted->name)) &&
           (!wanted->condition || vib_where_holds(wanted->condition, spectrum));
}

/* One row; *unreadable counts what the library could not give. */
static void list_one(cli_sheet *sheet, size_t *unreadable, const vib_db *db,
                     uint64_t id, const choice *wanted)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;

    if (vib_db_fields(&spectrum, db, id) < 0) {
        cli_error("%s", vib_last_error());
        ++*unreadable;
        return;
    }
    if (is_chosen(&spectrum, wanted))
        write_spectrum(sheet, id, &spectrum);
    vib_spectrum_release(&spectrum);
}

static int list(const char *path, const choice *wanted)
{
    vib_db *db = NULL;
    cli_sheet sheet;
    uint64_t id = 0;
    size_t unreadable = 0;
    int rc = cli_open_library(&db, path, VIB_READ);

    if (rc != CLI_GO)
        return rc;
    cli_sheet_open(&sheet, stdout, wanted->format, columns, COLUMNS);
    while ((rc = vib_db_next(&id, db)) > 0)
        list_one(&sheet, &unreadable, db, id, wanted);
    cli_sheet_close(&sheet);
    if (rc < 0)
        cli_error("%s", vib_last_error());
    else if (sheet.rows == 0 && sheet.format == CLI_TABLE)
        cli_note(wanted->name || wanted->where
                     ? "no such spectrum is there"
                     : "the library is empty; 'vibrary add' fills it");
    vib_db_close(db);
    return rc < 0 || unreadable ? CLI_FAILED : CLI_DONE;
}

int cmd_list(int argc, char **argv)
{
    choice wanted = { .format = CLI_AUTO };
    const cli_option options[] = {
        { 0, "name", CLI_TEXT, &wanted.name, "TEXT",
          "only names with TEXT in them, in any case" },
        { 0, "where", CLI_TEXT, &wanted.where, CLI_WHERE, CLI_WHERE_HELP },
        { 0, "format", CLI_CHOICE, &wanted.format, CLI_FORMATS,
          CLI_FORMAT_HELP },
    };
    const cli_usage usage = {
        .command = "list",
        .operands = "LIB",
        .about = "List the spectra of a library.",
        .examples = "vibrary list minerals.vib\n"
                    "vibrary list minerals.vib --name quartz\n"
                    "vibrary list minerals.vib --where 'laser<600 and "
                    "not technique=infrared'\n"
                    "vibrary list minerals.vib | cut -f 2 | sort | uniq -c\n",
        .least = 1,
        .most = 1,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc == CLI_GO)
        rc = cli_read_where(&wanted.condition, wanted.where);
    if (rc == CLI_GO)
        rc = list(operands.item[0], &wanted);
    vib_where_close(wanted.condition);
    return rc;
}
