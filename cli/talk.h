/* talk.h - what the tool says on standard error: messages, progress; and how
 * the user interrupts it. */
#ifndef CLI_TALK_H
#define CLI_TALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What the options that every command has were set to. */
typedef struct cli_common {
    bool quiet, verbose;
    size_t threads; /* 0: all cores */
} cli_common;
extern cli_common cli_settings;

/* "vibrary: ..." on a line of its own, always. */
void cli_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A line, unless the user asked for quiet. */
void cli_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* As calloc(), but ends the program when there is no memory: a tool, unlike a
 * library, may. */
void *cli_new(size_t count, size_t size);

/* A copy of `text`; ends the program when there is no memory. */
char *cli_copy(const char *text);

/* A new text made as printf() would. */
char *cli_format(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Seconds on a clock that only goes forward. */
double cli_seconds(void);

/* A line on the terminal that tells how far long work is. Nothing is shown
 * when stderr is not a terminal, nor in the first moments. */
typedef struct cli_meter {
    double start;  /* when the work began */
    double shown;  /* when the line was last drawn */
    size_t begun;  /* what was done when it began, by an earlier run */
} cli_meter;

void cli_meter_start(cli_meter *meter);

/* How much is done, of nobody knows how much, at what rate; then `line`. */
void cli_meter_show(cli_meter *meter, size_t done, const char *line);

/* A bar for the share done, then `line`, which says all else. */
void cli_meter_bar(cli_meter *meter, size_t done, size_t total,
                   const char *line);

/* Take the line away. */
void cli_meter_end(void);

/* From now on an interrupt (Ctrl-C) only asks: the work ends at the next good
 * place. A second one ends the program at once. */
void cli_catch_interrupts(void);
bool cli_interrupted(void);

/* Whether `stream` is a terminal that understands cursor movements. */
bool cli_is_terminal(FILE *stream);

/* Columns of the terminal that `stream` is, those of the variable COLUMNS when
 * it is set, or 0 when it is none. */
size_t cli_columns(FILE *stream);

#endif
