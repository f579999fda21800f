/* places.h - where the spectra of a map were taken, and what grid that is. */
#ifndef CLI_PLACES_H
#define CLI_PLACES_H

#include <stdbool.h>
#include <stddef.h>

/* Every spectrum of a map, whatever was found for it. */
typedef struct cli_places {
    double (*at)[2]; /* [count] x, y in um */
    size_t count, capacity;
    size_t nowhere;  /* spectra that do not say where they were taken */
} cli_places;

/* Keep a place, as fields of a spectrum have it; two texts that are no numbers
 * are nowhere. */
void cli_places_add(cli_places *places, const char *x, const char *y);

void cli_places_release(cli_places *places);

/* Two texts as a place. False: they are none. */
bool cli_place_read(double at[2], const char *x, const char *y);

/* Cells that go along a direction, and across it: x and y but on a slanted
 * line, which is one row along its length. */
typedef struct cli_lattice {
    double along[2];  /* of length 1 */
    double first[2];  /* where the cells begin, along and across */
    double step[2];   /* um, along and across */
    size_t cells[2];  /* how many, along and across */
    bool slanted;
} cli_lattice;

/* The grid or the line that one or more places lie on, but for what a stage is
 * off by. False: they lie on none. */
bool cli_lattice_find(cli_lattice *out, const cli_places *places);

/* Which cell a place is in, the first row first. It is one of the lattice's. */
size_t cli_lattice_cell(const cli_lattice *lattice, const double at[2]);

#endif
