#include "technique.h"

#include "fields.h"
#include "status.h"
#include "units.h"

#include <string.h>
#include <strings.h>

/* Words begin with these, or are these where `whole`; the first counts. */
static const struct {
    const char *word;
    bool whole;
    const char *technique;
} names[] = {
    { "raman", false, "raman" },
    { "infrared", false, "infrared" },
    { "ftir", false, "infrared" },
    { "ft-ir", false, "infrared" },
    { "ir", true, "infrared" },
    { "atr", true, "infrared" },
    { "mass", false, "mass spectrometry" },
    { "epr", false, "EPR" },
    { "esr", true, "EPR" },
    { "electron paramagnetic", false, "EPR" },
    { "electron spin", false, "EPR" },
    { "nmr", false, "NMR" },
    { "nuclear magnetic", false, "NMR" },
    { "ion mobility", false, "ion mobility" },
    { "uv", false, "UV/VIS" },
    { "ultraviolet", false, "UV/VIS" },
    { "x-ray", false, "X-rays" },
    { "xray", false, "X-rays" },
    { "xrd", false, "X-rays" },
    { "xrf", false, "X-rays" },
    { "xps", false, "X-rays" },
    { "chromatogra", false, "chromatography" },
    { "thermogravim", false, "thermal analysis" },
    { "tga", true, "thermal analysis" },
    { "dsc", true, "thermal analysis" },
    { "titration", false, "titration" },
    { "iv", true, "voltammetry" },
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool has_word(const char *text, const char *word, bool whole)
{
    size_t n = strlen(word);

    for (const char *p = text; (p = strcasestr(p, word)) != NULL; p++)
        if ((p == text || !is_letter(p[-1])) && !(whole && is_letter(p[n])))
            return true;
    return false;
}

const char *vib_technique_named(const char *text)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (has_word(text, names[i].word, names[i].whole))
            return names[i].technique;
    return NULL;
}

/* A letter or "%" may be all that is left of a sample's name, and does not
 * outweigh an axis that says what it is. */
static bool is_infrared_unit(const char *unit, bool raman_axis)
{
    return vib_ordinate_is_light(vib_ordinate_of(unit)) &&
           !(raman_axis && strlen(unit) == 1);
}

/* The field that says that it is of another technique, or NULL. */
static const char *telling_field(const vib_spectrum *spectrum, bool raman)
{
    const char *technique = vib_field_get(spectrum, VIB_KEY_TECHNIQUE);
    const char *unit = vib_field_get(spectrum, VIB_KEY_X_UNIT);
    bool axis = strcasestr(unit, "raman") != NULL;

    if (*technique) {
        const char *named = vib_technique_named(technique);

        return named && strcmp(named, raman ? "raman" : "infrared") != 0
                   ? VIB_KEY_TECHNIQUE
                   : NULL;
    }
    if (raman)
        return is_infrared_unit(vib_field_get(spectrum, VIB_KEY_Y_UNIT), axis)
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
                    vib_field_get(spectrum, key), raman ? "Raman" : "infrared",
                    VIB_KEY_TECHNIQUE, raman ? "raman" : "infrared");
}
