/* remark.c - what header lines and column labels say. */
#include "delimited.h"

#include "header.h"
#include "status.h"
#include "units.h"

#include <string.h>

enum { KEY_MOST = 128, LABEL = 128 };

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

/* A line without the blanks, quotes and comment signs in front. */
static vib_span strip_marks(vib_span line)
{
    while (line.n > 0 && strchr("#/@>\" \t", line.at[0])) {
        line.at++;
        line.n--;
    }
    return line;
}

/* Drop separators, blanks and quotes at the end of a value. */
static vib_span strip_end(vib_span value, const vib_dialect *dialect)
{
    value = vib_span_trim(value);
    while (value.n > 0 && (value.at[value.n - 1] == '"' ||
                           value.at[value.n - 1] == dialect->separator))
        value = vib_span_trim((vib_span){ value.at, value.n - 1 });
    if (value.n > 0 && value.at[0] == '"')
        value = (vib_span){ value.at + 1, value.n - 1 };
    return value;
}

/* Where the key of a header line ends; its length when it has none. LabSpec
 * writes "key=<tab>value" with all signs in its keys. */
static size_t find_value(vib_span text, const vib_dialect *dialect)
{
    const char *labspec = text.n ? memmem(text.at, text.n, "=\t", 2) : NULL;
    size_t at = 0;

    if (labspec)
        return (size_t)(labspec - text.at);
    while (at < text.n && !strchr("=:\t", text.at[at]) &&
           (dialect->separator == ' ' || text.at[at] != dialect->separator))
        at++;
    return at;
}

int vib_remark_add(vib_spectrum *spectrum, vib_span line,
                   const vib_dialect *dialect)
{
    vib_span text = strip_marks(line), comment = { "comment", 7 };
    size_t at = find_value(text, dialect);

    if (text.n == 0)
        return VIB_OK;
    if (at == text.n || at == 0 || at > KEY_MOST || !is_letter(text.at[0]))
        return vib_field_add(spectrum, comment, strip_end(text, dialect));
    line = (vib_span){ text.at, at };
    text = (vib_span){ text.at + at + 1, text.n - at - 1 };
    return vib_field_add(spectrum, strip_end(line, dialect),
                         strip_end(text, dialect));
}

static const char *text_of(char copy[LABEL], vib_span text)
{
    size_t n = text.n < LABEL - 1 ? text.n : LABEL - 1;

    if (n > 0)
        memcpy(copy, text.at, n);
    copy[n] = '\0';
    return copy;
}

static vib_unit unit_of(vib_span text)
{
    char copy[LABEL];

    return vib_unit_of(text_of(copy, text));
}

static vib_ordinate ordinate_of(vib_span text)
{
    char copy[LABEL];

    return vib_ordinate_of(text_of(copy, text));
}

static bool has_letter(vib_span text)
{
    for (size_t i = 0; i < text.n; i++)
        if (is_letter(text.at[i]) || text.at[i] == '%')
            return true;
    return false;
}

/* What stands in the last brackets of a label, or nothing. */
static vib_span in_brackets(vib_span label)
{
    size_t open = label.n, close = label.n;

    while (close > 0 && !strchr("])", label.at[close - 1]))
        close--;
    if (close == 0)
        return (vib_span){ NULL, 0 };
    for (open = close - 1; open > 0 && !strchr("[(", label.at[open]); open--)
        ;
    if (!strchr("[(", label.at[open]))
        return (vib_span){ NULL, 0 };
    return vib_span_trim(
        (vib_span){ label.at + open + 1, close - open - 2 });
}

/* What stands behind " / ", as physicists write it, or nothing. */
static vib_span behind_slash(vib_span label)
{
    for (size_t i = 1; i + 2 < label.n; i++)
        if (memcmp(label.at + i, " / ", 3) == 0 ||
            (label.at[i] == '/' && label.at[i + 1] == ' '))
            return vib_span_trim(
                (vib_span){ label.at + i + 2, label.n - i - 2 });
    return (vib_span){ NULL, 0 };
}

vib_span vib_label_x_unit(vib_span label)
{
    vib_span inner = in_brackets(label);

    if (unit_of(inner) != VIB_UNIT_UNKNOWN)
        return inner;
    inner = behind_slash(label);
    if (unit_of(inner) != VIB_UNIT_UNKNOWN)
        return inner;
    return unit_of(label) != VIB_UNIT_UNKNOWN ? label : (vib_span){ NULL, 0 };
}

bool vib_label_names_axis(vib_span label)
{
    static const char *const starts[] = { "ramanshift", "wavenumber",
                                          "wavelength" };
    char plain[LABEL];

    vib_header_plain(plain, sizeof plain, label);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncmp(plain, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

bool vib_label_has_axis_unit(vib_span label)
{
    vib_unit unit = unit_of(vib_label_x_unit(label));

    return unit != VIB_UNIT_UNKNOWN && unit != VIB_UNIT_OTHER;
}

bool vib_label_is_axis_unit(vib_span label)
{
    char plain[LABEL];

    vib_header_plain(plain, sizeof plain, vib_label_x_unit(label));
    return vib_label_has_axis_unit(label) &&
           vib_header_is_one(plain, "cm1 1cm percm cm nm um m ev");
}

bool vib_label_says_more(vib_span label, vib_span unit)
{
    vib_ordinate whole = ordinate_of(label), part = ordinate_of(unit);

    if (vib_ordinate_is_light(whole))
        return whole != part || unit.n == 1;
    return whole == VIB_INTENSITY && vib_ordinate_is_light(part);
}

/* "Silicone (R)" is no reflectance. */
static bool is_mark(vib_span inner)
{
    return inner.n == 1 && is_letter(inner.at[0]) &&
           vib_ordinate_is_light(ordinate_of(inner));
}

static bool is_quantity(vib_span text)
{
    char plain[LABEL];

    vib_header_plain(plain, sizeof plain, text);
    return vib_header_is_one(
               plain,
               "a abs absorbance absorption au t transmittance transmission r "
               "reflectance intensity intensities counts count cts ccdcts cps "
               "cntsec arbunits kubelkamunk logr") ||
           (text.n > 3 && vib_ordinate_is_light(ordinate_of(text)));
}

vib_span vib_label_y_unit(vib_span label)
{
    vib_span inner = in_brackets(label), none = { NULL, 0 };

    if (!has_letter(inner))
        inner = behind_slash(label);
    if (has_letter(inner)) {
        if (inner.n + 2 == label.n && strchr("[(", label.at[0]))
            return inner;
        if (vib_label_says_more(label, inner))
            return label;
        return is_mark(inner) && ordinate_of(label) != ordinate_of(inner)
                   ? none
                   : inner;
    }
    return is_quantity(label) ? label : none;
}

vib_span vib_label_name(vib_span label)
{
    static const char *const generic[] = { "x", "y", "spectrum" };
    vib_span unit = vib_label_y_unit(label), nothing = { NULL, 0 };

    if (unit.n > 0 && unit.at > label.at && unit.at[-1] == '(' &&
        is_quantity(unit))
        label = vib_span_trim(
            (vib_span){ label.at, (size_t)(unit.at - 1 - label.at) });
    for (size_t i = 0; i < sizeof generic / sizeof *generic; i++)
        if (vib_span_is(label, generic[i]))
            return nothing;
    return is_quantity(label) ? nothing : label;
}
