/* omnic_series.c - series of spectra (.srs) and maps (.map) of Thermo OMNIC:
 * one block holds a header and then, for each spectrum, a name, intensities and
 * 16 bytes more, which may be missing behind the last. Unlike those of a
 * single spectrum, the intensities ascend with the wavenumber, whatever order
 * of its ends the header gives (SpectroChemPy; seen in the band of CO2). */
#include "omnic.h"

#include "memory.h"
#include "status.h"

#include <stdlib.h>

enum { RECORDS_AT = 212, NAME = 84, BEHIND = 16 };
enum { POSITIONS_AT = 6 };

typedef struct series {
    vib_part records, positions;
    size_t count;       /* spectra that are there        */
    double start, step; /* of a series in time, minutes */
} series;

/* The first entry with this key, its size 0 when there is none. */
static vib_omnic_entry find(const vib_omnic *file, unsigned key)
{
    for (size_t i = 0; i < file->entries; i++) {
        vib_omnic_entry entry = vib_omnic_entry_at(file, i);

        if (entry.key == key)
            return entry;
    }
    return (vib_omnic_entry){ 0, { NULL, 0 }, 0 };
}

/* A map has the coordinates of its spectra, a series the time of the first and
 * the step, behind the header of the file. */
static int set_place(vib_spectrum *spectrum, const series *s, size_t k)
{
    size_t at = POSITIONS_AT + 8 * k;
    int status;

    if (s->positions.n == 0)
        return vib_field_number(spectrum, "minutes",
                                s->start + s->step * (double)k, 7);
    status = vib_field_number(spectrum, VIB_KEY_MAP_X,
                              vib_f32_at(s->positions, at), 7);
    return status < 0 ? status
                      : vib_field_number(spectrum, VIB_KEY_MAP_Y,
                                         vib_f32_at(s->positions, at + 4), 7);
}

static int make_one(vib_spectrum *out, void *payload, size_t k)
{
    const series *s = payload;
    size_t n = out->n, size = NAME + 4 * n + BEHIND;
    vib_part record = vib_part_most(s->records, k * size, NAME + 4 * n);
    int status = vib_field_text(out, VIB_KEY_TITLE,
                                vib_part_most(record, 0, NAME));

    vib_numbers_at(out->y, vib_part_most(record, NAME, SIZE_MAX), VIB_AS_F32,
                   n);
    return status < 0 ? status : set_place(out, s, k);
}

static void swap_ends(vib_omnic_header *header)
{
    double first = header->first;

    if (first > header->last) {
        header->first = header->last;
        header->last = first;
    }
}

/* How many spectra there are, and where. 1: fewer than the file says. */
static int find_records(series *s, const vib_omnic *file,
                        const vib_omnic_entry *block, size_t n)
{
    enum { START = 1002, STEP = 1010, COUNT = 1026, ALL = 1030 };
    vib_omnic_entry first = find(file, VIB_OMNIC_HEADER);
    vib_omnic_entry places = find(file, VIB_OMNIC_POSITIONS);
    size_t begin = (size_t)(first.bytes.at - file->file.at), said;
    vib_part about = vib_part_most(file->file, begin, ALL);

    said = vib_u32_at(about, COUNT);
    s->start = vib_f32_at(about, START);
    s->step = vib_f32_at(about, STEP);
    s->records = vib_part_most(block->bytes, RECORDS_AT, SIZE_MAX);
    s->count = (s->records.n + BEHIND) / (NAME + 4 * n + BEHIND);
    if (places.key && vib_u16_at(places.bytes, 0) == said &&
        places.bytes.n >= POSITIONS_AT + 8 * said)
        s->positions = places.bytes;
    if (s->count > said)
        s->count = said;
    if (s->count == 0)
        return vib_fail(VIB_BAD_DATA, "cut short: no spectrum of the series "
                        "is whole");
    return said > s->count && block->bytes.n < block->size ? 1 : 0;
}

static int read_series(vib_spectrum *head, series *s, const vib_omnic *file)
{
    vib_omnic_entry block = find(file, VIB_OMNIC_SERIES);
    vib_omnic_header header;
    int status, cut;

    if (!block.key)
        return vib_fail(VIB_BAD_DATA, "this cannot be read: it is an OMNIC "
                        "series of a kind that is not understood; export its "
                        "spectra");
    status = vib_omnic_read_header(&header, block.bytes);
    if (status < 0)
        return status;
    cut = find_records(s, file, &block, header.n);
    if (cut < 0)
        return cut;
    swap_ends(&header);
    status = vib_omnic_make_head(head, &header);
    if (status == VIB_OK)
        status = vib_omnic_set_file(head, file);
    if (status == VIB_OK && cut)
        status = vib_note(head, "cut short: only %zu spectra are there",
                          s->count);
    return status;
}

int vib_omnic_add_series(vib_found *out, const vib_omnic *file)
{
    vib_spectrum head = VIB_SPECTRUM_INIT;
    series *s = vib_new(1, sizeof *s);
    int status = s ? read_series(&head, s, file) : VIB_NO_MEMORY;

    if (status < 0) {
        vib_spectrum_release(&head);
        free(s);
        return status;
    }
    out->titled = true;
    return vib_found_series(out, &head, s->count, make_one, s);
}
