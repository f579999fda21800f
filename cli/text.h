/* text.h - UTF-8 text on its way to a screen, a column or a JSON string. */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* A new copy on one line and without tabs: control characters become spaces,
 * bytes that are not UTF-8 the replacement character U+FFFD. */
char *cli_text_clean(const char *text);

/* A name as people read it: "(no name)" of a spectrum without one. */
const char *cli_text_name(const char *name);

/* Whether the locale shows all of UTF-8, or ASCII only. */
bool cli_text_utf8(void);

/* Columns that clean text takes on a terminal. */
size_t cli_text_width(const char *text);

/* Cut what cli_text_clean() made, in place and with an ellipsis, so that it
 * takes at most `width` columns, which are at least 3. */
void cli_text_cut(char *text, size_t width);

/* The same, cutting the beginning: of a path the end says more. */
void cli_text_cut_front(char *text, size_t width);

#endif
