/* fields.c - the spectrum as a container: its metadata and its end. */
#include "fields.h"

#include "memory.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void vib_spectrum_release(vib_spectrum *spectrum)
{
    for (size_t i = 0; i < spectrum->field_count; i++) {
        free(spectrum->fields[i].key);
        free(spectrum->fields[i].value);
    }
    free(spectrum->fields);
    free(spectrum->x);
    free(spectrum->y);
    *spectrum = (vib_spectrum)VIB_SPECTRUM_INIT;
}

/* As strcasecmp() == 0. Headers have hundreds of keys, and nearly all differ in
 * the first letters, which takes less than a call. */
static bool same_key(const char *a, const char *b)
{
    size_t i = 0;

    while (a[i] && b[i] && ((a[i] ^ b[i]) & ~0x20) == 0)
        i++;
    return !a[i] && !b[i] && strcasecmp(a, b) == 0;
}

static vib_field *field_find(const vib_spectrum *spectrum, const char *key)
{
    for (size_t i = 0; i < spectrum->field_count; i++)
        if (same_key(spectrum->fields[i].key, key))
            return &spectrum->fields[i];
    return NULL;
}

const char *vib_spectrum_get(const vib_spectrum *spectrum, const char *key)
{
    const vib_field *field = field_find(spectrum, key);

    return field ? field->value : NULL;
}

void vib_field_remove(vib_spectrum *spectrum, size_t i)
{
    vib_field *field = &spectrum->fields[i];
    size_t after = spectrum->field_count - i - 1;

    free(field->key);
    free(field->value);
    memmove(field, field + 1, after * sizeof *field);
    spectrum->field_count--;
}

int vib_field_append(vib_spectrum *spectrum, const char *key,
                     const char *value)
{
    size_t count = spectrum->field_count;
    vib_field field = { vib_copy_text(key, strlen(key)),
                        vib_copy_text(value, strlen(value)) };
    vib_field *grown = NULL;

    if (field.key && field.value)
        grown = vib_resize(spectrum->fields, count + 1, sizeof *grown);
    if (!grown) {
        free(field.key);
        free(field.value);
        return VIB_NO_MEMORY;
    }
    grown[count] = field;
    spectrum->fields = grown;
    spectrum->field_count = count + 1;
    return VIB_OK;
}

int vib_spectrum_set(vib_spectrum *spectrum, const char *key, const char *value)
{
    vib_field *field = field_find(spectrum, key);
    char *copy;

    if (!field)
        return value ? vib_field_append(spectrum, key, value) : VIB_OK;
    if (!value) {
        vib_field_remove(spectrum, (size_t)(field - spectrum->fields));
        return VIB_OK;
    }
    copy = vib_copy_text(value, strlen(value));
    if (!copy)
        return VIB_NO_MEMORY;
    free(field->value);
    field->value = copy;
    return VIB_OK;
}
