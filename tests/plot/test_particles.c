#include "vibrary.h"

#include <criterion/criterion.h>

enum { COLUMNS = 6, ROWS = 4 };
static const char *const names[] = { "a", "b", "c" };

Test(particles, are_cells_of_a_class_that_touch)
{
    static const uint16_t cells[ROWS * COLUMNS] = {
        1, 1, 0, 0, VIB_CELL_FAILED, 2,
        1, 0, 2, 0, 2, VIB_CELL_FAILED,
        0, 2, 0, 0, VIB_CELL_UNMEASURED, 0,
        1, 0, 0, 1, 1, 1,
    };
    const vib_map map = { cells, COLUMNS, ROWS, 1, 1, names, 3 };
    vib_areas areas[3];

    cr_assert_eq(vib_map_areas(areas, &map), 0);
    cr_expect_eq(areas[0].cells, 7);
    cr_expect_eq(areas[0].particles, 3);
    cr_expect_eq(areas[0].largest, 3);
    cr_expect_eq(areas[1].cells, 4);
    cr_expect_eq(areas[1].particles, 2); /* corners touch */
    cr_expect_eq(areas[1].largest, 2);
    cr_expect_eq(areas[2].cells, 0);
    cr_expect_eq(areas[2].particles, 0);
}

Test(particles, a_class_that_is_none_is_refused)
{
    static const uint16_t cells[] = { 0, 4 };
    const vib_map map = { cells, 2, 1, 1, 1, names, 3 };
    vib_areas areas[3] = { { 9, 9, 9 } };

    cr_expect_eq(vib_map_areas(areas, &map), VIB_BAD_ARG);
    cr_expect_eq(areas[0].cells, 9);
}
