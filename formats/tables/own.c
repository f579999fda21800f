/* own.c - Vibrary's own text, which vib_spectrum_write() writes: a line
 * "##vibrary=1", then as RRUFF does; a line "##vibrary=1" behind it begins the
 * next spectrum. Keys and values are kept to the byte: what is no printable
 * UTF-8, the backslash, and "=" in a key are written \xHH. */
#include "labelled.h"
#include "memory.h"
#include "number.h"
#include "reader.h"
#include "status.h"
#include "utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char first_line[] = "##vibrary=";

static int own_sniff(const uint8_t *data, size_t size)
{
    size_t n = sizeof first_line - 1;

    return size > n && memcmp(data, first_line, n) == 0 ? 100 : 0;
}

static bool is_printable(const uint8_t *p, size_t length)
{
    return length > 1 || (length == 1 && p[0] >= 0x20 && p[0] != 0x7f);
}

static void write_escaped(FILE *out, const char *text, bool is_key)
{
    const uint8_t *p = (const uint8_t *)text;
    size_t n = strlen(text);

    while (n > 0) {
        size_t length = vib_utf8_length(p, n);

        if (is_printable(p, length) && *p != '\\' && !(is_key && *p == '=')) {
            fwrite(p, 1, length, out);
        } else {
            fprintf(out, "\\x%02x", *p);
            length = 1;
        }
        p += length;
        n -= length;
    }
}

static bool is_key(const vib_field *field, const char *key)
{
    return vib_span_is((vib_span){ field->key, strlen(field->key) }, key);
}

static void write_field(FILE *out, const char *prefix, const vib_field *field)
{
    const char *key = field->key;

    fprintf(out, "##%s", prefix);
    if (is_key(field, "END") || is_key(field, "vibrary"))
        fprintf(out, "\\x%02x", (unsigned char)*key++); /* no mark of ours */
    write_escaped(out, key, true);
    fputc('=', out);
    write_escaped(out, field->value, false);
    fputc('\n', out);
}

/* Source and format are those of the file just read, always: what a spectrum
 * had before it was written is read back as "original ...". */
static void write_fields(FILE *out, const vib_spectrum *spectrum)
{
    for (size_t i = 0; i < spectrum->field_count; i++) {
        const vib_field *field = &spectrum->fields[i];

        if (!is_key(field, VIB_KEY_SOURCE) && !is_key(field, VIB_KEY_FORMAT))
            write_field(out, "", field);
        else if (is_key(field, VIB_KEY_SOURCE)
                     ? !vib_spectrum_get(spectrum, "original " VIB_KEY_SOURCE)
                     : !vib_spectrum_get(spectrum, "original " VIB_KEY_FORMAT))
            write_field(out, "original ", field);
    }
}

int vib_spectrum_write(FILE *out, const vib_spectrum *spectrum)
{
    char x[VIB_NUMBER_TEXT], y[VIB_NUMBER_TEXT];

    for (size_t i = 0; i < spectrum->n; i++)
        if (!isfinite(spectrum->x[i]) || !isfinite(spectrum->y[i]))
            return vib_fail(VIB_BAD_ARG, "point %zu of the spectrum is not a "
                            "finite number", i);
    fprintf(out, "%s1\n", first_line);
    write_fields(out, spectrum);
    for (size_t i = 0; i < spectrum->n; i++) {
        vib_number_write(x, spectrum->x[i]);
        vib_number_write(y, spectrum->y[i]);
        fprintf(out, "%s, %s\n", x, y);
    }
    fprintf(out, "##END=\n");
    return ferror(out) ? vib_fail_errno("cannot write the spectrum") : VIB_OK;
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* Undo write_escaped(); NULL when out of memory. */
static char *unescape(vib_span text)
{
    char *out = vib_new(text.n + 1, 1);
    size_t n = 0;

    for (size_t i = 0; out && i < text.n; i++) {
        int high = -1, low = -1;

        if (text.at[i] == '\\' && i + 3 < text.n && text.at[i + 1] == 'x') {
            high = hex_value(text.at[i + 2]);
            low = hex_value(text.at[i + 3]);
        }
        if (high >= 0 && low >= 0 && (high | low) != 0) {
            out[n++] = (char)(high << 4 | low);
            i += 3;
        } else {
            out[n++] = text.at[i];
        }
    }
    return out;
}

/* The mark of the next block stands where this one should have ended, or the
 * file ends there. */
static int refuse_cut(vib_spectrum *spectrum, bool ended)
{
    (void)spectrum;
    return ended ? VIB_OK
                 : vib_fail(VIB_BAD_DATA, "cut short: ##END= is missing");
}

/* A key may come again, as the tags do: each is a field. */
static int add_field(vib_spectrum *spectrum, vib_span key, vib_span value)
{
    char *name, *content;
    int status = VIB_NO_MEMORY;

    if (vib_span_is(key, "vibrary"))
        return refuse_cut(spectrum, spectrum->field_count + spectrum->n == 0);
    if (spectrum->field_count >= VIB_FIELDS_MOST)
        return vib_fail(VIB_BAD_DATA, "a header of more than %d fields",
                        VIB_FIELDS_MOST);
    name = unescape(key);
    content = unescape(value);
    if (name && content)
        status = vib_spectrum_add(spectrum, name, content);
    free(name);
    free(content);
    return status;
}

static int own_parse(vib_found *out, const vib_input *input)
{
    return vib_labelled_parse(out, input, add_field, refuse_cut);
}

const vib_format vib_format_own = { "vibrary", own_sniff, own_parse };
