/* known.c - files that are recognised only to say what they are. */
#include "binary.h"
#include "reader.h"

#include <math.h>
#include <string.h>

typedef struct magic {
    size_t at, n;
    const char *bytes, *kind;
} magic;

/* A format that gets a reader loses its line here. */
static const magic magics[] = {
    { 0, 8, "\x89PNG\r\n\x1a\n", "a PNG image" },
    { 0, 3, "\xff\xd8\xff", "a JPEG image" },
    { 0, 4, "GIF8", "a GIF image" },
    { 0, 4, "II*\0", "a TIFF image" },
    { 0, 4, "MM\0*", "a TIFF image" },
    { 0, 5, "%PDF-", "a PDF document" },
    { 0, 5, "{\\rtf", "an RTF document" },
    { 0, 8, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
      "an OLE2 document (old office file or Shimadzu UV-Probe); export it as "
      "text" },
    { 0, 4, "Rar!", "a RAR archive; unpack it first" },
    { 0, 4, "\x7f" "ELF", "a program" },
    { 0, 2, "MZ", "a program" },
    { 0, 8, "WIT_PRCT", "a WITec project" },
    { 0, 8, "WIT_PR06", "a WITec project" },
    { 0, 4, "AVS8", "an Avantes AvaSoft 8 file; export it as text" },
    { 0, 4, "\1\0\1\0", "a gamma spectrum (Ortec .spc)" },
    { 0, 4, "\1\0\5\0", "a gamma spectrum (Ortec .spc)" },
    { 0, 17, "<com.oceanoptics.",
      "a part of a ProcSpec archive of Ocean Optics' SpectraSuite; export it "
      "as text" },
    { 0, 5, "<?xml", "an XML file" },
    { 0, 5, "<html", "a web page" },
    { 0, 9, "<!DOCTYPE", "a web page" },
    { 0, 15, "SQLite format 3", "an SQLite database" },
};

/* AvaSoft 6 and 7 begin with their version, 60 or 70, and have the serial
 * number of the instrument a letter a float. */
static bool is_avasoft(const uint8_t *data, size_t size)
{
    vib_part file = { data, size };
    double version = vib_f32_at(file, 0);

    if (size < 64 || (version != 60 && version != 70))
        return false;
    for (size_t at = 24; at < 32; at += 4) {
        double letter = vib_f32_at(file, at);

        if (!(letter >= '0' && letter <= 'Z') || letter != floor(letter))
            return false;
    }
    return true;
}

const char *vib_known_kind(const uint8_t *data, size_t size)
{
    if (size >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
        data += 3;
        size -= 3;
    }
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const magic *m = &magics[i];

        if (size >= m->at + m->n && memcmp(data + m->at, m->bytes, m->n) == 0)
            return m->kind;
    }
    if (is_avasoft(data, size))
        return "an Avantes AvaSoft 6 or 7 file; export it as text";
    if (size > 2 && data[0] == '<' && memmem(data, size, "</", 2))
        return "an XML file";
    return NULL;
}
