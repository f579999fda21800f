/* opus.c - Bruker OPUS files (.0, .1, ...): a directory of blocks, of which
 * some are data and others the parameters of these. There is no official
 * description; this follows that of brukeropus (J. Duran). */
#include "opus.h"

#include "reader.h"
#include "status.h"

#include <stdio.h>
#include <string.h>

enum { CHECKSUMMED = 1 << 30, INTEGERS = 2 };

static int opus_sniff(const uint8_t *data, size_t size)
{
    return vib_part_begins((vib_part){ data, size }, "\x0a\x0a\xfe\xfe") ? 95
                                                                         : 0;
}

/* The parameters of a block of data have its type but for one bit, and stand in
 * the same part of the file: that which has checksums or that which has not. */
static const vib_opus_block *find_status(const vib_opus *file, uint32_t type)
{
    const vib_opus_block *other = NULL;

    type |= VIB_OPUS_STATUS;
    for (size_t i = 0; i < file->count; i++) {
        if (file->block[i].type == type)
            return &file->block[i];
        if ((file->block[i].type | CHECKSUMMED) == (type | CHECKSUMMED))
            other = &file->block[i];
    }
    return other;
}

/* The axis is even from FXV to LXV; NPT may be less than the block holds. */
static int make_axis(vib_spectrum *head, vib_part status, size_t most)
{
    double first, last, count;
    vib_part unit;
    int rc;

    if (!vib_opus_number(&first, status, "FXV") ||
        !vib_opus_number(&last, status, "LXV") ||
        !vib_opus_number(&count, status, "NPT"))
        return vib_fail(VIB_BAD_DATA, "no axis: FXV, LXV or NPT is missing");
    if (vib_opus_text(&unit, status, "DXU") && vib_part_begins(unit, "LGW"))
        return vib_fail(VIB_BAD_DATA, "an axis of logarithms (LGW)");
    if (!(count >= 2 && count <= (double)most))
        return vib_fail(VIB_BAD_DATA, "cut short: %.0f points in a block with "
                        "room for %zu", count, most);
    rc = vib_points_new(head, (size_t)count);
    for (size_t i = 0; i < head->n && rc == VIB_OK; i++)
        head->x[i] = first + (last - first) * (double)i / (count - 1);
    return rc;
}

/* "a", and "a_1", "a_2" for what an earlier state of the file left behind. */
static int set_block_name(vib_spectrum *head, const char *key, size_t earlier)
{
    char name[32];

    snprintf(name, sizeof name, earlier ? "%s_%zu" : "%s", key, earlier);
    return vib_spectrum_set(head, "block", name);
}

static int set_derivative(vib_spectrum *head, uint32_t type)
{
    const char *order = vib_opus_derivative(type);

    return order ? vib_note(head, "the %s derivative", order) : VIB_OK;
}

static int make_head(vib_spectrum *head, const vib_opus_block *block,
                     vib_part status, const vib_spectrum *general)
{
    int rc = make_axis(head, status, block->bytes.n / 4);

    if (rc == VIB_OK)
        rc = vib_fields_copy(head, general);
    return rc == VIB_OK ? set_derivative(head, block->type) : rc;
}

/* What the parsing of one file has in hand. */
typedef struct parsing {
    vib_opus file;
    vib_spectrum general; /* fields of all spectra */
    vib_found *out;
} parsing;

static int add_block(parsing *p, const vib_opus_block *block,
                     const vib_opus_kind *kind, size_t earlier)
{
    const vib_opus_block *status = find_status(&p->file, block->type);
    vib_spectrum head = VIB_SPECTRUM_INIT;
    double type = 1, scale = 1;
    int rc;

    if (!status || !status->whole)
        return vib_fail(VIB_BAD_DATA, "%sblock \"%s\" without its parameters",
                        status ? "cut short: " : "", kind->key);
    vib_opus_number(&type, status->bytes, "DPF");
    vib_opus_number(&scale, status->bytes, "CSF");
    rc = make_head(&head, block, status->bytes, &p->general);
    if (rc == VIB_OK)
        rc = vib_opus_set_data(&head, status->bytes, kind);
    if (rc == VIB_OK)
        rc = set_block_name(&head, kind->key, earlier);
    if (rc == VIB_OK) {
        vib_opus_data data = { block->bytes,
                               type == INTEGERS ? VIB_AS_I32 : VIB_AS_F32,
                               scale };

        rc = vib_opus_is_series(block->type)
                 ? vib_opus_add_series(p->out, &head, &data)
                 : vib_opus_add_spectrum(p->out, &head, &data);
    }
    vib_spectrum_release(&head);
    return rc;
}

/* All blocks of one kind, the latest state first. */
static int add_kind(parsing *p, const vib_opus_kind *kind)
{
    size_t given = 0;
    int failure = VIB_OK;

    for (size_t i = p->file.count; i-- > 0;) {
        const vib_opus_block *block = &p->file.block[i];
        int status;

        if (!vib_opus_is_kind(block->type, kind))
            continue;
        status = add_block(p, block, kind, given++);
        if (status == VIB_NO_MEMORY)
            return status;
        failure = status < 0 ? status : failure;
    }
    return failure;
}

/* Why there was none. */
static int fail_without_spectrum(const vib_opus *file)
{
    bool whole = true;

    for (size_t i = 0; i < file->count; i++) {
        whole = whole && file->block[i].whole;
        if (vib_opus_is_interferogram(file->block[i].type))
            return vib_fail(VIB_BAD_DATA, "this cannot be read: it is an "
                            "interferogram; let OPUS compute the spectrum");
    }
    return vib_fail(VIB_BAD_DATA, whole ? "no spectrum in it" :
                    "cut short before any spectrum");
}

static int opus_parse(vib_found *out, const vib_input *input)
{
    parsing p = { .out = out };
    const vib_opus_kind *kind;
    int failure = VIB_OK;
    int status = vib_opus_open(&p.file, (vib_part){ input->data, input->size });

    if (status == VIB_OK)
        status = vib_opus_set_general(&p.general, &p.file);
    for (size_t i = 0; status == VIB_OK && (kind = vib_opus_kind_at(i)); i++) {
        int one = add_kind(&p, kind);

        failure = one < 0 ? one : failure;
        status = one == VIB_NO_MEMORY ? one : VIB_OK;
    }
    if (status == VIB_OK)
        status = failure;
    if (status == VIB_OK && vib_found_count(out) == 0)
        status = fail_without_spectrum(&p.file);
    vib_spectrum_release(&p.general);
    vib_opus_close(&p.file);
    return status;
}

const vib_format vib_format_opus = { "opus", opus_sniff, opus_parse };
