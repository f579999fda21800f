#include "areas.h"

#include "command.h"
#include "picture.h"
#include "ranking.h"
#include "sheet.h"
#include "talk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CLASSES = 60000 };

/* The answer for one place; class 0: it is none. */
typedef struct answer {
    double x, y; /* um */
    uint16_t class;
} answer;

/* The map while it is made. */
typedef struct cli_grid {
    vib_map map;
    answer *answers; /* [count] */
    size_t count, capacity;
    size_t placeless; /* answers that are nowhere */
    size_t blank;     /* places whose answer scores too little */
    double first[2];  /* where the grid begins */
    uint16_t *cells;
    char **names; /* [map.class_count] */
    vib_plot plot;
} cli_grid;

/* ---- Options ------------------------------------------------------------ */

void cli_map_options(cli_option out[CLI_MAP_OPTIONS], cli_map *map)
{
    const cli_option options[CLI_MAP_OPTIONS] = {
        { 0, "map", CLI_OUTPUT, &map->path, "OUT",
          "draw a map of the best answers: .png, .svg, .pdf" },
        { 0, "map-least", CLI_NUMBER, &map->least, "S",
          "leave blank what scores less than S [0.5]" },
        { 0, "map-columns", CLI_COUNT, &map->columns, "N",
          "spectra in a row, where files tell no places" },
        { 0, "map-step", CLI_NUMBER, &map->step, "UM",
          "micrometres between these" },
    };

    memcpy(out, options, sizeof options);
}

int cli_map_check(const cli_map *map)
{
    vib_plot plot = VIB_PLOT_DEFAULT;

    if ((map->columns > 0) != (map->step > 0)) {
        cli_error("--map-columns and --map-step, a length above 0, go "
                  "together: how many spectra a row has, and how far apart "
                  "they are");
        return CLI_MISUSE;
    }
    return cli_picture_read(&plot, &(cli_picture){ .size = NULL }, map->path);
}

/* ---- Places ------------------------------------------------------------- */

void cli_map_place(cli_map *map, vib_spectrum *spectrum)
{
    char x[32], y[32];
    size_t k = map->placed++;

    if (map->columns == 0)
        return;
    snprintf(x, sizeof x, "%.9g",
             map->step * (double)(k % map->columns));
    snprintf(y, sizeof y, "%.9g",
             0 - map->step * (double)(k / map->columns));
    if (vib_spectrum_set(spectrum, VIB_KEY_MAP_X, x) == VIB_OK)
        (void)vib_spectrum_set(spectrum, VIB_KEY_MAP_Y, y);
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
static void find_axis(cli_grid *grid, bool vertical)
{
    double *values = cli_new(grid->count, sizeof *values);
    double step, span;
    size_t cells;

    for (size_t i = 0; i < grid->count; i++)
        values[i] = vertical ? grid->answers[i].y : grid->answers[i].x;
    step = find_step(values, grid->count);
    span = step > 0 ? (values[grid->count - 1] - values[0]) / step : 0;
    cells = span < 1e6 ? (size_t)lround(span) + 1 : SIZE_MAX;
    grid->first[vertical] = values[0];
    *(vertical ? &grid->map.step_y : &grid->map.step_x) = step;
    *(vertical ? &grid->map.rows : &grid->map.columns) = cells;
    free(values);
}

static int find_grid(cli_grid *grid)
{
    vib_map *map = &grid->map;
    size_t most = 16 * grid->count + 64;

    find_axis(grid, false);
    find_axis(grid, true);
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

static void fill_cells(cli_grid *grid)
{
    const vib_map *map = &grid->map;

    for (size_t i = 0; i < grid->count; i++) {
        const answer *a = &grid->answers[i];
        size_t x = (size_t)lround((a->x - grid->first[0]) / map->step_x);
        size_t y = (size_t)lround((a->y - grid->first[1]) / map->step_y);

        if (x < map->columns && y < map->rows)
            grid->cells[y * map->columns + x] = a->class;
    }
}

/* ---- Answers ------------------------------------------------------------ */

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

static void append(cli_grid *grid, answer found)
{
    grid->answers = cli_grow(grid->answers, &grid->capacity, grid->count + 1,
                             sizeof *grid->answers);
    grid->answers[grid->count++] = found;
}

/* The number in a cell. False: it has none. */
static bool cell_number(double *out, const char *cell)
{
    char *end;

    *out = strtod(cell, &end);
    return end != cell && isfinite(*out);
}

/* Keep the answer of a row, if that is of rank 1. */
static void read_row(cli_grid *grid, char *line, double least)
{
    enum { RANK = 1, NAME = 3, SCORE = 4, X = CLI_RESULT_X };
    char *cell[CLI_RESULT_COLUMNS] = { NULL };
    answer found = { 0 };
    double score;

    for (size_t c = 0; c < CLI_RESULT_COLUMNS && line; c++)
        cell[c] = strsep(&line, "\t\n");
    if (!cell[X + 1] || strcmp(cell[RANK], "1") != 0)
        return;
    if (!cell_number(&found.x, cell[X]) ||
        !cell_number(&found.y, cell[X + 1])) {
        grid->placeless++;
        return;
    }
    if (cell_number(&score, cell[SCORE]) && score >= least)
        found.class = class_of(grid, cell[NAME]);
    else
        grid->blank++;
    append(grid, found);
}

static void read_rows(cli_grid *grid, FILE *rows, double least)
{
    char *line = NULL;
    size_t size = 0;

    rewind(rows);
    while (getline(&line, &size, rows) > 0)
        read_row(grid, line, least);
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

static void release(cli_grid *grid)
{
    for (size_t k = 0; k < grid->map.class_count; k++)
        free(grid->names[k]);
    free(grid->names);
    free(grid->cells);
    free(grid->answers);
}

int cli_map_write(const cli_map *map, FILE *rows)
{
    cli_grid grid = { .plot = VIB_PLOT_DEFAULT };
    int rc = cli_picture_read(&grid.plot, &(cli_picture){ .size = NULL },
                              map->path);

    grid.names = cli_new(MOST_CLASSES, sizeof *grid.names);
    grid.map.classes = (const char *const *)grid.names;
    read_rows(&grid, rows, map->least);
    if (rc == CLI_GO && grid.count == 0) {
        cli_error("no map: none of the spectra says where it was taken; "
                  "--map-columns and --map-step do, for a scan by rows");
        rc = CLI_FAILED;
    }
    if (rc == CLI_GO && grid.placeless)
        cli_note("%zu spectra do not say where they were taken",
                 grid.placeless);
    if (rc == CLI_GO && grid.blank)
        cli_note("%zu of %zu places have no answer of score %g or more and "
                 "stay blank; --map-least says which", grid.blank, grid.count,
                 map->least);
    if (rc == CLI_GO)
        rc = find_grid(&grid);
    if (rc == CLI_GO) {
        fill_cells(&grid);
        rc = write_all(&grid, map->path);
    }
    release(&grid);
    return rc;
}
