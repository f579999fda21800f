/* wdf.c - Renishaw WiRE data files (.wdf): chunks of a name, a number and a
 * size. WDF1 is the header, DATA holds the intensities of all spectra, XLST
 * their axis, ORGN where and when each was taken. There is no official
 * description; this follows those of A. Henderson (2016,
 * doi:10.5281/zenodo.495477), Gwyddion and py-wdf-reader. */
#include "wdf.h"

#include "found.h"
#include "memory.h"
#include "reader.h"
#include "status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_HEADER = 16, HEADER = 512, ORIGIN_HEADER = 24 };
enum { ORIGINS_MOST = 64 }; /* there are 28 types */
enum { RAMAN_SHIFT = 1 };

typedef struct wdf {
    vib_part header;
    vib_part data, axis, intensity, origins; /* chunks without their headers */
    size_t points, capacity, collected;
    size_t whole; /* spectra of which every point is there */
    vib_wdf_origin origin[ORIGINS_MOST];
    size_t origin_count;
} wdf;

static int wdf_sniff(const uint8_t *data, size_t size)
{
    return vib_part_begins((vib_part){ data, size }, "WDF1") ? 95 : 0;
}

/* What is there of the first chunk called `name`, empty when there is none. */
static vib_part find_chunk(vib_part file, const char *name)
{
    uint64_t at = 0;

    while (at < file.n && file.n - at >= CHUNK_HEADER) {
        uint64_t size = vib_u64_at(file, (size_t)at + 8);

        if (size < CHUNK_HEADER)
            break;
        if (memcmp(file.at + at, name, 4) == 0)
            return vib_part_most(file, at + CHUNK_HEADER, size - CHUNK_HEADER);
        at = size < file.n - at ? at + size : file.n;
    }
    return (vib_part){ file.at, 0 };
}

/* The capacity of an interrupted map is more than what was collected. */
static int read_header(wdf *out, vib_part file)
{
    uint64_t capacity, collected;

    if (!vib_part_cut(&out->header, file, 0, HEADER))
        return vib_fail(VIB_BAD_DATA, "cut short: the header of a WDF file has "
                        "%d bytes", HEADER);
    capacity = vib_u64_at(file, 64);
    collected = vib_u64_at(file, 72);
    out->points = vib_u32_at(file, 60);
    out->data = find_chunk(file, "DATA");
    out->axis = find_chunk(file, "XLST");
    out->intensity = find_chunk(file, "YLST");
    out->origins = find_chunk(file, "ORGN");
    if (collected > capacity)
        return vib_fail(VIB_BAD_DATA, "the header has room for %ju spectra and "
                        "says that %ju were collected", (uintmax_t)capacity,
                        (uintmax_t)collected);
    if (collected == 0)
        return vib_fail(VIB_BAD_DATA, "no spectrum was collected");
    out->capacity = capacity < file.n ? (size_t)capacity : file.n;
    out->collected = collected < file.n ? (size_t)collected : file.n;
    return VIB_OK;
}

static int check_lists(wdf *file)
{
    uint32_t length = vib_u32_at(file->header, 88);

    if (file->axis.n < 8)
        return vib_fail(VIB_BAD_DATA, "no axis: the chunk XLST is missing");
    if (length != file->points)
        return vib_fail(VIB_BAD_DATA, "spectra of %zu points on an axis of %ju "
                        "(an image?)", file->points, (uintmax_t)length);
    if (file->points == 0 || file->points > (file->axis.n - 8) / 4)
        return vib_fail(VIB_BAD_DATA, "cut short: the axis has room for %zu of "
                        "%zu points", (file->axis.n - 8) / 4, file->points);
    file->whole = file->data.n / 4 / file->points;
    if (file->whole > file->collected)
        file->whole = file->collected;
    if (file->whole == 0)
        return vib_fail(VIB_BAD_DATA, "cut short: no spectrum is whole");
    return VIB_OK;
}

/* Most files give the unit of the intensity in the header; one program gives
 * that of the axis there. */
static int set_units(vib_spectrum *head, const wdf *file)
{
    const char *x_unit = vib_wdf_unit(vib_u32_at(file->axis, 4));
    const char *y_unit = vib_wdf_unit(vib_u32_at(file->header, 152));
    int status = VIB_OK;

    if (vib_u32_at(file->header, 152) == RAMAN_SHIFT) {
        x_unit = *x_unit ? x_unit : y_unit;
        y_unit = "a.u.";
    }
    if (*x_unit)
        status = vib_spectrum_set(head, VIB_KEY_X_UNIT, x_unit);
    if (status == VIB_OK && *y_unit)
        status = vib_spectrum_set(head, VIB_KEY_Y_UNIT, y_unit);
    if (status == VIB_OK && vib_u32_at(file->axis, 4) == RAMAN_SHIFT)
        status = vib_spectrum_set(head, VIB_KEY_TECHNIQUE, "raman");
    return status;
}

static int set_software(vib_spectrum *head, vib_part header)
{
    char version[64];
    const char *name;
    int status = vib_field_text(head, "software",
                                vib_part_most(header, 96, 24));

    name = vib_spectrum_get(head, "software");
    if (status < 0 || !name)
        return status;
    snprintf(version, sizeof version, "%.24s %u.%u.%u.%u", name,
             vib_u16_at(header, 120), vib_u16_at(header, 122),
             vib_u16_at(header, 124), vib_u16_at(header, 126));
    return vib_spectrum_set(head, "software", version);
}

static int set_fields(vib_spectrum *head, const wdf *file, vib_part text)
{
    static const char *const kinds[] = { "", "single", "series", "map" };
    vib_part header = file->header;
    uint32_t kind = vib_u32_at(header, 132);
    double laser = vib_f32_at(header, 156); /* cm^-1 */
    int status = vib_field_text(head, VIB_KEY_TITLE,
                                vib_part_most(header, 240, 160));

    if (status == VIB_OK && laser > 0)
        status = vib_field_number(head, VIB_KEY_LASER, 1e7 / laser, 7);
    if (status == VIB_OK && kind > 0 && kind < 4)
        status = vib_spectrum_set(head, "measurement", kinds[kind]);
    if (status == VIB_OK)
        status = vib_field_text(head, "user", vib_part_most(header, 208, 32));
    if (status == VIB_OK)
        status = set_software(head, header);
    if (status == VIB_OK)
        status = vib_field_number(head, "accumulations",
                                  vib_u32_at(header, 80), 10);
    if (status == VIB_OK)
        status = vib_wdf_set_time(head, "date", vib_u64_at(header, 136));
    if (status == VIB_OK)
        status = vib_field_text(head, "comment", text);
    return status < 0 ? status : set_units(head, file);
}

/* Axis and fields that all spectra share. */
static int make_head(vib_spectrum *head, const wdf *file, vib_part text)
{
    int status = vib_points_new(head, file->points);

    if (status < 0)
        return status;
    vib_numbers_at(head->x, vib_part_most(file->axis, 8, SIZE_MAX), VIB_AS_F32,
                   file->points);
    status = set_fields(head, file, text);
    if (status == VIB_OK && file->whole < file->collected)
        status = vib_note(head, "cut short: %zu of %zu spectra are there",
                          file->whole, file->collected);
    return status;
}

/* Each list is a type (the highest bit says that it is the one to plot
 * against), a unit, a label, then a number for each spectrum. */
static int find_origins(wdf *file)
{
    uint32_t count = vib_u32_at(file->header, 92);
    size_t size = ORIGIN_HEADER + 8 * file->capacity, at = 4;
    int status = VIB_OK;
    vib_part list;

    if (count > ORIGINS_MOST)
        count = ORIGINS_MOST;
    for (uint32_t i = 0; i < count && status == VIB_OK; i++, at += size) {
        if (!vib_part_cut(&list, file->origins, at, size))
            break;
        status = vib_wdf_origin_of(&file->origin[i], list);
        file->origin_count += status == VIB_OK;
    }
    return status;
}

static int make_spectrum(vib_spectrum *out, void *payload, size_t k)
{
    const wdf *file = payload;
    size_t size = 4 * file->points;
    int status = VIB_OK;

    vib_numbers_at(out->y, vib_part_most(file->data, k * size, size),
                   VIB_AS_F32, file->points);
    for (size_t i = 0; i < file->origin_count && status == VIB_OK; i++)
        status = vib_wdf_set_origin(out, &file->origin[i], k);
    return status;
}

static int read_file(vib_spectrum *head, wdf *file, vib_part bytes)
{
    int status = read_header(file, bytes);

    if (status == VIB_OK)
        status = check_lists(file);
    if (status == VIB_OK)
        status = find_origins(file);
    return status < 0 ? status
                      : make_head(head, file, find_chunk(bytes, "TEXT"));
}

static int wdf_parse(vib_found *out, const vib_input *input)
{
    vib_part bytes = { input->data, input->size };
    vib_spectrum head = VIB_SPECTRUM_INIT;
    wdf *file = vib_new(1, sizeof *file);
    int status = file ? read_file(&head, file, bytes) : VIB_NO_MEMORY;

    if (status < 0) {
        vib_spectrum_release(&head);
        free(file);
        return status;
    }
    return vib_found_series(out, &head, file->whole, make_spectrum, file);
}

const vib_format vib_format_wdf = { "wdf", wdf_sniff, wdf_parse };
