/* envi.c - ENVI spectral libraries and images: a header in text (.hdr), which
 * leads, and the numbers beside it: a spectrum a line in a library (.sli); in
 * an image three ways to put pixels and bands in order. From "ENVI Header
 * Files" of NV5 Geospatial's public documentation. */
#include "binary.h"
#include "companion.h"
#include "delimited.h"
#include "element.h"
#include "export.h"
#include "header.h"
#include "memory.h"
#include "number.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SURE = 90, KEY = 64 };

/* A value at or below this marks a channel without one (USGS). */
static const double deleted = -1e30;

typedef struct envi {
    vib_text text;
    vib_part data; /* the numbers */
    bool image;
    size_t samples, lines; /* points and spectra; of an image, its pixels */
    size_t points;         /* of a spectrum */
    size_t across, down, along; /* numbers from pixel to pixel, band to band */
    double pixel[2];       /* um, or 0: not told */
    vib_element element;
    double scale;  /* of reflectance 1 */
    double ignore; /* a value that is none; NAN: there is no such */
} envi;

static int envi_sniff(const uint8_t *data, size_t size)
{
    return vib_export_begins(data, size, "ENVI\n") ||
                   vib_export_begins(data, size, "ENVI\r")
               ? SURE
               : 0;
}

/* `text` from byte `from` on, and up to the first `stop` from there. */
static vib_span cut(vib_span text, size_t from, char stop)
{
    vib_span part = { text.at + from, text.n - from };
    const char *end = part.n ? memchr(part.at, stop, part.n) : NULL;

    if (end)
        part.n = (size_t)(end - part.at);
    return part;
}

/* The next "key = value" at *rest; a value in braces may go over lines. */
static bool next_pair(vib_span *key, vib_span *value, vib_span *rest)
{
    vib_span line = cut(*rest, 0, '='), found;
    const char *before = line.n ? memrchr(line.at, '\n', line.n) : NULL;
    size_t at = line.n + 1;

    if (line.n == rest->n)
        return false;
    *key = vib_span_trim(before ? cut(line, (size_t)(before - line.at) + 1, '=')
                                : line);
    while (at < rest->n && (rest->at[at] == ' ' || rest->at[at] == '\t'))
        at++;
    if (at < rest->n && rest->at[at] == '{')
        found = cut(*rest, at + 1, '}');
    else
        found = cut(*rest, at, '\n');
    at = (size_t)(found.at - rest->at) + found.n;
    *rest = (vib_span){ rest->at + at, rest->n - at };
    *value = vib_span_trim(found);
    while (value->n > 0 && value->at[value->n - 1] == '\r')
        value->n--;
    return true;
}

/* The value of a key, empty when there is none. */
static vib_span find(const envi *file, const char *wanted)
{
    vib_span rest = { file->text.at, file->text.n }, key, value;

    while (next_pair(&key, &value, &rest))
        if (vib_span_is(key, wanted))
            return value;
    return (vib_span){ "", 0 };
}

static double number_of(const envi *file, const char *key, double otherwise)
{
    vib_span value = find(file, key);
    double number;

    return vib_number_read(&number, value.at, value.at + value.n, '.')
               ? number
               : otherwise;
}

/* A whole number that is no more than the numbers there are, or 0. */
static size_t count_of(const envi *file, const char *key)
{
    double number = number_of(file, key, 0);

    return number >= 1 && number <= (double)file->data.n ? (size_t)number : 0;
}

static int read_element(envi *file)
{
    static const struct {
        int type;
        vib_element element;
    } types[] = {
        { 1, { 'u', 1, false } },  { 2, { 'i', 2, false } },
        { 3, { 'i', 4, false } },  { 4, { 'f', 4, false } },
        { 5, { 'f', 8, false } },  { 12, { 'u', 2, false } },
        { 13, { 'u', 4, false } }, { 14, { 'i', 8, false } },
        { 15, { 'u', 8, false } },
    };
    double type = number_of(file, "data type", 0);

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (type == types[i].type) {
            file->element = types[i].element;
            file->element.big = number_of(file, "byte order", 0) == 1;
            return VIB_OK;
        }
    return vib_fail(VIB_BAD_DATA, "ENVI data type %g is none of real numbers",
                    type);
}

/* Item k of a list "a, b, c", empty when there is none. */
static vib_span next_item(vib_span *list)
{
    const char *end = list->at + list->n;
    const char *comma = memchr(list->at, ',', list->n);
    const char *stop = comma ? comma : end;
    vib_span item = { list->at, (size_t)(stop - list->at) };

    *list = (vib_span){ comma ? comma + 1 : end,
                        comma ? (size_t)(end - comma - 1) : 0 };
    while (item.n > 0 && strchr(" \t\r\n", item.at[0]))
        item = (vib_span){ item.at + 1, item.n - 1 };
    while (item.n > 0 && strchr(" \t\r\n", item.at[item.n - 1]))
        item.n--;
    return item;
}

/* How far the numbers of an image are from one another: by pixel (bip), by line
 * (bil) or by band (bsq). */
static int set_order(envi *file)
{
    vib_span order = find(file, "interleave");
    size_t samples = file->samples, lines = file->lines, bands = file->points;

    file->across = 1;
    if (vib_span_is(order, "bip")) {
        file->across = bands;
        file->down = samples * bands;
        file->along = 1;
    } else if (vib_span_is(order, "bil")) {
        file->down = samples * bands;
        file->along = samples;
    } else if (vib_span_is(order, "bsq")) {
        file->down = samples;
        file->along = samples * lines;
    } else {
        return vib_fail(VIB_BAD_DATA, "the header of an ENVI image that does "
                        "not say bsq, bil or bip");
    }
    return VIB_OK;
}

/* "pixel size = {x, y}", m unless it says otherwise. */
static void read_pixel_size(envi *file)
{
    vib_span list = find(file, "pixel size"), item;
    double um = memmem(list.at, list.n, "icro", 4) ? 1 : 1e6;

    for (size_t i = 0; i < 2; i++) {
        item = next_item(&list);
        if (!vib_number_read(&file->pixel[i], item.at, item.at + item.n, '.') ||
            !(file->pixel[i] > 0))
            file->pixel[i] = 0;
        file->pixel[i] *= um;
    }
}

static int find_data(envi *file, const vib_input *input)
{
    double offset = number_of(file, "header offset", 0);

    if (input->companion_count == 0)
        return vib_fail(VIB_BAD_DATA, "the header of an ENVI file: that of its "
                        "numbers (.sli, .dat, .img, .raw) is not beside it");
    file->data = (vib_part){ input->companions[0].data,
                             input->companions[0].size };
    file->data = vib_part_most(file->data, offset > 0 && offset < 1e15
                               ? (uint64_t)offset : 0, SIZE_MAX);
    return read_element(file);
}

static int open_file(envi *file, const vib_input *input)
{
    vib_span type = find(file, "file type");
    size_t room;

    if (find_data(file, input) < 0)
        return VIB_BAD_DATA;
    file->image = !memmem(type.at, type.n, "Library", 7);
    file->samples = count_of(file, "samples");
    file->lines = count_of(file, "lines");
    file->points = file->image ? count_of(file, "bands") : file->samples;
    file->scale = number_of(file, "reflectance scale factor", 1);
    file->ignore = number_of(file, "data ignore value", NAN);
    room = file->data.n / file->element.size;
    if (!(file->scale > 0) || file->points < 2 || file->lines < 1 ||
        file->samples < 1 || file->lines > room / file->samples ||
        (file->image &&
         file->lines * file->samples > room / file->points))
        return vib_fail(VIB_BAD_DATA, "%zu bytes do not hold %g lines of %g "
                        "samples and %g bands", file->data.n,
                        number_of(file, "lines", 0),
                        number_of(file, "samples", 0),
                        number_of(file, "bands", 1));
    if (!file->image) {
        file->down = file->samples;
        file->along = 1;
        return VIB_OK;
    }
    read_pixel_size(file);
    return set_order(file);
}

static int read_axis(vib_spectrum *head, const envi *file)
{
    vib_span list = find(file, "wavelength");

    if (vib_points_new(head, file->points) < 0)
        return VIB_NO_MEMORY;
    for (size_t i = 0; i < file->points; i++) {
        vib_span item = next_item(&list);

        if (item.n == 0 || !vib_number_read(&head->x[i], item.at,
                                            item.at + item.n, '.'))
            return vib_fail(VIB_BAD_DATA, "%zu wavelengths of %zu are there",
                            i, file->points);
    }
    return VIB_OK;
}

static int set_units(vib_spectrum *head, const envi *file)
{
    vib_span titles = find(file, "z plot titles");
    vib_span x = find(file, "wavelength units");
    vib_span title = next_item(&titles), y = next_item(&titles);
    int status = VIB_OK;

    if (x.n == 0 || vib_span_is(x, "Unknown"))
        x = vib_label_x_unit(title);
    if (x.n > 0)
        status = vib_field_set(head, VIB_KEY_X_UNIT, x);
    if (status == VIB_OK && y.n > 0)
        status = vib_field_set(head, VIB_KEY_Y_UNIT, y);
    return status < 0 ? status : vib_header_understand(head);
}

/* All of the header but the long lists as fields. */
static int read_fields(vib_spectrum *head, const envi *file)
{
    static const char *const lists[] = { "wavelength", "fwhm", "bbl",
                                         "spectra names", "band names" };
    vib_span rest = { file->text.at, file->text.n }, key, value;
    int status = VIB_OK;

    while (status == VIB_OK && next_pair(&key, &value, &rest)) {
        bool is_list = false;

        for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
            is_list |= vib_span_is(key, lists[i]);
        if (!is_list && key.n < KEY)
            status = vib_field_add(head, key, value);
    }
    return status < 0 ? status : set_units(head, file);
}

/* Where pixel (sample, line) is; the first line is the upper one. */
static int set_place(vib_spectrum *spectrum, const envi *file, size_t sample,
                     size_t line)
{
    int status;

    if (!(file->pixel[0] > 0) || !(file->pixel[1] > 0))
        return VIB_OK;
    status = vib_field_number(spectrum, VIB_KEY_MAP_X,
                              file->pixel[0] * (double)sample, 9);
    return status < 0
               ? status
               : vib_field_number(spectrum, VIB_KEY_MAP_Y,
                                  file->pixel[1] *
                                      (double)(file->lines - 1 - line), 9);
}

/* Where the numbers of a pixel, in a library of a line, begin. */
static const uint8_t *pixel_at(const envi *file, size_t sample, size_t line)
{
    return file->data.at + (sample * file->across + line * file->down) *
                               file->element.size;
}

/* What a stored number means; NAN: there is none. */
static double meaning(const envi *file, double y)
{
    return y <= deleted || y == file->ignore ? NAN : y / file->scale;
}

static void fill(double *y, const envi *file, const uint8_t *first)
{
    vib_element_values(y, first, file->element, file->along, file->points);
    for (size_t i = 0; i < file->points; i++)
        y[i] = meaning(file, y[i]);
}

/* A library, and the names of those spectra that are not made yet. */
typedef struct library {
    envi file;
    vib_span names;
    char text[]; /* that the names are in */
} library;

static int make_line(vib_spectrum *out, void *payload, size_t k)
{
    library *l = payload;
    vib_span name = next_item(&l->names);

    fill(out->y, &l->file, pixel_at(&l->file, 0, k));
    return name.n > 0 ? vib_field_set(out, VIB_KEY_TITLE, name) : VIB_OK;
}

/* Takes *head over. */
static int give_library(vib_found *out, const envi *file, vib_spectrum *head)
{
    vib_span names = find(file, "spectra names");
    library *l = vib_new(1, sizeof *l + names.n);

    if (!l)
        return VIB_NO_MEMORY;
    memcpy(l->text, names.at, names.n);
    l->file = *file;
    l->names = (vib_span){ l->text, names.n };
    out->titled = true;
    return vib_found_series(out, head, file->lines, make_line, l);
}

/* A walk over the pixels of an image. Those without two numbers are left out:
 * images have margins. */
typedef struct pixels {
    envi file;
    size_t sample, line;
} pixels;

static void go_on(pixels *p)
{
    if (++p->sample == p->file.samples) {
        p->sample = 0;
        p->line++;
    }
}

/* Go to the first pixel from here on that has two numbers; false: there is
 * none. */
static bool find_pixel(pixels *p)
{
    const envi *file = &p->file;

    for (; p->line < file->lines; go_on(p)) {
        const uint8_t *at = pixel_at(file, p->sample, p->line);
        size_t step = file->along * file->element.size, numbers = 0;

        for (size_t i = 0; i < file->points && numbers < 2; i++)
            numbers += isfinite(meaning(
                           file, vib_element_value(at + i * step,
                                                   file->element))) ? 1 : 0;
        if (numbers == 2)
            return true;
    }
    return false;
}

static int make_pixel(vib_spectrum *out, void *payload, size_t k)
{
    pixels *p = payload;
    int status;

    (void)k; /* they come in order */
    if (!find_pixel(p))
        return vib_fail(VIB_BAD_DATA, "it changed while it was read");
    fill(out->y, &p->file, pixel_at(&p->file, p->sample, p->line));
    status = set_place(out, &p->file, p->sample, p->line);
    go_on(p);
    return status;
}

/* Takes *head over. */
static int give_image(vib_found *out, const envi *file, vib_spectrum *head)
{
    pixels *p = vib_new(1, sizeof *p);
    size_t count = 0;

    if (!p)
        return VIB_NO_MEMORY;
    p->file = *file;
    for (; find_pixel(p); go_on(p))
        count++;
    p->sample = p->line = 0;
    if (count == 0) {
        free(p);
        return vib_fail(VIB_BAD_DATA, "no pixel of the image has numbers");
    }
    return vib_found_series(out, head, count, make_pixel, p);
}

static int envi_parse(vib_found *out, const vib_input *input)
{
    vib_spectrum head = VIB_SPECTRUM_INIT;
    envi file = { .scale = 1 };
    int status = vib_text_open(&file.text, input->data, input->size);

    if (status == VIB_OK)
        status = open_file(&file, input);
    if (status == VIB_OK) /* the numbers, not the header, are what is large */
        vib_found_allow(out, file.data.n);
    if (status == VIB_OK)
        status = read_axis(&head, &file);
    if (status == VIB_OK)
        status = read_fields(&head, &file);
    if (status == VIB_OK)
        status = file.image ? give_image(out, &file, &head)
                            : give_library(out, &file, &head);
    vib_spectrum_release(&head);
    vib_text_close(&file.text);
    return status;
}

const vib_format vib_format_envi = { "envi", envi_sniff, envi_parse };
