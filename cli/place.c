#include "place.h"

#include "command.h"
#include "talk.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether PATH.vib is there, which may have been meant. */
static bool forgot_ending(const char *path)
{
    char *longer = cli_format("%s.vib", path);
    bool is_there = access(longer, F_OK) == 0;

    free(longer);
    return is_there;
}

int cli_open_library(vib_db **out, const char *path, vib_mode mode)
{
    struct stat facts;
    int rc = vib_db_open(out, path, mode);

    if (rc == VIB_OK)
        return CLI_GO;
    if (rc == VIB_NOT_FOUND && forgot_ending(path))
        cli_error("no library at %s; did you mean %s.vib?", path, path);
    else if (rc == VIB_NOT_FOUND)
        cli_error("no library at %s; run 'vibrary init %s' to make one", path,
                  path);
    else if (stat(path, &facts) == 0 && S_ISREG(facts.st_mode))
        cli_error("%s is a file, no library; the library comes first, then "
                  "what to do with it", path);
    else
        cli_error("%s", vib_last_error());
    return CLI_FAILED;
}

int cli_read_where(vib_where **out, const char *text)
{
    *out = NULL;
    if (!text || vib_where_open(out, text) == VIB_OK)
        return CLI_GO;
    cli_error("--where %s; write it like 'laser=532 and name~feldspar'",
              vib_last_error());
    return CLI_MISUSE;
}

static bool has_field(const vib_spectrum *spectrum, const char *key)
{
    for (size_t i = 0; i < spectrum->field_count; i++)
        if (strcasecmp(spectrum->fields[i].key, key) == 0)
            return true;
    return false;
}

/* Whether any spectrum has the field; what cannot be read may have it. */
static bool any_has_field(const vib_db *db, const char *key)
{
    uint64_t id = 0;
    bool found = vib_field_is_computed(key);

    while (!found && vib_db_next(&id, db) > 0) {
        vib_spectrum fields = VIB_SPECTRUM_INIT;

        found = vib_db_fields(&fields, db, id) < 0 || has_field(&fields, key);
        vib_spectrum_release(&fields);
    }
    return found;
}

void cli_where_warn(const vib_where *where, const vib_db *db)
{
    const char *key;

    for (size_t i = 0; where && (key = vib_where_field(where, i)); i++)
        if (!any_has_field(db, key))
            cli_note("--where: no spectrum of the library has a field '%s'; "
                     "'vibrary show' tells what one has", key);
}

void cli_recall_note(const vib_db_facts *facts)
{
    if (facts->trial == 0)
        return;
    cli_note("recall@10 %.4f, by the neighbours of %llu spectra, at %s",
             facts->recall, (unsigned long long)facts->trial,
             facts->effort[0] ? facts->effort : "full effort");
}

/* ---- Models ------------------------------------------------------------ */

char *cli_own_path(void)
{
    return realpath("/proc/self/exe", NULL);
}

/* Where models are, seen from the folder of the program: installed, and in
 * the source tree when it runs from build/bin. */
static const char *const model_folders[] = { CLI_MODELS_INSTALLED,
                                             "../../models" };
enum { MODEL_FOLDERS = sizeof model_folders / sizeof *model_folders };

/* The file of the shipped model `name`; free() frees. NULL: there is none. */
static char *find_shipped_model(const char *name)
{
    char *program = cli_own_path();
    char *slash = program ? strrchr(program, '/') : NULL;
    char *found = NULL;

    if (!slash)
        goto out;
    *slash = '\0';
    for (size_t i = 0; i < MODEL_FOLDERS && !found; i++) {
        char *path =
            cli_format("%s/%s/%s.vibm", program, model_folders[i], name);

        found = realpath(path, NULL);
        free(path);
    }
out:
    free(program);
    return found;
}

/* Tell that there is no such model, and where it was looked for. */
static void tell_no_model(const char *name)
{
    char *program = cli_own_path();
    char *slash = program ? strrchr(program, '/') : NULL;

    if (slash)
        *slash = '\0';
    if (slash && !strchr(name, '/'))
        cli_error("no model '%s': no file of this name is here, nor a model "
                  "that ships, as 'raman' or 'infrared', in %s/%s or %s/%s; "
                  "make one with 'vibrary train'", name, program,
                  model_folders[0], program, model_folders[1]);
    else
        cli_error("no model '%s': no such file; make one with 'vibrary train'",
                  name);
    free(program);
}

int cli_open_model(vib_encoder **out, const char *name)
{
    char *path = strchr(name, '/') ? NULL : find_shipped_model(name);
    bool is_file = !path && access(name, F_OK) == 0;
    int rc = CLI_GO;

    if (!path && !is_file) {
        tell_no_model(name);
        return CLI_FAILED;
    }
    if (vib_encoder_open(out, path ? path : name) < 0) {
        cli_error("%s", vib_last_error());
        rc = CLI_FAILED;
    }
    free(path);
    return rc;
}

/* ---- Ids --------------------------------------------------------------- */

uint64_t *cli_parse_ids(const char *const *words, size_t count)
{
    uint64_t *ids = cli_new(count, sizeof *ids);

    for (size_t i = 0; i < count; i++) {
        char *end;

        errno = 0;
        ids[i] = strtoull(words[i], &end, 10);
        if (!isdigit((unsigned char)words[i][0]) || *end || errno) {
            cli_error("'%s' is not the id of a spectrum; 'vibrary list' shows "
                      "them", words[i]);
            free(ids);
            return NULL;
        }
    }
    return ids;
}
