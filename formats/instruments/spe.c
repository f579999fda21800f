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

/* The frames of a file, which are made row by row. */
typedef struct frames {
    vib_spe_layout layout; /* of which nothing is owned */
    vib_part data;
    size_t rows;                   /* of all regions of a frame */
    bool counted[VIB_SPE_REGIONS]; /* the axis counts pixels    */
    size_t axis[VIB_SPE_REGIONS];  /* where in axes it is       */
    double axes[];
} frames;

/* Where row k of all is. */
typedef struct place {
    size_t frame, region, row;
    uint64_t at; /* in the data */
} place;

static size_t row_size(const vib_spe_layout *layout, size_t region)
{
    return layout->region[region].width * vib_number_size(layout->type);
}

static place place_of(const frames *f, size_t k)
{
    const vib_spe_layout *layout = &f->layout;
    place p = { .frame = k / f->rows, .row = k % f->rows };

    p.at = (uint64_t)p.frame * layout->stride;
    for (; p.row >= layout->region[p.region].height; p.region++) {
        p.row -= layout->region[p.region].height;
        p.at += layout->region[p.region].stride;
    }
    p.at += p.row * (uint64_t)row_size(layout, p.region);
    return p;
}

/* How many rows are there, up to the first that is not. */
static size_t count_rows(const frames *f)
{
    size_t k = 0;
    vib_part numbers;

    for (;; k++) {
        place p = place_of(f, k);

        if (p.frame == f->layout.frames ||
            !vib_part_cut(&numbers, f->data, p.at,
                          row_size(&f->layout, p.region)))
            return k;
    }
}

/* Number what there is more than one of. */
static int set_number(vib_spectrum *spectrum, const char *key, size_t number,
                      size_t count)
{
    return count > 1 ? vib_field_number(spectrum, key, (double)number, 10)
                     : VIB_OK;
}

/* Where wavelengths cannot be, pixels are counted. */
static int set_axis(vib_spectrum *spectrum, const frames *f, size_t region)
{
    int status = VIB_OK;

    memcpy(spectrum->x, f->axes + f->axis[region],
           spectrum->n * sizeof *spectrum->x);
    if (!f->counted[region])
        return VIB_OK;
    if (f->layout.wavelengths > 0)
        status = vib_note(spectrum, "its wavelengths cannot be: the axis "
                          "counts pixels");
    return status < 0 ? status
                      : vib_spectrum_set(spectrum, VIB_KEY_X_UNIT, "pixel");
}

/* Regions have axes of their own; that of the only one is in the head. */
static int make_row(vib_spectrum *out, void *payload, size_t k)
{
    const frames *f = payload;
    place p = place_of(f, k);
    const vib_spe_region *region = &f->layout.region[p.region];
    int status = VIB_OK;

    if (f->layout.regions > 1) {
        out->n = region->width;
        out->x = vib_resize(NULL, out->n, sizeof *out->x);
        out->y = vib_resize(NULL, out->n, sizeof *out->y);
        status = out->x && out->y ? set_axis(out, f, p.region) : VIB_NO_MEMORY;
    }
    if (status < 0)
        return status;
    vib_numbers_at(out->y, vib_part_most(f->data, p.at, SIZE_MAX),
                   f->layout.type, out->n);
    status = set_number(out, "frame", p.frame, f->layout.frames);
    if (status == VIB_OK)
        status = set_number(out, "region", p.region, f->layout.regions);
    return status < 0 ? status : set_number(out, "row", p.row, region->height);
}

static int make_head(vib_spectrum *head, const frames *f,
                     const vib_spectrum *fields)
{
    bool one = f->layout.regions == 1;
    int status = one ? vib_points_new(head, f->layout.region[0].width) : VIB_OK;

    if (status == VIB_OK)
        status = vib_fields_copy(head, fields);
    if (status == VIB_OK)
        status = vib_spectrum_set(head, VIB_KEY_Y_UNIT, "counts");
    return status < 0 || !one ? status : set_axis(head, f, 0);
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

static frames *frames_of(const vib_spe_layout *layout, vib_part data)
{
    size_t points = 0;
    frames *f;

    for (size_t r = 0; r < layout->regions; r++)
        points += layout->region[r].width;
    f = vib_new(1, sizeof *f + points * sizeof *f->axes);
    if (!f)
        return NULL;
    f->layout = *layout;
    f->data = data;
    points = 0;
    for (size_t r = 0; r < layout->regions; r++) {
        const vib_spe_region *region = &layout->region[r];
        double *x = f->axes + points;

        f->axis[r] = points;
        f->counted[r] = !fill_axis(x, layout, region);
        for (size_t i = 0; i < region->width && f->counted[r]; i++)
            x[i] = (double)(i + 1);
        f->rows = region->height < SIZE_MAX - f->rows
                      ? f->rows + region->height
                      : SIZE_MAX; /* more than any file has */
        points += region->width;
    }
    f->layout.wavelength = NULL;
    f->layout.fields = (vib_spectrum)VIB_SPECTRUM_INIT;
    return f;
}

/* What is whole before a place where the file is cut short is given too. */
static int give_rows(vib_found *out, const vib_spe_layout *layout,
                     vib_part data)
{
    vib_spectrum head = VIB_SPECTRUM_INIT;
    frames *f = frames_of(layout, data);
    int status = f ? make_head(&head, f, &layout->fields) : VIB_NO_MEMORY;
    size_t count;
    bool whole;

    if (status < 0) {
        vib_spectrum_release(&head);
        free(f);
        return status;
    }
    count = count_rows(f);
    whole = count / f->rows == layout->frames;
    status = vib_found_series(out, &head, count, make_row, f);
    if (status < 0 || whole)
        return status;
    return vib_fail(VIB_BAD_DATA, "cut short: %zu spectra are there", count);
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
        status = give_rows(out, &layout, data);
    vib_spe_layout_release(&layout);
    return status;
}

const vib_format vib_format_spe = { "spe", spe_sniff, spe_parse };
