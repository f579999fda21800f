#include "light.h"

#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { POINTS_LEAST = 16 };

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Nothing, or an intensity of no one knows what. */
static bool says_little(const char *unit)
{
    return !*unit || strcasestr(unit, "intensity") || strstr(unit, "arb") ||
           strcasecmp(unit, "a.u.") == 0;
}

/* Shares of light, of 1 or of 100: most of it passes, and bands go down from
 * there. Of an absorbance most is near its lowest. */
static bool looks_transmitted(const vib_spectrum *spectrum)
{
    size_t n = spectrum->n;
    double *y, low, middle, high;

    if (n < POINTS_LEAST || !says_little(cli_field(spectrum, VIB_KEY_Y_UNIT)))
        return false;
    y = cli_new(n, sizeof *y);
    memcpy(y, spectrum->y, n * sizeof *y);
    qsort(y, n, sizeof *y, ascending);
    low = y[0];
    middle = y[n / 2];
    high = y[n - 1 - n / 100];
    free(y);
    return ((high > 60 && high < 130 && low > -5) ||
            (high > 0.8 && high < 1.3 && low > -0.05)) &&
           middle > high / 2 && middle - low > 2 * (high - middle);
}

static bool is_infrared(const vib_db *db)
{
    static const char word[] = "infrared";
    vib_encoder_facts facts;

    return vib_db_encoder(&facts, db) == VIB_OK &&
           strncmp(facts.pipeline, word, sizeof word - 1) == 0;
}

void cli_light_warn(cli_input *input, const cli_batch *batch, const vib_db *db)
{
    if (input->light_told || !is_infrared(db))
        return;
    for (size_t i = 0; i < batch->n && !input->light_told; i++)
        if (looks_transmitted(&batch->spectra[i])) {
            cli_note("%s: looks like transmittance, but does not say so and is "
                     "taken as absorbance; if it is, say y_unit=%%T in a "
                     "line above its numbers, or --set y_unit=%%T",
                     cli_field(&batch->spectra[i], VIB_KEY_SOURCE));
            input->light_told = true;
        }
}
