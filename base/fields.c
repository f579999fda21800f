/* fields.c - the spectrum as a container: its metadata and its end. */
#include "fields.h"

#include "memory.h"
#include "status.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FIELDS_SPARE = 8, TEXTS_SPARE = 160 };

/* What stands before the first field. Texts lie in one block as long as it has
 * room, the others each in their own: none ever moves. */
typedef struct head {
    size_t capacity; /* of fields */
    size_t room, used; /* bytes of `texts` */
    char *texts;
} head;

static head *head_of(const vib_spectrum *spectrum)
{
    return spectrum->fields ? (head *)(void *)spectrum->fields - 1 : NULL;
}

static bool is_in_block(const head *h, const char *text)
{
    return (uintptr_t)text - (uintptr_t)h->texts < h->room;
}

static void drop_text(const head *h, char *text)
{
    if (!is_in_block(h, text))
        free(text);
}

void vib_spectrum_release(vib_spectrum *spectrum)
{
    head *h = head_of(spectrum);

    for (size_t i = 0; i < spectrum->field_count; i++) {
        drop_text(h, spectrum->fields[i].key);
        drop_text(h, spectrum->fields[i].value);
    }
    if (h)
        free(h->texts);
    free(h);
    free(spectrum->x);
    free(spectrum->y);
    *spectrum = (vib_spectrum)VIB_SPECTRUM_INIT;
}

/* Room for `more` fields. */
static int reserve_fields(vib_spectrum *spectrum, size_t more)
{
    head *old = head_of(spectrum), *h = old;
    size_t needed = spectrum->field_count + more, units;

    if (old && needed <= old->capacity)
        return VIB_OK;
    needed = needed < FIELDS_SPARE ? FIELDS_SPARE : needed + needed / 2;
    units = needed + sizeof *h / sizeof *spectrum->fields;
    h = vib_resize(old, units, sizeof *spectrum->fields);
    if (!h)
        return VIB_NO_MEMORY;
    if (!old)
        *h = (head){ 0 };
    h->capacity = needed;
    spectrum->fields = (vib_field *)(void *)(h + 1);
    return VIB_OK;
}

/* Room for `n` bytes of texts in one block, if there is none yet. */
static int reserve_texts(vib_spectrum *spectrum, size_t n)
{
    head *h = head_of(spectrum);

    if (h->texts)
        return VIB_OK;
    h->texts = vib_resize(NULL, n, 1);
    h->room = h->texts ? n : 0;
    return h->texts ? VIB_OK : VIB_NO_MEMORY;
}

/* A copy of n bytes and a terminator, for a field. */
static char *keep_text(head *h, const char *text, size_t n)
{
    char *copy = h->texts + h->used;

    if (h->room - h->used <= n)
        return vib_copy_text(text, n);
    memcpy(copy, text, n);
    copy[n] = 0;
    h->used += n + 1;
    return copy;
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

const char *vib_field_get(const vib_spectrum *spectrum, const char *key)
{
    const char *value = vib_spectrum_get(spectrum, key);

    return value ? value : "";
}

void vib_field_remove(vib_spectrum *spectrum, size_t i)
{
    vib_field *field = &spectrum->fields[i];
    size_t after = spectrum->field_count - i - 1;

    drop_text(head_of(spectrum), field->key);
    drop_text(head_of(spectrum), field->value);
    memmove(field, field + 1, after * sizeof *field);
    spectrum->field_count--;
}

int vib_field_append(vib_spectrum *spectrum, const char *key, size_t key_size,
                     const char *value, size_t size)
{
    vib_field *field;
    head *h;

    if (reserve_fields(spectrum, 1) < 0 ||
        reserve_texts(spectrum, TEXTS_SPARE) < 0)
        return VIB_NO_MEMORY;
    h = head_of(spectrum);
    field = &spectrum->fields[spectrum->field_count];
    field->key = keep_text(h, key, key_size);
    field->value = field->key ? keep_text(h, value, size) : NULL;
    if (!field->value) {
        drop_text(h, field->key);
        return VIB_NO_MEMORY;
    }
    spectrum->field_count++;
    return VIB_OK;
}

int vib_field_put(vib_spectrum *spectrum, const char *key, const char *value,
                  size_t size)
{
    vib_field *field = field_find(spectrum, key);
    char *copy;

    if (!field)
        return vib_field_append(spectrum, key, strlen(key), value, size);
    copy = keep_text(head_of(spectrum), value, size);
    if (!copy)
        return VIB_NO_MEMORY;
    drop_text(head_of(spectrum), field->value);
    field->value = copy;
    return VIB_OK;
}

int vib_spectrum_set(vib_spectrum *spectrum, const char *key, const char *value)
{
    vib_field *field;

    if (value)
        return vib_field_put(spectrum, key, value, strlen(value));
    field = field_find(spectrum, key);
    if (field)
        vib_field_remove(spectrum, (size_t)(field - spectrum->fields));
    return VIB_OK;
}

int vib_spectrum_add(vib_spectrum *spectrum, const char *key, const char *value)
{
    return vib_field_append(spectrum, key, strlen(key), value, strlen(value));
}

/* A copy of a text of `from`, whose block has been copied whole. */
static char *text_like(head *h, const head *from, const char *text)
{
    return is_in_block(from, text) ? h->texts + (text - from->texts)
                                   : keep_text(h, text, strlen(text));
}

/* The fields of `from` for a spectrum that has none. */
static int copy_all(vib_spectrum *spectrum, const vib_spectrum *from)
{
    const head *old = head_of(from);
    size_t n = from->field_count;
    head *h;

    if (reserve_fields(spectrum, n + FIELDS_SPARE) < 0 ||
        reserve_texts(spectrum, old->used + TEXTS_SPARE) < 0)
        return VIB_NO_MEMORY;
    h = head_of(spectrum);
    memcpy(h->texts, old->texts, old->used);
    h->used = old->used;
    for (size_t i = 0; i < n; i++) {
        vib_field *field = &spectrum->fields[i];

        field->key = text_like(h, old, from->fields[i].key);
        field->value = text_like(h, old, from->fields[i].value);
        if (!field->key || !field->value) {
            drop_text(h, field->key);
            drop_text(h, field->value);
            return VIB_NO_MEMORY;
        }
        spectrum->field_count++;
    }
    return VIB_OK;
}

int vib_fields_copy(vib_spectrum *spectrum, const vib_spectrum *from)
{
    int status = VIB_OK;

    if (!spectrum->fields && from->fields)
        return copy_all(spectrum, from);
    for (size_t i = 0; i < from->field_count && status == VIB_OK; i++) {
        const vib_field *field = &from->fields[i];

        status = vib_field_append(spectrum, field->key, strlen(field->key),
                                  field->value, strlen(field->value));
    }
    return status;
}

size_t vib_fields_memory(const vib_spectrum *spectrum)
{
    const head *h = head_of(spectrum);
    size_t bytes = h ? sizeof *h + h->capacity * sizeof(vib_field) + h->room
                     : 0;

    for (size_t i = 0; i < spectrum->field_count; i++) {
        const vib_field *field = &spectrum->fields[i];

        if (!is_in_block(h, field->key))
            bytes += 16 + strlen(field->key);
        if (!is_in_block(h, field->value))
            bytes += 16 + strlen(field->value);
    }
    return bytes;
}
