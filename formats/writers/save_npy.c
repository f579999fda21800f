/* save_npy.c - a NumPy array of doubles [1 + spectra][points]: the axis, then
 * the spectra. From "NEP 1 - A simple file format for NumPy arrays". */
#include "memory.h"
#include "save.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

enum { HEADER = 128, PREFIX = 10 };

typedef struct table {
    double *axis; /* [n] */
    size_t n, rows;
    double first, last; /* of the first column: its beginning, its end */
    bool across, down;  /* do the first row, the first column have an order? */
} table;

/* Of a fixed size, so that it can be written again when the spectra have been
 * counted. */
static void write_header(FILE *out, const table *t)
{
    static const char magic[] = "\x93NUMPY\1\0";
    char header[HEADER + 1];
    int n = snprintf(header + PREFIX, HEADER - PREFIX, "{'descr': '<f8', "
                     "'fortran_order': False, 'shape': (%zu, %zu), }",
                     t->rows, t->n);

    memcpy(header, magic, PREFIX - 2);
    header[PREFIX - 2] = HEADER - PREFIX;
    header[PREFIX - 1] = 0;
    memset(header + PREFIX + n, ' ', (size_t)(HEADER - PREFIX - n));
    header[HEADER - 1] = '\n';
    fwrite(header, 1, HEADER, out);
}

static void begin(table *t, const vib_spectrum *spectrum)
{
    double *x = spectrum->x;

    *t = (table){ x, spectrum->n, 1, x[0], x[0], true, true };
    for (size_t i = 2; i < t->n; i++)
        t->across = t->across && (x[i] - x[i - 1]) * (x[1] - x[0]) > 0;
}

static void write_row(FILE *out, table *t, const double *y)
{
    if (t->rows > 1)
        t->down = t->down && (y[0] - t->last) * (t->last - t->first) > 0;
    t->last = y[0];
    t->rows++;
    fwrite(y, sizeof *y, t->n, out);
}

static int write_rows(FILE *out, table *t, vib_save *save)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int status;

    while ((status = vib_save_next(&spectrum, save)) == 1) {
        if (save->count == 1) {
            begin(t, &spectrum);
            spectrum.x = NULL;
            fwrite(t->axis, sizeof *t->axis, t->n, out);
        } else if ((status = vib_save_same_axis(save, &spectrum, t->axis,
                                                t->n)) < 0) {
            break;
        }
        write_row(out, t, spectrum.y);
        vib_spectrum_release(&spectrum);
    }
    vib_spectrum_release(&spectrum);
    return status;
}

/* Nothing in the file says where the axis is; readers find it by its order. */
static int check_readable(const table *t)
{
    if (t->rows <= 2 || (t->n > 2 && t->across &&
                         (t->n > t->rows || !t->down)))
        return VIB_OK;
    return vib_fail(VIB_BAD_DATA, "a NumPy array of these %zu spectra of %zu "
                    "points would not show which row is the axis: write "
                    "JCAMP-DX or CSV", t->rows - 1, t->n);
}

/* One spectrum of two points is a square, which is taken to have the axis in
 * its first column. */
static void turn(FILE *out, const table *t)
{
    if (t->rows == 2 && t->n == 2 &&
        fseek(out, HEADER + (long)sizeof t->last, SEEK_SET) == 0) {
        fwrite(&t->last, sizeof t->last, 1, out);
        fwrite(&t->axis[1], sizeof *t->axis, 1, out);
    }
}

int vib_save_npy(FILE *out, vib_save *save)
{
    table t = { 0 };
    int status;

    write_header(out, &t);
    status = write_rows(out, &t, save);
    if (status == VIB_OK && save->count > 0)
        status = check_readable(&t);
    if (status == VIB_OK)
        turn(out, &t);
    free(t.axis);
    if (status < 0)
        return status;
    status = vib_save_rewind(save);
    if (status < 0)
        return status;
    write_header(out, &t);
    return VIB_OK;
}
