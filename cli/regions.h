/* regions.h - parts of the axis as the user writes them: 200-1200. */
#ifndef CLI_REGIONS_H
#define CLI_REGIONS_H

#include "options.h"
#include "vibrary.h"

typedef struct cli_regions {
    vib_region *region; /* [count] */
    size_t count;
} cli_regions;

/* Regions of all uses of three options, each "A-B" or several joined by commas,
 * cm^-1: with ranges nothing else counts; weights, "A-B=W", and what is
 * excluded come after them. CLI_GO; CLI_MISUSE, which is told. */
int cli_regions_read(cli_regions *out, const cli_list *ranges,
                     const cli_list *weights, const cli_list *excluded);

void cli_regions_release(cli_regions *regions);

#endif
