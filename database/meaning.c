/* meaning.c - whether a stored spectrum may be given other units.
 *
 * Its vector and profile are made of its points, units and laser line. Metadata
 * that would make others of them, or none, would leave a library that searches
 * by what is no longer true. */
#include "meaning.h"

#include "derived.h"
#include "fields.h"
#include "library.h"
#include "prepare.h"
#include "status.h"
#include "technique.h"
#include "units.h"

#include <string.h>

static bool changes(const vib_spectrum *before, const vib_spectrum *after,
                    const char *key)
{
    return strcmp(vib_field_get(before, key), vib_field_get(after, key)) != 0;
}

/* What is new says something. */
static int check_words(const vib_spectrum *before, const vib_spectrum *after)
{
    const char *unit = vib_field_get(after, VIB_KEY_X_UNIT);
    const char *laser = vib_field_get(after, VIB_KEY_LASER);
    double nm;

    if (*unit && changes(before, after, VIB_KEY_X_UNIT) &&
        vib_unit_of(unit) == VIB_UNIT_UNKNOWN)
        return vib_fail(VIB_BAD_ARG, "\"%.40s\" is no unit of an axis: they "
                        "are cm-1, nm, um and eV", unit);
    if (*laser && changes(before, after, VIB_KEY_LASER) &&
        !vib_laser_text(&nm, laser))
        return vib_fail(VIB_BAD_ARG, "\"%.40s\" is no excitation wavelength "
                        "in nm", laser);
    return VIB_OK;
}

static int check_technique(const vib_spectrum *before,
                           const vib_spectrum *after, bool raman)
{
    int rc = vib_technique_check(before, raman);

    /* one that is of another already, from before that was refused, may stay */
    return rc < 0 ? VIB_OK : vib_technique_check(after, raman);
}

static int compare(vib_txn *txn, const vib_set *set, uint64_t id,
                   const vib_prepared *made)
{
    size_t length = vib_encoder_pipeline(set->encoder)->length;
    const uint8_t *vector = NULL;
    vib_profile profile;
    int rc = vib_vector_get(&vector, txn, set->keys, id, made->dimension);

    if (rc == VIB_OK)
        rc = vib_profile_get(&profile, txn, set->keys, id, length);
    if (rc < 0)
        return rc;
    if (vib_vector_is(vector, made->vectors, made->dimension) &&
        vib_profile_is(&profile, made->profiles))
        return VIB_OK;
    return vib_fail(VIB_BAD_ARG, "it would no longer be what it is found by; "
                    "remove it and add it again with --set");
}

static int check_derived(vib_txn *txn, const vib_set *set, uint64_t id,
                         vib_spectrum *after)
{
    const vib_spectrum *const one = after;
    vib_prepared made = VIB_PREPARED_INIT;
    int rc = vib_read_points(after, txn, id);

    if (rc == VIB_OK)
        rc = vib_prepare(&made, set->encoder, &one, 1);
    if (rc == VIB_OK && made.status[0] < 0)
        rc = vib_fail(made.status[0], "%s", made.reason[0]);
    if (rc == VIB_OK)
        rc = compare(txn, set, id, &made);
    vib_prepared_release(&made);
    return rc;
}

int vib_meaning_check(vib_txn *txn, const vib_set *set, uint64_t id,
                      const vib_spectrum *before, vib_spectrum *after)
{
    bool raman = vib_encoder_pipeline(set->encoder)->raman;
    bool derived = changes(before, after, VIB_KEY_X_UNIT) ||
                   changes(before, after, VIB_KEY_Y_UNIT) ||
                   changes(before, after, VIB_KEY_LASER);
    int rc = VIB_OK;

    if (derived)
        rc = check_words(before, after);
    if (rc == VIB_OK && (derived || changes(before, after, VIB_KEY_TECHNIQUE)))
        rc = check_technique(before, after, raman);
    return rc == VIB_OK && derived ? check_derived(txn, set, id, after) : rc;
}
