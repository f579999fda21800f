/* labspec6.c - HORIBA LabSpec 6 files (.l6s, .l6m): "LabSpec6", then the tree
 * that its XML export shows. A node is a header of 24 bytes: format, with
 * STORED set when the value does not fit into it; an offset; the name; 0; then
 * the value, or where it was in LabSpec's memory and its length. The headers
 * of all children come first, then what each of them stores, in their order. A
 * value that several nodes share, which the place in memory tells, is stored
 * once. There is no description; this was found in a file of which LabSpec
 * also exported the text. */
#include "binary.h"
#include "labspec_tree.h"
#include "memory.h"
#include "reader.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

enum { SURE = 95, ROOT = 0x4c, HEADER = 24, STORED = 0x1000 };

/* A tree that is kept elsewhere, at the end of the file: templates. */
enum { APART = 0x786d6574 };

typedef struct state {
    vib_part file;
    size_t at;
    vib_labspec_tree tree;
    uint32_t seen[VIB_LABSPEC_NODES]; /* places in memory */
    size_t seen_count;
} state;

static int labspec6_sniff(const uint8_t *data, size_t size)
{
    return vib_part_begins((vib_part){ data, size }, "LabSpec6") ? SURE : 0;
}

static bool was_seen(state *s, uint32_t place)
{
    for (size_t i = 0; i < s->seen_count; i++)
        if (s->seen[i] == place)
            return true;
    if (s->seen_count < VIB_LABSPEC_NODES)
        s->seen[s->seen_count++] = place;
    return false;
}

/* The next `n` bytes. */
static int take(vib_part *out, state *s, uint64_t n)
{
    if (!vib_part_cut(out, s->file, s->at, n))
        return vib_fail(VIB_BAD_DATA, "cut short: %llu bytes at %zu are not "
                        "all there", (unsigned long long)n, s->at);
    s->at += (size_t)n;
    return VIB_OK;
}

/* Text in Windows-1252, or in UTF-16 without a mark, up to a NUL. */
static int put_text(state *s, size_t node, vib_part bytes, bool wide)
{
    vib_buffer marked = { 0 };
    vib_text text = { 0 };
    int status;

    if (wide)
        vib_put_bytes(&marked, "\xff\xfe", 2);
    vib_put_bytes(&marked, bytes.at, bytes.n);
    status = marked.failed ? VIB_NO_MEMORY
                           : vib_text_open(&text, marked.data, marked.size);
    if (status == VIB_OK && text.at)
        status = vib_labspec_put_text(
            &s->tree, node, (vib_span){ text.at, strnlen(text.at, text.n) });
    vib_text_close(&text);
    vib_buffer_release(&marked);
    return status;
}

static int put_floats(state *s, size_t node, vib_part bytes)
{
    int status = VIB_OK;

    for (size_t i = 0; i + 4 <= bytes.n && status == VIB_OK; i += 4)
        status = vib_labspec_put_number(&s->tree, node, vib_f32_at(bytes, i));
    return status;
}

/* A value of 8 bytes at most, in the header itself. */
static int read_inline(state *s, size_t node, vib_part header, unsigned format)
{
    vib_part value = vib_part_most(header, 16, 8);

    switch (format) {
    case VIB_LABSPEC_INTEGER:
        return vib_labspec_put_number(&s->tree, node,
                                      (int32_t)vib_u32_at(value, 0));
    case VIB_LABSPEC_NUMBER:
        return vib_labspec_put_number(&s->tree, node, vib_f64_at(value, 0));
    case VIB_LABSPEC_TEXT:
    case VIB_LABSPEC_WIDE_TEXT:
        return put_text(s, node, value, format == VIB_LABSPEC_WIDE_TEXT);
    default:
        return VIB_OK;
    }
}

static int read_stored(state *s, size_t node, vib_part header, unsigned format)
{
    uint64_t count = vib_u32_at(header, 20);
    vib_part bytes;
    int status;

    if (was_seen(s, vib_u32_at(header, 16)))
        return VIB_OK;
    switch (format) {
    case VIB_LABSPEC_NUMBERS:
        status = take(&bytes, s, 4 * count);
        return status < 0 ? status : put_floats(s, node, bytes);
    case VIB_LABSPEC_TEXT:
        status = take(&bytes, s, count);
        return status < 0 ? status : put_text(s, node, bytes, false);
    case VIB_LABSPEC_WIDE_TEXT:
        status = take(&bytes, s, 2 * count);
        return status < 0 ? status : put_text(s, node, bytes, true);
    default:
        return vib_fail(VIB_BAD_DATA, "byte %zu: a value of unknown format %u",
                        s->at, format);
    }
}

static int read_children(state *s, size_t parent, uint64_t count, int depth);

static int read_node(state *s, size_t parent, vib_part header, int depth)
{
    unsigned flags = vib_u32_at(header, 0), format = flags & 0xff;
    uint32_t id = vib_u32_at(header, 8);
    size_t node;
    int status = vib_labspec_add(&node, &s->tree, parent, id);

    if (status < 0)
        return status;
    if (!(flags & STORED))
        return read_inline(s, node, header, format);
    if (format != VIB_LABSPEC_TREE)
        return read_stored(s, node, header, format);
    if (id == APART)
        return VIB_OK;
    return read_children(s, node, vib_u32_at(header, 20), depth + 1);
}

static int read_children(state *s, size_t parent, uint64_t count, int depth)
{
    vib_part headers, header;
    int status;

    if (depth == VIB_LABSPEC_DEPTH)
        return vib_fail(VIB_BAD_DATA, "more than %d nodes within one another",
                        VIB_LABSPEC_DEPTH);
    status = take(&headers, s, HEADER * count);
    for (uint64_t i = 0; i < count && status == VIB_OK; i++) {
        vib_part_cut(&header, headers, HEADER * i, HEADER);
        status = read_node(s, parent, header, depth);
    }
    return status;
}

static int labspec6_parse(vib_found *out, const vib_input *input)
{
    state *s = vib_new(1, sizeof *s);
    vib_part root;
    size_t node;
    int status = VIB_NO_MEMORY;

    if (!s)
        return status;
    s->file = (vib_part){ input->data, input->size };
    s->at = ROOT;
    status = take(&root, s, HEADER);
    if (status == VIB_OK)
        status = vib_labspec_add(&node, &s->tree, VIB_LABSPEC_NODES, 0);
    if (status == VIB_OK)
        status = read_children(s, node, vib_u32_at(root, 20), 0);
    if (status == VIB_OK)
        status = vib_labspec_give(out, &s->tree);
    vib_labspec_release(&s->tree);
    free(s);
    return status;
}

const vib_format vib_format_labspec6 = { "labspec6", labspec6_sniff,
                                         labspec6_parse };
