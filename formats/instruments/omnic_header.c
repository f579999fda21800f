/* omnic_header.c - the table at the beginning of a Thermo OMNIC file, and the
 * header of a spectrum. */
#include "omnic.h"

#include "status.h"

#include <string.h>

enum { TITLE_AT = 30, TITLE = 256, COUNT_AT = 294, TIME_AT = 296 };
enum { TABLE = 304, ENTRY = 16, LONG_ENTRY = 22, HEADER = 100 };

/* Units of the axis. */
enum { PER_CM = 1, POINTS = 2, NM = 3, UM = 4, RAMAN_SHIFT = 32 };

static const struct {
    unsigned code;
    const char *unit;
} y_units[] = {
    { 11, "%R" },           { 12, "log(1/R)" },      { 15, "single beam" },
    { 16, "%T" },           { 17, "absorbance" },    { 20, "Kubelka-Munk" },
    { 21, "reflectance" },  { 22, "V" },             { 23, "transmittance" },
    { 26, "photoacoustic" }, { 31, "Raman intensity" },
};
enum { Y_UNITS = sizeof y_units / sizeof *y_units, RAMAN_INTENSITY = 31 };

int vib_omnic_open(vib_omnic *out, vib_part file)
{
    vib_omnic omnic = { file, vib_u16_at(file, COUNT_AT),
                        vib_part_begins(file, "Spectral Exte") };
    size_t size = omnic.series ? LONG_ENTRY : ENTRY;
    vib_part table;

    if (!vib_part_cut(&table, file, TABLE, size * omnic.entries))
        return vib_fail(VIB_BAD_DATA, "cut short: its table of %zu entries is "
                        "not there", omnic.entries);
    *out = omnic;
    return VIB_OK;
}

/* Key, a byte, place, size; in the longer form the place has 8 bytes. */
vib_omnic_entry vib_omnic_entry_at(const vib_omnic *file, size_t i)
{
    size_t at = TABLE + i * (file->series ? LONG_ENTRY : ENTRY);
    uint64_t place = file->series ? vib_u64_at(file->file, at + 2)
                                  : vib_u32_at(file->file, at + 2);
    size_t size = vib_u32_at(file->file, at + (file->series ? 10 : 6));

    return (vib_omnic_entry){ vib_u8_at(file->file, at),
                              vib_part_most(file->file, place, size), size };
}

int vib_omnic_set_time(vib_spectrum *head, const char *key, double seconds)
{
    static const double to_1970 = 2209075200.0;

    return seconds > 0 ? vib_field_time(head, key, seconds - to_1970) : VIB_OK;
}

int vib_omnic_set_file(vib_spectrum *head, const vib_omnic *file)
{
    int status = VIB_OK;

    if (!file->series)
        status = vib_field_text(head, VIB_KEY_TITLE,
                                vib_part_most(file->file, TITLE_AT, TITLE));
    return status < 0 ? status
                      : vib_omnic_set_time(head, "date",
                                           vib_u32_at(file->file, TIME_AT));
}

static const char *x_unit_of(unsigned code)
{
    switch (code) {
    case PER_CM:
    case RAMAN_SHIFT:
        return "cm-1";
    case NM:
        return "nm";
    case UM:
        return "um";
    default:
        return NULL;
    }
}

static const char *y_unit_of(unsigned code)
{
    for (size_t i = 0; i < Y_UNITS; i++)
        if (y_units[i].code == code)
            return y_units[i].unit;
    return NULL;
}

static int set_units(vib_spectrum *head, unsigned x, unsigned y)
{
    const char *x_unit = x_unit_of(x), *y_unit = y_unit_of(y);
    bool raman = x == RAMAN_SHIFT || y == RAMAN_INTENSITY;
    int status = VIB_OK;

    if (x_unit)
        status = vib_spectrum_set(head, VIB_KEY_X_UNIT, x_unit);
    if (status == VIB_OK && y_unit)
        status = vib_spectrum_set(head, VIB_KEY_Y_UNIT, y_unit);
    if (status == VIB_OK && (raman || (x == PER_CM && y_unit)))
        status = vib_spectrum_set(head, VIB_KEY_TECHNIQUE,
                                  raman ? "raman" : "infrared");
    return status;
}

static int set_numbers(vib_spectrum *head, vib_part header)
{
    double laser = vib_f32_at(header, 96); /* cm^-1 */
    int status = vib_field_number(head, "scans", vib_u32_at(header, 36), 10);

    if (status == VIB_OK && laser > 1000)
        status = vib_field_number(head, VIB_KEY_LASER, 1e7 / laser, 7);
    return status;
}

int vib_omnic_read_header(vib_omnic_header *out, vib_part bytes)
{
    if (bytes.n < HEADER)
        return vib_fail(VIB_BAD_DATA, "cut short: the header of a spectrum is "
                        "not there");
    if (vib_u8_at(bytes, 8) == POINTS)
        return vib_fail(VIB_BAD_DATA, "this cannot be read: it is an "
                        "interferogram; let OMNIC compute the spectrum");
    *out = (vib_omnic_header){ vib_u32_at(bytes, 4), vib_f32_at(bytes, 16),
                               vib_f32_at(bytes, 20), bytes };
    return VIB_OK;
}

int vib_omnic_make_head(vib_spectrum *head, const vib_omnic_header *header)
{
    size_t n = header->n;
    int status = vib_points_new(head, n);

    if (status < 0)
        return status;
    for (size_t i = 0; i < n && n > 1; i++)
        head->x[i] = header->first + (header->last - header->first) *
                                         (double)i / (double)(n - 1);
    status = set_units(head, vib_u8_at(header->bytes, 8),
                       vib_u8_at(header->bytes, 12));
    return status < 0 ? status : set_numbers(head, header->bytes);
}
