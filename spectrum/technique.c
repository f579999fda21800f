#include "technique.h"

#include "status.h"
#include "units.h"

#include <string.h>
#include <strings.h>

static const char *field(const vib_spectrum *spectrum, const char *key)
{
    const char *value = vib_spectrum_get(spectrum, key);

    return value ? value : "";
}

/* A letter or "%" may be all that is left of a sample's name, and does not
 * outweigh an axis that says what it is. */
static bool is_infrared_unit(const char *unit, bool raman_axis)
{
    return vib_ordinate_is_light(vib_ordinate_of(unit)) &&
           !(raman_axis && strlen(unit) == 1);
}

/* The field that says that it is of the other technique, or NULL. */
static const char *telling_field(const vib_spectrum *spectrum, bool raman)
{
    const char *technique = field(spectrum, VIB_KEY_TECHNIQUE);
    bool axis = strcasestr(field(spectrum, VIB_KEY_X_UNIT), "raman") != NULL;

    if (*technique)
        return strcasecmp(technique, raman ? "infrared" : "raman") == 0
                   ? VIB_KEY_TECHNIQUE
                   : NULL;
    if (raman)
        return is_infrared_unit(field(spectrum, VIB_KEY_Y_UNIT), axis)
                   ? VIB_KEY_Y_UNIT
                   : NULL;
    return axis ? VIB_KEY_X_UNIT : NULL;
}

int vib_technique_check(const vib_spectrum *spectrum, bool raman)
{
    const char *key = telling_field(spectrum, raman);

    if (!key)
        return VIB_OK;
    return vib_fail(VIB_BAD_DATA, "its field %s says %.30s, the model is for "
                    "%s spectra; if it is one, --set %s=%s", key,
                    field(spectrum, key), raman ? "Raman" : "infrared",
                    VIB_KEY_TECHNIQUE, raman ? "raman" : "infrared");
}
