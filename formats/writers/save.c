/* save.c - spectra into one file: which format, and what the writers share. */
#include "save.h"

#include "file.h"
#include "status.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    const char *endings; /* parted by blanks, the whole in blanks */
    int (*write)(FILE *out, vib_save *save);
} formats[] = {
    { "csv", " .csv ", vib_save_csv },
    { "jcamp", " .jdx .dx .jcamp ", vib_save_jcamp },
    { "npy", " .npy ", vib_save_npy },
};

enum { FORMATS = sizeof formats / sizeof *formats };

static int fail_to_write(const vib_save *save)
{
    return vib_fail_errno("cannot write %s", save->path);
}

int vib_save_next(vib_spectrum *out, vib_save *save)
{
    int status = ferror(save->out) ? fail_to_write(save)
                                   : save->next(out, save->source);

    if (status != 1)
        return status;
    if (out->n == 0) {
        vib_spectrum_release(out);
        return vib_fail(VIB_BAD_DATA, "spectrum %zu has no points",
                        save->count);
    }
    save->count++;
    return 1;
}

int vib_save_rewind(const vib_save *save)
{
    return fseek(save->out, 0, SEEK_SET) == 0 ? VIB_OK : fail_to_write(save);
}

int vib_save_same_axis(const vib_save *save, const vib_spectrum *spectrum,
                       const double *axis, size_t n)
{
    if (spectrum->n == n &&
        memcmp(spectrum->x, axis, n * sizeof *axis) == 0)
        return VIB_OK;
    return vib_fail(VIB_BAD_DATA, "spectrum %zu (%s) has another axis than the "
                    "first: a table has one for all; write JCAMP-DX",
                    save->count - 1, vib_save_title(spectrum));
}

const char *vib_save_title(const vib_spectrum *spectrum)
{
    static const char *const keys[] = { VIB_KEY_TITLE, VIB_KEY_NAME,
                                        VIB_KEY_SOURCE };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *value = vib_spectrum_get(spectrum, keys[i]);

        if (value && *value)
            return value;
    }
    return "spectrum";
}

/* Which writer; FORMATS when none is meant. */
static size_t find_format(const char *path, const char *format)
{
    const char *dot = strrchr(path, '.');
    char ending[16];

    for (size_t i = 0; i < FORMATS && format; i++)
        if (vib_span_is((vib_span){ format, strlen(format) },
                        formats[i].name))
            return i;
    if (format || !dot || strlen(dot) > sizeof ending - 3)
        return FORMATS;
    snprintf(ending, sizeof ending, " %s ", dot);
    for (size_t i = 0; i < FORMATS; i++)
        if (strcasestr(formats[i].endings, ending))
            return i;
    return FORMATS;
}

typedef struct work {
    vib_save save;
    size_t format;
} work;

static int write_all(FILE *out, void *payload)
{
    work *w = payload;
    int status;

    w->save.out = out;
    status = formats[w->format].write(out, &w->save);
    if (status == VIB_OK && w->save.count == 0)
        return vib_fail(VIB_BAD_DATA, "there is no spectrum to write");
    return status;
}

int vib_spectra_save(size_t *count, const char *path, const char *format,
                     vib_source *next, void *source)
{
    work w = { { next, source, 0, NULL, path }, find_format(path, format) };
    int status;

    if (w.format == FORMATS)
        return vib_fail(VIB_BAD_ARG, "cannot tell the format to write from "
                        "\"%s\": csv, jcamp and npy are known",
                        format ? format : path);
    status = vib_file_write(path, write_all, &w);
    if (status == VIB_OK)
        *count = w.save.count;
    return status;
}
