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
    drawn picture = draw(&map, VIB_PNG);

    expect_golden(&picture, "map");
    free(picture.bytes);
    picture = draw(&map, VIB_SVG);
    expect_svg(&picture);
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
