#include "fold.h"

#include "talk.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

size_t cli_source_file(const char *source)
{
    const char *hash = strrchr(source, '#');

    if (hash && hash[1] && strspn(hash + 1, "0123456789") == strlen(hash + 1))
        return (size_t)(hash - source);
    return strlen(source);
}

void cli_fold_end(cli_fold *fold)
{
    for (size_t i = 0; i < fold->count; i++) {
        struct cli_said *said = &fold->said[i];

        if (said->more > 0)
            said->say("%s: %zu more like the first: %s", fold->file, said->more,
                      said->what);
        free(said->what);
    }
    free(fold->file);
    *fold = (cli_fold){ .count = 0 };
}

/* What a message says before its particulars, which follow a colon. */
static char *gist_of(const char *what)
{
    const char *colon = strstr(what, ": ");

    return cli_format("%.*s", colon ? (int)(colon - what) : (int)strlen(what),
                      what);
}

static bool is_of(const cli_fold *fold, const char *source)
{
    size_t n = cli_source_file(source);

    return fold->file && strlen(fold->file) == n &&
           strncmp(fold->file, source, n) == 0;
}

void cli_fold_say(cli_fold *fold, cli_say *say, const char *source,
                  const char *what)
{
    char *gist = gist_of(what);
    size_t i = 0;

    if (!is_of(fold, source) || fold->count == CLI_FOLD_MOST)
        cli_fold_end(fold);
    while (i < fold->count && (fold->said[i].say != say ||
                               strcmp(fold->said[i].what, gist) != 0))
        i++;
    if (i < fold->count) {
        fold->said[i].more++;
        free(gist);
        return;
    }
    if (!fold->file)
        fold->file = cli_format("%.*s", (int)cli_source_file(source), source);
    fold->said[fold->count++] = (struct cli_said){ say, gist, 0 };
    say("%s: %s", source, what);
}
