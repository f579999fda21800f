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

/* `list` with room for `count` items of `size` bytes, moved where that takes
 * it: what is new is not set. *room is how many it has room for. Ends the
 * program when there is no memory. */
void *cli_grow(void *list, size_t *room, size_t count, size_t size);

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
    double start;     /* when the work began                               */
    double shown;     /* when the line was last drawn                      */
    double begun;     /* the share an earlier run did; NAN: tell no time   */
    const char *what; /* what cli_meter_progress() says is done, or NULL   */
} cli_meter;

void cli_meter_start(cli_meter *meter);

/* Whether it is time to draw: for a caller whose line takes work to make. */
bool cli_meter_due(const cli_meter *meter);

/* A bar for the share done, the time left, then `line`. When the share is NAN,
 * nobody knows it: the time that has passed, then `line`. */
void cli_meter_show(cli_meter *meter, double share, const char *line);

/* A vib_progress, whose payload is the meter: shows it, and stops the work when
 * the user asks to. */
int cli_meter_progress(size_t done, size_t total, const char *line,
                       void *payload);

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
