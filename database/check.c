/* check.c - reading everything back. */
#include "check.h"

#include "derived.h"
#include "memory.h"
#include "prepare.h"
#include "record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void vib_check_tell(vib_check *check, uint64_t id, const char *what)
{
    check->found++;
    if (check->report)
        check->report(id, what, check->payload);
}

int vib_check_judge(vib_check *check, uint64_t id, int rc)
{
    if (rc != VIB_BAD_DATA && rc != VIB_NOT_FOUND)
        return rc;
    vib_check_tell(check, id, vib_last_error());
    return rc == VIB_BAD_DATA ? vib_txn_renew(check->txn) : VIB_OK;
}

/* Whether there is an entry `id`, readable or not: 1, 0; negative: failed. */
static int has_entry(vib_check *check, vib_table table, uint64_t id)
{
    vib_value value;
    int rc = vib_get(&value, check->txn, table, id);

    if (rc == VIB_NOT_FOUND)
        return 0;
    if (rc == VIB_BAD_DATA)
        rc = vib_txn_renew(check->txn);
    return rc < 0 ? rc : 1;
}

/* The first id >= *id in a table that can be reached: 1, 0. Otherwise hidden(),
 * unless NULL, is called with each that cannot. */
static int reach(uint64_t *id, vib_check *check, vib_table table,
                 int (*hidden)(vib_check *check, uint64_t id))
{
    int rc;

    while ((rc = vib_seek(id, check->txn, table)) == VIB_BAD_DATA) {
        rc = vib_txn_renew(check->txn);
        if (rc == VIB_OK && *id > check->last_id)
            return 0;
        if (rc == VIB_OK && hidden)
            rc = hidden(check, *id);
        if (rc < 0)
            break;
        ++*id;
    }
    return rc;
}

/* ---- a spectrum, read back --------------------------------------------- */

static int check_content(vib_check *check, uint64_t id,
                         const vib_spectrum *spectrum)
{
    vib_hash hash = vib_content_hash(spectrum);
    size_t count = 0, room, i = 0;
    uint64_t *ids;
    int rc = vib_content_get(NULL, 0, &count, check->txn, hash);

    if (rc < 0)
        return vib_check_judge(check, id, rc);
    room = count;
    ids = vib_new(room, sizeof *ids);
    rc = ids ? vib_content_get(ids, room, &count, check->txn, hash)
             : VIB_NO_MEMORY;
    while (rc == VIB_OK && i < room && ids[i] != id)
        i++;
    if (rc == VIB_OK && i == room)
        vib_check_tell(check, id, "its content hash does not lead to it");
    free(ids);
    return vib_check_judge(check, id, rc);
}

/* 1: *out is spectrum `id`; 0: it cannot be read, which has been told. */
static int read_back(vib_spectrum *out, vib_check *check, uint64_t id)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int fields = vib_read_fields(&spectrum, check->txn, id);
    int rc = vib_check_judge(check, id, fields), points;

    if (rc < 0)
        return rc;
    points = vib_read_points(&spectrum, check->txn, id);
    rc = vib_check_judge(check, id, points);
    if (rc == VIB_OK && points == VIB_OK)
        rc = check_content(check, id, &spectrum);
    if (rc == VIB_OK && points == VIB_OK && fields == VIB_OK) {
        *out = spectrum;
        return 1;
    }
    vib_spectrum_release(&spectrum);
    return rc;
}

/* ---- what was made of it ----------------------------------------------- */

/* Spectra whose vectors and profiles are made again. */
struct again {
    uint64_t id[VIB_BATCH];
    vib_spectrum spectrum[VIB_BATCH];
    size_t n;
};

static void again_release(struct again *again)
{
    for (size_t i = 0; i < again->n; i++)
        vib_spectrum_release(&again->spectrum[i]);
    again->n = 0;
}

static int compare_vector(vib_check *check, uint64_t id,
                          const float *vector)
{
    size_t dimension = vib_encoder_dimension(check->set.encoder);
    const uint8_t *stored = NULL;
    int rc = vib_vector_get(&stored, check->txn, check->set.keys, id,
                            dimension);

    if (rc < 0)
        return vib_check_judge(check, id, rc);
    if (!vib_vector_is(stored, vector, dimension))
        vib_check_tell(check, id, "its vector is not the one its points give");
    return VIB_OK;
}

static int compare_profile(vib_check *check, uint64_t id,
                           const vib_profile *profile)
{
    size_t length = vib_encoder_pipeline(check->set.encoder)->length;
    vib_profile stored;
    int rc = vib_profile_get(&stored, check->txn, check->set.keys, id, length);

    if (rc < 0)
        return vib_check_judge(check, id, rc);
    if (!vib_profile_is(&stored, profile))
        vib_check_tell(check, id, "its profile is not the one its points give");
    return VIB_OK;
}

static int compare_all(vib_check *check, const struct again *again,
                       const vib_prepared *prepared)
{
    int rc = VIB_OK;

    for (size_t i = 0; i < again->n && rc == VIB_OK; i++) {
        if (prepared->status[i] < 0) {
            vib_check_tell(check, again->id[i], prepared->reason[i]);
            continue;
        }
        rc = compare_vector(check, again->id[i],
                            prepared->vectors + i * prepared->dimension);
        if (rc == VIB_OK)
            rc = compare_profile(check, again->id[i], &prepared->profiles[i]);
    }
    return rc;
}

static int make_again(vib_check *check, struct again *again)
{
    const vib_spectrum *spectra[VIB_BATCH];
    vib_prepared prepared = VIB_PREPARED_INIT;
    int rc;

    for (size_t i = 0; i < again->n; i++)
        spectra[i] = &again->spectrum[i];
    rc = vib_prepare(&prepared, check->set.encoder, spectra, again->n);
    if (rc == VIB_OK)
        rc = compare_all(check, again, &prepared);
    vib_prepared_release(&prepared);
    again_release(again);
    return rc;
}

/* A page that cannot be read hides which spectra are on it: `id` is one of them
 * when another table knows it. */
static int check_hidden(vib_check *check, uint64_t id)
{
    static const vib_table others[] = { VIB_FIELDS, VIB_VECTORS,
                                        VIB_PROFILES };
    int known = 0;

    for (size_t i = 0; i < sizeof others / sizeof *others && known == 0; i++)
        known = has_entry(check, others[i], id);
    if (known > 0)
        vib_check_tell(check, id, "the page that it is on cannot be read");
    return known < 0 ? known : VIB_OK;
}

static int check_spectra(vib_check *check, uint64_t *count)
{
    struct again again = { .n = 0 };
    uint64_t id = 1;
    int rc;

    for (; (rc = reach(&id, check, VIB_SPECTRA, check_hidden)) > 0; id++) {
        ++*count;
        rc = read_back(&again.spectrum[again.n], check, id);
        if (rc == 1)
            again.id[again.n++] = id;
        if (again.n == VIB_BATCH)
            rc = make_again(check, &again);
        if (rc < 0)
            break;
    }
    if (rc == VIB_OK)
        rc = make_again(check, &again);
    again_release(&again);
    return rc;
}

/* ---- what belongs to no spectrum, and what is missing ------------------ */

/* LMDB keeps count of what is in a table; a damaged page may hide some of it
 * without a word. */
static int check_reached(vib_check *check, vib_table table, uint64_t reached)
{
    static const char *const names[VIB_TABLES] = {
        [VIB_SPECTRA] = "spectra", [VIB_FIELDS] = "records of metadata",
        [VIB_VECTORS] = "vectors", [VIB_PROFILES] = "profiles",
    };
    uint64_t count = 0;
    char what[96];
    int rc = vib_table_count(&count, check->txn, table);

    if (rc < 0 || count == reached)
        return rc;
    snprintf(what, sizeof what, "%llu of %llu %s can be reached",
             (unsigned long long)reached, (unsigned long long)count,
             names[table]);
    vib_check_tell(check, 0, what);
    return VIB_OK;
}

static int check_orphans(vib_check *check, vib_table table, const char *what)
{
    uint64_t id = 1, count = 0;
    int rc, found;

    for (; (rc = reach(&id, check, table, NULL)) > 0; id++) {
        count++;
        found = has_entry(check, VIB_SPECTRA, id % VIB_SECOND_SET);
        if (found < 0)
            return found;
        if (!found)
            vib_check_tell(check, id % VIB_SECOND_SET, what);
    }
    return rc < 0 ? rc : check_reached(check, table, count);
}

/* Hashes lead to as many ids as there are spectra. */
static int check_count(vib_check *check)
{
    uint64_t spectra = 0, hashes = 0;
    char what[96];
    int rc = vib_table_count(&spectra, check->txn, VIB_SPECTRA);

    if (rc == VIB_OK)
        rc = vib_table_count(&hashes, check->txn, VIB_CONTENT);
    if (rc < 0 || spectra == hashes)
        return rc;
    snprintf(what, sizeof what, "there are %llu content hashes of %llu spectra",
             (unsigned long long)hashes, (unsigned long long)spectra);
    vib_check_tell(check, 0, what);
    return VIB_OK;
}

static int check_tables(vib_check *check)
{
    int rc = check_orphans(check, VIB_FIELDS, "metadata without a spectrum");

    if (rc == VIB_OK)
        rc = check_orphans(check, VIB_VECTORS, "a vector without a spectrum");
    if (rc == VIB_OK)
        rc = check_orphans(check, VIB_PROFILES,
                           "a profile without a spectrum");
    return rc == VIB_OK ? check_count(check) : rc;
}

/* Without it the ids that are behind a damaged page are not known. */
static int check_last_id(vib_check *check)
{
    return vib_check_judge(check, 0, vib_last_id(&check->last_id, check->txn));
}

/* Those that are needed to open the library have been read. */
static int check_facts(vib_check *check)
{
    char name[VIB_FACT_NAME] = "";
    vib_value value;
    int rc;

    while ((rc = vib_next_fact(name, &value, check->txn)) != 0) {
        rc = vib_check_judge(check, 0, rc < 0 ? rc : VIB_OK);
        if (rc < 0)
            break;
    }
    return rc;
}

int vib_check_store(vib_check *check)
{
    uint64_t count = 0;
    int rc = vib_db_set(&check->set, check->db, check->txn);

    if (rc == VIB_OK)
        rc = check_last_id(check);
    if (rc == VIB_OK)
        rc = check_facts(check);
    if (rc == VIB_OK)
        rc = check_spectra(check, &count);
    if (rc == VIB_OK)
        rc = check_reached(check, VIB_SPECTRA, count);
    return rc == VIB_OK ? check_tables(check) : rc;
}

int vib_db_check(size_t *found, const vib_db *db, vib_finding *report,
                 void *payload)
{
    vib_check check = { .db = db, .report = report, .payload = payload };
    int rc = vib_txn_begin(&check.txn, db->store, VIB_READ);

    if (rc == VIB_OK)
        rc = vib_check_store(&check);
    vib_txn_abort(check.txn);
    if (rc == VIB_OK)
        rc = vib_check_index(&check);
    if (rc == VIB_OK)
        *found = check.found;
    return rc;
}
