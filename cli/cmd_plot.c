#include "command.h"
#include "config.h"
#include "input.h"
#include "picture.h"
#include "place.h"
#include "talk.h"
#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* More would be lines upon lines. */
enum { MOST = 100 };

/* What is to be drawn. */
typedef struct cli_gallery {
    vib_spectrum spectra[MOST];
    vib_curve curves[MOST];
    char *labels[MOST];
    size_t count;
    vib_plot plot;
} cli_gallery;

static int too_many(void)
{
    cli_error("plot draws at most %d spectra; name fewer", MOST);
    return CLI_FAILED;
}

static int add_paths(cli_gallery *gallery, const char *const *paths,
                     size_t count)
{
    cli_input input;
    vib_spectrum next = VIB_SPECTRUM_INIT;
    int rc = cli_input_open(&input, paths, count);

    if (rc != CLI_GO)
        return rc;
    while (rc == CLI_GO && cli_input_next(&next, &input)) {
        if (gallery->count == MOST) {
            vib_spectrum_release(&next);
            rc = too_many();
            break;
        }
        gallery->spectra[gallery->count++] = next;
        next = (vib_spectrum)VIB_SPECTRUM_INIT;
    }
    if (rc == CLI_GO && input.unreadable)
        rc = CLI_FAILED;
    cli_input_close(&input);
    return rc;
}

static int add_stored(cli_gallery *gallery, const char *library,
                      const char *word)
{
    uint64_t *ids = cli_parse_ids(&word, 1);
    vib_db *db = NULL;
    int rc;

    if (strcmp(library, CLI_DEFAULT_LIBRARY) == 0)
        library = cli_default_library();
    rc = ids && library ? cli_open_library(&db, library, VIB_READ)
                        : CLI_MISUSE;
    if (rc == CLI_GO && gallery->count == MOST)
        rc = too_many();
    if (rc == CLI_GO &&
        vib_db_get(&gallery->spectra[gallery->count], db, ids[0]) < 0) {
        cli_error("%s: %s; 'vibrary list' shows the ids", library,
                  vib_last_error());
        rc = CLI_FAILED;
    }
    if (rc == CLI_GO)
        gallery->count++;
    vib_db_close(db);
    free(ids);
    return rc;
}

/* Where "LIB:ID" ends its LIB, or NULL: it is a path. */
static const char *find_colon(const char *word)
{
    const char *colon = strrchr(word, ':');

    if (!colon || !isdigit((unsigned char)colon[1]) ||
        colon[1 + strspn(colon + 1, "0123456789")] != '\0' ||
        access(word, F_OK) == 0)
        return NULL;
    return colon;
}

static bool is_library(const char *path)
{
    char *data = cli_format("%s/data.mdb", path);
    bool is_there = access(data, F_OK) == 0;

    free(data);
    return is_there;
}

static int add_all(cli_gallery *gallery, const cli_operands *operands)
{
    int rc = CLI_GO;

    for (size_t i = 0; i < operands->count && rc == CLI_GO; i++) {
        const char *colon = find_colon(operands->item[i]);

        if (colon) {
            char *library = cli_copy(operands->item[i]);

            library[colon - operands->item[i]] = '\0';
            rc = add_stored(gallery, library, colon + 1);
            free(library);
        } else if (is_library(operands->item[i])) {
            cli_error("%s is a library: name spectra of it as %s:ID",
                      operands->item[i], operands->item[i]);
            rc = CLI_MISUSE;
        } else {
            rc = add_paths(gallery, &operands->item[i], 1);
        }
    }
    if (rc == CLI_GO && gallery->count == 0) {
        cli_error("no spectrum found in what was named; 'vibrary inspect' "
                  "shows what a path holds");
        rc = CLI_FAILED;
    }
    for (size_t i = 0; i < gallery->count; i++) {
        gallery->labels[i] = cli_spectrum_label(&gallery->spectra[i]);
        gallery->curves[i].spectrum = &gallery->spectra[i];
        gallery->curves[i].label = gallery->labels[i];
    }
    return rc;
}

static int draw_image(FILE *out, void *payload)
{
    const cli_gallery *gallery = payload;

    return vib_plot_spectra(out, gallery->curves, gallery->count,
                            &gallery->plot);
}

/* Onto standard output, as wide as the terminal. */
static int draw_text(cli_gallery *gallery)
{
    enum { USUAL_COLUMNS = 80, ROWS_OF_ONE = 16, ROWS_OF_MANY = 6 };
    size_t columns = cli_columns(stdout);
    const vib_text_plot text = {
        .columns = columns ? columns : USUAL_COLUMNS,
        .rows = gallery->count == 1 ? ROWS_OF_ONE
                                    : ROWS_OF_MANY * gallery->count,
        .braille = cli_text_utf8(),
        .colour = cli_is_terminal(stdout) && !getenv("NO_COLOR"),
    };

    for (size_t i = 0; i < gallery->count; i++) {
        char *clean = cli_text_clean(gallery->labels[i]);

        cli_text_cut(clean, text.columns > 3 ? text.columns : 3);
        free(gallery->labels[i]);
        gallery->curves[i].label = gallery->labels[i] = clean;
    }
    if (vib_plot_text(stdout, gallery->curves, gallery->count, &gallery->plot,
                      &text) == VIB_OK)
        return CLI_DONE;
    cli_error("%s", vib_last_error());
    return CLI_FAILED;
}

static void gallery_free(cli_gallery *gallery)
{
    for (size_t i = 0; i < gallery->count; i++) {
        vib_spectrum_release(&gallery->spectra[i]);
        free(gallery->labels[i]);
    }
    free(gallery);
}

static int plot(const cli_operands *operands, const vib_plot *how,
                const char *out)
{
    cli_gallery *gallery = cli_new(1, sizeof *gallery);
    int rc = add_all(gallery, operands);

    gallery->plot = *how;
    if (rc == CLI_GO)
        rc = out ? cli_draw_file(out, draw_image, gallery)
                 : draw_text(gallery);
    gallery_free(gallery);
    return rc;
}

int cmd_plot(int argc, char **argv)
{
    static const char *const techniques[] = { "raman", "infrared" };
    const char *out = NULL;
    int layout = VIB_STACKED, technique = -1;
    cli_picture picture = { 0 };
    vib_plot how = VIB_PLOT_DEFAULT;
    cli_option shared[CLI_PICTURE_OPTIONS];
    const cli_option options[] = {
        { 'o', "output", CLI_OUTPUT, &out, "OUT",
          "the picture: .svg, .pdf or .png [text, here]" },
        { 0, "layout", CLI_CHOICE, &layout, "stacked|overlaid",
          "how several spectra are shown [stacked]" },
        { 0, "technique", CLI_CHOICE, &technique, "raman|infrared",
          "what they are; infrared descends [as they say]" },
    };
    const cli_usage usage = {
        .command = "plot",
        .operands = "PATH|LIB:ID...",
        .about = "Draw spectra of files or of a library, as measured, over an "
                 "axis in cm^-1.",
        .examples =
            "vibrary plot unknown.txt\n"
            "vibrary plot unknown.txt minerals.vib:17 --peaks -o both.svg\n"
            "vibrary plot scans/ --layout overlaid --show 900-1200 "
            "-o scans.pdf\n",
        .least = 1,
        .most = SIZE_MAX,
        .options = options,
        .option_count = sizeof options / sizeof *options,
        .shared = shared,
        .shared_count = CLI_PICTURE_OPTIONS,
    };
    cli_operands operands;
    int rc;

    cli_picture_options(shared, &picture);
    rc = cli_parse(&operands, &usage, argc, argv);
    if (rc == CLI_GO)
        rc = cli_picture_read(&how, &picture, out);
    if (rc != CLI_GO)
        return rc;
    how.layout = (vib_layout)layout;
    how.technique = technique < 0 ? NULL : techniques[technique];
    return plot(&operands, &how, out);
}
