/* spc_points.c - the spectra of an SPC file. After the header there may be an
 * axis for all, then come subheaders, each followed by its own axis in XYXY
 * files, and by the ordinates: floats, or fractions of 32 or 16 bits times a
 * power of two. */
#include "spc.h"

#include "memory.h"
#include "status.h"

#include <math.h>
#include <string.h>

enum { SUBHEADER = 32, ENTRY = 12, FLOAT = -128, POINTS_LEAST = 2 };

/* What a subheader says. */
typedef struct subfile {
    vib_part header; /* empty when there is none */
    size_t points, size; /* of an ordinate */
    int exponent;
} subfile;

static uint32_t ordered(uint32_t value, vib_spc_order order)
{
    return order == VIB_SPC_LITTLE ? value
           : order == VIB_SPC_BIG  ? __builtin_bswap32(value)
                                   : value << 16 | value >> 16;
}

/* Floats have the bytes of the file's order, and never swapped words. */
static void read_floats(double *out, const uint8_t *at, size_t n,
                        vib_spc_order order)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t bits;
        float value;

        memcpy(&bits, at + 4 * i, 4);
        bits = order == VIB_SPC_BIG ? __builtin_bswap32(bits) : bits;
        memcpy(&value, &bits, 4);
        out[i] = value;
    }
}

static void read_longs(double *out, const uint8_t *at, size_t n,
                       vib_spc_order order)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t bits;

        memcpy(&bits, at + 4 * i, 4);
        out[i] = (int32_t)ordered(bits, order);
    }
}

static void read_shorts(double *out, const uint8_t *at, size_t n,
                        vib_spc_order order)
{
    for (size_t i = 0; i < n; i++) {
        uint16_t bits;

        memcpy(&bits, at + 2 * i, 2);
        out[i] = (int16_t)(order == VIB_SPC_BIG ? __builtin_bswap16(bits)
                                                : bits);
    }
}

static void read_ordinates(vib_spectrum *out, vib_part part,
                           const subfile *sub, vib_spc_order order)
{
    double scale = ldexp(1, sub->exponent - 8 * (int)sub->size);

    if (sub->exponent == FLOAT) {
        read_floats(out->y, part.at, out->n, order);
        return;
    }
    if (sub->size == 2)
        read_shorts(out->y, part.at, out->n, order);
    else
        read_longs(out->y, part.at, out->n, order);
    for (size_t i = 0; i < out->n; i++)
        out->y[i] *= scale;
}

int vib_spc_axis(vib_spectrum *head, const vib_spc *file)
{
    size_t last = file->points - 1;
    double step = (file->last - file->first) / (double)(last > 0 ? last : 1);
    double *x;

    if (file->flags & VIB_SPC_XYXY)
        return VIB_OK;
    head->x = x = vib_resize(NULL, file->points, sizeof *x);
    head->y = vib_new(file->points, sizeof *head->y);
    head->n = file->points;
    if (!head->x || !head->y)
        return VIB_NO_MEMORY;
    if (file->flags & VIB_SPC_XY) {
        read_floats(x, file->bytes.at + file->start, head->n, file->order);
        return VIB_OK;
    }
    for (size_t i = 0; i < last; i++)
        x[i] = file->first + step * (double)i;
    x[last] = file->last;
    return VIB_OK;
}

/* The exponent of a file of several spectra stands in each subheader, of which
 * some programs leave all bytes zero where the ordinates are floats. */
static subfile read_subheader(const vib_spc *file, size_t at)
{
    bool xyxy = file->flags & VIB_SPC_XYXY;
    bool multi = file->flags & VIB_SPC_MULTI;
    subfile sub = { vib_part_most(file->bytes, at, SUBHEADER), file->points, 4,
                    file->exponent };

    if (multi && file->exponent != FLOAT)
        sub.exponent = (int8_t)vib_u8_at(sub.header, 1);
    if (xyxy) {
        uint32_t points = vib_spc_u32(file, sub.header, 16);

        sub.points = points > 0 || multi ? points : file->points;
    }
    if ((file->flags & VIB_SPC_SHORT) && sub.exponent != FLOAT)
        sub.size = 2;
    return sub;
}

/* Where the spectrum `walk->index` begins. */
static size_t place_of(const vib_spc_walk *walk)
{
    const vib_spc *file = walk->file;
    vib_part entry;

    if (file->directory > 0 &&
        vib_part_cut(&entry, file->bytes,
                     file->directory + (uint64_t)ENTRY * walk->index, ENTRY))
        return vib_spc_u32(file, entry, 0);
    return walk->at;
}

/* How many um a unit of an axis is, or 0 when it is no length on a sample. */
static double length_of(unsigned type)
{
    static const struct {
        unsigned type;
        double um;
    } lengths[] = { { 2, 1 }, { 27, 1e4 }, { 28, 1e6 }, { 29, 1e3 } };

    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        if (lengths[i].type == type)
            return lengths[i].um;
    return 0;
}

/* Files of spectra at even distances have z in the first subheader only, where
 * the others begin anew in each plane; w is then counted by planes. */
static void find_place(double place[2], const vib_spc_walk *walk,
                       const subfile *sub)
{
    const vib_spc *file = walk->file;
    bool uneven = file->flags & (VIB_SPC_SORTED | VIB_SPC_RANDOM);
    size_t planes = file->planes > 0 && file->spectra % file->planes == 0
                        ? file->planes
                        : 1;
    size_t each = file->spectra / planes;

    place[0] = vib_spc_f32(file, sub->header, 4);
    place[1] = vib_spc_f32(file, sub->header, 24);
    if (!uneven && place[0] == 0)
        place[0] = walk->z_first + walk->z_step * (double)(walk->index % each);
    if (planes > 1 && file->w_step != 0 && place[1] == 0)
        place[1] = file->w_step * (double)(walk->index / each);
}

/* Where along z and w the spectrum is; where both are lengths, that is its
 * place in a map. */
static int set_place(vib_spectrum *out, const vib_spc_walk *walk,
                     const subfile *sub)
{
    const vib_spc *file = walk->file;
    double place[2];
    double z_um = length_of(file->z_type), w_um = length_of(file->w_type);
    int status;

    if (!(file->flags & VIB_SPC_MULTI) || file->spectra < 2)
        return VIB_OK;
    find_place(place, walk, sub);
    status = vib_field_number(out, "z", place[0], 7);
    if (status < 0 || file->old || file->planes == 0)
        return status; /* w is of planes only; else it may be anything */
    status = vib_field_number(out, "w", place[1], 7);
    if (status < 0 || z_um == 0 || w_um == 0 || file->planes < 2)
        return status;
    status = vib_field_number(out, VIB_KEY_MAP_X, z_um * place[0], 7);
    return status < 0 ? status
                      : vib_field_number(out, VIB_KEY_MAP_Y, w_um * place[1],
                                         7);
}

/* The points behind a subheader; the subheader of a single spectrum is missing
 * in some files, which then end 32 bytes too early. */
static bool find_points(vib_part *out, const vib_spc *file, const subfile *sub,
                        size_t at)
{
    uint64_t size = (uint64_t)sub->points *
                    (sub->size + (file->flags & VIB_SPC_XYXY ? 4 : 0));

    if (vib_part_cut(out, file->bytes, (uint64_t)at + SUBHEADER, size))
        return true;
    return file->spectra == 1 && !file->old &&
           file->bytes.n == at + size &&
           vib_part_cut(out, file->bytes, at, size);
}

vib_spc_walk vib_spc_walk_of(const vib_spc *file)
{
    vib_spc_walk walk = { .file = file, .at = file->start };
    subfile first;

    if ((file->flags & VIB_SPC_XY) && !(file->flags & VIB_SPC_XYXY))
        walk.at += 4 * file->points;
    first = read_subheader(file, place_of(&walk));
    walk.z_first = vib_spc_f32(file, first.header, 4);
    walk.z_step = file->z_step;
    if (walk.z_step == 0)
        walk.z_step = vib_spc_f32(file, first.header, 8) - walk.z_first;
    if (!isfinite(walk.z_step))
        walk.z_step = 0;
    return walk;
}

/* 1: *points are those of the next spectrum, and *sub what its header says. 0:
 * there are no more. */
static int find_next(subfile *sub, vib_part *points, const vib_spc_walk *walk)
{
    const vib_spc *file = walk->file;
    size_t at = place_of(walk);

    if (walk->index == file->spectra)
        return 0;
    *sub = read_subheader(file, at);
    if (find_points(points, file, sub, at))
        return 1;
    if (file->old && walk->index > 0)
        return 0;
    return vib_fail(VIB_BAD_DATA, "cut short: spectrum %zu of %zu points "
                    "at byte %zu is not all there", walk->index, sub->points,
                    at);
}

static void pass(vib_spc_walk *walk, vib_part points)
{
    walk->at = (size_t)(points.at - walk->file->bytes.at) + points.n;
    walk->index++;
}

/* In a file of several, some have no points to speak of. */
static bool counts(const vib_spc *file, const subfile *sub)
{
    return sub->points >= POINTS_LEAST || file->spectra == 1;
}

int vib_spc_count(size_t *count, const vib_spc *file)
{
    vib_spc_walk walk = vib_spc_walk_of(file);
    vib_part points;
    subfile sub;
    int status;

    *count = 0;
    while ((status = find_next(&sub, &points, &walk)) == 1) {
        *count += counts(file, &sub);
        pass(&walk, points);
    }
    return status;
}

int vib_spc_next(vib_spectrum *out, vib_spc_walk *walk)
{
    const vib_spc *file = walk->file;
    vib_part points;
    subfile sub;
    int status;

    while ((status = find_next(&sub, &points, walk)) == 1 &&
           !counts(file, &sub))
        pass(walk, points);
    if (status != 1)
        return status < 0 ? status
                          : vib_fail(VIB_BAD_DATA, "it changed while it was "
                                     "read");
    if (file->flags & VIB_SPC_XYXY) {
        out->x = vib_resize(NULL, sub.points, sizeof *out->x);
        out->y = vib_resize(NULL, sub.points, sizeof *out->y);
        if (!out->x || !out->y)
            return VIB_NO_MEMORY;
        out->n = sub.points;
        read_floats(out->x, points.at, out->n, file->order);
        points = vib_part_most(points, 4 * sub.points, SIZE_MAX);
    }
    read_ordinates(out, points, &sub, file->order);
    status = set_place(out, walk, &sub);
    pass(walk, points);
    return status;
}
