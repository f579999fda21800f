/* save_csv.c - a table: a column of x, then one of y for each spectrum, under
 * a line of their names and units. */
#include "memory.h"
#include "number.h"
#include "save.h"

#include <stdlib.h>
#include <string.h>

typedef struct table {
    vib_spectrum *columns; /* [count]; only the first has x and fields */
    char **labels;         /* [count] */
    size_t count, capacity, label_capacity;
} table;

static void release(table *t)
{
    for (size_t i = 0; i < t->count; i++) {
        vib_spectrum_release(&t->columns[i]);
        free(t->labels[i]);
    }
    free(t->columns);
    free(t->labels);
}

/* "title (unit)". */
static char *label_of(const char *title, const char *unit)
{
    size_t n = strlen(title) + (unit ? strlen(unit) : 0) + 4;
    char *label = vib_new(n, 1);

    if (label)
        snprintf(label, n, unit && *unit ? "%s (%s)" : "%s", title, unit);
    return label;
}

/* Take a spectrum over as a column, also on failure. */
static int add_column(table *t, vib_spectrum *spectrum)
{
    void *columns = t->columns, *labels = t->labels;
    char *label = label_of(vib_save_title(spectrum),
                           vib_spectrum_get(spectrum, VIB_KEY_Y_UNIT));
    int status = label ? vib_reserve(&columns, &t->capacity, t->count + 1,
                                     sizeof *t->columns)
                       : VIB_NO_MEMORY;

    t->columns = columns;
    if (status == VIB_OK)
        status = vib_reserve(&labels, &t->label_capacity, t->count + 1,
                             sizeof *t->labels);
    t->labels = labels;
    if (status < 0) {
        free(label);
        vib_spectrum_release(spectrum);
        return status;
    }
    if (t->count > 0) {
        vib_spectrum rest = *spectrum;

        *spectrum = (vib_spectrum){ .y = rest.y, .n = rest.n };
        rest.y = NULL;
        vib_spectrum_release(&rest);
    }
    t->labels[t->count] = label;
    t->columns[t->count++] = *spectrum;
    *spectrum = (vib_spectrum)VIB_SPECTRUM_INIT;
    return VIB_OK;
}

static int collect(table *t, vib_save *save)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int status;

    while ((status = vib_save_next(&spectrum, save)) == 1) {
        status = t->count == 0 ? VIB_OK
                               : vib_save_same_axis(save, &spectrum,
                                                    t->columns->x,
                                                    t->columns->n);
        if (status == VIB_OK)
            status = add_column(t, &spectrum);
        if (status < 0)
            break;
    }
    vib_spectrum_release(&spectrum);
    return status;
}

/* Quoted, without what would end the cell or the line. */
static void write_label(FILE *out, const char *label)
{
    fputc('"', out);
    for (; *label; label++)
        fputc(*label == '"'                      ? '\''
              : (unsigned char)*label < ' ' ? ' '
                                            : *label,
              out);
    fputc('"', out);
}

static void write_table(FILE *out, const table *t)
{
    char number[VIB_NUMBER_TEXT];
    char *label = label_of("x", vib_spectrum_get(t->columns, VIB_KEY_X_UNIT));

    write_label(out, label ? label : "x");
    free(label);
    for (size_t k = 0; k < t->count; k++) {
        fputc(',', out);
        write_label(out, t->labels[k]);
    }
    fputc('\n', out);
    for (size_t i = 0; i < t->columns->n; i++) {
        vib_number_write(number, t->columns->x[i]);
        fputs(number, out);
        for (size_t k = 0; k < t->count; k++) {
            vib_number_write(number, t->columns[k].y[i]);
            fprintf(out, ",%s", number);
        }
        fputc('\n', out);
    }
}

int vib_save_csv(FILE *out, vib_save *save)
{
    table t = { 0 };
    int status = collect(&t, save);

    if (status == VIB_OK && t.count > 0)
        write_table(out, &t);
    release(&t);
    return status;
}
