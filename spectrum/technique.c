#include "technique.h"

#include "status.h"

#include <string.h>
#include <strings.h>

static const char *field(const vib_spectrum *spectrum, const char *key)
{
    const char *value = vib_spectrum_get(spectrum, key);

    return value ? value : "";
}

/* What only an infrared spectrum has for an intensity. */
static bool is_of_light(const char *unit)
{
    static const char *const words[] = { "absorb", "transmi", "reflect",
                                         "log(1/" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(unit, words[i]))
            return true;
    return false;
}

/* The field that says that it is of the other technique, or NULL. */
static const char *telling_field(const vib_spectrum *spectrum, bool raman)
{
    const char *technique = field(spectrum, VIB_KEY_TECHNIQUE);

    if (*technique)
        return strcasecmp(technique, raman ? "infrared" : "raman") == 0
                   ? VIB_KEY_TECHNIQUE
                   : NULL;
    if (raman)
        return is_of_light(field(spectrum, VIB_KEY_Y_UNIT)) ? VIB_KEY_Y_UNIT
                                                            : NULL;
    return strcasestr(field(spectrum, VIB_KEY_X_UNIT), "raman")
               ? VIB_KEY_X_UNIT
               : NULL;
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
