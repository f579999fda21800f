/* output.h - the files a command writes: none of those it reads. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "options.h"

#include <stdbool.h>

/* See that writing the file `out` loses nothing of what is read, `paths`
 * [count], where "-" is standard input: that it is none of them, nor in a
 * folder of them. One that is not there yet may be in such a folder, unless it
 * is made while that is read (`at_once`). `option` names another. CLI_GO, or
 * CLI_MISUSE, which is told. */
int cli_output_check(const char *option, const char *out,
                     const cli_operands *paths, bool at_once);

#endif
