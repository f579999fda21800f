/* opus_series.c - a series of spectra in one block of a Bruker OPUS file: a
 * header, then for each spectrum its data and a record of what varies. */
#include "opus.h"

#include "memory.h"
#include "status.h"

#include <stdlib.h>

enum { HEADER = 24, INFO = 152, INFO_SCALE = 104, INFO_TIME = 144 };

static void scale_by(vib_spectrum *spectrum, double factor)
{
    for (size_t i = 0; i < spectrum->n; i++)
        spectrum->y[i] *= factor;
}

/* The spectra of a block: the data of each, and the record behind it, which may
 * be missing. */
typedef struct series {
    vib_opus_data block;
    size_t start, data_size, info_size;
} series;

static int make_one(vib_spectrum *out, void *payload, size_t k)
{
    const series *s = payload;
    vib_part bytes = s->block.bytes, info = { NULL, 0 };
    uint64_t at = s->start + k * (uint64_t)(s->data_size + s->info_size);

    vib_numbers_at(out->y, vib_part_most(bytes, at, s->data_size),
                   s->block.type, out->n);
    if (s->info_size < INFO ||
        !vib_part_cut(&info, bytes, at + s->data_size, INFO)) {
        scale_by(out, s->block.scale);
        return VIB_OK;
    }
    scale_by(out, vib_f64_at(info, INFO_SCALE));
    return vib_field_number(out, "seconds", vib_f64_at(info, INFO_TIME), 9);
}

static int give(vib_found *out, vib_spectrum *head, const series *from,
                size_t count)
{
    series *s = count > 0 ? vib_new(1, sizeof *s) : NULL;

    if (!s)
        return count > 0 ? VIB_NO_MEMORY : VIB_OK;
    *s = *from;
    return vib_found_series(out, head, count, make_one, s);
}

/* Version, spectra, where the first begins, bytes of the data of each, bytes of
 * its record; then which were left out. Those of which all data are there come
 * before the place where the file is cut short. */
int vib_opus_add_series(vib_found *out, vib_spectrum *head,
                        const vib_opus_data *block)
{
    vib_part bytes = block->bytes;
    size_t said = vib_u32_at(bytes, 4), count = 0;
    series s = { *block, vib_u32_at(bytes, 8), vib_u32_at(bytes, 12),
                 vib_u32_at(bytes, 16) };
    size_t step = s.data_size + s.info_size;
    int status;

    if (bytes.n < HEADER)
        return vib_fail(VIB_BAD_DATA, "cut short: a series without a header");
    if (s.data_size / vib_number_size(s.block.type) < head->n)
        return vib_fail(VIB_BAD_DATA, "a series with %zu bytes for spectra of "
                        "%zu points", s.data_size, head->n);
    if (s.start <= bytes.n && s.data_size <= bytes.n - s.start)
        count = (bytes.n - s.start - s.data_size) / step + 1;
    status = give(out, head, &s, count < said ? count : said);
    if (status == VIB_OK && count < said)
        status = vib_fail(VIB_BAD_DATA, "cut short: %zu of the %zu spectra "
                          "of a series are there", count, said);
    return status;
}

/* Behind a series, one is made when its turn comes, too. */
int vib_opus_add_spectrum(vib_found *out, vib_spectrum *head,
                          const vib_opus_data *block)
{
    series s = { *block, 0, block->bytes.n, 0 };
    size_t room = block->bytes.n / vib_number_size(block->type);

    if (room < head->n)
        return vib_fail(VIB_BAD_DATA, "cut short: %zu of the %zu points of "
                        "block \"%s\" are there", room, head->n,
                        vib_spectrum_get(head, "block"));
    if (out->series_count > 0)
        return give(out, head, &s, 1);
    vib_numbers_at(head->y, block->bytes, block->type, head->n);
    scale_by(head, block->scale);
    return vib_found_add(out, head);
}
