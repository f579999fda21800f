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

size_t vib_found_unpacking_room(size_t packed)
{
    return room_of(packed, VIB_WORKING_FACTOR);
}

void vib_found_init(vib_found *found, size_t size)
{
    *found = (vib_found){ .working = room_of(size, VIB_WORKING_FACTOR) };
    vib_found_allow(found, size);
}

void vib_found_init_unpacked(vib_found *found, size_t size, size_t packed)
{
    vib_found_init(found, size < packed ? size : packed);
    found->working -= size < found->working ? size : found->working;
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
    for (size_t i = 0; i < found->series_count; i++) {
        vib_spectrum_release(&found->series[i].head);
        free(found->series[i].file);
    }
    free(found->series);
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

int vib_points_like(vib_spectrum *out, const vib_spectrum *head)
{
    size_t n = head->n;
    vib_spectrum spectrum = { .x = vib_resize(NULL, n, sizeof *out->x),
                              .y = vib_resize(NULL, n, sizeof *out->y),
                              .n = n };

    if (!spectrum.x || !spectrum.y ||
        vib_fields_copy(&spectrum, head) < 0) {
        vib_spectrum_release(&spectrum);
        return VIB_NO_MEMORY;
    }
    if (n > 0)
        memcpy(spectrum.x, head->x, n * sizeof *head->x);
    *out = spectrum;
    return VIB_OK;
}

static size_t memory_of(const vib_spectrum *spectrum)
{
    return sizeof *spectrum + 2 * spectrum->n * sizeof(double) +
           vib_fields_memory(spectrum);
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

/* Is no number infinite or NaN, whose exponents are all ones? */
static bool all_finite(const double *values, size_t n)
{
    static const uint64_t exponent = 0x7ffULL << 52;
    uint64_t overflow = 0;

    for (size_t i = 0; i < n; i++) {
        uint64_t bits;

        memcpy(&bits, values + i, sizeof bits);
        overflow |= (bits & exponent) + (1ULL << 52);
    }
    return !(overflow >> 63);
}

static size_t drop_missing(vib_spectrum *spectrum)
{
    size_t kept = 0, n = spectrum->n;

    if (all_finite(spectrum->x, n) && all_finite(spectrum->y, n))
        return 0;
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

/* Does each of the n numbers at `low` lie below that at `high`? None is NaN or
 * infinite, so that their difference has the sign, without a branch. */
static bool all_below(const double *low, const double *high, size_t n)
{
    uint64_t negative = 1ULL << 63;

    for (size_t i = 0; i < n; i++) {
        double difference = low[i] - high[i];
        uint64_t bits;

        memcpy(&bits, &difference, sizeof bits);
        negative &= bits;
    }
    return negative != 0;
}

/* The first point that does not go on in the direction of the axis, or n. */
static size_t first_turn(const double *x, size_t n)
{
    bool down = x[n - 1] < x[0];
    size_t i = 1;

    if (down ? all_below(x + 1, x, n - 1) : all_below(x, x + 1, n - 1))
        return n;
    while (i < n && (down ? x[i] < x[i - 1] : x[i] > x[i - 1]))
        i++;
    return i;
}

/* Put `value` behind what field `key` has, with `between` there, if it has any.
 */
static int append_text(vib_spectrum *spectrum, const char *key,
                       const char *between, vib_span value)
{
    const char *before = vib_spectrum_get(spectrum, key);
    size_t size = (before ? strlen(before) : 0) + strlen(between) + value.n + 1;
    char *text = vib_new(size, 1);
    int status = VIB_NO_MEMORY;

    if (text) {
        snprintf(text, size, "%s%s%.*s", before ? before : "",
                 before ? between : "", (int)value.n, value.at ? value.at : "");
        status = vib_spectrum_set(spectrum, key, text);
    }
    free(text);
    return status;
}

int vib_note(vib_spectrum *spectrum, const char *format, ...)
{
    const char *before = vib_spectrum_get(spectrum, VIB_KEY_NOTE);
    char remark[160];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(remark, sizeof remark, format, arguments);
    va_end(arguments);
    if (before && strstr(before, remark))
        return VIB_OK;
    return append_text(spectrum, VIB_KEY_NOTE, "; ",
                       (vib_span){ remark, strlen(remark) });
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

static int check_points(vib_spectrum *spectrum)
{
    size_t dropped = drop_missing(spectrum);

    if (spectrum->n < 2)
        return vib_fail(VIB_BAD_DATA, "a spectrum of %zu points: two are the "
                        "least", spectrum->n);
    return note_oddities(spectrum, dropped);
}

static int count_memory(vib_found *found, const vib_spectrum *spectrum)
{
    found->bytes += memory_of(spectrum);
    if (found->bytes > found->limit)
        return vib_fail(VIB_BAD_DATA, "its spectra would take more than %d "
                        "times the memory of the file", VIB_MEMORY_FACTOR);
    return VIB_OK;
}

int vib_found_add(vib_found *found, vib_spectrum *spectrum)
{
    void *block = found->spectra;
    int status = check_points(spectrum);

    if (status == VIB_OK)
        status = count_memory(found, spectrum);
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

int vib_found_series(vib_found *found, vib_spectrum *head, size_t count,
                     vib_maker *make, void *file)
{
    void *block = found->series;
    int status = count_memory(found, head);

    if (status == VIB_OK)
        status = vib_reserve(&block, &found->series_capacity,
                             found->series_count + 1, sizeof *found->series);
    if (status < 0) {
        vib_spectrum_release(head);
        free(file);
        return status;
    }
    found->series = block;
    found->series[found->series_count++] = (vib_series){
        .count = count, .head = *head, .make = make, .file = file,
        .plain = head->n >= 2 && all_finite(head->x, head->n) &&
                 first_turn(head->x, head->n) == head->n,
    };
    found->promised += count;
    *head = (vib_spectrum)VIB_SPECTRUM_INIT;
    return VIB_OK;
}

size_t vib_found_count(const vib_found *found)
{
    return found->count + found->promised;
}

static int make_next(vib_spectrum *out, vib_found *found)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    const vib_series *series;
    int status;

    while (found->made == found->series[found->at].count) {
        found->at++;
        found->made = 0;
    }
    series = &found->series[found->at];
    status = series->head.n > 0 ? vib_points_like(&spectrum, &series->head)
                                : vib_fields_copy(&spectrum, &series->head);
    if (status == VIB_OK)
        status = series->make(&spectrum, series->file, found->made++);
    if (status == VIB_OK &&
        !(series->plain && all_finite(spectrum.y, spectrum.n)))
        status = check_points(&spectrum);
    if (status == VIB_OK)
        status = count_memory(found, &spectrum);
    if (status < 0) {
        vib_spectrum_release(&spectrum);
        return status;
    }
    *out = spectrum;
    return 1;
}

int vib_found_next(vib_spectrum *out, vib_found *found)
{
    size_t k = found->given;
    int status;

    if (k == vib_found_count(found))
        return 0;
    found->given++;
    if (k < found->count) {
        *out = found->spectra[k];
        found->spectra[k] = (vib_spectrum)VIB_SPECTRUM_INIT;
        return 1;
    }
    status = make_next(out, found);
    if (status < 0)
        found->given = vib_found_count(found);
    return status;
}

int vib_field_set(vib_spectrum *spectrum, const char *key, vib_span value)
{
    return vib_field_put(spectrum, key, value.at ? value.at : "", value.n);
}

/* Add `value` to what field `key` has, unless it says the same or gets long. */
static int join_field(vib_spectrum *spectrum, const char *key,
                      const char *before, vib_span value)
{
    size_t old = strlen(before);

    if (old + value.n > JOINED_MOST ||
        (old == value.n && memcmp(before, value.at, old) == 0))
        return VIB_OK;
    return append_text(spectrum, key, "\n", value);
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
    before = vib_span_is(key, VIB_KEY_TAG) ? NULL
                                            : vib_spectrum_get(spectrum, name);
    status = before ? join_field(spectrum, name, before, value)
                    : vib_field_append(spectrum, name, strlen(name),
                                       value.at ? value.at : "", value.n);
    free(name);
    return status;
}
