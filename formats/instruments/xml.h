/* xml.h - expat, as the readers of XML use it. */
#ifndef VIB_XML_H
#define VIB_XML_H

#include <expat.h>
#include <stddef.h>
#include <stdint.h>

/* One parsing. The first member of what a reader keeps, so that the payload of
 * its handlers is both. */
typedef struct vib_xml {
    XML_Parser parser;
    int status; /* why it was stopped */
} vib_xml;

/* Make a parser that gives `xml` to the handlers. vib_xml_close() frees it. */
int vib_xml_open(vib_xml *xml, XML_StartElementHandler start,
                 XML_EndElementHandler end, XML_CharacterDataHandler text);
void vib_xml_close(vib_xml *xml);

/* Parse all of it. VIB_BAD_DATA, with the line, when it is no XML or has a
 * document type; or what a handler stopped it with. */
int vib_xml_parse(vib_xml *xml, const uint8_t *data, size_t n);

/* For handlers: let vib_xml_parse() return `status`. Handlers may be called
 * once more. */
void vib_xml_stop(vib_xml *xml, int status);

/* The value of an attribute; `otherwise` when there is none. */
const char *vib_xml_attribute(const char *const *attributes, const char *name,
                              const char *otherwise);

#endif
