#include "edit.h"

#include "command.h"
#include "input.h"
#include "place.h"
#include "talk.h"

#include <stdlib.h>
#include <string.h>

/* Some ids, and room for more. */
typedef struct ids {
    uint64_t *id; /* [count] */
    size_t count, room;
} ids;

static void append(ids *list, uint64_t id)
{
    list->id =
        cli_grow(list->id, &list->room, list->count + 1, sizeof *list->id);
    list->id[list->count++] = id;
}

/* All spectra of this name. */
static int find_named(ids *out, const vib_db *db, const char *name)
{
    uint64_t id = 0;
    int rc;

    while ((rc = vib_db_next(&id, db)) > 0) {
        vib_spectrum fields = VIB_SPECTRUM_INIT;

        rc = vib_db_fields(&fields, db, id);
        if (rc < 0)
            break;
        if (strcmp(cli_field(&fields, VIB_KEY_NAME), name) == 0)
            append(out, id);
        vib_spectrum_release(&fields);
    }
    return rc;
}

static int edit(vib_db *db, const ids *of, const vib_edit *edits, size_t n)
{
    size_t changed = 0;
    int rc = vib_db_edit(&changed, db, of->id, of->count, edits, n);

    if (rc < 0) {
        cli_error("%s; nothing was changed%s", vib_last_error(),
                  rc == VIB_NOT_FOUND ? ", 'vibrary list' shows the ids" : "");
        return CLI_FAILED;
    }
    cli_note("changed %zu of %zu", changed, of->count);
    return CLI_DONE;
}

static int edit_named(vib_db *db, const char *name, const vib_edit *edits,
                      size_t n)
{
    ids named = { NULL, 0, 0 };
    int rc = find_named(&named, db, name);

    if (rc < 0) {
        cli_error("%s", vib_last_error());
        rc = CLI_FAILED;
    } else if (named.count == 0) {
        cli_error("no spectrum has the name '%s'; 'vibrary list' shows them",
                  name);
        rc = CLI_FAILED;
    } else {
        rc = edit(db, &named, edits, n);
    }
    free(named.id);
    return rc;
}

int cli_edit(const cli_operands *operands, const char *named,
             const vib_edit *edits, size_t n)
{
    ids given = { NULL, operands->count - 1, 0 };
    vib_db *db = NULL;
    int rc;

    if (!named == !given.count) {
        cli_error("say which spectra: by ID..., or all of one name with "
                  "--named");
        return CLI_MISUSE;
    }
    if (given.count)
        given.id = cli_parse_ids(operands->item + 1, given.count);
    if (given.count && !given.id)
        return CLI_MISUSE;
    rc = cli_open_library(&db, operands->item[0], VIB_WRITE);
    if (rc == CLI_GO)
        rc = named ? edit_named(db, named, edits, n)
                   : edit(db, &given, edits, n);
    vib_db_close(db);
    free(given.id);
    return rc;
}

cli_option cli_named_option(const char **name)
{
    return (cli_option){ 0, "named", CLI_TEXT, name, "NAME",
                         "instead of IDs: all spectra of this name" };
}

/* ---- Edits from options ------------------------------------------------- */

/* The edit that a value asks for; splits it where it is KEY=VALUE. */
static vib_edit read_value(const cli_change *change, char *value)
{
    char *equals = strchr(value, '=');

    if (change->key)
        return (vib_edit){ change->kind, change->key, value };
    if (change->kind != VIB_SET_FIELD)
        return (vib_edit){ change->kind, value, NULL };
    *equals = '\0';
    return (vib_edit){ change->kind, value, equals + 1 };
}

int cli_change_all(const cli_operands *operands, const char *named,
                   const cli_change changes[2], const char *none)
{
    size_t n = changes[0].values->count + changes[1].values->count, at = 0;
    vib_edit *edits = cli_new(n, sizeof *edits);
    char **values = cli_new(n, sizeof *values);
    int rc = n > 0 ? CLI_GO : CLI_MISUSE;

    if (n == 0)
        cli_error("%s", none);
    for (size_t c = 0; c < 2; c++)
        for (size_t i = 0; i < changes[c].values->count; i++, at++) {
            values[at] = cli_copy(changes[c].values->item[i]);
            edits[at] = read_value(&changes[c], values[at]);
        }
    if (rc == CLI_GO)
        rc = cli_edit(operands, named, edits, n);
    for (size_t i = 0; i < at; i++)
        free(values[i]);
    free(values);
    free(edits);
    return rc;
}
