/* output.h - the files a command writes: none of those it reads. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "options.h"

#include <stdbool.h>

/* What "-" is where a file to write is named. */
#define CLI_STDOUT "/dev/fd/1"

/* What to call such a file. */
const char *cli_output_name(const char *out);

/* See that writing the file `out` loses nothing of what is read, `paths`
 * [count], where "-" is standard input: that it is none of them, nor in a
 * folder of them. One that is not there yet may be in such a folder, unless it
 * is made while that is read (`at_once`). `option` names another. CLI_GO, or
 * CLI_MISUSE, which is told. */
int cli_output_check(const char *option, const char *out,
                     const cli_operands *paths, bool at_once);

/* See that `out` is a file, or none yet, as `command` needs it, which keeps
 * what it does beside it: not a folder, a pipe or standard output. CLI_GO, or
 * CLI_MISUSE, which is told. */
int cli_output_needs_file(const char *command, const char *out);

#endif
