/* spe.c - Princeton Instruments SPE files: a header of 4100 bytes and frames of
 * numbers. Up to version 2 (WinSpec, WinView: "WINHEAD.TXT") the header has the
 * axis, as a polynomial; in version 3 (LightField) the XML at the end has. */
#include "spe.h"

#include "memory.h"
#include "reader.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

enum { HEADER = 4100, MAGIC_AT = 2996, MAGIC = 0x01234567 };
enum { FOOTER_AT = 678, VERSION_AT = 1992 };

static int spe_sniff(const uint8_t *data, size_t size)
{
    return vib_u32_at((vib_part){ data, size }, MAGIC_AT) == MAGIC ? 95 : 0;
}

static int read_new(vib_spe_layout *out, vib_part file, uint64_t footer)
{
    int status;

    if (footer < HEADER || footer >= file.n)
        return vib_fail(VIB_BAD_DATA, "cut short: the footer with its axis is "
                        "not there");
    status = vib_spe_read_footer(out, vib_part_most(file, footer, SIZE_MAX));
    if (status < 0 || out->wavelengths == 0)
        return status;
    return vib_spectrum_set(&out->fields, VIB_KEY_X_UNIT, "nm");
}

/* A grating at order zero gives wavelengths that are negative or none. */
static bool is_sensible(const vib_spe_layout *layout)
{
    const char *unit = vib_spectrum_get(&layout->fields, VIB_KEY_X_UNIT);

    for (size_t i = 0; i < layout->wavelengths; i++)
        if (unit && strcmp(unit, "nm") == 0 && !(layout->wavelength[i] > 0))
            return false;
    return true;
}

/* The wavelengths of a region from those of the sensor, the mean where columns
 * were added up. False: there are none, or they cannot be. */
static bool fill_axis(double *x, const vib_spe_layout *layout,
                      const vib_spe_region *region)
{
    const double *from = layout->wavelength;
    size_t n = region->width, step = region->binning ? region->binning : 1;

    if (!is_sensible(layout))
        return false;
    if (layout->wavelengths == n) {
        step = 1;
    } else if (layout->wavelengths == layout->sensor_width &&
               region->x <= layout->wavelengths &&
               n <= (layout->wavelengths - region->x) / step) {
        from += region->x;
    } else {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        x[i] = 0;
        for (size_t k = 0; k < step; k++)
            x[i] += from[i * step + k] / (double)step;
    }
    return true;
}

static int make_head(vib_spectrum *head, const vib_spe_layout *layout,
                     const vib_spe_region *region)
{
    int status = vib_points_new(head, region->width);

    if (status == VIB_OK)
        status = vib_fields_copy(head, &layout->fields);
    if (status == VIB_OK)
        status = vib_spectrum_set(head, VIB_KEY_Y_UNIT, "counts");
    if (status < 0 || fill_axis(head->x, layout, region))
        return status;
    for (size_t i = 0; i < head->n; i++)
        head->x[i] = (double)(i + 1);
    if (layout->wavelengths > 0)
        status = vib_note(head, "its wavelengths cannot be: the axis counts "
                          "pixels");
    return status < 0 ? status
                      : vib_spectrum_set(head, VIB_KEY_X_UNIT, "pixel");
}

/* What the parsing of one file has in hand. */
typedef struct parsing {
    vib_found *out;
    const vib_spe_layout *layout;
    vib_part data;
    vib_spectrum head[VIB_SPE_REGIONS];
} parsing;

/* Number what there is more than one of. */
static int set_number(vib_spectrum *spectrum, const char *key, size_t number,
                      size_t count)
{
    return count > 1 ? vib_field_number(spectrum, key, (double)number, 10)
                     : VIB_OK;
}

/* Row `row` of region r of a frame begins at byte `at` of the data. */
static int add_row(parsing *p, size_t frame, size_t r, size_t row, uint64_t at)
{
    const vib_spe_region *region = &p->layout->region[r];
    size_t size = region->width * vib_number_size(p->layout->type);
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    vib_part numbers;
    int status;

    if (!vib_part_cut(&numbers, p->data, at, size))
        return vib_fail(VIB_BAD_DATA, "cut short: %zu spectra are there",
                        p->out->count);
    status = vib_points_like(&spectrum, &p->head[r]);
    if (status < 0)
        return status;
    vib_numbers_at(spectrum.y, numbers, p->layout->type, region->width);
    status = set_number(&spectrum, "frame", frame, p->layout->frames);
    if (status == VIB_OK)
        status = set_number(&spectrum, "region", r, p->layout->regions);
    if (status == VIB_OK)
        status = set_number(&spectrum, "row", row, region->height);
    if (status == VIB_OK)
        return vib_found_add(p->out, &spectrum);
    vib_spectrum_release(&spectrum);
    return status;
}

static int add_frame(parsing *p, size_t frame)
{
    const vib_spe_layout *layout = p->layout;
    uint64_t at = (uint64_t)frame * layout->stride;
    int status = VIB_OK;

    for (size_t r = 0; r < layout->regions && status == VIB_OK; r++) {
        const vib_spe_region *region = &layout->region[r];
        size_t size = region->width * vib_number_size(layout->type);

        for (size_t row = 0; row < region->height && status == VIB_OK; row++)
            status = add_row(p, frame, r, row, at + row * (uint64_t)size);
        at += region->stride;
    }
    return status;
}

/* Sizes are checked before memory is taken: a row of each region must fit into
 * the data, and a frame must be as long as its regions. */
static int check_layout(const vib_spe_layout *layout, size_t bytes)
{
    size_t size = vib_number_size(layout->type), room = bytes / size;

    if (layout->frames == 0 || layout->regions == 0)
        return vib_fail(VIB_BAD_DATA, "no frame in it");
    for (size_t r = 0; r < layout->regions; r++) {
        const vib_spe_region *region = &layout->region[r];

        if (region->width == 0 || region->height == 0)
            return vib_fail(VIB_BAD_DATA, "region %zu has no points", r);
        if (region->width > room)
            return vib_fail(VIB_BAD_DATA, "cut short: a row has %zu points, "
                            "the file has room for %zu", region->width, room);
        room -= region->width;
        if (region->stride / size / region->width < region->height ||
            region->stride > layout->stride)
            return vib_fail(VIB_BAD_DATA, "region %zu does not fit into its "
                            "frame", r);
    }
    return VIB_OK;
}

static int add_all(vib_found *out, const vib_spe_layout *layout, vib_part data)
{
    parsing *p = vib_new(1, sizeof *p);
    int status = p ? VIB_OK : VIB_NO_MEMORY;

    if (!p)
        return status;
    p->out = out;
    p->layout = layout;
    p->data = data;
    for (size_t r = 0; r < layout->regions && status == VIB_OK; r++)
        status = make_head(&p->head[r], layout, &layout->region[r]);
    for (size_t k = 0; k < layout->frames && status == VIB_OK; k++)
        status = add_frame(p, k);
    for (size_t r = 0; r < layout->regions; r++)
        vib_spectrum_release(&p->head[r]);
    free(p);
    return status;
}

static int spe_parse(vib_found *out, const vib_input *input)
{
    vib_part file = { input->data, input->size }, data;
    vib_spe_layout layout = { 0 };
    uint64_t footer = vib_u64_at(file, FOOTER_AT);
    bool is_new = vib_f32_at(file, VERSION_AT) >= 3;
    int status;

    if (file.n <= HEADER)
        return vib_fail(VIB_BAD_DATA, "cut short: the header of an SPE file "
                        "has %d bytes", HEADER);
    status = is_new ? read_new(&layout, file, footer)
                    : vib_spe_read_header(&layout, file);
    data = vib_part_most(file, HEADER, is_new ? footer - HEADER : SIZE_MAX);
    if (status == VIB_OK)
        status = check_layout(&layout, data.n);
    if (status == VIB_OK)
        status = add_all(out, &layout, data);
    vib_spe_layout_release(&layout);
    return status;
}

const vib_format vib_format_spe = { "spe", spe_sniff, spe_parse };
