/* opus_series.c - a series of spectra in one block of a Bruker OPUS file: a
 * header, then for each spectrum its data and a record of what varies. */
#include "opus.h"

#include "status.h"

enum { HEADER = 24, INFO = 152, INFO_SCALE = 104, INFO_TIME = 144 };

static void scale_by(vib_spectrum *spectrum, double factor)
{
    for (size_t i = 0; i < spectrum->n; i++)
        spectrum->y[i] *= factor;
}

/* `info` is the record, empty where there is none. */
static int add_one(vib_found *out, const vib_opus_data *s, vib_part data,
                   vib_part info)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int status = vib_points_like(&spectrum, s->head);

    if (status < 0)
        return status;
    vib_numbers_at(spectrum.y, data, s->type, spectrum.n);
    scale_by(&spectrum, info.n > 0 ? vib_f64_at(info, INFO_SCALE) : s->scale);
    if (info.n > 0)
        status = vib_field_number(&spectrum, "seconds",
                                  vib_f64_at(info, INFO_TIME), 9);
    if (status == VIB_OK)
        return vib_found_add(out, &spectrum);
    vib_spectrum_release(&spectrum);
    return status;
}

/* Version, spectra, where the first begins, bytes of the data of each, bytes of
 * its record; then which were left out. */
int vib_opus_add_series(vib_found *out, const vib_opus_data *s)
{
    size_t count = vib_u32_at(s->bytes, 4), start = vib_u32_at(s->bytes, 8);
    size_t data_size = vib_u32_at(s->bytes, 12);
    size_t info_size = vib_u32_at(s->bytes, 16);
    int status = VIB_OK;

    if (s->bytes.n < HEADER)
        return vib_fail(VIB_BAD_DATA, "cut short: a series without a header");
    if (data_size / vib_number_size(s->type) < s->head->n)
        return vib_fail(VIB_BAD_DATA, "a series with %zu bytes for spectra of "
                        "%zu points", data_size, s->head->n);
    for (size_t k = 0; k < count && status == VIB_OK; k++) {
        uint64_t at = start + k * (uint64_t)(data_size + info_size);
        vib_part data, info = { NULL, 0 };

        if (!vib_part_cut(&data, s->bytes, at, data_size))
            return vib_fail(VIB_BAD_DATA, "cut short: %zu of the %zu spectra "
                            "of a series are there", k, count);
        if (info_size >= INFO)
            vib_part_cut(&info, s->bytes, at + data_size, INFO);
        status = add_one(out, s, data, info);
    }
    return status;
}

int vib_opus_add_spectrum(vib_found *out, const vib_opus_data *s)
{
    vib_part none = { NULL, 0 };
    size_t room = s->bytes.n / vib_number_size(s->type);

    if (room < s->head->n)
        return vib_fail(VIB_BAD_DATA, "cut short: %zu of the %zu points of "
                        "block \"%s\" are there", room, s->head->n,
                        vib_spectrum_get(s->head, "block"));
    return add_one(out, s, s->bytes, none);
}
