#include "header.h"

#include "found.h"
#include "number.h"
#include "status.h"
#include "technique.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { WORD = 64 };

/* What others call the fields that the library knows, best first. */
static const struct {
    const char *key, *others;
} aliases[] = {
    { VIB_KEY_NAME, "names name substance compound mineral polymer material "
                    "chemicalname spectrumname samplename sample" },
    { VIB_KEY_TITLE, "title graphtitle graphname" },
    { VIB_KEY_X_UNIT, "xunit xunits xaxisunit xaxisunits axisunit1 xdatakind" },
    { VIB_KEY_Y_UNIT, "yunit yunits yaxisunit yaxisunits axisunit0 "
                      "dataunit" },
    { VIB_KEY_URL, "url link" },
};

static const char laser_keys[] =
    "laser ramanwavelength laserwavelength laserwavelengthnm lasernm "
    "excitationwavelength excitationwavelengthnm excitation excitationlaser "
    "wl";
static const char technique_keys[] =
    "technique filetype datatype spectrumtype measurementtype method";
/* Of these, those that may say anything. */
static const char loose_keys[] = "filetype method";

void vib_header_plain(char *out, size_t size, vib_span text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n && n + 1 < size; i++) {
        char c = text.at[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = c;
    }
    out[n] = '\0';
}

bool vib_header_is_one(const char *plain, const char *words)
{
    size_t n = strlen(plain);

    while (n > 0 && *words) {
        size_t length = strcspn(words, " ");

        if (length == n && memcmp(words, plain, n) == 0)
            return true;
        words += length;
        words += *words == ' ';
    }
    return false;
}

/* The first field with a value whose key is one of `words`, in their order. */
static const vib_field *find(const vib_spectrum *spectrum, const char *words)
{
    const vib_field *best = NULL;
    const char *best_at = NULL;

    for (size_t i = 0; i < spectrum->field_count; i++) {
        const vib_field *field = &spectrum->fields[i];
        char plain[WORD];
        const char *at;

        vib_header_plain(plain, sizeof plain,
                         (vib_span){ field->key, strlen(field->key) });
        if (!*field->value || !vib_header_is_one(plain, words))
            continue;
        at = strstr(words, plain);
        if (!best || at < best_at) {
            best = field;
            best_at = at;
        }
    }
    return best;
}

/* Is the number before `text` one of something else: a power ("300 mW"), a
 * share ("50 %"), a frequency or a time? */
static bool is_other_quantity(const char *text)
{
    char word[WORD];
    size_t n;

    while (*text == ' ')
        text++;
    if (*text == '%')
        return true;
    n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    vib_header_plain(word, sizeof word, (vib_span){ text, n });
    return vib_header_is_one(word, "w mw uw kw mj hz khz mhz s ms ns ps fs um "
                                   "mm cm ev");
}

/* A wavelength in nm that stands at the start of `text` or behind words:
 * "532nm_Edge", "784,9", "Nd:YAG 532.1 nm", "300 mW, 785 nm". False when there
 * is none. */
static bool find_laser(double *nm, const char *text)
{
    const char *end = text + strlen(text);

    for (const char *p = text; p < end; p++) {
        const char *after;

        if (*p < '0' || *p > '9')
            continue;
        after = vib_number_read(nm, p, end, memchr(p, '.', (size_t)(end - p))
                                                ? '.' : ',');
        if (after && *nm >= 150 && *nm <= 11000 && !is_other_quantity(after))
            return true;
        if (after)
            p = after - 1;
    }
    return false;
}

/* Give field `key` the value that was found in `field`. Where these are the
 * same field, what the file said is kept as "original ...". */
static int set_found(vib_spectrum *spectrum, const char *key,
                     const char *value, const vib_field *field)
{
    char kept[WORD];

    if (strcasecmp(field->key, key) == 0 && strcmp(field->value, value) != 0) {
        snprintf(kept, sizeof kept, "original %s", key);
        if (vib_spectrum_set(spectrum, kept, field->value) < 0)
            return VIB_NO_MEMORY;
    }
    return vib_spectrum_set(spectrum, key, value);
}

/* A field "laser" that gives no wavelength ("green", "100 mW") would be taken
 * for one: it becomes "original laser". */
static int set_aside(vib_spectrum *spectrum, const vib_field *field)
{
    int status = vib_spectrum_set(spectrum, "original " VIB_KEY_LASER,
                                  field->value);

    return status < 0 ? status
                      : vib_spectrum_set(spectrum, VIB_KEY_LASER, NULL);
}

static int set_laser(vib_spectrum *spectrum)
{
    const vib_field *field = find(spectrum, laser_keys);
    char text[VIB_NUMBER_TEXT];
    double nm;

    if (field && !find_laser(&nm, field->value) &&
        strcasecmp(field->key, VIB_KEY_LASER) == 0) {
        if (set_aside(spectrum, field) < 0)
            return VIB_NO_MEMORY;
        field = find(spectrum, laser_keys);
    }
    if (!field || !find_laser(&nm, field->value))
        return VIB_OK;
    vib_number_write(text, nm);
    return set_found(spectrum, VIB_KEY_LASER, text, field);
}

/* The technique that a field names; of a loose one only ours, spelled out. */
static const char *technique_in(const vib_field *field)
{
    char plain[WORD];

    vib_header_plain(plain, sizeof plain,
                     (vib_span){ field->key, strlen(field->key) });
    if (!vib_header_is_one(plain, loose_keys))
        return vib_technique_named(field->value);
    return strcasestr(field->value, "raman")      ? "raman"
           : strcasestr(field->value, "infrared") ? "infrared"
           : strcasestr(field->value, "ftir")     ? "infrared"
                                                  : NULL;
}

static int set_technique(vib_spectrum *spectrum)
{
    const vib_field *field = find(spectrum, technique_keys);
    const char *technique = field ? technique_in(field) : NULL;

    return technique ? set_found(spectrum, VIB_KEY_TECHNIQUE, technique, field)
                     : VIB_OK;
}

/* The place in a map, where a file gives both of its numbers. */
static int set_places(vib_spectrum *spectrum)
{
    static const char *const others[] = {
        "mapx xum xm x xposition xpos stagex",
        "mapy yum ym y yposition ypos stagey"
    };
    const char *text[2];

    for (size_t i = 0; i < 2; i++) {
        const vib_field *field = find(spectrum, others[i]);
        double value;

        text[i] = field ? field->value : "";
        if (!vib_number_read(&value, text[i], text[i] + strlen(text[i]), '.'))
            return VIB_OK;
    }
    if (vib_spectrum_get(spectrum, VIB_KEY_MAP_X))
        return VIB_OK;
    if (vib_spectrum_set(spectrum, VIB_KEY_MAP_X, text[0]) < 0)
        return VIB_NO_MEMORY;
    return vib_spectrum_set(spectrum, VIB_KEY_MAP_Y, text[1]);
}

int vib_header_understand(vib_spectrum *spectrum)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        const char *has = vib_spectrum_get(spectrum, aliases[i].key);
        const vib_field *field;

        if (has && *has)
            continue;
        field = find(spectrum, aliases[i].others);
        if (field && vib_spectrum_set(spectrum, aliases[i].key, field->value))
            return VIB_NO_MEMORY;
    }
    if (set_laser(spectrum) < 0 || set_places(spectrum) < 0)
        return VIB_NO_MEMORY;
    return set_technique(spectrum);
}
