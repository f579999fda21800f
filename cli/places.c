#include "places.h"

#include "talk.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

bool cli_place_read(double at[2], const char *x, const char *y)
{
    char *end[2];

    at[0] = strtod(x, &end[0]);
    at[1] = strtod(y, &end[1]);
    return end[0] != x && end[1] != y && isfinite(at[0]) && isfinite(at[1]);
}

void cli_places_add(cli_places *places, const char *x, const char *y)
{
    double at[2];

    if (!cli_place_read(at, x, y)) {
        places->nowhere++;
        return;
    }
    places->at = cli_grow(places->at, &places->capacity, places->count + 1,
                          sizeof *places->at);
    places->at[places->count][0] = at[0];
    places->at[places->count++][1] = at[1];
}

void cli_places_release(cli_places *places)
{
    free(places->at);
    *places = (cli_places){ 0 };
}

/* ---- One axis ---------------------------------------------------------- */

/* How far a place is along the lattice's direction, `axis` 0, or across it. */
static double coordinate(const cli_lattice *lattice, const double at[2],
                         size_t axis)
{
    const double *along = lattice->along;

    return axis == 0 ? at[0] * along[0] + at[1] * along[1]
                     : at[1] * along[0] - at[0] * along[1];
}

static int ascending(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

/* The coordinates of all places along an axis, sorted; free() frees. */
static double *coordinates(const cli_lattice *lattice,
                           const cli_places *places, size_t axis)
{
    double *values = cli_new(places->count, sizeof *values);

    for (size_t i = 0; i < places->count; i++)
        values[i] = coordinate(lattice, places->at[i], axis);
    qsort(values, places->count, sizeof *values, ascending);
    return values;
}

/* Where values [n], sorted, gather: the first of each gathering that has at
 * least a tenth as many as the largest has. What is closer than a tenth of the
 * mean step is noise of the stage, what stands alone a slip of the file.
 * Returns how many there are. */
static size_t gather(double *lines, const double *values, size_t n)
{
    double least = (values[n - 1] - values[0]) * 0.1 / (double)n;
    size_t *sizes = cli_new(n, sizeof *sizes);
    size_t count = 0, kept = 0, most = 0;

    for (size_t i = 0; i < n; i++) {
        if (i == 0 || values[i] - values[i - 1] > least)
            lines[count++] = values[i];
        sizes[count - 1]++;
        if (sizes[count - 1] > most)
            most = sizes[count - 1];
    }
    for (size_t k = 0; k < count; k++)
        if (sizes[k] >= most / 10)
            lines[kept++] = lines[k];
    free(sizes);
    return kept;
}

/* The step of lines [n], which are sorted and not at one place: the median of
 * their distances, then what their whole width is a multiple of; 0: there is
 * but one. */
static double find_step(const double *lines, size_t n)
{
    double *steps = cli_new(n, sizeof *steps);
    double width = lines[n - 1] - lines[0], step;

    for (size_t i = 1; i < n; i++)
        steps[i - 1] = lines[i] - lines[i - 1];
    qsort(steps, n - 1, sizeof *steps, ascending);
    step = n > 1 ? width / fmax(round(width / steps[(n - 1) / 2]), 1) : 0;
    free(steps);
    return step;
}

/* Where an axis begins, its step and its number of cells. */
static void find_axis(cli_lattice *lattice, const cli_places *places,
                      size_t axis)
{
    size_t n = places->count;
    double *values = coordinates(lattice, places, axis);
    double *lines = cli_new(n, sizeof *lines);
    double step = find_step(lines, gather(lines, values, n));
    double before = step > 0 ? round((lines[0] - values[0]) / step) : 0;
    double first = lines[0] - before * step;
    double span = step > 0 ? (values[n - 1] - first) / step : 0;

    lattice->first[axis] = first;
    lattice->step[axis] = step;
    lattice->cells[axis] = span < 1e6 ? (size_t)lround(span) + 1 : SIZE_MAX;
    free(lines);
    free(values);
}

/* ---- Lines ------------------------------------------------------------- */

/* The direction in which the places spread most, to the right. */
static void find_direction(double along[2], const cli_places *places)
{
    double mean[2] = { 0, 0 }, xx = 0, xy = 0, yy = 0, angle;

    for (size_t i = 0; i < places->count; i++)
        for (size_t k = 0; k < 2; k++)
            mean[k] += places->at[i][k] / (double)places->count;
    for (size_t i = 0; i < places->count; i++) {
        double x = places->at[i][0] - mean[0], y = places->at[i][1] - mean[1];

        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    angle = atan2(2 * xy, xx - yy) / 2;
    along[0] = cos(angle);
    along[1] = sin(angle);
}

/* How far the places spread across the direction. */
static double spread_across(const cli_lattice *lattice,
                            const cli_places *places)
{
    double *values = coordinates(lattice, places, 1);
    double spread = values[places->count - 1] - values[0];

    free(values);
    return spread;
}

/* Turn a line that goes upwards so that it is drawn upwards. */
static void stand_up(cli_lattice *line, const cli_places *places)
{
    double up = line->along[1] < 0 ? -1 : 1, x = line->along[0];

    line->along[0] = up * line->along[1];
    line->along[1] = -up * x;
    find_axis(line, places, 1);
    line->cells[0] = 1;
}

/* Whether what is off the line is the stage, a tenth of a step to either side,
 * and not more rows, whose places come again and again along it. */
static bool is_line(const cli_lattice *line, const cli_places *places)
{
    size_t cells = line->cells[0];

    return line->step[0] > 0 && cells < SIZE_MAX &&
           places->count <= cells + cells / 2 &&
           spread_across(line, places) <= 0.2 * line->step[0];
}

/* Places in one row, whatever its direction. */
static bool find_line(cli_lattice *out, const cli_places *places)
{
    cli_lattice line = { .cells = { 0, 1 } };
    double length;

    find_direction(line.along, places);
    find_axis(&line, places, 0);
    if (!is_line(&line, places))
        return false;
    line.step[1] = line.step[0];
    line.first[1] = coordinate(&line, places->at[0], 1);
    length = line.step[0] * (double)(line.cells[0] - 1);
    line.slanted = fabs(line.along[1]) * length > 0.5 * line.step[0];
    if (fabs(line.along[0]) * length < 0.5 * line.step[0]) {
        stand_up(&line, places);
        line.first[0] = coordinate(&line, places->at[0], 0);
        line.slanted = false;
    }
    *out = line;
    return true;
}

/* ---- The lattice ------------------------------------------------------- */

static void find_grid(cli_lattice *out, const cli_places *places)
{
    cli_lattice grid = { .along = { 1, 0 } };

    find_axis(&grid, places, 0);
    find_axis(&grid, places, 1);
    if (grid.step[0] == 0)
        grid.step[0] = grid.step[1] > 0 ? grid.step[1] : 1;
    if (grid.step[1] == 0)
        grid.step[1] = grid.step[0];
    *out = grid;
}

/* How far a place is along an axis, in steps. */
static double steps_to(const cli_lattice *lattice, const double at[2],
                       size_t axis)
{
    return (coordinate(lattice, at, axis) - lattice->first[axis]) /
           lattice->step[axis];
}

/* Whether most places are nearly in the middle of a cell: of strewn ones a
 * quarter are. */
static bool is_fitting(const cli_lattice *lattice, const cli_places *places)
{
    size_t in_middle = 0;

    for (size_t i = 0; i < places->count; i++) {
        double x = steps_to(lattice, places->at[i], 0);
        double y = steps_to(lattice, places->at[i], 1);

        in_middle += fabs(x - round(x)) < 0.25 && fabs(y - round(y)) < 0.25;
    }
    return in_middle > places->count / 2;
}

bool cli_lattice_find(cli_lattice *out, const cli_places *places)
{
    size_t most = 16 * places->count + 64;

    if (!find_line(out, places))
        find_grid(out, places);
    return out->cells[0] <= most && out->cells[1] <= most / out->cells[0] &&
           is_fitting(out, places);
}

size_t cli_lattice_cell(const cli_lattice *lattice, const double at[2])
{
    size_t cell[2];

    for (size_t axis = 0; axis < 2; axis++) {
        double most = (double)(lattice->cells[axis] - 1);
        double where = fmin(fmax(steps_to(lattice, at, axis), 0), most);

        cell[axis] = (size_t)lround(where);
    }
    return cell[1] * lattice->cells[0] + cell[0];
}
