/* light.h - infrared spectra that look like transmittance and do not say so. */
#ifndef CLI_LIGHT_H
#define CLI_LIGHT_H

#include "input.h"

/* Without a unit a spectrum counts as absorbance; one that was transmittance
 * would be compared upside down. Tell, once for an input, of the first in a
 * portion that looks like it, if the library is one of infrared spectra. */
void cli_light_warn(cli_input *input, const cli_batch *batch,
                    const vib_db *db);

#endif
