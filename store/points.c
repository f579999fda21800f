/* points.c - the record of a spectrum's points: arrays of doubles made into
 * small integers, then compressed. Every step can be undone exactly. */
#include "record.h"

#include "memory.h"
#include "status.h"

#include <blosc.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How an array of doubles becomes integers. */
enum {
    DECIMAL = 0, /* value = integer / 10^digits: numbers that were text       */
    SINGLE = 1,  /* the bits of the float that has the same value             */
    DOUBLE = 2   /* the bits of the double                                    */
};

enum { MAX_DIGITS = 15, MAX_ORDER = 2 };

/* Of blosc. On 4,339 spectra of RRUFF text: 9.6 kB each with zstd (26 % of the
 * doubles), 10.9 with lz4, 10.5 with bits instead of bytes shuffled, and 9.4 at
 * the highest level in twenty times the time. */
enum { LEVEL = 3 };
static const char codec[] = "zstd";

/* What stands before the compressed bytes of an array. */
typedef struct coding {
    uint8_t kind;   /* DECIMAL, SINGLE, DOUBLE                               */
    uint8_t digits; /* of DECIMAL                                            */
    uint8_t order;  /* how often differences were taken                      */
    uint8_t width;  /* bytes of an integer: 1, 2, 4, 8                       */
} coding;

/* Powers of ten that a double holds exactly. */
static const double power_of_ten[MAX_DIGITS + 1] = {
    1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
};

/* ---- Doubles to integers ----------------------------------------------- */

static double decimal_value(uint64_t integer, int digits)
{
    return (double)(int64_t)integer / power_of_ten[digits];
}

/* Whether value is integer / 10^digits to the bit, and which. The quotient of
 * two numbers that a double holds is rounded as strtod() rounds the decimal. */
static bool decimal_of(uint64_t *integer, double value, int digits)
{
    double scaled = value * power_of_ten[digits], back;

    if (!(fabs(scaled) < 0x1p53))
        return false;
    *integer = (uint64_t)llround(scaled);
    back = decimal_value(*integer, digits);
    return memcmp(&back, &value, sizeof back) == 0;
}

static bool decimals_of(uint64_t *integers, const double *values, size_t n,
                        uint8_t *digits)
{
    int d = 0;
    uint64_t integer;

    for (size_t i = 0; i < n; i++)
        while (!decimal_of(&integer, values[i], d))
            if (++d > MAX_DIGITS)
                return false;
    /* More digits may have made an earlier value too large. */
    for (size_t i = 0; i < n; i++)
        if (!decimal_of(&integers[i], values[i], d))
            return false;
    *digits = (uint8_t)d;
    return true;
}

static bool singles_of(uint64_t *integers, const double *values, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        float single = (float)values[i];
        double back = single;
        uint32_t bits;

        if (memcmp(&back, &values[i], sizeof back) != 0)
            return false;
        memcpy(&bits, &single, sizeof bits);
        integers[i] = bits;
    }
    return true;
}

static coding integers_of(uint64_t *integers, const double *values, size_t n)
{
    coding how = { .kind = DECIMAL };

    if (decimals_of(integers, values, n, &how.digits))
        return how;
    how.kind = SINGLE;
    if (singles_of(integers, values, n))
        return how;
    how.kind = DOUBLE;
    memcpy(integers, values, n * sizeof *values);
    return how;
}

static void values_of(double *values, const uint64_t *integers, size_t n,
                      coding how)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t bits = (uint32_t)integers[i];
        float single;

        memcpy(&single, &bits, sizeof single);
        if (how.kind == DECIMAL)
            values[i] = decimal_value(integers[i], how.digits);
        else if (how.kind == SINGLE)
            values[i] = single;
        else
            memcpy(&values[i], &integers[i], sizeof *values);
    }
}

/* ---- Integers made small ----------------------------------------------- */

/* Signs moved to the lowest bit: 0, -1, 1, -2 become 0, 1, 2, 3. */
static uint64_t zigzag(uint64_t v)
{
    return (v << 1) ^ (0 - (v >> 63));
}

static uint64_t unzigzag(uint64_t v)
{
    return (v >> 1) ^ (0 - (v & 1));
}

/* Each integer minus the one before it, modulo 2^64; and back. */
static void differences_take(uint64_t *v, size_t n)
{
    for (size_t i = n; i-- > 1;)
        v[i] -= v[i - 1];
}

static void differences_undo(uint64_t *v, size_t n)
{
    for (size_t i = 1; i < n; i++)
        v[i] += v[i - 1];
}

/* The bits the integers need, in all, but for the few at the start. */
static size_t bits_needed(const uint64_t *v, size_t n)
{
    size_t bits = 0;

    for (size_t i = MAX_ORDER; i < n; i++) {
        uint64_t z = zigzag(v[i]);

        bits += z ? 64 - (size_t)__builtin_clzll(z) : 0;
    }
    return bits;
}

/* Take differences as long as the integers get shorter by it. */
static uint8_t differences_choose(uint64_t *v, size_t n)
{
    size_t bits = bits_needed(v, n);
    uint8_t order = 0;

    while (order < MAX_ORDER) {
        size_t shorter;

        differences_take(v, n);
        shorter = bits_needed(v, n);
        if (shorter >= bits) {
            differences_undo(v, n);
            break;
        }
        bits = shorter;
        order++;
    }
    return order;
}

/* Zigzag and keep as few bytes of each as the largest needs; in place, since
 * the packed never overtake the unpacked. */
static uint8_t pack(uint64_t *v, size_t n)
{
    uint8_t width, *to = (uint8_t *)v;
    uint64_t all = 0;

    for (size_t i = 0; i < n; i++)
        all |= v[i] = zigzag(v[i]);
    width = all >> 32 ? 8 : all >> 16 ? 4 : all >> 8 ? 2 : 1;
    for (size_t i = 0; i < n; i++) {
        uint64_t z = v[i];

        memcpy(to + i * width, &z, width);
    }
    return width;
}

/* The reverse, from the start of `v` into all of it. */
static void unpack(uint64_t *v, size_t n, uint8_t width)
{
    const uint8_t *from = (const uint8_t *)v;

    for (size_t i = n; i-- > 0;) {
        uint64_t z = 0;

        memcpy(&z, from + i * width, width);
        v[i] = unzigzag(z);
    }
}

/* ---- Arrays ------------------------------------------------------------ */

/* Compress the packed integers to the end of `out`, their size before them. */
static int packed_write(vib_buffer *out, const void *packed, size_t n,
                        uint8_t width)
{
    size_t bytes = n * width, room = bytes + BLOSC_MAX_OVERHEAD;
    void *to = vib_new(room, 1);
    int size;

    if (!to)
        return VIB_NO_MEMORY;
    size = blosc_compress_ctx(LEVEL, BLOSC_SHUFFLE, width, bytes, packed, to,
                              room, codec, 0, 1);
    if (size > 0) {
        vib_put_u32(out, (uint32_t)size);
        vib_put_bytes(out, to, (size_t)size);
    }
    free(to);
    if (size <= 0)
        return vib_fail(VIB_SYSTEM, "blosc cannot compress %zu points (%d)", n,
                        size);
    return VIB_OK;
}

/* An array: its coding, the compressed size, the compressed bytes. `integers`
 * [n] is room to work in. */
static int array_write(vib_buffer *out, const double *values, size_t n,
                       uint64_t *integers)
{
    coding how = integers_of(integers, values, n);

    how.order = differences_choose(integers, n);
    how.width = pack(integers, n);
    vib_put_bytes(out, &how, sizeof how);
    return packed_write(out, integers, n, how.width);
}

int vib_points_write(vib_buffer *out, const vib_spectrum *spectrum)
{
    size_t n = spectrum->n;
    uint64_t *integers;
    int status;

    if (n > VIB_RECORD_POINTS)
        return vib_fail(VIB_BAD_ARG, "a spectrum of %zu points: at most %d can "
                        "be stored", n, VIB_RECORD_POINTS);
    integers = vib_new(n, sizeof *integers);
    if (!integers)
        return VIB_NO_MEMORY;
    vib_put_u32(out, (uint32_t)n);
    status = array_write(out, spectrum->x, n, integers);
    if (status == VIB_OK)
        status = array_write(out, spectrum->y, n, integers);
    if (status == VIB_OK && out->failed)
        status = vib_fail(VIB_NO_MEMORY, "out of memory for a record");
    free(integers);
    return status;
}

static int bad_record(const vib_cursor *cursor)
{
    return vib_fail(VIB_BAD_DATA, "record of points is malformed at byte %zu",
                    cursor->at);
}

static bool coding_is_known(coding how)
{
    bool width = how.width == 1 || how.width == 2 || how.width == 4 ||
                 how.width == 8;

    return how.kind <= DOUBLE && how.digits <= MAX_DIGITS &&
           how.order <= MAX_ORDER && width;
}

/* An array as it stands in the record, borrowed. */
typedef struct packed_array {
    coding how;
    const uint8_t *bytes;
    size_t size;
} packed_array;

/* The next array, which must be of n integers. Blosc tells how long its bytes
 * become: no other length is let through, nor takes memory. */
static int array_open(packed_array *out, size_t n, vib_cursor *cursor)
{
    const uint8_t *how = vib_get_bytes(cursor, sizeof out->how);
    size_t length;

    out->size = vib_get_u32(cursor);
    out->bytes = vib_get_bytes(cursor, out->size);
    if (!how || !out->bytes)
        return bad_record(cursor);
    memcpy(&out->how, how, sizeof out->how);
    if (!coding_is_known(out->how) ||
        blosc_cbuffer_validate(out->bytes, out->size, &length) < 0 ||
        length != n * out->how.width)
        return bad_record(cursor);
    return VIB_OK;
}

static int array_read(double *values, size_t n, const packed_array *from,
                      uint64_t *integers)
{
    size_t length = n * from->how.width;

    if (blosc_decompress_ctx(from->bytes, integers, length, 1) != (int)length)
        return vib_fail(VIB_BAD_DATA, "compressed points are malformed");
    unpack(integers, n, from->how.width);
    for (uint8_t i = 0; i < from->how.order; i++)
        differences_undo(integers, n);
    values_of(values, integers, n, from->how);
    return VIB_OK;
}

static int arrays_read(vib_spectrum *out, size_t n, const packed_array *from)
{
    uint64_t *integers = vib_new(n, sizeof *integers);
    double *x = vib_new(n, sizeof *x), *y = vib_new(n, sizeof *y);
    int status = VIB_NO_MEMORY;

    if (!integers || !x || !y)
        goto out;
    status = array_read(x, n, &from[0], integers);
    if (status == VIB_OK)
        status = array_read(y, n, &from[1], integers);
    if (status < 0)
        goto out;
    out->x = x;
    out->y = y;
    out->n = n;
    x = y = NULL;
out:
    free(integers);
    free(x);
    free(y);
    return status;
}

/* A record begins with the number of its points. */
static int count_read(size_t *n, vib_cursor *cursor)
{
    size_t count = vib_get_u32(cursor);

    if (cursor->failed || count > VIB_RECORD_POINTS)
        return bad_record(cursor);
    *n = count;
    return VIB_OK;
}

int vib_points_read(vib_spectrum *out, const void *data, size_t size)
{
    vib_cursor cursor = { .data = data, .size = size };
    packed_array arrays[2];
    size_t n = 0;
    int status = count_read(&n, &cursor);

    if (status == VIB_OK)
        status = array_open(&arrays[0], n, &cursor);
    if (status == VIB_OK)
        status = array_open(&arrays[1], n, &cursor);
    if (status == VIB_OK && cursor.at != size)
        status = bad_record(&cursor);
    return status == VIB_OK ? arrays_read(out, n, arrays) : status;
}

int vib_points_count(size_t *n, const void *data, size_t size)
{
    vib_cursor cursor = { .data = data, .size = size };

    return count_read(n, &cursor);
}

vib_hash vib_content_hash(const vib_spectrum *spectrum)
{
    struct {
        uint64_t n;
        vib_hash x, y;
    } parts = { .n = spectrum->n };

    parts.x = vib_hash_bytes(spectrum->x, spectrum->n * sizeof *spectrum->x);
    parts.y = vib_hash_bytes(spectrum->y, spectrum->n * sizeof *spectrum->y);
    return vib_hash_bytes(&parts, sizeof parts);
}
