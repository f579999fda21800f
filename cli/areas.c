#include "areas.h"

#include "command.h"
#include "picture.h"
#include "ranking.h"
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
    cli_lattice lattice;
    size_t taken; /* spectra on the place of another */
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

    if (map->columns > 0) {
        snprintf(x, sizeof x, "%.9g",
                 map->step * (double)(k % map->columns));
        snprintf(y, sizeof y, "%.9g",
                 0 - map->step * (double)(k / map->columns));
        if (vib_spectrum_set(spectrum, VIB_KEY_MAP_X, x) == VIB_OK)
            (void)vib_spectrum_set(spectrum, VIB_KEY_MAP_Y, y);
    }
    if (map->path)
        cli_places_add(&map->places, cli_field(spectrum, VIB_KEY_MAP_X),
                       cli_field(spectrum, VIB_KEY_MAP_Y));
}

void cli_map_release(cli_map *map)
{
    cli_places_release(&map->places);
}

/* Cells for all places: what has no place is not measured, and what has one but
 * no answer is not compared. */
static int find_cells(cli_grid *grid, const cli_places *places)
{
    const cli_lattice *lattice = &grid->lattice;
    size_t count;

    if (!cli_lattice_find(&grid->lattice, places)) {
        cli_error("the spectra lie neither on a grid nor on a line: a map of "
                  "them cannot be drawn; --map-columns and --map-step draw "
                  "them by rows, in the order in which they come");
        return CLI_FAILED;
    }
    grid->map.columns = lattice->cells[0];
    grid->map.rows = lattice->cells[1];
    grid->map.step_x = lattice->step[0];
    grid->map.step_y = lattice->step[1];
    count = grid->map.columns * grid->map.rows;
    grid->cells = cli_new(count, sizeof *grid->cells);
    grid->map.cells = grid->cells;
    for (size_t i = 0; i < count; i++)
        grid->cells[i] = VIB_CELL_UNMEASURED;
    for (size_t i = 0; i < places->count; i++) {
        uint16_t *cell =
            &grid->cells[cli_lattice_cell(lattice, places->at[i])];

        grid->taken += *cell != VIB_CELL_UNMEASURED;
        *cell = VIB_CELL_FAILED;
    }
    return CLI_GO;
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

/* Whether the text of a score is one that is drawn. */
static bool is_enough(const char *score, double least)
{
    char *end;
    double value = strtod(score, &end);

    return end != score && value >= least;
}

/* Put the answer of a row where it belongs, if that is of rank 1. */
static void read_row(cli_grid *grid, char *line, double least)
{
    enum { RANK = 1, NAME = 3, SCORE = 4, X = CLI_RESULT_X };
    char *cell[CLI_RESULT_COLUMNS] = { NULL };
    bool enough;
    double at[2];

    for (size_t c = 0; c < CLI_RESULT_COLUMNS && line; c++)
        cell[c] = strsep(&line, "\t\n");
    if (!cell[X + 1] || strcmp(cell[RANK], "1") != 0 ||
        !cli_place_read(at, cell[X], cell[X + 1]))
        return;
    enough = is_enough(cell[SCORE], least);
    grid->cells[cli_lattice_cell(&grid->lattice, at)] =
        enough ? class_of(grid, cli_text_name(cell[NAME])) : 0;
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
        if (grid->cells[i] <= count)
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
}

/* What the picture does not show, or only to who looks closely. */
static void tell(const cli_grid *grid, const cli_map *map)
{
    const cli_lattice *lattice = &grid->lattice;
    size_t n = grid->map.columns * grid->map.rows;
    size_t blank = 0, failed = 0, measured = 0;

    for (size_t i = 0; i < n; i++) {
        blank += grid->cells[i] == 0;
        failed += grid->cells[i] == VIB_CELL_FAILED;
        measured += grid->cells[i] != VIB_CELL_UNMEASURED;
    }
    if (map->places.nowhere)
        cli_note("%zu spectra do not say where they were taken",
                 map->places.nowhere);
    if (grid->taken)
        cli_note("%zu of %zu spectra were taken at the place of another; of "
                 "these the last answer is drawn", grid->taken,
                 map->places.count);
    if (lattice->slanted)
        cli_note("the places are on a slanted line, which is drawn along its "
                 "length, from left to right: %zu steps of %.4g um",
                 lattice->cells[0] - 1, lattice->step[0]);
    if (failed)
        cli_note("%zu of %zu places could not be compared and are grey",
                 failed, measured);
    if (blank)
        cli_note("%zu of %zu places have no answer of score %g or more and "
                 "stay blank; --map-least says which", blank, measured,
                 map->least);
}

int cli_map_write(const cli_map *map, FILE *rows)
{
    cli_grid grid = { .plot = VIB_PLOT_DEFAULT };
    int rc = cli_picture_read(&grid.plot, &(cli_picture){ .size = NULL },
                              map->path);

    grid.names = cli_new(MOST_CLASSES, sizeof *grid.names);
    grid.map.classes = (const char *const *)grid.names;
    if (rc == CLI_GO && map->places.count == 0) {
        cli_error("no map: none of the spectra says where it was taken; "
                  "--map-columns and --map-step do, for a scan by rows");
        rc = CLI_FAILED;
    }
    if (rc == CLI_GO)
        rc = find_cells(&grid, &map->places);
    if (rc == CLI_GO) {
        read_rows(&grid, rows, map->least);
        tell(&grid, map);
        rc = write_all(&grid, map->path);
    }
    release(&grid);
    return rc;
}
