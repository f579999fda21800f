/* areas.h - what was found where: the answers of a map as a picture, and how
 * much there is of each. */
#ifndef CLI_AREAS_H
#define CLI_AREAS_H

#include "options.h"
#include "places.h"
#include "vibrary.h"

#include <stdio.h>

/* Which map is asked for beside the answers, and of what. */
typedef struct cli_map {
    const char *path; /* of the picture, or NULL: none                      */
    double least;     /* score of an answer that is drawn                   */
    size_t columns;   /* of a file that tells no places; 0: it does         */
    double step;      /* um from one to the next, in such a file            */
    size_t placed;    /* spectra that cli_map_place() met                   */
    cli_places places; /* of these, where there is a path                   */
} cli_map;
#define CLI_MAP_DEFAULT \
    { NULL, 0.5, 0, 0, 0, { 0 } } /* of unknowns below 0.5, 1 in 3 is right */

enum { CLI_MAP_OPTIONS = 4 };

/* The options that set *map, which must outlive their use. */
void cli_map_options(cli_option out[CLI_MAP_OPTIONS], cli_map *map);

/* Check them. CLI_GO; CLI_MISUSE, which is told. */
int cli_map_check(const cli_map *map);

/* Keep where the next spectrum was taken. Where `columns` are given, it first
 * gets its place in a scan by rows, the upper first; without memory for it, it
 * has none. */
void cli_map_place(cli_map *map, vib_spectrum *spectrum);

/* Look the best answers of all places up in `rows`, results as TSV without a
 * header; what scores less than is asked for is no answer, and a place without
 * a row could not be compared. Draw the map and write a row for each class to
 * standard output. CLI_DONE, or CLI_FAILED, which is told. */
int cli_map_write(const cli_map *map, FILE *rows);

void cli_map_release(cli_map *map);

#endif
