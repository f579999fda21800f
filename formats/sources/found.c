#include "found.h"

#include "memory.h"
#include "status.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { JOINED_MOST = 1 << 16 };

static size_t room_of(size_t size, size_t factor)
{
    if (size < VIB_MEMORY_FLOOR)
        size = VIB_MEMORY_FLOOR;
    return size > SIZE_MAX / factor ? SIZE_MAX : size * factor;
}

size_t vib_found_working_room(size_t size)
{
    return room_of(size, VIB_WORKING_FACTOR);
}

void vib_found_init(vib_found *found, size_t size)
{
    *found = (vib_found){ 0 };
    vib_found_allow(found, size);
}

void vib_found_allow(vib_found *found, size_t size)
{
    size_t limit = room_of(size, VIB_MEMORY_FACTOR);

    if (limit > found->limit)
        found->limit = limit;
}

void vib_found_release(vib_found *found)
{
    for (size_t i = 0; i < found->count; i++)
        vib_spectrum_release(&found->spectra[i]);
    free(found->spectra);
    *found = (vib_found){ 0 };
}

size_t vib_found_room(const vib_found *found)
{
    return found->bytes < found->limit
               ? (found->limit - found->bytes) / (2 * sizeof(double))
               : 0;
}

int vib_point_add(vib_spectrum *out, size_t capacity[2], double x, double y)
{
    void *xs = out->x, *ys = out->y;

    if (vib_reserve(&xs, &capacity[0], out->n + 1, sizeof x) < 0)
        return VIB_NO_MEMORY;
    out->x = xs;
    if (vib_reserve(&ys, &capacity[1], out->n + 1, sizeof y) < 0)
        return VIB_NO_MEMORY;
    out->y = ys;
    out->x[out->n] = x;
    out->y[out->n++] = y;
    return VIB_OK;
}

int vib_points_new(vib_spectrum *out, size_t n)
{
    double *x = vib_new(n, sizeof *x), *y = vib_new(n, sizeof *y);

    if (!x || !y) {
        free(x);
        free(y);
        return VIB_NO_MEMORY;
    }
    *out = (vib_spectrum){ .x = x, .y = y, .n = n };
    return VIB_OK;
}

static size_t memory_of(const vib_spectrum *spectrum)
{
    size_t bytes = sizeof *spectrum + 2 * spectrum->n * sizeof(double);

    for (size_t i = 0; i < spectrum->field_count; i++)
        bytes += sizeof(vib_field) + 32 + strlen(spectrum->fields[i].key) +
                 strlen(spectrum->fields[i].value);
    return bytes;
}

/* Give back what is not needed; when that fails, nothing is lost. */
static void shrink(vib_spectrum *spectrum, size_t n)
{
    size_t bytes = (n ? n : 1) * sizeof(double);
    double *x = realloc(spectrum->x, bytes), *y = realloc(spectrum->y, bytes);

    spectrum->x = x ? x : spectrum->x;
    spectrum->y = y ? y : spectrum->y;
    spectrum->n = n;
}

static size_t drop_missing(vib_spectrum *spectrum)
{
    size_t kept = 0, n = spectrum->n;

    while (kept < n && isfinite(spectrum->x[kept]) &&
           isfinite(spectrum->y[kept]))
        kept++;
    for (size_t i = kept; i < n; i++)
        if (isfinite(spectrum->x[i]) && isfinite(spectrum->y[i])) {
            spectrum->x[kept] = spectrum->x[i];
            spectrum->y[kept++] = spectrum->y[i];
        }
    if (kept < n)
        shrink(spectrum, kept);
    return n - kept;
}

/* The first point that does not go on in the direction of the axis, or n. */
static size_t first_turn(const double *x, size_t n)
{
    bool down = x[n - 1] < x[0];

    for (size_t i = 1; i < n; i++)
        if (down ? x[i] >= x[i - 1] : x[i] <= x[i - 1])
            return i;
    return n;
}

int vib_note(vib_spectrum *spectrum, const char *format, ...)
{
    const char *before = vib_spectrum_get(spectrum, VIB_KEY_NOTE);
    char remark[160], note[400];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(remark, sizeof remark, format, arguments);
    va_end(arguments);
    if (before && strstr(before, remark))
        return VIB_OK;
    snprintf(note, sizeof note, "%.200s%s%s", before ? before : "",
             before ? "; " : "", remark);
    return vib_spectrum_set(spectrum, VIB_KEY_NOTE, note);
}

static int note_oddities(vib_spectrum *spectrum, size_t dropped)
{
    const double *x = spectrum->x;
    size_t turn = first_turn(x, spectrum->n);
    int status = VIB_OK;

    if (dropped > 0)
        status = vib_note(spectrum, "%zu points without a number left out",
                          dropped);
    if (status == VIB_OK && turn < spectrum->n)
        status = vib_note(spectrum, "the axis %s at point %zu",
                          x[turn] == x[turn - 1] ? "repeats" : "turns back",
                          turn);
    return status;
}

static int check(vib_found *found, vib_spectrum *spectrum)
{
    size_t dropped = drop_missing(spectrum);

    if (spectrum->n < 2)
        return vib_fail(VIB_BAD_DATA, "a spectrum of %zu points: two are the "
                        "least", spectrum->n);
    if (note_oddities(spectrum, dropped) < 0)
        return VIB_NO_MEMORY;
    found->bytes += memory_of(spectrum);
    if (found->bytes > found->limit)
        return vib_fail(VIB_BAD_DATA, "its spectra would take more than %d "
                        "times the memory of the file", VIB_MEMORY_FACTOR);
    return VIB_OK;
}

int vib_found_add(vib_found *found, vib_spectrum *spectrum)
{
    void *block = found->spectra;
    int status = check(found, spectrum);

    if (status == VIB_OK)
        status = vib_reserve(&block, &found->capacity, found->count + 1,
                             sizeof *found->spectra);
    if (status < 0) {
        vib_spectrum_release(spectrum);
        return status;
    }
    found->spectra = block;
    found->spectra[found->count++] = *spectrum;
    *spectrum = (vib_spectrum)VIB_SPECTRUM_INIT;
    return VIB_OK;
}

int vib_field_set(vib_spectrum *spectrum, const char *key, vib_span value)
{
    char *copy = vib_copy_text(value.at ? value.at : "", value.n);
    int status = copy ? vib_spectrum_set(spectrum, key, copy) : VIB_NO_MEMORY;

    free(copy);
    return status;
}

/* Add `value` to what field `key` has, unless it says the same or gets long. */
static int join_field(vib_spectrum *spectrum, const char *key,
                      const char *before, vib_span value)
{
    size_t old = strlen(before);
    char *joined;
    int status;

    if (old + value.n > JOINED_MOST ||
        (old == value.n && memcmp(before, value.at, old) == 0))
        return VIB_OK;
    joined = vib_new(old + value.n + 2, 1);
    if (!joined)
        return VIB_NO_MEMORY;
    memcpy(joined, before, old);
    joined[old] = '\n';
    memcpy(joined + old + 1, value.at, value.n);
    status = vib_spectrum_set(spectrum, key, joined);
    free(joined);
    return status;
}

/* Give *spectrum a field that it does not have; takes `key` over. */
static int append_field(vib_spectrum *spectrum, char *key, vib_span value)
{
    char *copy = vib_copy_text(value.at ? value.at : "", value.n);
    size_t count = spectrum->field_count;
    vib_field *grown = vib_resize(spectrum->fields, count + 1, sizeof *grown);

    if (grown)
        spectrum->fields = grown;
    if (!grown || !copy) {
        free(key);
        free(copy);
        return VIB_NO_MEMORY;
    }
    grown[count] = (vib_field){ key, copy };
    spectrum->field_count = count + 1;
    return VIB_OK;
}

static bool is_reserved(vib_span key)
{
    return vib_span_is(key, VIB_KEY_SOURCE) ||
           vib_span_is(key, VIB_KEY_FORMAT) || vib_span_is(key, VIB_KEY_NOTE);
}

int vib_field_add(vib_spectrum *spectrum, vib_span key, vib_span value)
{
    static const char prefix[] = "original ";
    char *name;
    const char *before;
    int status;

    key = vib_span_trim(key);
    value = vib_span_trim(value);
    if (spectrum->field_count >= VIB_FIELDS_MOST)
        return vib_fail(VIB_BAD_DATA, "a header of more than %d fields",
                        VIB_FIELDS_MOST);
    name = vib_new(sizeof prefix + key.n + 8, 1);
    if (!name)
        return VIB_NO_MEMORY;
    if (key.n == 0)
        key = (vib_span){ "comment", 7 };
    snprintf(name, sizeof prefix + key.n + 8, "%s%.*s",
             is_reserved(key) ? prefix : "", (int)key.n, key.at);
    before = vib_spectrum_get(spectrum, name);
    if (!before)
        return append_field(spectrum, name, value);
    status = join_field(spectrum, name, before, value);
    free(name);
    return status;
}

int vib_fields_copy(vib_spectrum *spectrum, const vib_spectrum *from)
{
    size_t count = spectrum->field_count;
    vib_field *grown = vib_resize(spectrum->fields, count + from->field_count,
                                  sizeof *grown);

    if (!grown)
        return VIB_NO_MEMORY;
    spectrum->fields = grown;
    for (size_t i = 0; i < from->field_count; i++) {
        const vib_field *field = &from->fields[i];
        char *key = vib_copy_text(field->key, strlen(field->key));
        char *value = vib_copy_text(field->value, strlen(field->value));

        if (!key || !value) {
            free(key);
            free(value);
            return VIB_NO_MEMORY;
        }
        grown[spectrum->field_count++] = (vib_field){ key, value };
    }
    return VIB_OK;
}
