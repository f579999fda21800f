/* roles.c - which column of a table is the axis, and which are intensities. */
#include "delimited.h"

#include "header.h"

#include <string.h>

enum { PLAIN = 48 };

/* Names of an axis that are ones only where nothing speaks against it. */
static const char axis_words[] = "x xaxis shift frequency";

/* The labels of the columns. */
typedef struct labels {
    const vib_span *names, *units; /* [count] */
    size_t count;
} labels;

static bool is_called(const labels *l, size_t column, const char *words)
{
    char plain[PLAIN];

    vib_header_plain(plain, sizeof plain, l->names[column]);
    return vib_header_is_one(plain, words);
}

static bool begins(const labels *l, size_t column, const char *start)
{
    char plain[PLAIN];

    vib_header_plain(plain, sizeof plain, l->names[column]);
    return strncmp(plain, start, strlen(start)) == 0;
}

/* The first column from `from` on whose plain name begins with `start`; the
 * number of columns when there is none. */
static size_t find(const labels *l, const char *start, size_t from)
{
    while (from < l->count && !begins(l, from, start))
        from++;
    return from;
}

static bool is_axis(const labels *l, size_t column)
{
    return vib_label_names_axis(l->names[column]) ||
           vib_label_is_axis_unit(l->names[column]) ||
           vib_label_is_axis_unit(l->units[column]);
}

static bool is_axis_or_x(const labels *l, size_t column)
{
    return is_axis(l, column) || is_called(l, column, axis_words);
}

/* May the first column be the axis, for all that its label says? Not where a
 * Raman shift stands beside the wavelengths. */
static bool first_may_be(const labels *l)
{
    if (l->count > 2 && !begins(l, 0, "ramanshift") &&
        find(l, "ramanshift", 1) < l->count)
        return false;
    return vib_label_has_axis_unit(l->names[0]) ||
           vib_label_has_axis_unit(l->units[0]) ||
           is_called(l, 0, axis_words);
}

/* Does the first column number the rows? One without a name may, where another
 * is named as an axis. */
static bool is_index(const labels *l)
{
    return (l->names[0].n == 0 && !vib_label_has_axis_unit(l->units[0])) ||
           is_called(l, 0, "pixel pixels pixelindex index no point points id "
                           "nr row number");
}

/* The axis among the columns behind the first, the best first; the number of
 * columns when there is none. */
static size_t find_axis(const labels *l, bool index)
{
    static const char *const starts[] = { "ramanshift", "wavenumber",
                                          "wavelength" };
    size_t x = l->count;

    for (size_t i = 0; i < sizeof starts / sizeof *starts && x == l->count; i++)
        x = find(l, starts[i], 1);
    for (size_t i = 1; i < l->count && x == l->count; i++)
        if (is_axis(l, i))
            x = i;
    for (size_t i = 1; index && i < l->count && x == l->count; i++)
        if (is_called(l, i, axis_words))
            x = i;
    return x;
}

/* Spectrometer software gives the intensity in several states. */
static bool choose_state(vib_roles *out, const labels *l)
{
    static const char *const states[] = { "darksubtracted", "processed",
                                          "rawdata" };

    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        out->y_count = 0;
        for (size_t at = 0; (at = find(l, states[i], at)) < l->count; at++)
            out->y[out->y_count++] = at;
        if (out->y_count > 0)
            return true;
    }
    return false;
}

/* The columns from .. end - 1 that are not labelled as an axis. */
static void choose_between(vib_roles *out, const labels *l, size_t from,
                           size_t end)
{
    out->y_count = 0;
    for (size_t i = from; i < end; i++)
        if (i != out->x && !is_axis(l, i))
            out->y[out->y_count++] = i;
}

/* Is column `i` one more axis with the label of `x`: "nm,A,nm,B"? */
static bool repeats(const labels *l, size_t i, size_t x)
{
    vib_span label = l->names[x], other = l->names[i];

    return i != x && label.n > 0 && label.n == other.n && is_axis_or_x(l, x) &&
           memcmp(label.at, other.at, label.n) == 0;
}

/* The first column is the axis; those that are named so too are no intensities,
 * unless there is nothing else. */
static void choose_first(vib_roles *out, const labels *l)
{
    bool all = false;

    out->x = 0;
    do {
        out->y_count = 0;
        for (size_t i = 1; i < l->count; i++)
            if (all || !(vib_label_names_axis(l->names[i]) ||
                         repeats(l, i, 0)))
                out->y[out->y_count++] = i;
        all = !all;
    } while (out->y_count == 0);
}

static void choose(vib_roles *out, const labels *l)
{
    size_t count = l->count;
    bool index = is_index(l);

    choose_first(out, l);
    if (!index && first_may_be(l))
        return;
    out->x = find_axis(l, index);
    if (out->x < count && !(index && choose_state(out, l)))
        choose_between(out, l, index ? out->x + 1 : 0, count);
    if (out->x < count && out->y_count == 0 && index)
        choose_between(out, l, 1, out->x);
    if (out->x == count || out->y_count == 0)
        choose_first(out, l);
}

void vib_roles_choose(vib_roles *out, const vib_span *names,
                      const vib_span *units, size_t count)
{
    labels l = { names, units, count };

    choose(out, &l);
    for (size_t k = 0, i = 0, axis = out->x; k < out->y_count; k++) {
        for (; i < out->y[k]; i++)
            if (repeats(&l, i, out->x))
                axis = i;
        out->axis[k] = axis;
    }
}
