/* opus_block.c - the directory of a Bruker OPUS file and its blocks of
 * parameters. */
#include "opus.h"

#include "memory.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

enum { HEADER = 24, ENTRY = 12, BLOCKS_MOST = 512 };
enum { PARAMETERS_MOST = 1 << 14 }; /* bytes of a block of them; usual: 500 */
enum { INTEGER = 0, REAL = 1 }; /* types of parameters; the others are texts */

void vib_opus_close(vib_opus *file)
{
    free(file->block);
    *file = (vib_opus){ 0 };
}

/* Version (a double), start of the directory, blocks it has room for, blocks
 * there are; each entry is type, words of 4 bytes, start. */
int vib_opus_open(vib_opus *out, vib_part file)
{
    size_t count = vib_u32_at(file, 20), start = vib_u32_at(file, 12);
    vib_opus_block *blocks;
    vib_part directory;

    if (count > BLOCKS_MOST)
        return vib_fail(VIB_BAD_DATA, "a directory of %zu blocks: %d are the "
                        "most", count, BLOCKS_MOST);
    if (file.n < HEADER ||
        !vib_part_cut(&directory, file, start, ENTRY * count))
        return vib_fail(VIB_BAD_DATA, "cut short: the directory of its blocks "
                        "is not there");
    blocks = vib_new(count, sizeof *blocks);
    if (!blocks)
        return VIB_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        size_t at = ENTRY * i, size = 4 * (size_t)vib_u32_at(directory, at + 4);

        blocks[i].type = vib_u32_at(directory, at);
        blocks[i].bytes = vib_part_most(file, vib_u32_at(directory, at + 8),
                                        size);
        blocks[i].whole = blocks[i].bytes.n == size;
    }
    *out = (vib_opus){ blocks, count };
    return VIB_OK;
}

/* Name, NUL, type, words of 2 bytes, value; the last is called END. */
static bool find(unsigned *type, vib_part *value, vib_part parameters,
                 const char *name)
{
    size_t at = 0;
    vib_part entry;

    parameters = vib_part_most(parameters, 0, PARAMETERS_MOST);
    while (vib_part_cut(&entry, parameters, at, 8)) {
        size_t size = 2 * vib_u16_at(entry, 6);

        if (memcmp(entry.at, "END", 3) == 0)
            break;
        if (memcmp(entry.at, name, 3) == 0) {
            *type = vib_u16_at(entry, 4);
            return vib_part_cut(value, parameters, at + 8, size);
        }
        at += 8 + size;
    }
    return false;
}

bool vib_opus_number(double *out, vib_part parameters, const char *name)
{
    vib_part value;
    unsigned type;

    if (!find(&type, &value, parameters, name))
        return false;
    if (type == INTEGER && value.n >= 4)
        *out = (int32_t)vib_u32_at(value, 0);
    else if (type == REAL && value.n >= 8)
        *out = vib_f64_at(value, 0);
    else
        return false;
    return true;
}

bool vib_opus_text(vib_part *out, vib_part parameters, const char *name)
{
    vib_part value;
    unsigned type;

    if (!find(&type, &value, parameters, name) || type <= REAL)
        return false;
    *out = value;
    return true;
}
