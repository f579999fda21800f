/* perkinelmer.c - PerkinElmer spectra (.sp): the word PEPE, 40 bytes of text,
 * blocks. There is no official description; this follows specio (G. Lemaitre).
 */
#include "perkinelmer.h"

#include "reader.h"
#include "status.h"

enum { DESCRIPTION = 4, DESCRIPTION_SIZE = 40, BLOCKS = 44 };

/* Blocks of a spectrum, and containers that others stand in. */
enum { RANGE = 35698, COUNT = 35701, COMMENT = 35702, X_UNIT = 35703,
       Y_UNIT = 35704, DATA = 35708, PATH = 35709, HISTORY = 35711,
       NAME = 35713 };
enum { CONTAINER = 120, CONTAINERS_END = 128 };

/* What a value begins with. */
enum { ARRAY_VALUE = 29974, RANGE_VALUE = 29981, TEXT_VALUE = 29987,
       COUNT_VALUE = 29995 };

static int pe_sniff(const uint8_t *data, size_t size)
{
    return size > BLOCKS && vib_part_begins((vib_part){ data, size }, "PEPE")
               ? 90
               : 0;
}

bool vib_pe_block(unsigned *id, vib_part *content, vib_part *rest)
{
    enum { HEADER = 6 };
    vib_part block;
    uint32_t size = vib_u32_at(*rest, 2);

    if (rest->n < HEADER || !vib_part_cut(&block, *rest, HEADER, size))
        return false;
    *id = vib_u16_at(*rest, 0);
    *content = block;
    *rest = vib_part_most(*rest, HEADER + (uint64_t)size, SIZE_MAX);
    return true;
}

vib_part vib_pe_text(vib_part place, vib_part *rest)
{
    vib_part text = { place.at, 0 };
    unsigned n = vib_u16_at(place, 0);

    if (!vib_part_cut(&text, place, 2, n))
        n = 0;
    if (rest)
        *rest = vib_part_most(place, 2 + (uint64_t)n, SIZE_MAX);
    return text;
}

/* The content of a value of this type; empty when it is of another. */
static vib_part value_of(vib_part content, unsigned type)
{
    if (content.n < 2 || vib_u16_at(content, 0) != type)
        return (vib_part){ content.at, 0 };
    return vib_part_most(content, 2, SIZE_MAX);
}

static vib_part text_of(vib_part content)
{
    return vib_pe_text(value_of(content, TEXT_VALUE), NULL);
}

int vib_pe_set_units(vib_spectrum *spectrum, vib_part x, vib_part y)
{
    int status = vib_field_text(spectrum, VIB_KEY_X_UNIT, x);

    if (status < 0)
        return status;
    if (y.n == 1 && *y.at == 'A')
        return vib_spectrum_set(spectrum, VIB_KEY_Y_UNIT, "absorbance");
    return vib_field_text(spectrum, VIB_KEY_Y_UNIT, y);
}

/* The blocks of the container of a spectrum. */
typedef struct sp {
    vib_part range, count, data, x_unit, y_unit, name, path, history;
} sp;

static void take_block(sp *out, unsigned id, vib_part content)
{
    switch (id) {
    case RANGE:
        out->range = value_of(content, RANGE_VALUE);
        break;
    case COUNT:
        out->count = value_of(content, COUNT_VALUE);
        break;
    case DATA:
        out->data = value_of(content, ARRAY_VALUE);
        break;
    case X_UNIT:
        out->x_unit = text_of(content);
        break;
    case Y_UNIT:
        out->y_unit = text_of(content);
        break;
    case NAME:
        out->name = text_of(content);
        break;
    case PATH:
        out->path = text_of(content);
        break;
    case HISTORY:
        out->history = content;
        break;
    default:
        break;
    }
}

/* The first comment that is not empty, in blocks that hold blocks. */
static vib_part find_comment(vib_part blocks, int depth)
{
    enum { DEEPEST = 16 };
    vib_part content, found = { blocks.at, 0 };
    unsigned id;

    while (found.n == 0 && vib_pe_block(&id, &content, &blocks)) {
        unsigned inner = vib_u16_at(content, 0);

        if (id == COMMENT)
            found = text_of(content);
        else if (inner >= CONTAINER && inner < CONTAINERS_END &&
                 depth < DEEPEST)
            found = find_comment(content, depth + 1);
        else if (id >= CONTAINER && id < CONTAINERS_END && depth < DEEPEST)
            found = find_comment(content, depth + 1);
    }
    return found;
}

static int set_fields(vib_spectrum *spectrum, const sp *file)
{
    int status = vib_field_text(spectrum, VIB_KEY_TITLE,
                                find_comment(file->history, 0));

    if (status == VIB_OK)
        status = vib_field_text(spectrum, VIB_KEY_NAME, file->name);
    if (status == VIB_OK)
        status = vib_field_text(spectrum, "file", file->path);
    if (status == VIB_OK)
        status = vib_pe_set_units(spectrum, file->x_unit, file->y_unit);
    return status;
}

/* Intensities are doubles behind their size in bytes; the axis is even. */
static int fill(vib_spectrum *spectrum, const sp *file)
{
    vib_part data = vib_part_most(file->data, 4, vib_u32_at(file->data, 0));
    size_t n = vib_u32_at(file->count, 0);
    double first = vib_f64_at(file->range, 0);
    double last = vib_f64_at(file->range, 8);
    int status;

    if (file->range.n < 16 || file->count.n < 4)
        return vib_fail(VIB_BAD_DATA, "no axis in it");
    if (n > data.n / 8)
        return vib_fail(VIB_BAD_DATA, "%zu of %zu points are there",
                        data.n / 8, n);
    status = vib_points_new(spectrum, n);
    if (status < 0)
        return status;
    for (size_t i = 0; i < n && n > 1; i++)
        spectrum->x[i] = first + (last - first) * (double)i / (double)(n - 1);
    vib_numbers_at(spectrum->y, data, VIB_AS_F64, n);
    return set_fields(spectrum, file);
}

static int add_spectrum(vib_found *out, vib_part blocks)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    sp file = { .range = { NULL, 0 } };
    vib_part content;
    unsigned id;
    int status;

    while (vib_pe_block(&id, &content, &blocks))
        take_block(&file, id, content);
    if (blocks.n > 0)
        return vib_fail(VIB_BAD_DATA, "cut short: a block is not all there");
    status = fill(&spectrum, &file);
    if (status == VIB_OK)
        return vib_found_add(out, &spectrum);
    vib_spectrum_release(&spectrum);
    return status;
}

static int pe_parse(vib_found *out, const vib_input *input)
{
    vib_part file = { input->data, input->size };
    vib_part blocks = vib_part_most(file, BLOCKS, SIZE_MAX), rest = blocks;
    vib_part description = vib_part_most(file, DESCRIPTION, DESCRIPTION_SIZE);
    vib_part content;
    unsigned id;

    if (vib_part_begins(description, "DataSet - 4D"))
        return vib_pe_add_image(out, blocks);
    if (!vib_part_begins(description, "2D constant interval"))
        return vib_fail(VIB_BAD_DATA, "this cannot be read: it is a "
                        "PerkinElmer file of another kind (\"%.*s\")",
                        (int)description.n, (const char *)description.at);
    while (vib_pe_block(&id, &content, &rest))
        if (id == CONTAINER)
            return add_spectrum(out, content);
    return vib_fail(VIB_BAD_DATA, "cut short: no spectrum is all there");
}

const vib_format vib_format_perkinelmer = { "perkinelmer", pe_sniff, pe_parse };
