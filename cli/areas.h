/* areas.h - what was found where: the answers of a map as a picture, and how
 * much there is of each. */
#ifndef CLI_AREAS_H
#define CLI_AREAS_H

#include "vibrary.h"

/* The places of a map's spectra, in the order they were read. */
typedef struct cli_areas {
    struct cli_place {
        char *query;    /* as it is written in results */
        double x, y;    /* um */
    } *place;           /* [count] */
    size_t count, capacity;
    size_t placeless;   /* spectra that do not say where they were taken */
} cli_areas;

/* Remember where a spectrum was taken: its fields map_x and map_y. */
void cli_areas_add(cli_areas *areas, const vib_spectrum *spectrum);

/* Look the best answers up in `rows`, results as TSV without a header in the
 * order in which the spectra were read; those below `least` are none. Draw the
 * map into `path` and write a row for each class to standard output. CLI_DONE,
 * or CLI_FAILED, which is told. */
int cli_areas_write(const cli_areas *areas, FILE *rows, double least,
                    const char *path);

void cli_areas_release(cli_areas *areas);

#endif
