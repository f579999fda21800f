#include "config.h"

#include "command.h"
#include "talk.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static size_t threads;
static const char *value; /* of the library, in the line that is read */
static char *library;

static const cli_option settings[] = {
    { 0, "library", CLI_TEXT, &value, "PATH",
      "what " CLI_DEFAULT_LIBRARY " in place of LIB stands for" },
    { 0, "threads", CLI_COUNT, &threads, "N", "cores to use [all]" },
};
enum { SETTING_COUNT = sizeof settings / sizeof *settings };

const cli_option *cli_setting_at(size_t place)
{
    return place < SETTING_COUNT ? &settings[place] : NULL;
}

/* Where the file is to be; free() frees. NULL: the user has no home. */
static char *find_config(void)
{
    const char *base = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");

    if (base && *base == '/') /* others are to be ignored */
        return cli_format("%s/vibrary/config", base);
    if (home && *home == '/')
        return cli_format("%s/.config/vibrary/config", home);
    return NULL;
}

/* ---- Lines ------------------------------------------------------------- */

/* Take blanks away at both ends. */
static char *trim(char *text)
{
    size_t length;

    while (isspace((unsigned char)*text))
        text++;
    length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    text[length] = '\0';
    return text;
}

/* A relative path would be another library in each folder. */
static bool set_library(void)
{
    const char *home = getenv("HOME");
    bool below_home = strncmp(value, "~/", 2) == 0 && home;

    if (*value != '/' && !below_home)
        return false;
    free(library);
    library = below_home ? cli_format("%s%s", home, value + 1)
                         : cli_copy(value);
    return true;
}

static int unknown_setting(const char *path, size_t number, const char *key)
{
    const char *names[SETTING_COUNT];
    const char *near;

    for (size_t i = 0; i < SETTING_COUNT; i++)
        names[i] = settings[i].name;
    near = cli_nearest(key, names, SETTING_COUNT);
    if (near)
        cli_error("%s:%zu: no setting '%s'; did you mean '%s'?", path, number,
                  key, near);
    else
        cli_error("%s:%zu: no setting '%s'; 'vibrary help' lists them", path,
                  number, key);
    return CLI_MISUSE;
}

static int read_setting(const char *path, size_t number, const char *key,
                        const char *text)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const cli_option *setting = &settings[i];

        if (strcmp(setting->name, key) != 0)
            continue;
        if (cli_option_set(setting, text) &&
            (setting->value != &value || set_library()))
            return CLI_GO;
        cli_error("%s:%zu: %s takes %s, not '%s'", path, number, key,
                  setting->value == &value ? "a path that begins with / or ~/"
                                           : cli_option_wants(setting),
                  text);
        return CLI_MISUSE;
    }
    return unknown_setting(path, number, key);
}

static int read_line(const char *path, size_t number, char *line)
{
    char *text = trim(line);
    char *equals = strchr(text, '=');

    if (*text == '\0' || *text == '#')
        return CLI_GO;
    if (!equals) {
        cli_error("%s:%zu: not of the form 'key = value'", path, number);
        return CLI_MISUSE;
    }
    *equals = '\0';
    return read_setting(path, number, trim(text), trim(equals + 1));
}

/* ---- The file ---------------------------------------------------------- */

static int read_lines(const char *path, FILE *file)
{
    char line[4096 + 64]; /* a path and its key */
    int rc = CLI_GO;

    for (size_t number = 1; rc == CLI_GO && fgets(line, sizeof line, file);
         number++) {
        if (strlen(line) == sizeof line - 1) {
            cli_error("%s:%zu: too long a line", path, number);
            return CLI_MISUSE;
        }
        rc = read_line(path, number, line);
    }
    if (rc == CLI_GO && ferror(file)) {
        cli_error("cannot read %s: %s", path, strerror(errno));
        rc = CLI_MISUSE;
    }
    return rc;
}

int cli_config_read(void)
{
    char *path = find_config();
    struct stat facts;
    FILE *file = NULL;
    int rc = CLI_GO;

    if (!path || stat(path, &facts) < 0)
        goto out;
    if (S_ISREG(facts.st_mode))
        file = fopen(path, "r");
    else
        errno = S_ISDIR(facts.st_mode) ? EISDIR : EINVAL;
    if (!file) {
        cli_error("cannot read %s: %s", path, strerror(errno));
        rc = CLI_MISUSE;
        goto out;
    }
    rc = read_lines(path, file);
    if (cli_settings.threads == 0)
        cli_settings.threads = threads;
out:
    if (file)
        fclose(file);
    free(path);
    return rc;
}

char *cli_default_library(void)
{
    char *path = library ? NULL : find_config();

    if (!library)
        cli_error("no library is named for " CLI_DEFAULT_LIBRARY "; write "
                  "'library = PATH' into %s",
                  path ? path : CLI_CONFIG_PLACE);
    free(path);
    return library;
}
