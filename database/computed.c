#include "computed.h"

#include "library.h"
#include "record.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { ID, POINTS, X_MIN, X_MAX, Y_MIN, Y_MAX, KEYS };
static const char *const keys[KEYS] = { "id",    "points", "x_min",
                                        "x_max", "y_min",  "y_max" };

bool vib_field_is_computed(const char *key)
{
    for (size_t k = 0; k < KEYS; k++)
        if (strcasecmp(keys[k], key) == 0)
            return true;
    return false;
}

static bool is_asked(const vib_where *where, const char *key)
{
    const char *field;

    for (size_t i = 0; (field = vib_where_field(where, i)) != NULL; i++)
        if (strcasecmp(field, key) == 0)
            return true;
    return false;
}

static int append_count(vib_spectrum *fields, vib_txn *txn, uint64_t id)
{
    char text[32];
    vib_value value;
    size_t n = 0;
    int rc = vib_get(&value, txn, VIB_SPECTRA, id);

    if (rc == VIB_OK)
        rc = vib_points_count(&n, value.data, value.size);
    if (rc < 0)
        return rc;
    snprintf(text, sizeof text, "%zu", n);
    return vib_spectrum_add(fields, keys[POINTS], text);
}

/* The least or the largest of values [n]. */
static double edge(const double *values, size_t n, bool largest)
{
    double found = values[0];

    for (size_t i = 1; i < n; i++)
        if (largest ? values[i] > found : values[i] < found)
            found = values[i];
    return found;
}

static int append_edges(vib_spectrum *fields, const bool asked[KEYS],
                        vib_txn *txn, uint64_t id)
{
    vib_spectrum points = VIB_SPECTRUM_INIT;
    int rc = vib_read_points(&points, txn, id);

    for (size_t k = X_MIN; k < KEYS && rc == VIB_OK && points.n > 0; k++) {
        const double *values = k <= X_MAX ? points.x : points.y;
        char text[32];

        if (!asked[k])
            continue;
        snprintf(text, sizeof text, "%.9g",
                 edge(values, points.n, k == X_MAX || k == Y_MAX));
        rc = vib_spectrum_add(fields, keys[k], text);
    }
    vib_spectrum_release(&points);
    return rc;
}

int vib_computed_add(vib_spectrum *fields, const vib_where *where,
                     vib_txn *txn, uint64_t id)
{
    bool asked[KEYS];
    char text[32];
    int rc = VIB_OK;

    for (size_t k = 0; k < KEYS; k++)
        asked[k] = is_asked(where, keys[k]);
    snprintf(text, sizeof text, "%llu", (unsigned long long)id);
    if (asked[ID])
        rc = vib_spectrum_add(fields, keys[ID], text);
    if (rc == VIB_OK && asked[POINTS])
        rc = append_count(fields, txn, id);
    if (rc == VIB_OK &&
        (asked[X_MIN] || asked[X_MAX] || asked[Y_MIN] || asked[Y_MAX]))
        rc = append_edges(fields, asked, txn, id);
    return rc == VIB_BAD_DATA || rc == VIB_NOT_FOUND ? VIB_OK : rc;
}

int vib_db_holds(const vib_db *db, uint64_t id, const vib_where *where)
{
    vib_spectrum fields = VIB_SPECTRUM_INIT;
    vib_txn *txn = NULL;
    int rc = vib_txn_begin(&txn, db->store, VIB_READ);

    if (rc == VIB_OK)
        rc = vib_read_fields(&fields, txn, id);
    if (rc == VIB_OK)
        rc = vib_computed_add(&fields, where, txn, id);
    if (rc == VIB_OK)
        rc = vib_where_holds(where, &fields);
    vib_txn_abort(txn);
    vib_spectrum_release(&fields);
    return rc;
}
