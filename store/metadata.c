/* metadata.c - the record of a spectrum's fields. */
#include "record.h"

#include "fields.h"
#include "status.h"

#include <string.h>

int vib_fields_write(vib_buffer *out, const vib_spectrum *spectrum)
{
    if (spectrum->field_count > UINT32_MAX)
        return vib_fail(VIB_BAD_ARG, "%zu fields are too many",
                        spectrum->field_count);
    vib_put_u32(out, (uint32_t)spectrum->field_count);
    for (size_t i = 0; i < spectrum->field_count; i++) {
        vib_put_text(out, spectrum->fields[i].key);
        vib_put_text(out, spectrum->fields[i].value);
    }
    if (out->failed)
        return vib_fail(VIB_NO_MEMORY, "out of memory for %zu fields",
                        spectrum->field_count);
    return VIB_OK;
}

/* A text without a zero inside; VIB_BAD_DATA. */
static int text_read(const char **out, size_t *n, vib_cursor *cursor)
{
    *out = vib_get_text(n, cursor);
    if (!*out || memchr(*out, 0, *n))
        return vib_fail(VIB_BAD_DATA, "record of fields is malformed at byte "
                        "%zu", cursor->at);
    return VIB_OK;
}

static int field_read(vib_spectrum *out, vib_cursor *cursor)
{
    const char *key = NULL, *value = NULL;
    size_t key_size = 0, size = 0;
    int status = text_read(&key, &key_size, cursor);

    if (status == VIB_OK)
        status = text_read(&value, &size, cursor);
    return status < 0 ? status
                      : vib_field_append(out, key, key_size, value, size);
}

int vib_fields_read(vib_spectrum *out, const void *data, size_t size)
{
    vib_cursor cursor = { .data = data, .size = size };
    size_t count = vib_get_u32(&cursor);
    vib_spectrum read = VIB_SPECTRUM_INIT;
    int status = VIB_OK;

    /* A field takes eight bytes at least: no count claims more memory. */
    if (cursor.failed || count > (size - cursor.at) / 8)
        return vib_fail(VIB_BAD_DATA, "record of fields is cut off");
    while (read.field_count < count && status == VIB_OK)
        status = field_read(&read, &cursor);
    if (status == VIB_OK && cursor.at != size)
        status = vib_fail(VIB_BAD_DATA, "record of fields goes on after its "
                          "end");
    if (status == VIB_OK) {
        out->fields = read.fields;
        out->field_count = read.field_count;
        read = (vib_spectrum)VIB_SPECTRUM_INIT;
    }
    vib_spectrum_release(&read);
    return status;
}
