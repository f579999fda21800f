/* export.c - what readers of text that one program exports have in common. */
#include "export.h"

#include <string.h>

enum { LOOK = 8192 };

int vib_export_read(vib_found *out, const vib_input *input,
                    vib_export_explain *explain)
{
    int status = vib_format_delimited.parse(out, input);

    for (size_t i = 0; i < out->count && status == VIB_OK; i++)
        status = explain(&out->spectra[i]);
    return status;
}

bool vib_export_begins(const uint8_t *data, size_t size, const char *text)
{
    size_t n = strlen(text);

    if (size >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
        data += 3;
        size -= 3;
    }
    return size >= n && memcmp(data, text, n) == 0;
}

bool vib_export_mentions(const uint8_t *data, size_t size, const char *text)
{
    return memmem(data, size < LOOK ? size : LOOK, text, strlen(text)) != NULL;
}

int vib_export_rename(vib_spectrum *spectrum, const char *from, const char *to)
{
    const char *value = vib_spectrum_get(spectrum, from);
    int status = value ? vib_spectrum_set(spectrum, to, value) : VIB_OK;

    return status < 0 ? status : vib_spectrum_set(spectrum, from, NULL);
}
