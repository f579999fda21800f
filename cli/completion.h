/* completion.h - what a shell must know to complete a command line, written in
 * the language of the shell, from the same tables as parsing and help. */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "options.h"

/* Write the whole completion file of a shell to stdout. */
void cli_complete_bash(void);
void cli_complete_zsh(void);
void cli_complete_fish(void);

/* What may follow an option, or be an operand. */
typedef enum cli_filling {
    CLI_FILL_WORDS, /* one of the words of `argument`, "a|b|c"    */
    CLI_FILL_FREE,  /* nothing that a shell could know: a number  */
    CLI_FILL_FILES  /* anything, most likely a file               */
} cli_filling;
cli_filling cli_option_filling(const cli_option *option);

/* The words that are operands, "a|b|c", or NULL: they are files. The text lives
 * until the next call. */
const char *cli_operand_words(const cli_usage *usage);

/* Write `words`, "a|b|c", with blanks between them. */
void cli_put_words(const char *words);

/* Write text that stands in '...' of a shell; a backslash goes before each of
 * the characters in `special`. */
void cli_put_quoted(const char *text, const char *special);

#endif
