#include "laser.h"

#include "command.h"
#include "input.h"
#include "talk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER = 32 };

cli_option cli_laser_option(cli_laser *laser)
{
    return (cli_option){ 0, "laser", CLI_TEXT, &laser->given, "NM|auto",
                         "excitation of spectra in nm that do not say theirs" };
}

int cli_laser_read(cli_laser *laser)
{
    char *end = NULL;
    double nm;

    if (!laser->given)
        return CLI_GO;
    laser->automatic = strcmp(laser->given, "auto") == 0;
    if (laser->automatic)
        return CLI_GO;
    nm = strtod(laser->given, &end);
    if (*end == '\0' && nm >= 100 && nm <= 20000)
        return CLI_GO;
    cli_error("option --laser takes a wavelength in nm or 'auto', not '%s'",
              laser->given);
    return CLI_MISUSE;
}

/* Estimate the wavelength, and tell it where it is not that told last. */
static bool estimate(double *nm, cli_laser *laser,
                     const vib_spectrum *spectrum)
{
    const char *source = cli_field(spectrum, VIB_KEY_SOURCE);
    float score = 0;
    int rc = vib_spectrum_laser(nm, spectrum);

    if (rc == VIB_NOT_FOUND && laser->db)
        rc = vib_db_laser(nm, &score, laser->db, spectrum);
    if (rc < 0) {
        cli_error("%s: --laser auto: %s", source, vib_last_error());
        return false;
    }
    if (fabs(*nm - laser->told) >= 0.05) {
        laser->told = *nm;
        if (score > 0)
            cli_note("%s: laser taken as %.2f nm, where it agrees best with "
                     "the library (%.3f)", source, *nm, (double)score);
        else
            cli_note("%s: laser taken as %.2f nm, its Rayleigh line", source,
                     *nm);
    }
    return true;
}

void cli_laser_apply(cli_laser *laser, vib_spectrum *spectrum)
{
    const char *text = laser->given;
    char number[NUMBER];
    double nm;

    if (!text || !vib_spectrum_lacks_laser(spectrum))
        return;
    if (laser->automatic) {
        if (!estimate(&nm, laser, spectrum))
            return;
        snprintf(number, sizeof number, "%.2f", nm);
        text = number;
    }
    if (vib_spectrum_set(spectrum, VIB_KEY_LASER, text) < 0)
        cli_error("%s", vib_last_error());
}
