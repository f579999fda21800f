/* units.c - what the numbers of an axis mean. */
#include "units.h"

#include "decimal.h"
#include "status.h"

#include <math.h>
#include <string.h>

static const double per_cm_of_ev = 8065.543937; /* 1 eV / hc, CODATA 2018 */

typedef struct word {
    const char *text;
    vib_unit unit;
} word;

/* Found anywhere in the text, which has lost all but letters, digits and
 * "/%": they are long enough to mean nothing else. The first match counts. */
static const word phrases[] = {
    { "cm1", VIB_UNIT_PER_CM },         { "1/cm", VIB_UNIT_PER_CM },
    { "percm", VIB_UNIT_PER_CM },       { "wavenumber", VIB_UNIT_PER_CM },
    { "ramanshift", VIB_UNIT_PER_CM },  { "nanomet", VIB_UNIT_NM },
    { "micromet", VIB_UNIT_UM },        { "micron", VIB_UNIT_UM },
    { "electronvolt", VIB_UNIT_EV },    { "second", VIB_UNIT_OTHER },
    { "minute", VIB_UNIT_OTHER },       { "hertz", VIB_UNIT_OTHER },
    { "pixel", VIB_UNIT_OTHER },        { "2theta", VIB_UNIT_OTHER },
    { "points", VIB_UNIT_OTHER },       { "retention", VIB_UNIT_OTHER },
    { "m/z", VIB_UNIT_OTHER },          { "angstrom", VIB_UNIT_OTHER },
    { "diode", VIB_UNIT_OTHER },        { "channel", VIB_UNIT_OTHER },
    { "degree", VIB_UNIT_OTHER },       { "temperature", VIB_UNIT_OTHER },
};

/* Found as a word of its own: "Wavelength (nm)", "X[um]", "time s". */
static const word words[] = {
    { "nm", VIB_UNIT_NM },      { "um", VIB_UNIT_UM },
    { "ev", VIB_UNIT_EV },      { "kayser", VIB_UNIT_PER_CM },
    { "mev", VIB_UNIT_OTHER },  { "kev", VIB_UNIT_OTHER },
    { "ppm", VIB_UNIT_OTHER },  { "s", VIB_UNIT_OTHER },
    { "ms", VIB_UNIT_OTHER },   { "min", VIB_UNIT_OTHER },
    { "hz", VIB_UNIT_OTHER },   { "khz", VIB_UNIT_OTHER },
    { "mhz", VIB_UNIT_OTHER },  { "ghz", VIB_UNIT_OTHER },
    { "thz", VIB_UNIT_OTHER },  { "px", VIB_UNIT_OTHER },
    { "mz", VIB_UNIT_OTHER },   { "mm", VIB_UNIT_OTHER },
    { "m", VIB_UNIT_OTHER },    { "pm", VIB_UNIT_OTHER },
    { "ns", VIB_UNIT_OTHER },   { "us", VIB_UNIT_OTHER },
    { "hours", VIB_UNIT_OTHER }, { "days", VIB_UNIT_OTHER },
    { "years", VIB_UNIT_OTHER }, { "deg", VIB_UNIT_OTHER },
    /* without any unit: in nm by habit, while energies have no habit */
    { "wavelength", VIB_UNIT_NM }, { "wavelengths", VIB_UNIT_NM },
    { "energy", VIB_UNIT_OTHER },
    { "mass", VIB_UNIT_OTHER }, { "amu", VIB_UNIT_OTHER },
    { "da", VIB_UNIT_OTHER },   { "gauss", VIB_UNIT_OTHER },
    { "mt", VIB_UNIT_OTHER },   { "tesla", VIB_UNIT_OTHER },
    { "volt", VIB_UNIT_OTHER }, { "volts", VIB_UNIT_OTHER },
};

enum { TEXT = 128 };

/* Lower case; the micro signs (U+00B5, U+03BC) as u and a raised one (U+00B9)
 * as 1; all else that is no letter or digit as one space. */
static void simplify(char out[TEXT], const char *text)
{
    static const char *const special[][2] = {
        { "\xc2\xb5", "u" }, { "\xce\xbc", "u" }, { "\xc2\xb9", "1" },
    };
    size_t n = 0;

    while (*text && n < TEXT - 1) {
        char c = *text++;

        for (size_t i = 0; i < sizeof special / sizeof *special; i++)
            if (strncmp(text - 1, special[i][0], 2) == 0) {
                c = special[i][1][0];
                text++;
            }
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                   c == '/' || c == '%'))
            c = ' ';
        out[n++] = c;
    }
    out[n] = '\0';
}

static void remove_spaces(char *out, const char *text)
{
    for (; *text; text++)
        if (*text != ' ')
            *out++ = *text;
    *out = '\0';
}

static bool has_word(const char *text, const char *wanted)
{
    size_t length = strlen(wanted);
    const char *p = text;

    while ((p = strstr(p, wanted)) != NULL) {
        if ((p == text || p[-1] == ' ' || p[-1] == '/') &&
            (p[length] == '\0' || p[length] == ' '))
            return true;
        p++;
    }
    return false;
}

vib_unit vib_unit_of(const char *text)
{
    char simple[TEXT], packed[TEXT];

    simplify(simple, text);
    remove_spaces(packed, simple);
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (strstr(packed, phrases[i].text))
            return phrases[i].unit;
    if (strstr(text, "\xc3\x85")) /* a ring above A: the angstrom */
        return VIB_UNIT_OTHER;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (has_word(simple, words[i].text))
            return words[i].unit;
    return VIB_UNIT_UNKNOWN;
}

static bool has_part(const char *text, const char *const *parts)
{
    for (; *parts; parts++)
        if (strstr(text, *parts))
            return true;
    return false;
}

static bool is_one_of(const char *text, const char *const *all)
{
    for (; *all; all++)
        if (strcmp(text, *all) == 0)
            return true;
    return false;
}

static bool has_one_word(const char *text, const char *const *all)
{
    for (; *all; all++)
        if (has_word(text, *all))
            return true;
    return false;
}

static const char *const shares[] = { "transmi", "reflec", "reflex", NULL };
static const char *const intensities[] = { "intens", "signal", "emission",
                                           "abundance", NULL };

/* What a detector counted is no share of light, whatever it shone through. */
static bool is_counted(const char *simple, const char *packed)
{
    static const char *const parts[] = { "count", "cnt", "raman", NULL };
    static const char *const all[] = { "cts", "cts/s", "cps", NULL };

    return has_part(packed, parts) || has_one_word(simple, all);
}

/* The logarithm of a share is like absorbance. ABS in capitals is a plastic. */
static bool is_absorbed(const char *text, const char *simple,
                        const char *packed)
{
    static const char *const parts[] = { "absor", "kubelka", "extinc",
                                         "extink", "opticaldens", NULL };
    static const char *const all[] = { "a", "%a", "a%", "mau", "logr", "logt",
                                       NULL };
    bool log = strstr(packed, "log") || has_word(simple, "ln");

    return has_part(packed, parts) || is_one_of(packed, all) ||
           (log && (strstr(packed, "1/") || has_part(packed, shares))) ||
           (has_word(simple, "abs") && !strstr(text, "ABS") &&
            !has_part(packed, intensities));
}

vib_ordinate vib_ordinate_of(const char *text)
{
    static const char *const percents[] = { "%t", "%r", NULL };
    static const char *const alone[] = { "t%", "r%", "%", NULL };
    static const char *const whole[] = { "t", "r", NULL };
    char simple[TEXT], packed[TEXT];
    bool percent;

    text = text ? text : "";
    simplify(simple, text);
    remove_spaces(packed, simple);
    percent = strchr(packed, '%') || strstr(packed, "percent");
    if (is_counted(simple, packed))
        return VIB_INTENSITY;
    if (is_absorbed(text, simple, packed))
        return VIB_ABSORBED;
    if (has_part(packed, shares))
        return percent ? VIB_PERCENT_TRANSMITTANCE : VIB_TRANSMITTANCE;
    if (has_one_word(simple, percents) || is_one_of(packed, alone))
        return VIB_PERCENT_TRANSMITTANCE;
    if (is_one_of(packed, whole))
        return VIB_TRANSMITTANCE;
    return has_part(packed, intensities) ? VIB_INTENSITY
                                         : VIB_ORDINATE_UNKNOWN;
}

bool vib_ordinate_is_light(vib_ordinate ordinate)
{
    return ordinate == VIB_ABSORBED || vib_ordinate_dips(ordinate);
}

bool vib_ordinate_dips(vib_ordinate ordinate)
{
    return ordinate == VIB_TRANSMITTANCE ||
           ordinate == VIB_PERCENT_TRANSMITTANCE;
}

void vib_absorbance(double *y, const vib_spectrum *spectrum)
{
    static const double least = 1e-4;
    const char *text = vib_spectrum_get(spectrum, VIB_KEY_Y_UNIT);
    vib_ordinate unit = vib_ordinate_of(text);
    size_t n = spectrum->n, above = 0;
    double whole;

    if (!vib_ordinate_dips(unit))
        return;
    for (size_t i = 0; i < n; i++)
        above += y[i] > 2;
    whole = unit == VIB_PERCENT_TRANSMITTANCE || above > n / 2 ? 100 : 1;
    for (size_t i = 0; i < n; i++) {
        double share = y[i] / whole;

        if (!isnan(share))
            y[i] = -log10(share > least ? share : least);
    }
}

/* One axis value as a wavenumber; NAN for what cannot be one. */
static double wavenumber(double x, vib_unit unit)
{
    switch (unit) {
    case VIB_UNIT_NM:
        return x > 0 ? 1e7 / x : NAN;
    case VIB_UNIT_UM:
        return x > 0 ? 1e4 / x : NAN;
    case VIB_UNIT_EV:
        return x * per_cm_of_ev;
    default:
        return x;
    }
}

bool vib_laser_text(double *nm, const char *text)
{
    double value = 0;

    while (*text == ' ')
        text++;
    if (!vib_decimal_read(&value, &text) || value < 100 || value > 20000)
        return false;
    *nm = value;
    return true;
}

static int laser_wavenumber(double *out, const vib_spectrum *spectrum,
                            const char *unit)
{
    const char *text = vib_spectrum_get(spectrum, VIB_KEY_LASER);
    double nm = 0;

    if (!text)
        return vib_fail(VIB_BAD_DATA, "the axis is in %.20s: a Raman shift "
                        "needs the laser line; give --laser NM or --laser "
                        "auto (field \"%s\")", unit, VIB_KEY_LASER);
    if (!vib_laser_text(&nm, text))
        return vib_fail(VIB_BAD_DATA, "field \"%s\" is no excitation "
                        "wavelength in nm: \"%.40s\"", VIB_KEY_LASER, text);
    *out = 1e7 / nm;
    return VIB_OK;
}

/* Below a tenth of a micrometre no vibrational spectrum is measured: an axis of
 * 2.5 to 25 nm was in um. */
static int check_light(const vib_spectrum *spectrum, vib_unit unit,
                       const char *text)
{
    static const double most = 1e5; /* cm^-1 */
    size_t n = spectrum->n;
    double first, last;

    if (n == 0 || (unit != VIB_UNIT_NM && unit != VIB_UNIT_UM &&
                   unit != VIB_UNIT_EV))
        return VIB_OK;
    first = wavenumber(spectrum->x[0], unit);
    last = wavenumber(spectrum->x[n - 1], unit);
    if (!(first > most && last > most))
        return VIB_OK;
    return vib_fail(VIB_BAD_DATA, "the axis from %g to %g says that it is in "
                    "\"%.40s\", which cannot be: give the right unit",
                    spectrum->x[0], spectrum->x[n - 1], text);
}

int vib_axis_per_cm(double *axis, const vib_spectrum *spectrum, bool raman)
{
    const char *text = vib_spectrum_get(spectrum, VIB_KEY_X_UNIT);
    vib_unit unit = text ? vib_unit_of(text) : VIB_UNIT_UNKNOWN;
    bool shift = raman && (unit == VIB_UNIT_NM || unit == VIB_UNIT_UM ||
                           unit == VIB_UNIT_EV);
    double laser = 0;
    int rc;

    if (unit == VIB_UNIT_OTHER)
        return vib_fail(VIB_BAD_DATA, "the axis is in \"%.40s\", which is no "
                        "wavenumber, wavelength or energy", text);
    if ((rc = check_light(spectrum, unit, text)) != VIB_OK)
        return rc;
    if (shift && (rc = laser_wavenumber(&laser, spectrum, text)) != VIB_OK)
        return rc;
    for (size_t i = 0; i < spectrum->n; i++) {
        double value = wavenumber(spectrum->x[i], unit);

        axis[i] = shift ? laser - value : value;
    }
    return VIB_OK;
}
