/* help.h - what --help shows. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "options.h"

#define CLI_PURPOSE \
    "Identify Raman and infrared spectra by searching a library."
#define CLI_FIRST_STEPS \
    "vibrary init minerals.vib\n" \
    "vibrary add minerals.vib rruff.zip more/\n" \
    "vibrary search minerals.vib unknown.txt\n"

/* Show the usage of a command: what is told unless cli_tell_help_to() says
 * otherwise. */
cli_teller cli_help;

/* Show what all commands are. CLI_DONE. */
int cli_help_all(void);

#endif
