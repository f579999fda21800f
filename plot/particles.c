/* particles.c - connected areas of a map. */
#include "memory.h"
#include "status.h"

#include <stdlib.h>

/* Cells still to be looked at, of the area that is being counted. */
typedef struct vib_visit {
    const vib_map *map;
    bool *seen;    /* [rows][columns] */
    size_t *stack; /* [rows columns] */
    size_t height;
} vib_visit;

static void push(vib_visit *visit, size_t cell)
{
    visit->seen[cell] = true;
    visit->stack[visit->height++] = cell;
}

/* Add the neighbours of a cell that are of its class and were not seen. */
static void push_neighbours(vib_visit *visit, size_t cell)
{
    const vib_map *map = visit->map;
    size_t x = cell % map->columns, y = cell / map->columns;
    size_t left = x > 0 ? x - 1 : x, right = x + 1 < map->columns ? x + 1 : x;
    size_t low = y > 0 ? y - 1 : y, high = y + 1 < map->rows ? y + 1 : y;

    for (size_t v = low; v <= high; v++)
        for (size_t u = left; u <= right; u++) {
            size_t next = v * map->columns + u;

            if (!visit->seen[next] && map->cells[next] == map->cells[cell])
                push(visit, next);
        }
}

static size_t count_area(vib_visit *visit, size_t cell)
{
    size_t count = 0;

    push(visit, cell);
    while (visit->height > 0) {
        push_neighbours(visit, visit->stack[--visit->height]);
        count++;
    }
    return count;
}

static bool has_class(uint16_t cell)
{
    return cell > 0 && cell < VIB_CELL_FAILED;
}

int vib_map_areas(vib_areas *areas, const vib_map *map)
{
    size_t n = map->rows * map->columns;
    vib_visit visit = { map, vib_new(n, sizeof *visit.seen),
                        vib_new(n, sizeof *visit.stack), 0 };
    int rc = visit.seen && visit.stack ? VIB_OK : VIB_NO_MEMORY;

    for (size_t i = 0; i < n && rc == VIB_OK; i++)
        if (has_class(map->cells[i]) && map->cells[i] > map->class_count)
            rc = vib_fail(VIB_BAD_ARG, "cell %zu of the map is of class %u, "
                          "there are %zu", i, map->cells[i],
                          map->class_count);
    for (size_t k = 0; k < map->class_count && rc == VIB_OK; k++)
        areas[k] = (vib_areas){ 0, 0, 0 };
    for (size_t i = 0; i < n && rc == VIB_OK; i++) {
        vib_areas *area;
        size_t count;

        if (!has_class(map->cells[i]) || visit.seen[i])
            continue;
        area = &areas[map->cells[i] - 1];
        count = count_area(&visit, i);
        area->cells += count;
        area->particles++;
        if (count > area->largest)
            area->largest = count;
    }
    free(visit.seen);
    free(visit.stack);
    return rc;
}
