/* matches.h - an unknown and the spectra of its best hits, as a picture. */
#ifndef CLI_MATCHES_H
#define CLI_MATCHES_H

#include "picture.h"
#include "ranking.h"

enum { CLI_MATCHES_DRAWN = 5 };

/* What a picture needs. */
typedef struct cli_matches {
    vib_spectrum found[CLI_MATCHES_DRAWN]; /* [count] */
    vib_curve curves[CLI_MATCHES_DRAWN];
    vib_reasons reasons[CLI_MATCHES_DRAWN];
    char *labels[1 + CLI_MATCHES_DRAWN], *notes[CLI_MATCHES_DRAWN];
    size_t count;
    char *pipeline;       /* of the library's encoder */
    vib_mirror what;  /* of all these */
    vib_plot plot;
} cli_matches;

/* Get the spectra of the first hits, at most CLI_MATCHES_DRAWN, out of the
 * library that `how` was asked of. The picture borrows `query`, `how` and its
 * own struct. CLI_GO, or CLI_FAILED, which is told. */
int cli_matches_open(cli_matches *out, const vib_db *db,
                     const vib_spectrum *query, const vib_hits *hits,
                     const vib_search *how);
void cli_matches_close(cli_matches *matches);

/* Draw them; the payload is a cli_matches. */
vib_file_writer cli_matches_draw;

/* The last part of a path, or of where in an archive something is. */
const char *cli_short_source(const char *source);

#endif
