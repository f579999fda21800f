/* picture.h - options of pictures, and where pictures go. */
#ifndef CLI_PICTURE_H
#define CLI_PICTURE_H

#include "options.h"
#include "vibrary.h"

/* What the user chose, as it was written. */
typedef struct cli_picture {
    const char *size, *range, *title; /* or NULL */
    bool peaks;
} cli_picture;

enum { CLI_PICTURE_OPTIONS = 4 };

/* The options that set *picture, which must outlive their use. */
void cli_picture_options(cli_option out[CLI_PICTURE_OPTIONS],
                         cli_picture *picture);

/* What they mean for a file of this name, whose end says what kind of image
 * it is to be; NULL: no file. CLI_GO, or CLI_MISUSE, which is told. */
int cli_picture_read(vib_plot *plot, const cli_picture *picture,
                     const char *path);

/* Have `draw` write a file, which appears when it is complete. CLI_DONE;
 * CLI_FAILED or, when `draw` was interrupted, CLI_STOPPED, which are told. */
int cli_draw_file(const char *path, vib_file_writer *draw, void *payload);

/* What to call a spectrum in a picture: its name and specimen, or else where
 * it is from. A new text. */
char *cli_spectrum_label(const vib_spectrum *spectrum);

#endif
