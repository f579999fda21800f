#include "xml.h"

#include "status.h"

#include <string.h>

enum { CHUNK = 1 << 20 };

void vib_xml_stop(vib_xml *xml, int status)
{
    xml->status = status;
    XML_StopParser(xml->parser, XML_FALSE);
}

/* No program whose XML is read here writes one; what entities can do to memory
 * is not wanted. */
static void XMLCALL on_doctype(void *payload, const char *name,
                               const char *system, const char *public, int has)
{
    (void)name;
    (void)system;
    (void)public;
    (void)has;
    vib_xml_stop(payload, vib_fail(VIB_BAD_DATA, "XML with a document type"));
}

int vib_xml_open(vib_xml *xml, XML_StartElementHandler start,
                 XML_EndElementHandler end, XML_CharacterDataHandler text)
{
    *xml = (vib_xml){ XML_ParserCreate(NULL), VIB_OK };
    if (!xml->parser)
        return vib_fail(VIB_NO_MEMORY, "out of memory");
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, start, end);
    XML_SetCharacterDataHandler(xml->parser, text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    return VIB_OK;
}

void vib_xml_close(vib_xml *xml)
{
    if (xml->parser)
        XML_ParserFree(xml->parser);
    xml->parser = NULL;
}

int vib_xml_parse(vib_xml *xml, const uint8_t *data, size_t size)
{
    for (size_t at = 0; at < size && xml->status == VIB_OK;) {
        size_t left = size - at, n = left < CHUNK ? left : CHUNK;
        enum XML_Status good = XML_Parse(xml->parser, (const char *)data + at,
                                         (int)n, n == left);

        if (good != XML_STATUS_OK && xml->status == VIB_OK)
            xml->status = vib_fail(
                VIB_BAD_DATA, "line %lu: %s",
                XML_GetCurrentLineNumber(xml->parser),
                XML_ErrorString(XML_GetErrorCode(xml->parser)));
        at += n;
    }
    return xml->status;
}

const char *vib_xml_attribute(const char *const *attributes, const char *name,
                              const char *otherwise)
{
    for (; attributes[0]; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return otherwise;
}
