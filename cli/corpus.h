/* corpus.h - spectra to train on: libraries, files, folders, archives. */
#ifndef CLI_CORPUS_H
#define CLI_CORPUS_H

#include "input.h"
#include "talk.h"

typedef struct cli_corpus {
    vib_db **libraries; /* [library_count], read one after the other */
    size_t library_count, library_at;
    uint64_t id;            /* last read of the present library */
    const char **paths;     /* [path_count], all that is no library */
    size_t path_count;
    cli_input input;        /* of the paths, read after the libraries */
    char **excluded;        /* [excluded_count] names to leave out, sorted */
    size_t excluded_count;
    size_t given, left_out; /* spectra so far */
    size_t unreadable;      /* spectra of libraries that could not be read */
    cli_meter meter;
} cli_corpus;

/* Open the paths; `exclude`, or NULL, is a file with a name on each line whose
 * spectra are left out. A failure is told, and CLI_FAILED. Else CLI_GO. */
int cli_corpus_open(cli_corpus *corpus, const char *const *paths,
                    size_t count, const char *exclude);

/* A vib_source; the payload is a cli_corpus. VIB_STOPPED when the user
 * interrupts: no one should learn from half of it. */
int cli_corpus_next(vib_spectrum *out, void *payload);

void cli_corpus_close(cli_corpus *corpus);

#endif
