/* options.h - one table of options a command gives its parsing and its help. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Every use of a repeatable option, in order. */
typedef struct cli_list {
    const char **item; /* [count], pointing into argv; free() frees */
    size_t count;
} cli_list;

/* What an option takes and what its `value` points to. */
typedef enum cli_kind {
    CLI_FLAG,   /* nothing; bool, set to true                              */
    CLI_TEXT,   /* any text; const char *                                  */
    CLI_OUTPUT, /* a file to write, which no operand may be; const char *;
                 * "-" is standard output                                  */
    CLI_COUNT,  /* a whole number from 1; size_t                           */
    CLI_MAYBE,  /* the same, or nothing, where no number follows: SIZE_MAX */
    CLI_SEED,   /* a whole number from 0; uint64_t                         */
    CLI_NUMBER, /* a number, such as 0.5; double                           */
    CLI_CHOICE, /* one of the words in `argument`, "a|b|c"; int, its place */
    CLI_LIST    /* any text, any number of times; cli_list                 */
} cli_kind;

typedef struct cli_option {
    char letter;          /* of the short form, or 0 */
    const char *name;     /* of the long form, without dashes, or NULL */
    cli_kind kind;
    void *value;
    const char *argument; /* what help calls it; the words of a choice */
    const char *help;     /* one line */
} cli_option;

typedef struct cli_usage {
    const char *command;
    const char *operands; /* as the usage line shows them: "LIB PATH..." */
    const char *about;    /* a paragraph */
    const char *examples; /* lines */
    size_t least, most;   /* operands it takes; most SIZE_MAX: any number */
    const cli_option *options; /* [option_count] */
    size_t option_count;
    const cli_option *shared; /* [shared_count], options of several commands */
    size_t shared_count;
    bool needs_nothing; /* no settings of the user, nor a library */
} cli_usage;

typedef struct cli_operands {
    const char *const *item; /* [count], in argv */
    size_t count;
} cli_operands;

/* Sort argv into options, whose values are set, and operands, which move to its
 * front. Options may stand anywhere before "--". The options that every command
 * has, and the user's settings, take effect. CLI_GO, or the status to exit
 * with: help was shown, or the misuse told. */
int cli_parse(cli_operands *out, const cli_usage *usage, int argc,
              char **argv);

/* Parse options up to the first operand, "--help" or "--version" only, those
 * every command has; *used says how many words they were. CLI_GO or the status
 * to exit with. */
int cli_parse_leading(int *used, int argc, char **argv);

/* Put `text`, as the user gave it, where the option wants it. False: it is
 * nothing the option takes. */
bool cli_option_set(const cli_option *option, const char *text);

/* Whether an option cannot stand alone. */
bool cli_option_needs_text(const cli_option *option);

/* What an option takes, in words. */
const char *cli_option_wants(const cli_option *option);

/* The option at `place` of all that a command takes: its own, those it shares,
 * those of every command. NULL: there are no more. */
const cli_option *cli_option_at(const cli_usage *usage, size_t place);

/* What becomes of the usage of a command that is asked for its help. It and all
 * it points to is gone when this returns. */
typedef void cli_teller(const cli_usage *usage, void *context);

/* From now on `tell` is given it; at first it is shown to the user. */
void cli_tell_help_to(cli_teller *tell, void *context);

/* The place of `text` among `words`, "a|b|c". False: it is none of them. */
bool cli_choice_of(int *out, const char *text, const char *words);

/* The candidate nearest to a misspelt word, or NULL when none is near. */
const char *cli_nearest(const char *word, const char *const *candidates,
                        size_t count);

#endif
