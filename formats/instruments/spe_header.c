/* spe_header.c - the header of SPE files up to version 2 (Princeton
 * Instruments, WINHEAD.TXT of WinView and WinSpec). */
#include "spe.h"

#include "memory.h"
#include "status.h"

enum { EXPOSURE_AT = 10, DATE_AT = 20, XDIM_AT = 42, TYPE_AT = 108,
       COMMENTS_AT = 200, YDIM_AT = 656, FRAMES_AT = 1446 };

/* The calibration of the axis. */
enum { VALID_AT = 3098, UNIT_AT = 3100, ORDER_AT = 3101, POLYNOMIAL_AT = 3263,
       LASER_AT = 3311, COEFFICIENTS = 6 };
enum { UNIT_NM = 4, UNIT_PER_CM = 5, UNIT_SHIFT = 6 };

static int type_of(vib_number_type *type, unsigned code)
{
    switch (code) {
    case 0:
        *type = VIB_AS_F32;
        return VIB_OK;
    case 1:
        *type = VIB_AS_I32;
        return VIB_OK;
    case 2:
        *type = VIB_AS_I16;
        return VIB_OK;
    case 3:
        *type = VIB_AS_U16;
        return VIB_OK;
    case 5:
        *type = VIB_AS_F64;
        return VIB_OK;
    case 8:
        *type = VIB_AS_U32;
        return VIB_OK;
    default:
        return vib_fail(VIB_BAD_DATA, "numbers of an unknown kind: %u", code);
    }
}

/* The sum of c[i] p^i; pixels count from 1. */
static double polynomial(vib_part header, unsigned order, double p)
{
    double value = 0;

    for (unsigned i = order + 1; i-- > 0;)
        value = value * p + vib_f64_at(header, POLYNOMIAL_AT + 8 * i);
    return value;
}

static const char *unit_of(unsigned code)
{
    switch (code) {
    case UNIT_NM:
        return "nm";
    case UNIT_PER_CM:
    case UNIT_SHIFT:
        return "cm-1";
    default:
        return NULL;
    }
}

/* An axis without calibration counts pixels. */
static int set_old_axis(vib_spe_layout *out, vib_part header)
{
    const char *unit = unit_of(vib_u8_at(header, UNIT_AT));
    unsigned order = vib_u8_at(header, ORDER_AT);
    size_t n = out->region[0].width;

    if (vib_u8_at(header, VALID_AT) == 0 || !unit || order == 0 ||
        order >= COEFFICIENTS)
        return VIB_OK;
    out->wavelength = vib_new(n, sizeof *out->wavelength);
    if (!out->wavelength)
        return VIB_NO_MEMORY;
    out->wavelengths = n;
    for (size_t i = 0; i < n; i++)
        out->wavelength[i] = polynomial(header, order, (double)(i + 1));
    return vib_spectrum_set(&out->fields, VIB_KEY_X_UNIT, unit);
}

static int set_old_fields(vib_spectrum *fields, vib_part header)
{
    static const char *const keys[] = { "comment", "comment 2", "comment 3",
                                        "comment 4", "comment 5" };
    double laser = vib_f64_at(header, LASER_AT); /* cm^-1 */
    int status = vib_field_text(fields, "date",
                                vib_part_most(header, DATE_AT, 10));

    if (status == VIB_OK)
        status = vib_field_number(fields, "exposure",
                                  vib_f32_at(header, EXPOSURE_AT), 7);
    if (status == VIB_OK && laser > 1000)
        status = vib_field_number(fields, VIB_KEY_LASER, 1e7 / laser, 7);
    for (size_t i = 0; i < 5 && status == VIB_OK; i++)
        status = vib_field_text(fields, keys[i],
                                vib_part_most(header, COMMENTS_AT + 80 * i,
                                              80));
    return status;
}

int vib_spe_read_header(vib_spe_layout *out, vib_part header)
{
    size_t width = vib_u16_at(header, XDIM_AT);
    size_t height = vib_u16_at(header, YDIM_AT);
    int status = type_of(&out->type, vib_u16_at(header, TYPE_AT));

    if (status < 0)
        return status;
    out->frames = vib_u32_at(header, FRAMES_AT);
    out->stride = width * height * vib_number_size(out->type);
    out->region[0] = (vib_spe_region){ width, height, out->stride, 0, 1 };
    out->regions = 1;
    status = set_old_axis(out, header);
    return status < 0 ? status : set_old_fields(&out->fields, header);
}
