#include "origin.h"

#include "memory.h"
#include "number.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

enum { PARTS = 4 }; /* mineral, id, technique, laser */

/* The last part of a name without its ending, nor that of a compressed file. */
static vib_span stem_of(const char *name)
{
    static const char *const packed[] = { ".gz", ".zst", ".xz", ".bz2" };
    const char *slash = strrchr(name, '/'), *dot;
    const char *start = slash ? slash + 1 : name;
    size_t n = strlen(start);

    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++) {
        size_t length = strlen(packed[i]);

        if (n > length && memcmp(start + n - length, packed[i], length) == 0) {
            n -= length;
            break;
        }
    }
    dot = memrchr(start, '.', n);
    return (vib_span){ start, dot && dot > start ? (size_t)(dot - start) : n };
}

vib_span vib_rruff_specimen(vib_span id)
{
    size_t n = 1;

    if (id.n == 0 || id.at[0] < 'A' || id.at[0] > 'Z')
        return (vib_span){ 0 };
    while (n < id.n && id.at[n] >= '0' && id.at[n] <= '9')
        n++;
    if (n != 7 || (id.n > n && id.at[n] != '-' && id.at[n] != '.'))
        return (vib_span){ 0 };
    return (vib_span){ id.at, n };
}

/* Set a field that has no value yet. */
static int set_new(vib_spectrum *spectrum, const char *key, vib_span value)
{
    const char *old = vib_spectrum_get(spectrum, key);

    return value.n == 0 || (old && *old) ? VIB_OK
                                         : vib_field_set(spectrum, key, value);
}

static int set_new_text(vib_spectrum *spectrum, const char *key,
                        const char *value)
{
    return set_new(spectrum, key, (vib_span){ value, strlen(value) });
}

static const char *technique_of_word(vib_span word)
{
    if (vib_span_is(word, "raman"))
        return "raman";
    if (vib_span_is(word, "infrared") || vib_span_is(word, "ftir") ||
        vib_span_is(word, "atr") || vib_span_is(word, "ir"))
        return "infrared";
    return "";
}

/* The technique that a word of the name says, or "". */
static const char *technique_of(vib_span stem)
{
    const char *technique = "";
    size_t start = 0;

    for (size_t i = 0; i <= stem.n && !*technique; i++)
        if (i == stem.n || strchr("_- .,()[]", stem.at[i])) {
            technique = technique_of_word(
                (vib_span){ stem.at + start, i - start });
            start = i + 1;
        }
    return technique;
}

/* Split at "__" into at most PARTS; what is missing stays empty. */
static void split_name(vib_span parts[PARTS], vib_span stem)
{
    size_t start = 0, count = 0;

    for (size_t i = 0; i <= stem.n && count < PARTS; i++)
        if (i == stem.n ||
            (i + 1 < stem.n && stem.at[i] == '_' && stem.at[i + 1] == '_')) {
            parts[count++] = (vib_span){ stem.at + start, i - start };
            start = i + 2;
            i++;
        }
}

static bool is_laser(vib_span text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return text.n == 3 || text.n == 4;
}

/* What WiRE calls a measurement that nobody gave a name, perhaps with a number
 * behind it: the file's name says more. */
static bool says_nothing(const char *title)
{
    static const char *const titles[] = {
        "Single scan measurement", "Simple mapping measurement",
        "StreamHR image acquisition", "StreamLine image acquisition",
        "Depth series acquisition",
    };

    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        size_t n = strlen(titles[i]);

        if (strncmp(title, titles[i], n) == 0 &&
            strspn(title + n, " 0123456789") == strlen(title + n))
            return true;
    }
    return false;
}

static int set_from_name(vib_spectrum *spectrum, const char *file)
{
    vib_span stem = stem_of(file), parts[PARTS] = { { NULL, 0 } }, specimen;
    const char *title = vib_spectrum_get(spectrum, VIB_KEY_TITLE);
    int status = set_new_text(spectrum, VIB_KEY_TECHNIQUE, technique_of(stem));

    split_name(parts, stem);
    specimen = vib_rruff_specimen(parts[1]);
    if (status == VIB_OK && specimen.n > 0) {
        status = set_new(spectrum, VIB_KEY_SPECIMEN, specimen);
        stem = parts[0];
        if (status == VIB_OK && is_laser(parts[3]))
            status = set_new(spectrum, VIB_KEY_LASER, parts[3]);
    }
    if (status == VIB_OK && title && specimen.n == 0 && !says_nothing(title))
        status = set_new_text(spectrum, VIB_KEY_NAME, title);
    return status < 0 ? status : set_new(spectrum, VIB_KEY_NAME, stem);
}

int vib_origin_set(vib_found *found, const char *file)
{
    int status = VIB_OK;

    for (size_t k = 0; k < found->count && status == VIB_OK; k++)
        status = set_from_name(&found->spectra[k], file);
    for (size_t i = 0; i < found->series_count && !found->titled &&
                       status == VIB_OK; i++)
        status = set_from_name(&found->series[i].head, file);
    return status;
}

static int set_source(vib_spectrum *spectrum, const char *path, size_t k,
                      size_t count)
{
    char number[VIB_NUMBER_TEXT], *source;
    int status;

    if (count == 1)
        return vib_spectrum_set(spectrum, VIB_KEY_SOURCE, path);
    source = vib_new(strlen(path) + sizeof number + 1, 1);
    if (!source)
        return VIB_NO_MEMORY;
    vib_number_round(number, (double)k, 12);
    stpcpy(stpcpy(stpcpy(source, path), "#"), number);
    status = vib_spectrum_set(spectrum, VIB_KEY_SOURCE, source);
    free(source);
    return status;
}

int vib_origin_given(vib_spectrum *spectrum, const vib_found *found,
                     const char *path, size_t inner)
{
    size_t k = found->given - 1;
    int status = VIB_OK;

    if (found->titled && k >= found->count)
        status = set_from_name(spectrum, path + inner);
    return status < 0 ? status
                      : set_source(spectrum, path, k, vib_found_count(found));
}
