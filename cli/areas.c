#include "areas.h"

#include "command.h"
#include "input.h"
#include "picture.h"
#include "sheet.h"
#include "talk.h"
#include "text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CLASSES = 60000 };


/* The map while it is made. */
typedef struct cli_grid {
    vib_map map;
    uint16_t *cells;
    char **names; /* [map.class_count] */
    vib_plot plot;
} cli_grid;

/* ---- Places ------------------------------------------------------------ */

static bool read_place(double *out, const vib_spectrum *spectrum,
                       const char *key)
{
    const char *text = cli_field(spectrum, key);
    char *end;

    *out = strtod(text, &end);
    return end != text && isfinite(*out);
}

void cli_areas_add(cli_areas *areas, const vib_spectrum *spectrum)
{
    double x, y;

    if (!read_place(&x, spectrum, VIB_KEY_MAP_X) ||
        !read_place(&y, spectrum, VIB_KEY_MAP_Y)) {
        areas->placeless++;
        return;
    }
    if (areas->count == areas->capacity) {
        size_t capacity = 2 * areas->capacity + 1024;
        struct cli_place *grown = cli_new(capacity, sizeof *grown);

        if (areas->count)
            memcpy(grown, areas->place, areas->count * sizeof *grown);
        free(areas->place);
        areas->place = grown;
        areas->capacity = capacity;
    }
    areas->place[areas->count++] = (struct cli_place){
        cli_text_clean(cli_field(spectrum, VIB_KEY_SOURCE)), x, y };
}

void cli_areas_release(cli_areas *areas)
{
    for (size_t i = 0; i < areas->count; i++)
        free(areas->place[i].query);
    free(areas->place);
    *areas = (cli_areas){ 0 };
}

static int ascending(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

/* The step of a grid's coordinates along one axis, values [n], which are
 * sorted: the median of the differences that are not noise of the stage; 0: all
 * are at one place. */
static double find_step(double *values, size_t n)
{
    double least, *steps = cli_new(n, sizeof *steps), step;
    size_t count = 0;

    qsort(values, n, sizeof *values, ascending);
    least = (values[n - 1] - values[0]) * 0.1 / (double)n;
    for (size_t i = 1; i < n; i++)
        if (values[i] - values[i - 1] > least)
            steps[count++] = values[i] - values[i - 1];
    qsort(steps, count, sizeof *steps, ascending);
    step = count > 0 ? steps[count / 2] : 0;
    free(steps);
    return step;
}

/* One axis of the grid: where it begins, its step and its number of cells. */
static void find_axis(double *first, double *step, size_t *cells,
                      const cli_areas *areas, bool vertical)
{
    double *values = cli_new(areas->count, sizeof *values);
    double span;

    for (size_t i = 0; i < areas->count; i++)
        values[i] = vertical ? areas->place[i].y : areas->place[i].x;
    *step = find_step(values, areas->count);
    *first = values[0];
    span = *step > 0 ? (values[areas->count - 1] - values[0]) / *step : 0;
    *cells = span < 1e6 ? (size_t)lround(span) + 1 : SIZE_MAX;
    free(values);
}

static int find_grid(cli_grid *grid, double first[2], const cli_areas *areas)
{
    vib_map *map = &grid->map;
    size_t most = 16 * areas->count + 64;

    find_axis(&first[0], &map->step_x, &map->columns, areas, false);
    find_axis(&first[1], &map->step_y, &map->rows, areas, true);
    if (map->step_x == 0)
        map->step_x = map->step_y > 0 ? map->step_y : 1;
    if (map->step_y == 0)
        map->step_y = map->step_x;
    if (map->columns > most || map->rows > most / map->columns) {
        cli_error("the spectra do not lie on a grid: a map of them cannot be "
                  "drawn");
        return CLI_FAILED;
    }
    grid->cells = cli_new(map->columns * map->rows, sizeof *grid->cells);
    map->cells = grid->cells;
    return CLI_GO;
}

/* ---- Answers ----------------------------------------------------------- */

/* The number of a class, from 1, which is made when it is new; 0: there are
 * too many. */
static uint16_t class_of(cli_grid *grid, const char *name)
{
    size_t count = grid->map.class_count;

    for (size_t k = 0; k < count; k++)
        if (strcmp(grid->names[k], name) == 0)
            return (uint16_t)(k + 1);
    if (count == MOST_CLASSES)
        return 0;
    grid->names[count] = cli_copy(name);
    grid->map.class_count = count + 1;
    return (uint16_t)(count + 1);
}

/* The next row of rank 1: its query, name and score, cut out of `line`. */
static bool next_answer(char *cells[3], char **line, size_t *size, FILE *rows)
{
    while (getline(line, size, rows) > 0) {
        char *cell[5] = { NULL };
        char *p = *line;

        for (int c = 0; c < 5 && p; c++)
            cell[c] = strsep(&p, "\t\n");
        if (!cell[4] || strcmp(cell[1], "1") != 0)
            continue;
        cells[0] = cell[0];
        cells[1] = cell[3];
        cells[2] = cell[4];
        return true;
    }
    return false;
}

/* Give each place the class of its answer. Both come in the order in which the
 * spectra were read; some have no answer, some answers no place. */
static void read_answers(cli_grid *grid, const cli_areas *areas, FILE *rows,
                         const double first[2], double least)
{
    char *line = NULL, *cells[3];
    size_t size = 0, at = 0;

    rewind(rows);
    while (next_answer(cells, &line, &size, rows)) {
        size_t place = at;
        size_t x, y;

        while (place < areas->count &&
               strcmp(areas->place[place].query, cells[0]) != 0)
            place++;
        if (place == areas->count)
            continue;
        at = place + 1;
        if (strtod(cells[2], NULL) < least)
            continue;
        x = (size_t)lround((areas->place[place].x - first[0]) /
                           grid->map.step_x);
        y = (size_t)lround((areas->place[place].y - first[1]) /
                           grid->map.step_y);
        if (x < grid->map.columns && y < grid->map.rows)
            grid->cells[y * grid->map.columns + x] = class_of(grid, cells[1]);
    }
    free(line);
}

/* ---- Results ----------------------------------------------------------- */

static int draw_map(FILE *out, void *payload)
{
    const cli_grid *grid = payload;

    return vib_plot_map(out, &grid->map, &grid->plot);
}

/* Number the classes again, the largest first. */
static void sort_classes(cli_grid *grid, vib_areas *areas)
{
    size_t count = grid->map.class_count;
    uint16_t *fresh = cli_new(count + 1, sizeof *fresh);
    uint16_t *order = cli_new(count, sizeof *order); /* old numbers */
    char **names = cli_new(count, sizeof *names);
    vib_areas *sorted = cli_new(count, sizeof *sorted);

    for (size_t i = 0; i < count; i++) {
        size_t k = i;

        for (; k > 0 && areas[order[k - 1]].cells < areas[i].cells; k--)
            order[k] = order[k - 1];
        order[k] = (uint16_t)i;
    }
    for (size_t i = 0; i < count; i++) {
        fresh[order[i] + 1] = (uint16_t)(i + 1);
        names[i] = grid->names[order[i]];
        sorted[i] = areas[order[i]];
    }
    for (size_t i = 0; i < grid->map.columns * grid->map.rows; i++)
        grid->cells[i] = fresh[grid->cells[i]];
    memcpy(grid->names, names, count * sizeof *names);
    memcpy(areas, sorted, count * sizeof *sorted);
    free(fresh);
    free(order);
    free(names);
    free(sorted);
}

static void write_summary(const cli_grid *grid, const vib_areas *areas)
{
    static const cli_column columns[] = {
        { .name = "name" },
        { .name = "pixels", .number = true },
        { .name = "area_um2", .number = true },
        { .name = "particles", .number = true },
        { .name = "largest_um2", .number = true },
    };
    enum { COLUMNS = sizeof columns / sizeof *columns, SIZE = 32 };
    double cell = grid->map.step_x * grid->map.step_y;
    cli_sheet sheet;

    cli_sheet_open(&sheet, stdout, CLI_AUTO, columns, COLUMNS);
    for (size_t k = 0; k < grid->map.class_count; k++) {
        char text[4][SIZE];

        snprintf(text[0], SIZE, "%zu", areas[k].cells);
        snprintf(text[1], SIZE, "%.6g", cell * (double)areas[k].cells);
        snprintf(text[2], SIZE, "%zu", areas[k].particles);
        snprintf(text[3], SIZE, "%.6g", cell * (double)areas[k].largest);
        cli_sheet_row(&sheet, (const char *const[COLUMNS]){
                                  grid->names[k], text[0], text[1], text[2],
                                  text[3] });
    }
    cli_sheet_close(&sheet);
}

static int write_all(cli_grid *grid, const char *path)
{
    size_t count = grid->map.class_count;
    vib_areas *areas = cli_new(count, sizeof *areas);
    int rc = CLI_FAILED;

    if (vib_map_areas(areas, &grid->map) < 0) {
        cli_error("%s", vib_last_error());
    } else {
        sort_classes(grid, areas);
        rc = cli_draw_file(path, draw_map, grid);
    }
    if (rc == CLI_DONE)
        write_summary(grid, areas);
    free(areas);
    return rc;
}

int cli_areas_write(const cli_areas *areas, FILE *rows, double least,
                    const char *path)
{
    cli_grid grid = { .plot = VIB_PLOT_DEFAULT };
    double first[2];
    int rc;

    if (areas->count == 0) {
        cli_error("no map: none of the spectra says where it was taken");
        return CLI_FAILED;
    }
    if (areas->placeless)
        cli_note("%zu spectra do not say where they were taken",
                 areas->placeless);
    rc = cli_picture_read(&grid.plot, &(cli_picture){ .size = NULL }, path);
    if (rc == CLI_GO)
        rc = find_grid(&grid, first, areas);
    if (rc != CLI_GO)
        return rc;
    grid.names = cli_new(MOST_CLASSES, sizeof *grid.names);
    grid.map.classes = (const char *const *)grid.names;
    read_answers(&grid, areas, rows, first, least);
    rc = write_all(&grid, path);
    for (size_t k = 0; k < grid.map.class_count; k++)
        free(grid.names[k]);
    free(grid.names);
    free(grid.cells);
    return rc;
}
