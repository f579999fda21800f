#include "picture.h"

#include "command.h"
#include "input.h"
#include "output.h"
#include "talk.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void cli_picture_options(cli_option out[CLI_PICTURE_OPTIONS],
                         cli_picture *picture)
{
    const cli_option options[CLI_PICTURE_OPTIONS] = {
        { 0, "size", CLI_TEXT, &picture->size, "WxH",
          "of the picture, in points of 1/72 inch [as suits]" },
        { 0, "show", CLI_TEXT, &picture->range, "A-B",
          "the part of the axis to draw, cm^-1 [all]" },
        { 0, "title", CLI_TEXT, &picture->title, "TEXT",
          "a line above the picture" },
        { 0, "peaks", CLI_FLAG, &picture->peaks, NULL,
          "write wavenumbers beside the bands" },
    };

    memcpy(out, options, sizeof options);
}

/* Two numbers from 0 with `between` between them. */
static bool read_pair(double pair[2], const char *text, char between)
{
    char *end;

    pair[0] = strtod(text, &end);
    if (end == text || *end != between)
        return false;
    text = end + 1;
    pair[1] = strtod(text, &end);
    return end != text && *end == '\0' && pair[0] >= 0 && pair[1] >= 0 &&
           pair[0] <= 1e9 && pair[1] <= 1e9;
}

/* The kind of image that the end of a path names. */
static bool read_image(vib_image *image, const char *path)
{
    static const char *const ends[] = { ".svg", ".pdf", ".png" };
    const char *dot = strrchr(path, '.');

    for (int i = 0; dot && i < 3; i++)
        if (strcasecmp(dot, ends[i]) == 0) {
            *image = (vib_image)i;
            return true;
        }
    return false;
}

int cli_picture_read(vib_plot *plot, const cli_picture *picture,
                     const char *path)
{
    double size[2] = { 0, 0 }, range[2] = { 0, 0 };

    if (path && !read_image(&plot->image, path))
        cli_error("%s: a picture's name ends in .svg, .pdf or .png",
                  cli_output_name(path));
    else if (picture->size && !read_pair(size, picture->size, 'x'))
        cli_error("--size takes a width and a height such as 480x300, not "
                  "'%s'", picture->size);
    else if (picture->range && (!read_pair(range, picture->range, '-') ||
                                range[0] == range[1]))
        cli_error("--show takes wavenumbers such as 200-1200, not '%s'",
                  picture->range);
    else {
        plot->width = size[0];
        plot->height = size[1];
        plot->from = range[0];
        plot->to = range[1];
        plot->title = picture->title;
        plot->peaks = picture->peaks;
        return CLI_GO;
    }
    return CLI_MISUSE;
}

int cli_draw_file(const char *path, vib_file_writer *draw, void *payload)
{
    int status = vib_file_write(path, draw, payload);

    if (status == VIB_STOPPED)
        cli_error("interrupted; %s was not written", path);
    else if (status == VIB_SYSTEM || status == VIB_NOT_FOUND) /* of the file */
        cli_error("%s", vib_last_error());
    else if (status < 0)
        cli_error("%s: %s", path, vib_last_error());
    return status == VIB_STOPPED ? CLI_STOPPED
           : status < 0          ? CLI_FAILED
                                 : CLI_DONE;
}

char *cli_spectrum_label(const vib_spectrum *spectrum)
{
    const char *name = cli_field(spectrum, VIB_KEY_NAME);
    const char *specimen = cli_field(spectrum, VIB_KEY_SPECIMEN);
    const char *source = cli_field(spectrum, VIB_KEY_SOURCE);

    if (!*name)
        return cli_copy(*source ? source : "spectrum");
    return *specimen && strcmp(specimen, name) != 0
               ? cli_format("%s  %s", name, specimen)
               : cli_copy(name);
}
