#include "command.h"
#include "input.h"
#include "options.h"
#include "place.h"
#include "sheet.h"
#include "talk.h"

#include <ctype.h>
#include <string.h>

static const cli_column columns[] = {
    { .name = "id", .number = true },
    { .name = "name" },
    { .name = "laser", .number = true },
    { .name = "technique" },
    { .name = "specimen" },
    { .name = "source", .path = true },
    { .name = "points", .number = true },
};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* How many points spectrum `id` has; "" when they cannot be read. */
static void count_points(char *text, size_t size, const vib_db *db,
                         uint64_t id)
{
    size_t n = 0;

    *text = '\0';
    if (vib_db_points(&n, db, id) == VIB_OK)
        snprintf(text, size, "%zu", n);
}

static void write_spectrum(cli_sheet *sheet, const vib_db *db, uint64_t id,
                           const vib_spectrum *spectrum)
{
    char number[32], points[32];
    const char *cells[COLUMNS] = {
        number,
        cli_field(spectrum, VIB_KEY_NAME),
        cli_field(spectrum, VIB_KEY_LASER),
        cli_field(spectrum, VIB_KEY_TECHNIQUE),
        cli_field(spectrum, VIB_KEY_SPECIMEN),
        cli_field(spectrum, VIB_KEY_SOURCE),
        points,
    };

    snprintf(number, sizeof number, "%llu", (unsigned long long)id);
    count_points(points, sizeof points, db, id);
    cli_sheet_row(sheet, cells);
}

/* ---- choosing ---------------------------------------------------------- */

/* What the user wants to see of a library. */
typedef struct choice {
    const char *text;      /* in the name, or NULL */
    const char *named;     /* the whole name, or NULL */
    const char *formula;   /* in the formula, or NULL           */
    const char *elements;  /* "Si,O", all in it, or NULL        */
    const char *tag;       /* one of its tags, in any case, or NULL */
    const char *where;     /* a condition, or NULL */
    vib_where *condition;  /* the same read        */
    bool chooses;          /* any of these */
    int format;
} choice;

/* The formula, as files of RRUFF and others call it; "" without one. */
static const char *formula_of(const vib_spectrum *spectrum)
{
    static const char *const keys[] = { "ideal chemistry", "formula",
                                        "molform", "chemical formula" };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (*cli_field(spectrum, keys[i]))
            return cli_field(spectrum, keys[i]);
    return "";
}

/* Whether a symbol of n letters is in a formula: not as a part of a longer one,
 * as C is in Ca. */
static bool has_element(const char *formula, const char *symbol, size_t n)
{
    for (const char *at = formula; *at; at++)
        if (strncmp(at, symbol, n) == 0 && !islower((unsigned char)at[n]))
            return true;
    return false;
}

static bool has_elements(const char *formula, const char *symbols)
{
    while (*symbols) {
        size_t n = strcspn(symbols, ", ");

        if (n > 0 && !has_element(formula, symbols, n))
            return false;
        symbols += n;
        symbols += strspn(symbols, ", ");
    }
    return true;
}

static bool has_tag(const vib_spectrum *spectrum, const char *tag)
{
    for (size_t i = 0; i < spectrum->field_count; i++)
        if (strcasecmp(spectrum->fields[i].key, VIB_KEY_TAG) == 0 &&
            strcasecmp(spectrum->fields[i].value, tag) == 0)
            return true;
    return false;
}

static bool is_chosen(const vib_spectrum *spectrum, const choice *wanted)
{
    const char *name = cli_field(spectrum, VIB_KEY_NAME);
    const char *formula = formula_of(spectrum);

    return (!wanted->text || strcasestr(name, wanted->text)) &&
           (!wanted->named || strcmp(name, wanted->named) == 0) &&
           (!wanted->formula || strstr(formula, wanted->formula)) &&
           (!wanted->elements || has_elements(formula, wanted->elements)) &&
           (!wanted->tag || has_tag(spectrum, wanted->tag));
}

/* One row; *unreadable counts what the library could not give. */
static void list_one(cli_sheet *sheet, size_t *unreadable, const vib_db *db,
                     uint64_t id, const choice *wanted)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int holds = wanted->condition ? vib_db_holds(db, id, wanted->condition) : 1;

    if (holds < 0 || vib_db_fields(&spectrum, db, id) < 0) {
        cli_error("%s", vib_last_error());
        ++*unreadable;
        return;
    }
    if (holds && is_chosen(&spectrum, wanted))
        write_spectrum(sheet, db, id, &spectrum);
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
    cli_where_warn(wanted->condition, db);
    cli_sheet_open(&sheet, stdout, wanted->format, columns, COLUMNS);
    while ((rc = vib_db_next(&id, db)) > 0)
        list_one(&sheet, &unreadable, db, id, wanted);
    cli_sheet_close(&sheet);
    if (rc < 0)
        cli_error("%s", vib_last_error());
    else if (sheet.rows == 0 && sheet.format == CLI_TABLE)
        cli_note(wanted->chooses
                     ? "no such spectrum is there"
                     : "the library is empty; 'vibrary add' fills it");
    vib_db_close(db);
    return rc < 0 || unreadable ? CLI_FAILED : CLI_DONE;
}

int cmd_list(int argc, char **argv)
{
    choice wanted = { .format = CLI_AUTO };
    const cli_option options[] = {
        { 0, "named", CLI_TEXT, &wanted.named, "NAME",
          "only what has this name, the whole of it" },
        { 0, "formula", CLI_TEXT, &wanted.formula, "TEXT",
          "only formulas with TEXT in them, as written" },
        { 0, "element", CLI_TEXT, &wanted.elements, "SYMBOL,...",
          "only formulas with all of these" },
        { 0, "tag", CLI_TEXT, &wanted.tag, "TAG", "only what has this tag" },
        { 0, "where", CLI_TEXT, &wanted.where, CLI_WHERE, CLI_WHERE_HELP },
        { 0, "format", CLI_CHOICE, &wanted.format, CLI_FORMATS,
          CLI_FORMAT_HELP },
    };
    const cli_usage usage = {
        .command = "list",
        .operands = "LIB [NAME]",
        .about = "List the spectra of a library: all, or those with NAME in "
                 "their name, in any case,\nand all else that is asked for.",
        .examples = "vibrary list minerals.vib\n"
                    "vibrary list minerals.vib quartz\n"
                    "vibrary list minerals.vib --element Si,Al\n"
                    "vibrary list minerals.vib --where 'laser<600 and "
                    "not technique=infrared'\n"
                    "vibrary list minerals.vib | cut -f 2 | sort | uniq -c\n",
        .least = 1,
        .most = 2,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc == CLI_GO)
        rc = cli_read_where(&wanted.condition, wanted.where);
    if (rc == CLI_GO && operands.count > 1)
        wanted.text = operands.item[1];
    wanted.chooses = wanted.text || wanted.named || wanted.formula ||
                     wanted.elements || wanted.tag || wanted.where;
    if (rc == CLI_GO)
        rc = list(operands.item[0], &wanted);
    vib_where_close(wanted.condition);
    return rc;
}
