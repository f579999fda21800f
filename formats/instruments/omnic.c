/* omnic.c - Thermo OMNIC spectra (.spa) and groups of them (.spg): a table
 * whose entries lead to headers, intensities and texts. There is no official
 * description; this follows that of SpectroChemPy (A. Travert and others). */
#include "omnic.h"

#include "number.h"
#include "reader.h"
#include "status.h"

#include <string.h>

enum { TEXT_MOST = 1 << 14 };

static int omnic_sniff(const uint8_t *data, size_t size)
{
    vib_part file = { data, size };

    return vib_part_begins(file, "Spectral Data File") ||
                   vib_part_begins(file, "Spectral Exte File")
               ? 95
               : 0;
}

/* The entries of one spectrum: from its header up to the next one. */
typedef struct parts {
    vib_part header, title;
    vib_omnic_entry data;
    vib_part comment, history;
} parts;

static void take_entry(parts *p, const vib_omnic_entry *entry)
{
    vib_part text = vib_part_most(entry->bytes, 0, TEXT_MOST);

    switch (entry->key) {
    case VIB_OMNIC_DATA:
        p->data = *entry;
        break;
    case VIB_OMNIC_TITLE:
        p->title = entry->bytes;
        break;
    case VIB_OMNIC_COMMENT:
        p->comment = text;
        break;
    case VIB_OMNIC_HISTORY:
        p->history = text;
        break;
    default:
        break;
    }
}

/* In a group each spectrum has a title of its own, and a date behind it. */
static int set_texts(vib_spectrum *spectrum, const parts *p)
{
    enum { TITLE = 256 };
    int status = vib_field_text(spectrum, VIB_KEY_NAME,
                                vib_part_most(p->title, 0, TITLE));

    if (status == VIB_OK && p->title.n >= TITLE + 4)
        status = vib_omnic_set_time(spectrum, "date",
                                    vib_u32_at(p->title, TITLE));
    if (status == VIB_OK)
        status = vib_field_text(spectrum, "comment", p->comment);
    return status < 0 ? status
                      : vib_field_text(spectrum, "history", p->history);
}

/* A spectrum taken out of a map says in its title from where: "Position (X,Y):
 * 367.12, 1270.59". */
static int set_position(vib_spectrum *spectrum)
{
    static const char words[] = "Position (X,Y): ";
    const char *title = vib_spectrum_get(spectrum, VIB_KEY_TITLE), *at, *end;
    double x, y;
    int status;

    at = title ? strstr(title, words) : NULL;
    if (!at)
        return VIB_OK;
    end = at + strlen(at);
    at = vib_number_read(&x, at + sizeof words - 1, end, '.');
    if (!at || *at != ',' || at[1] != ' ' ||
        !vib_number_read(&y, at + 2, end, '.'))
        return VIB_OK;
    status = vib_field_number(spectrum, VIB_KEY_MAP_X, x, 9);
    return status < 0 ? status
                      : vib_field_number(spectrum, VIB_KEY_MAP_Y, y, 9);
}

static int fill(vib_spectrum *spectrum, const vib_omnic *file, const parts *p)
{
    vib_omnic_header header;
    int status = vib_omnic_read_header(&header, p->header);

    if (status < 0)
        return status;
    if (p->data.key != VIB_OMNIC_DATA)
        return vib_fail(VIB_BAD_DATA, "a spectrum without intensities");
    if (header.n > p->data.bytes.n / 4)
        return vib_fail(VIB_BAD_DATA, "%s%zu of %ju points are there",
                        p->data.bytes.n < p->data.size ? "cut short: " : "",
                        p->data.bytes.n / 4, (uintmax_t)header.n);
    status = vib_omnic_make_head(spectrum, &header);
    if (status == VIB_OK) {
        vib_numbers_at(spectrum->y, p->data.bytes, VIB_AS_F32, header.n);
        status = vib_omnic_set_file(spectrum, file);
    }
    if (status == VIB_OK)
        status = set_position(spectrum);
    return status < 0 ? status : set_texts(spectrum, p);
}

static int add_spectrum(vib_found *out, const vib_omnic *file, const parts *p)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int status = fill(&spectrum, file, p);

    if (status == VIB_OK)
        return vib_found_add(out, &spectrum);
    vib_spectrum_release(&spectrum);
    return status;
}

static int add_spectra(vib_found *out, const vib_omnic *file)
{
    parts p = { .header = { NULL, 0 } };
    bool begun = false;
    int status = VIB_OK;

    for (size_t i = 0; i < file->entries && status == VIB_OK; i++) {
        vib_omnic_entry entry = vib_omnic_entry_at(file, i);

        if (entry.key == VIB_OMNIC_HEADER) {
            status = begun ? add_spectrum(out, file, &p) : VIB_OK;
            p = (parts){ .header = entry.bytes };
            begun = true;
        } else {
            take_entry(&p, &entry);
        }
    }
    if (status == VIB_OK && !begun)
        return vib_fail(VIB_BAD_DATA, "no spectrum in it");
    return status < 0 ? status : add_spectrum(out, file, &p);
}

static int omnic_parse(vib_found *out, const vib_input *input)
{
    vib_omnic file;
    int status = vib_omnic_open(&file, (vib_part){ input->data, input->size });

    if (status < 0)
        return status;
    return file.series ? vib_omnic_add_series(out, &file)
                       : add_spectra(out, &file);
}

const vib_format vib_format_omnic = { "omnic", omnic_sniff, omnic_parse };
