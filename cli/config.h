/* config.h - what the user has set once for all commands, in a file of lines
 * "key = value": $XDG_CONFIG_HOME/vibrary/config, or that of ~/.config. */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "options.h"

/* The file, as help names it. */
#define CLI_CONFIG_PLACE "~/.config/vibrary/config"

/* The operand that stands for the library the file names. */
#define CLI_DEFAULT_LIBRARY "@"

/* The setting at `place` of all, as an option; NULL: there are no more. */
const cli_option *cli_setting_at(size_t place);

/* Read the file, if there is one, and set what the command line has not. CLI_GO
 * or CLI_MISUSE, which is told with file and line. */
int cli_config_read(void);

/* The library named there, once it was read; it stays. NULL: none is, which is
 * told. */
char *cli_default_library(void);

#endif
