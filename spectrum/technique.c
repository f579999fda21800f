#include "technique.h"

#include "status.h"

#include <strings.h>

int vib_technique_check(const vib_spectrum *spectrum, bool raman)
{
    const char *technique = vib_spectrum_get(spectrum, VIB_KEY_TECHNIQUE);
    const char *own = raman ? "raman" : "infrared";
    const char *other = raman ? "infrared" : "raman";

    if (!technique || strcasecmp(technique, other) != 0)
        return VIB_OK;
    return vib_fail(VIB_BAD_DATA, "its field technique says %s, the model is "
                    "for %s spectra; set the field if it is wrong", other, own);
}
