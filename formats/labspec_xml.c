/* labspec_xml.c - XML that HORIBA LabSpec 6 exports: elements LSX with an ID
 * and a format, nested, and the rows of intensities behind them. */
#include "export.h"
#include "labspec_tree.h"
#include "number.h"
#include "status.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

enum { SURE = 90, CHUNK = 1 << 20 };

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
    XML_Parser parser;
    vib_labspec_tree tree;
    element open[VIB_LABSPEC_DEPTH];
    size_t depth;
    vib_buffer text; /* of the innermost element so far */
    int status;
} state;

static void stop(state *s, int status)
{
    s->status = status;
    XML_StopParser(s->parser, XML_FALSE);
}

static const char *attribute(const char *const *attributes, const char *name)
{
    for (; attributes[0]; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return "0";
}

/* Rows of the matrix are numbers of one node. */
static int open_node(state *s, element *opened, const char *name,
                     const char *const *attributes)
{
    size_t parent = s->open[s->depth - 1].node;
    uint32_t id = (uint32_t)strtoul(attribute(attributes, "ID"), NULL, 0);
    int status;

    opened->format = atoi(attribute(attributes, "Format"));
    if (strcmp(name, "LSX_Row") == 0) {
        opened->node = s->tree.matrix;
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

    if (s->status < 0)
        return;
    if (s->depth == VIB_LABSPEC_DEPTH)
        status = vib_fail(VIB_BAD_DATA, "more than %d elements within one "
                          "another", VIB_LABSPEC_DEPTH);
    else if (s->depth > 0)
        status = open_node(s, &opened, name, (const char *const *)attributes);
    if (status < 0) {
        stop(s, status);
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
    const char *at = text.at, *end = at + text.n;
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
                            XML_GetCurrentLineNumber(s->parser));
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
    if (s->status < 0 || s->depth == 0)
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
        stop(s, status);
}

/* LabSpec writes no document type; what entities can do to memory is not
 * wanted. */
static void XMLCALL on_doctype(void *payload, const char *name,
                               const char *system, const char *public, int has)
{
    (void)name;
    (void)system;
    (void)public;
    (void)has;
    stop(payload, vib_fail(VIB_BAD_DATA, "XML with a document type"));
}

static int parse_all(state *s, const vib_input *input)
{
    for (size_t at = 0; at < input->size && s->status == VIB_OK;) {
        size_t left = input->size - at, n = left < CHUNK ? left : CHUNK;
        enum XML_Status good = XML_Parse(s->parser,
                                         (const char *)input->data + at,
                                         (int)n, n == left);

        if (good != XML_STATUS_OK && s->status == VIB_OK)
            s->status = vib_fail(VIB_BAD_DATA, "line %lu: %s",
                                 XML_GetCurrentLineNumber(s->parser),
                                 XML_ErrorString(
                                     XML_GetErrorCode(s->parser)));
        at += n;
    }
    return s->status;
}

static int labspec_xml_parse(vib_found *out, const vib_input *input)
{
    state s = { .parser = XML_ParserCreate(NULL) };
    int status;

    if (!s.parser)
        return vib_fail(VIB_NO_MEMORY, "out of memory");
    XML_SetUserData(s.parser, &s);
    XML_SetElementHandler(s.parser, on_start, on_end);
    XML_SetCharacterDataHandler(s.parser, on_text);
    XML_SetStartDoctypeDeclHandler(s.parser, on_doctype);
    status = parse_all(&s, input);
    if (status == VIB_OK)
        status = vib_labspec_give(out, &s.tree);
    XML_ParserFree(s.parser);
    vib_labspec_release(&s.tree);
    vib_buffer_release(&s.text);
    return status;
}

const vib_format vib_format_labspec_xml = { "labspec-xml", labspec_xml_sniff,
                                            labspec_xml_parse };
