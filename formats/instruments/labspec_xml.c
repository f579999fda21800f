/* labspec_xml.c - XML that HORIBA LabSpec 6 exports: elements LSX with an ID
 * and a format, nested, and the rows of intensities behind them. */
#include "export.h"
#include "labspec_tree.h"
#include "number.h"
#include "status.h"
#include "xml.h"

#include <stdlib.h>
#include <string.h>

enum { SURE = 90 };

static int labspec_xml_sniff(const uint8_t *data, size_t size)
{
    return vib_export_begins(data, size, "<") &&
                   vib_export_mentions(data, size, "<LSX_Data")
               ? SURE
               : 0;
}

/* An element that is open. */
typedef struct element {
    size_t node; /* VIB_LABSPEC_NODES for the outermost */
    int format;
} element;

typedef struct state {
    vib_xml xml;
    vib_labspec_tree tree;
    element open[VIB_LABSPEC_DEPTH];
    size_t depth;
    vib_buffer text; /* of the innermost element so far */
} state;

/* Rows of the matrix are numbers of one node. */
static int open_node(state *s, element *opened, const char *name,
                     const char *const *attributes)
{
    size_t parent = s->open[s->depth - 1].node;
    uint32_t id = (uint32_t)strtoul(vib_xml_attribute(attributes, "ID", "0"),
                                    NULL, 0);
    int status;

    opened->format = atoi(vib_xml_attribute(attributes, "Format", "0"));
    if (strcmp(name, "LSX_Row") == 0) {
        if (s->tree.matrix == 0 || parent != s->tree.matrix)
            return vib_fail(VIB_BAD_DATA, "line %lu: a row of intensities "
                            "outside their matrix",
                            XML_GetCurrentLineNumber(s->xml.parser));
        opened->node = parent;
        return VIB_OK;
    }
    status = vib_labspec_add(&opened->node, &s->tree, parent, id);
    if (status == VIB_OK && strcmp(name, "LSX_Matrix") == 0)
        s->tree.matrix = opened->node;
    return status;
}

static void XMLCALL on_start(void *payload, const char *name,
                             const char **attributes)
{
    state *s = payload;
    element opened = { VIB_LABSPEC_NODES, 0 };
    int status = VIB_OK;

    if (s->xml.status < 0)
        return;
    if (s->depth == VIB_LABSPEC_DEPTH)
        status = vib_fail(VIB_BAD_DATA, "more than %d elements within one "
                          "another", VIB_LABSPEC_DEPTH);
    else if (s->depth > 0)
        status = open_node(s, &opened, name, (const char *const *)attributes);
    if (status < 0) {
        vib_xml_stop(&s->xml, status);
        return;
    }
    s->open[s->depth++] = opened;
    s->text.size = 0;
}

static void XMLCALL on_text(void *payload, const char *text, int n)
{
    state *s = payload;

    vib_put_bytes(&s->text, text, (size_t)n);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static int put_numbers(state *s, size_t node, vib_span text)
{
    const char *at = text.n ? text.at : "", *end = at + text.n;
    int status = VIB_OK;

    while (status == VIB_OK) {
        double value;

        while (at < end && is_blank(*at))
            at++;
        if (at == end)
            break;
        at = vib_number_read(&value, at, end, '.');
        if (!at || (at < end && !is_blank(*at)))
            return vib_fail(VIB_BAD_DATA, "line %lu: expected a number",
                            XML_GetCurrentLineNumber(s->xml.parser));
        status = vib_labspec_put_number(&s->tree, node, value);
    }
    return status;
}

static void XMLCALL on_end(void *payload, const char *name)
{
    state *s = payload;
    vib_span text = { (const char *)s->text.data, s->text.size };
    element closed;
    int status = VIB_OK;

    (void)name;
    if (s->xml.status < 0 || s->depth == 0)
        return;
    closed = s->open[--s->depth];
    if (s->text.failed)
        status = VIB_NO_MEMORY;
    else if (closed.node == VIB_LABSPEC_NODES || text.n == 0)
        status = VIB_OK;
    else if (closed.format == VIB_LABSPEC_NUMBERS)
        status = put_numbers(s, closed.node, text);
    else if (closed.format != VIB_LABSPEC_TREE)
        status = vib_labspec_put_text(&s->tree, closed.node, text);
    s->text.size = 0;
    if (closed.format == VIB_LABSPEC_NUMBER && status == VIB_OK)
        status = put_numbers(s, closed.node, text);
    if (status < 0)
        vib_xml_stop(&s->xml, status);
}

static int labspec_xml_parse(vib_found *out, const vib_input *input)
{
    state s = { .depth = 0 };
    int status = vib_xml_open(&s.xml, on_start, on_end, on_text);

    if (status == VIB_OK)
        status = vib_xml_parse(&s.xml, input->data, input->size);
    if (status == VIB_OK)
        status = vib_labspec_give(out, &s.tree);
    vib_xml_close(&s.xml);
    vib_labspec_release(&s.tree);
    vib_buffer_release(&s.text);
    return status;
}

const vib_format vib_format_labspec_xml = { "labspec-xml", labspec_xml_sniff,
                                            labspec_xml_parse };
