#include "drawn.h"

enum { COLUMNS = 40, ROWS = 30, CLASSES = 12 };
static const char *const names[CLASSES] = {
    "Polyethylene", "Polypropylene & <more>", "PET", "PS", "PVC", "PA", "PMMA",
    "PU", "Quartz", "Calcite", "", "\xff",
};
static uint16_t cells[ROWS * COLUMNS];

/* Blocks of 10 by 10 cells of classes that go up, the last of none. */
static vib_map blocks(size_t classes)
{
    for (size_t i = 0; i < ROWS * COLUMNS; i++) {
        size_t block = i % COLUMNS / 10 + 4 * (i / COLUMNS / 10);

        cells[i] = (uint16_t)((block + 1) % (classes + 1));
    }
    return (vib_map){ cells, COLUMNS, ROWS, 2.5, 2.5, names, classes };
}

static drawn draw(const vib_map *map, vib_image image)
{
    vib_plot options = VIB_PLOT_DEFAULT;
    drawn picture;

    options.image = image;
    drawn_begin(&picture);
    cr_assert_eq(vib_plot_map(picture.file, map, &options), 0, "%s",
                 vib_last_error());
    drawn_end(&picture);
    return picture;
}

Test(classes, a_map_has_a_legend_and_a_bar)
{
    vib_map map = blocks(11);
    drawn picture;

    for (size_t i = 0; i < 5; i++) /* of the last class */
        cells[20 * COLUMNS + 20 + i] = VIB_CELL_FAILED;
    cells[20 * COLUMNS + 25] = VIB_CELL_UNMEASURED;
    picture = draw(&map, VIB_PNG);
    expect_golden(&picture, "map");
    free(picture.bytes);
    picture = draw(&map, VIB_SVG);
    expect_svg(&picture);
    free(picture.bytes);
}

/* How much of a field, counted from the upper left, is inked. */
static double ink_of(const drawn *picture, size_t x, size_t y)
{
    const inked ink = drawn_ink(picture);

    return ink.field[y][x][0];
}

Test(classes, cells_without_an_answer_are_of_three_greys)
{
    vib_map map = blocks(1);
    double blank, failed, unmeasured;
    drawn picture;

    for (size_t i = 0; i < ROWS * COLUMNS; i++)
        cells[i] = i % COLUMNS < 10   ? 0
                   : i % COLUMNS < 20 ? VIB_CELL_FAILED
                   : i % COLUMNS < 30 ? VIB_CELL_UNMEASURED
                                      : 1;
    picture = draw(&map, VIB_PNG);
    blank = ink_of(&picture, 2, 10);
    failed = ink_of(&picture, 6, 10);
    unmeasured = ink_of(&picture, 9, 10);
    cr_expect(unmeasured == 0 && blank > 0.02 && failed > blank + 0.1,
              "%g, %g, %g", unmeasured, blank, failed);
    free(picture.bytes);
}

Test(classes, a_long_line_is_thick_enough_to_be_seen)
{
    vib_map map = blocks(1);
    drawn picture;

    map.columns = ROWS * COLUMNS;
    map.rows = 1;
    for (size_t i = 0; i < ROWS * COLUMNS; i++)
        cells[i] = 1;
    picture = draw(&map, VIB_PNG);
    cr_expect_gt(ink_of(&picture, 8, 3), 0.2);
    free(picture.bytes);
}

Test(classes, a_line_a_column_and_a_point_are_maps_too)
{
    static const size_t shapes[][2] = { { 40, 1 }, { 1, 30 }, { 1, 1 } };

    for (size_t i = 0; i < 3; i++) {
        vib_map map = blocks(3);
        drawn picture;

        map.columns = shapes[i][0];
        map.rows = shapes[i][1];
        picture = draw(&map, VIB_SVG);
        expect_svg(&picture);
        free(picture.bytes);
    }
}

Test(classes, a_map_without_a_size_is_refused)
{
    vib_map map = blocks(3);
    const vib_plot options = VIB_PLOT_DEFAULT;

    map.step_x = 0;
    cr_expect_eq(vib_plot_map(NULL, &map, &options), VIB_BAD_ARG);
    map = blocks(3);
    map.columns = 0;
    cr_expect_eq(vib_plot_map(NULL, &map, &options), VIB_BAD_ARG);
}
