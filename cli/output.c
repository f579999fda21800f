#include "output.h"

#include "command.h"
#include "talk.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *cli_output_name(const char *out)
{
    return strcmp(out, CLI_STDOUT) == 0 ? "standard output" : out;
}

/* What is known of a path, of standard input where it is "-". */
static bool look(struct stat *out, const char *path)
{
    return strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, out) == 0
                                  : stat(path, out) == 0;
}

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Where a file is, or will be: its folder, without links. NULL: nowhere. */
static char *folder_of(const char *file)
{
    char *real = realpath(file, NULL);
    char *copy = cli_copy(real ? real : file);
    char *folder = realpath(dirname(copy), NULL);

    free(copy);
    free(real);
    return folder;
}

/* Whether `folder`, a path without links, is the one in question or in it. */
static bool is_within(const char *folder, const struct stat *in)
{
    char *at = cli_copy(folder);
    struct stat facts;
    bool found = false, top;

    do {
        char *slash = strrchr(at, '/');

        found = stat(at, &facts) == 0 && is_same(&facts, in);
        top = !slash || !slash[1];
        if (!top)
            slash[slash == at] = '\0';
    } while (!found && !top);
    free(at);
    return found;
}

int cli_output_check(const char *option, const char *out,
                     const cli_operands *paths, bool at_once)
{
    struct stat facts;
    bool there = stat(out, &facts) == 0;
    char *folder = there || at_once ? folder_of(out) : NULL;
    int rc = CLI_GO;

    if (there && !S_ISREG(facts.st_mode)) { /* which nothing replaces */
        free(folder);
        return rc;
    }
    for (size_t i = 0; i < paths->count && folder && rc == CLI_GO; i++) {
        const char *path = paths->item[i];
        struct stat read;

        if (!look(&read, path))
            continue;
        if (there && is_same(&facts, &read))
            cli_error("%s is read, and would be replaced by what is made of "
                      "it: name another file with %s", out, option);
        else if (S_ISDIR(read.st_mode) && is_within(folder, &read))
            cli_error("%s is in %s, which is read with all that is in it: name "
                      "a file elsewhere with %s", out, path, option);
        else
            continue;
        rc = CLI_MISUSE;
    }
    free(folder);
    return rc;
}

/* What is open as standard output has no name to put anything beside. */
int cli_output_needs_file(const char *command, const char *out)
{
    struct stat there, own;

    if (strcmp(out, CLI_STDOUT) != 0 &&
        (stat(out, &there) < 0 ||
         (S_ISREG(there.st_mode) && (fstat(STDOUT_FILENO, &own) < 0 ||
                                     !is_same(&there, &own)))))
        return CLI_GO;
    cli_error("%s keeps what is done beside the file that it writes: -o cannot "
              "be %s", command, cli_output_name(out));
    return CLI_MISUSE;
}
