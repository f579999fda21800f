/* save_npy.c - a NumPy array of doubles [1 + spectra][points]: the axis, then
 * the spectra. From "NEP 1 - A simple file format for NumPy arrays". */
#include "memory.h"
#include "save.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

enum { HEADER = 128, PREFIX = 10 };

/* Of a fixed size, so that it can be written again when the spectra have been
 * counted. */
static void write_header(FILE *out, size_t rows, size_t columns)
{
    static const char magic[] = "\x93NUMPY\1\0";
    char header[HEADER + 1];
    int n = snprintf(header + PREFIX, HEADER - PREFIX, "{'descr': '<f8', "
                     "'fortran_order': False, 'shape': (%zu, %zu), }", rows,
                     columns);

    memcpy(header, magic, PREFIX - 2);
    header[PREFIX - 2] = HEADER - PREFIX;
    header[PREFIX - 1] = 0;
    memset(header + PREFIX + n, ' ', (size_t)(HEADER - PREFIX - n));
    header[HEADER - 1] = '\n';
    fwrite(header, 1, HEADER, out);
}

static int write_rows(FILE *out, double **axis, size_t *n, vib_save *save)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int status;

    while ((status = vib_save_next(&spectrum, save)) == 1) {
        if (save->count == 1) {
            *axis = spectrum.x;
            *n = spectrum.n;
            spectrum.x = NULL;
            fwrite(*axis, sizeof **axis, *n, out);
        } else if ((status = vib_save_same_axis(save, &spectrum, *axis,
                                                *n)) < 0) {
            break;
        }
        fwrite(spectrum.y, sizeof *spectrum.y, spectrum.n, out);
        vib_spectrum_release(&spectrum);
    }
    vib_spectrum_release(&spectrum);
    return status;
}

int vib_save_npy(FILE *out, vib_save *save)
{
    double *axis = NULL;
    size_t n = 0;
    int status;

    write_header(out, 0, 0);
    status = write_rows(out, &axis, &n, save);
    free(axis);
    if (status < 0)
        return status;
    if (fseek(out, 0, SEEK_SET) != 0)
        return vib_fail_errno("cannot go back in the file");
    write_header(out, save->count + 1, n);
    return VIB_OK;
}
