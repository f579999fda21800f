/* fold.h - messages that say the same of many spectra of a file: the first, and
 * then how many more there are. */
#ifndef CLI_FOLD_H
#define CLI_FOLD_H

#include <stddef.h>

/* cli_error() or cli_note(). */
typedef void cli_say(const char *format, ...);

enum { CLI_FOLD_MOST = 16 };

/* What was said of the spectra of one file; {0} at first. */
typedef struct cli_fold {
    char *file; /* or NULL */
    struct cli_said {
        cli_say *say;
        char *what;
        size_t more; /* times that it was to be said again */
    } said[CLI_FOLD_MOST];
    size_t count;
} cli_fold;

/* Say "SOURCE: WHAT", unless it was said of another spectrum of this file, but
 * for what follows a colon; once there is another file, how often that was. */
void cli_fold_say(cli_fold *fold, cli_say *say, const char *source,
                  const char *what);

/* There is nothing more to say. */
void cli_fold_end(cli_fold *fold);

/* How much of a source is the file, before the "#k" of one of its spectra. */
size_t cli_source_file(const char *source);

#endif
