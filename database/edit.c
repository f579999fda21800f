/* edit.c - metadata changed where it is: points, vectors and the index stay, so
 * that what they are made of must. */
#include "library.h"

#include "fields.h"
#include "meaning.h"
#include "record.h"
#include "status.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The first field from `i` on with this key and, unless NULL, this value;
 * field_count: there is none. */
static size_t find(const vib_spectrum *spectrum, size_t i, const char *key,
                   const char *value)
{
    for (; i < spectrum->field_count; i++)
        if (strcasecmp(spectrum->fields[i].key, key) == 0 &&
            (!value || strcmp(spectrum->fields[i].value, value) == 0))
            break;
    return i;
}

/* Remove all such fields from `i` on. */
static void remove_from(vib_spectrum *spectrum, size_t i, const char *key,
                        const char *value)
{
    while ((i = find(spectrum, i, key, value)) < spectrum->field_count)
        vib_field_remove(spectrum, i);
}

static int apply(vib_spectrum *spectrum, const vib_edit *edit)
{
    size_t first;

    switch (edit->kind) {
    case VIB_SET_FIELD:
        first = find(spectrum, 0, edit->key, NULL);
        remove_from(spectrum, first + 1, edit->key, NULL);
        return vib_spectrum_set(spectrum, edit->key, edit->value);
    case VIB_CLEAR_FIELD:
        remove_from(spectrum, 0, edit->key, NULL);
        return VIB_OK;
    case VIB_ADD_VALUE:
        first = find(spectrum, 0, edit->key, edit->value);
        return first < spectrum->field_count
                   ? VIB_OK
                   : vib_field_append(spectrum, edit->key,
                                      strlen(edit->key), edit->value,
                                      strlen(edit->value));
    case VIB_REMOVE_VALUE:
        remove_from(spectrum, 0, edit->key, edit->value);
        return VIB_OK;
    }
    return vib_fail(VIB_BAD_ARG, "no such kind of edit");
}

/* Put the record of the fields unless it is the one that is stored. 1: it was
 * put; 0: nothing changed. */
static int put_changed(vib_txn *txn, uint64_t id, const vib_spectrum *fields,
                       vib_value stored)
{
    vib_buffer record = { NULL, 0, 0, false };
    int rc = vib_fields_write(&record, fields);

    if (rc == VIB_OK && (record.size != stored.size ||
                         memcmp(record.data, stored.data, record.size) != 0)) {
        rc = vib_put(txn, VIB_FIELDS, id,
                     (vib_value){ record.data, record.size });
        rc = rc == VIB_OK ? 1 : rc;
    }
    vib_buffer_release(&record);
    return rc;
}

/* The record of the fields; an empty one of a spectrum that lost it. */
static int get_record(vib_value *out, vib_txn *txn, uint64_t id)
{
    vib_value points;
    int rc = vib_get(out, txn, VIB_FIELDS, id);

    if (rc != VIB_NOT_FOUND)
        return rc;
    rc = vib_get(&points, txn, VIB_SPECTRA, id);
    if (rc == VIB_OK)
        *out = (vib_value){ NULL, 0 };
    return rc;
}

static int check_meaning(vib_txn *txn, const vib_set *set, uint64_t id,
                         const vib_spectrum *before, vib_spectrum *after)
{
    char prefix[48];
    int rc = vib_meaning_check(txn, set, id, before, after);

    snprintf(prefix, sizeof prefix, "spectrum %" PRIu64, id);
    return rc < 0 ? vib_fail_prefix(rc, prefix) : VIB_OK;
}

static int edit_one(vib_txn *txn, const vib_set *set, uint64_t id,
                    const vib_edit *edits, size_t count)
{
    vib_spectrum before = VIB_SPECTRUM_INIT, fields = VIB_SPECTRUM_INIT;
    vib_value stored = { NULL, 0 };
    int rc = get_record(&stored, txn, id);

    if (rc == VIB_OK && stored.size)
        rc = vib_fields_read(&before, stored.data, stored.size);
    if (rc == VIB_OK)
        rc = vib_fields_copy(&fields, &before);
    for (size_t i = 0; i < count && rc == VIB_OK; i++)
        rc = apply(&fields, &edits[i]);
    if (rc == VIB_OK)
        rc = check_meaning(txn, set, id, &before, &fields);
    if (rc == VIB_OK)
        rc = put_changed(txn, id, &fields, stored);
    vib_spectrum_release(&before);
    vib_spectrum_release(&fields);
    return rc;
}

/* A name or tag that nobody could see, or a further value that is nothing. */
static bool is_invisible(const vib_edit *edit)
{
    bool seen = strcasecmp(edit->key, VIB_KEY_NAME) == 0 ||
                strcasecmp(edit->key, VIB_KEY_TAG) == 0;

    return (edit->kind == VIB_ADD_VALUE ||
            (edit->kind == VIB_SET_FIELD && seen)) &&
           edit->value[strspn(edit->value, " \t\r\n")] == '\0';
}

static int check_edits(const vib_edit *edits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!edits[i].key || !edits[i].key[0])
            return vib_fail(VIB_BAD_ARG, "a field needs a key");
        if (edits[i].kind != VIB_CLEAR_FIELD &&
            edits[i].kind != VIB_REMOVE_VALUE &&
            vib_field_is_computed(edits[i].key))
            return vib_fail(VIB_BAD_ARG, "%s is worked out of each spectrum "
                            "and cannot be set", edits[i].key);
        if (!edits[i].value && edits[i].kind != VIB_CLEAR_FIELD)
            return vib_fail(VIB_BAD_ARG, "field %s needs a value",
                            edits[i].key);
        if (is_invisible(&edits[i]))
            return vib_fail(VIB_BAD_ARG, "a %s cannot be empty; the field can "
                            "be cleared", edits[i].key);
    }
    return VIB_OK;
}

int vib_db_edit(size_t *changed, vib_db *db, const uint64_t *ids, size_t n,
                const vib_edit *edits, size_t count)
{
    vib_txn *txn = NULL;
    vib_set set;
    size_t put = 0;
    int rc = check_edits(edits, count);

    if (rc == VIB_OK)
        rc = vib_txn_begin(&txn, db->store, VIB_WRITE);
    if (rc == VIB_OK)
        rc = vib_db_set(&set, db, txn);
    for (size_t i = 0; i < n && rc >= 0; i++) {
        rc = edit_one(txn, &set, ids[i], edits, count);
        put += rc == 1;
    }
    if (rc >= 0 && put > 0) {
        rc = vib_txn_commit(txn);
        txn = NULL;
    }
    vib_txn_abort(txn);
    if (rc < 0)
        return rc;
    *changed = put;
    return VIB_OK;
}
