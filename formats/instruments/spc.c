/* spc.c - Galactic / Thermo SPC: its header, of versions 0x4B, 0x4C (the same,
 * big-endian) and 0x4D (old). */
#include "spc.h"

#include "found.h"
#include "memory.h"
#include "reader.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NEW = 0x4b, NEW_BIG = 0x4c, OLD = 0x4d };
enum { HEADER = 512, OLD_HEADER = 256, SUBHEADER = 32, POINTS_LEAST = 2 };
enum { TYPE_MOST = 30, DOUBLE_INTERFEROGRAM = 255, INTERFEROGRAM = 1 };

uint32_t vib_spc_u32(const vib_spc *file, vib_part part, size_t at)
{
    uint32_t value = vib_u32_at(part, at);

    return file->order == VIB_SPC_BIG ? __builtin_bswap32(value) : value;
}

double vib_spc_f32(const vib_spc *file, vib_part part, size_t at)
{
    uint32_t bits = vib_spc_u32(file, part, at);
    float value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

static double f64_at(const vib_spc *file, size_t at)
{
    uint64_t bits = vib_u64_at(file->bytes, at);
    double value;

    if (file->order == VIB_SPC_BIG)
        bits = __builtin_bswap64(bits);
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* The date is packed: minute, hour, day, month, year from the lowest bit. */
static void read_date(vib_spc *out, uint32_t date)
{
    out->minute = date & 0x3f;
    out->hour = date >> 6 & 0x1f;
    out->day = date >> 11 & 0x1f;
    out->month = date >> 16 & 0xf;
    out->year = date >> 20;
}

static void read_new(vib_spc *out)
{
    vib_part bytes = out->bytes;
    uint32_t points, spectra;

    out->order = vib_u8_at(bytes, 1) == NEW_BIG ? VIB_SPC_BIG : VIB_SPC_LITTLE;
    out->exponent = (int8_t)vib_u8_at(bytes, 3);
    points = vib_spc_u32(out, bytes, 4);
    spectra = vib_spc_u32(out, bytes, 24);
    out->points = points;
    out->first = f64_at(out, 8);
    out->last = f64_at(out, 16);
    out->spectra = spectra == 0 ? 1 : spectra;
    out->x_type = vib_u8_at(bytes, 28);
    out->y_type = vib_u8_at(bytes, 29);
    out->z_type = vib_u8_at(bytes, 30);
    out->w_type = vib_u8_at(bytes, 324);
    out->z_step = vib_spc_f32(out, bytes, 312);
    out->planes = vib_spc_u32(out, bytes, 316);
    out->w_step = vib_spc_f32(out, bytes, 320);
    read_date(out, vib_spc_u32(out, bytes, 32));
    out->resolution = vib_part_most(bytes, 36, 9);
    out->source = vib_part_most(bytes, 45, 9);
    out->comment = vib_part_most(bytes, 88, 130);
    out->labels = vib_part_most(bytes, 218, 30);
    out->method = vib_part_most(bytes, 264, 48);
    out->log = vib_spc_u32(out, bytes, 248);
    out->start = HEADER;
    if ((out->flags & VIB_SPC_XYXY) && (out->flags & VIB_SPC_MULTI))
        out->directory = points;
}

/* How many points there are is a float; how many spectra, the end of the file
 * tells. */
static void read_old(vib_spc *out)
{
    vib_part bytes = out->bytes;
    double points = vib_f32_at(bytes, 4);
    unsigned year = vib_u16_at(bytes, 18);

    out->old = true;
    out->order = VIB_SPC_WORDS;
    out->exponent = (int8_t)vib_u8_at(bytes, 2);
    out->points = points >= 0 && points < (double)bytes.n ? (size_t)points
                                                          : bytes.n;
    out->first = vib_f32_at(bytes, 8);
    out->last = vib_f32_at(bytes, 12);
    out->spectra = out->flags & VIB_SPC_MULTI ? bytes.n : 1;
    out->x_type = vib_u8_at(bytes, 16);
    out->y_type = vib_u8_at(bytes, 17);
    out->z_type = year >> 12;
    out->year = year & 0xfff;
    out->month = vib_u8_at(bytes, 20);
    out->day = vib_u8_at(bytes, 21);
    out->hour = vib_u8_at(bytes, 22);
    out->minute = vib_u8_at(bytes, 23);
    out->resolution = vib_part_most(bytes, 24, 8);
    out->comment = vib_part_most(bytes, 64, 130);
    out->labels = vib_part_most(bytes, 194, 30);
    out->start = OLD_HEADER - SUBHEADER;
}

static bool is_type(unsigned type)
{
    return type <= TYPE_MOST || type == DOUBLE_INTERFEROGRAM;
}

/* Can this be a header? There is no magic but the version. */
static bool is_possible(const vib_spc *file)
{
    size_t size = file->flags & VIB_SPC_SHORT ? 2 : 4;
    bool xyxy = file->flags & VIB_SPC_XYXY;

    return isfinite(file->first) && isfinite(file->last) &&
           is_type(file->x_type) && file->month <= 12 && file->hour < 32 &&
           (xyxy || (file->points >= POINTS_LEAST &&
                     file->points <= file->bytes.n / size)) &&
           (file->first != file->last || xyxy ||
            (file->flags & VIB_SPC_XY));
}

int vib_spc_header(vib_spc *out, vib_part bytes)
{
    unsigned version = vib_u8_at(bytes, 1);
    size_t header = version == OLD ? OLD_HEADER : HEADER;

    *out = (vib_spc){ .bytes = bytes, .flags = vib_u8_at(bytes, 0) };
    if (bytes.n < header)
        return vib_fail(VIB_BAD_DATA, "cut short: the header of an SPC file "
                        "has %zu bytes", header);
    if (version == OLD)
        read_old(out);
    else
        read_new(out);
    if (!is_possible(out))
        return vib_fail(VIB_BAD_DATA, "no SPC file, or one cut short: the "
                        "header has %zu points from %g to %g", out->points,
                        out->first, out->last);
    return VIB_OK;
}

static int spc_sniff(const uint8_t *data, size_t size)
{
    vib_part bytes = { data, size };
    unsigned version = vib_u8_at(bytes, 1);
    vib_spc file;

    if (version < NEW || version > OLD || vib_text_likely(data, size))
        return 0;
    return vib_spc_header(&file, bytes) == VIB_OK ? 80 : 0;
}

/* A file on its way. */
typedef struct reading {
    vib_spc file;
    vib_spc_walk walk;
} reading;

static int make_spectrum(vib_spectrum *out, void *payload, size_t k)
{
    (void)k; /* they come in order */
    return vib_spc_next(out, &((reading *)payload)->walk);
}

static int make_head(vib_spectrum *head, const vib_spc *file)
{
    int status = vib_spc_fields(head, file);

    return status < 0 ? status : vib_spc_axis(head, file);
}

/* What is whole before a place where the file is cut short is given too. */
static int give_spectra(vib_found *out, const vib_spc *file)
{
    vib_spectrum head = VIB_SPECTRUM_INIT;
    reading *r = vib_new(1, sizeof *r);
    size_t count;
    int cut = vib_spc_count(&count, file), status = VIB_OK;

    if (count > 0)
        status = r ? make_head(&head, file) : VIB_NO_MEMORY;
    if (count == 0 || status < 0) {
        vib_spectrum_release(&head);
        free(r);
        return status < 0 ? status : cut;
    }
    r->file = *file;
    r->walk = vib_spc_walk_of(&r->file);
    status = vib_found_series(out, &head, count, make_spectrum, r);
    return status < 0 ? status : cut;
}

static int spc_parse(vib_found *out, const vib_input *input)
{
    vib_spc file;
    int status = vib_spc_header(&file, (vib_part){ input->data, input->size });

    if (status == VIB_OK && (file.y_type == INTERFEROGRAM ||
                             file.x_type == DOUBLE_INTERFEROGRAM))
        return vib_fail(VIB_BAD_DATA, "an interferogram: transform it to a "
                        "spectrum first");
    if (status == VIB_OK)
        status = give_spectra(out, &file);
    if (status == VIB_OK && vib_found_count(out) == 0)
        status = vib_fail(VIB_BAD_DATA, "cut short: no spectrum is whole");
    return status;
}

const vib_format vib_format_spc = { "spc", spc_sniff, spc_parse };
