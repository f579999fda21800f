/* rruff.c - RRUFF text: lines ##KEY=value, then "x, y", then ##END=. It looks
 * like JCAMP-DX and is not. See https://rruff.info/about/about_download.php. */
#include "header.h"
#include "labelled.h"
#include "origin.h"
#include "reader.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

enum { LOOK = 4096, SURE = 90 };

static int rruff_sniff(const uint8_t *data, size_t size)
{
    size_t look = size < LOOK ? size : LOOK;

    if (size >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
        data += 3;
        look -= 3;
    }
    if (look < 8 || memcmp(data, "##", 2) != 0)
        return 0;
    return memcmp(data, "##NAMES=", 8) == 0 ||
                   memmem(data, look, "\n##RRUFFID=", 11)
               ? SURE
               : 0;
}

static int set_specimen(vib_spectrum *spectrum)
{
    const char *id = vib_spectrum_get(spectrum, "RRUFFID");
    vib_span specimen = { NULL, 0 };

    if (id)
        specimen = vib_rruff_specimen((vib_span){ id, strlen(id) });
    return specimen.n == 0
               ? VIB_OK
               : vib_field_set(spectrum, VIB_KEY_SPECIMEN, specimen);
}

/* What the fields of a block mean. */
static int explain(vib_spectrum *spectrum, bool ended)
{
    int status = VIB_OK;

    if (!ended)
        status = vib_note(spectrum, "no ##END=: may have been cut short");
    if (status == VIB_OK)
        status = vib_header_understand(spectrum);
    if (status == VIB_OK)
        status = set_specimen(spectrum);
    if (status == VIB_OK && !vib_spectrum_get(spectrum, VIB_KEY_X_UNIT))
        status = vib_spectrum_set(spectrum, VIB_KEY_X_UNIT, "cm-1");
    return status;
}

static int rruff_parse(vib_found *out, const vib_input *input)
{
    return vib_labelled_parse(out, input, vib_field_add, explain);
}

const vib_format vib_format_rruff = { "rruff", rruff_sniff, rruff_parse };
