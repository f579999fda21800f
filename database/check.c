/* check.c - reading everything back. */
#include "library.h"

#include "derived.h"
#include "memory.h"
#include "nearest.h"
#include "prepare.h"
#include "record.h"
#include "status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    INDEX_SAMPLE = 1000, /* spectra the index is asked for   */
    INDEX_NEAREST = 10   /* where it must find each of them  */
};

struct check {
    const vib_db *db;
    vib_txn *txn;
    vib_finding *report;
    void *payload;
    size_t found;
};

static void tell(struct check *check, uint64_t id, const char *what)
{
    check->found++;
    if (check->report)
        check->report(id, what, check->payload);
}

/* Damage is what a check is for; any other failure ends it. */
static int judge(struct check *check, uint64_t id, int rc)
{
    if (rc != VIB_BAD_DATA && rc != VIB_NOT_FOUND)
        return rc;
    tell(check, id, vib_last_error());
    return VIB_OK;
}

/* ---- a spectrum, read back --------------------------------------------- */

static int check_content(struct check *check, uint64_t id,
                         const vib_spectrum *spectrum)
{
    vib_hash hash = vib_content_hash(spectrum);
    size_t count = 0, room, i = 0;
    uint64_t *ids;
    int rc = vib_content_get(NULL, 0, &count, check->txn, hash);

    if (rc < 0)
        return judge(check, id, rc);
    room = count;
    ids = vib_new(room, sizeof *ids);
    rc = ids ? vib_content_get(ids, room, &count, check->txn, hash)
             : VIB_NO_MEMORY;
    while (rc == VIB_OK && i < room && ids[i] != id)
        i++;
    if (rc == VIB_OK && i == room)
        tell(check, id, "its content hash does not lead to it");
    free(ids);
    return judge(check, id, rc);
}

/* 1: *out is spectrum `id`; 0: it cannot be read, which has been told. */
static int read_back(vib_spectrum *out, struct check *check, uint64_t id)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int fields = vib_read_fields(&spectrum, check->txn, id);
    int rc = judge(check, id, fields), points;

    if (rc < 0)
        return rc;
    points = vib_read_points(&spectrum, check->txn, id);
    rc = judge(check, id, points);
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

/* On the machine that stored it the vector comes out bit by bit; another
 * order of sums changes the last digits. */
static int compare_vector(struct check *check, uint64_t id,
                          const float *vector)
{
    size_t dimension = vib_encoder_dimension(check->db->encoder);
    const uint8_t *stored = NULL;
    int rc = vib_vector_get(&stored, check->txn, id, dimension);
    float dot;

    if (rc < 0)
        return judge(check, id, rc);
    dot = vib_vector_dot(vector, stored, dimension);
    if (!(dot > 0.9999f && dot < 1.0001f))
        tell(check, id, "its vector is not the one its points give");
    return VIB_OK;
}

static int compare_profile(struct check *check, uint64_t id,
                           const vib_profile *profile)
{
    size_t length = vib_encoder_pipeline(check->db->encoder)->length;
    vib_profile stored;
    int rc = vib_profile_get(&stored, check->txn, id, length);

    if (rc < 0)
        return judge(check, id, rc);
    if (stored.first != profile->first || stored.length != profile->length ||
        memcmp(stored.value, profile->value,
               stored.length * sizeof *stored.value))
        tell(check, id, "its profile is not the one its points give");
    return VIB_OK;
}

static int compare_all(struct check *check, const struct again *again,
                       const vib_prepared *prepared)
{
    int rc = VIB_OK;

    for (size_t i = 0; i < again->n && rc == VIB_OK; i++) {
        if (prepared->status[i] < 0) {
            tell(check, again->id[i], prepared->reason[i]);
            continue;
        }
        rc = compare_vector(check, again->id[i],
                            prepared->vectors + i * prepared->dimension);
        if (rc == VIB_OK)
            rc = compare_profile(check, again->id[i], &prepared->profiles[i]);
    }
    return rc;
}

static int make_again(struct check *check, struct again *again)
{
    const vib_spectrum *spectra[VIB_BATCH];
    vib_prepared prepared = VIB_PREPARED_INIT;
    int rc;

    for (size_t i = 0; i < again->n; i++)
        spectra[i] = &again->spectrum[i];
    rc = vib_prepare(&prepared, check->db->encoder, spectra, again->n);
    if (rc == VIB_OK)
        rc = compare_all(check, again, &prepared);
    vib_prepared_release(&prepared);
    again_release(again);
    return rc;
}

static int check_spectra(struct check *check)
{
    struct again again = { .n = 0 };
    uint64_t id = 1;
    int rc;

    for (; (rc = vib_seek(&id, check->txn, VIB_SPECTRA)) > 0; id++) {
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

/* ---- what belongs to no spectrum --------------------------------------- */

static int check_orphans(struct check *check, vib_table table,
                         const char *what)
{
    uint64_t id = 1, spectrum = 1;
    int rc;

    for (; (rc = vib_seek(&id, check->txn, table)) > 0; id++) {
        spectrum = id;
        rc = vib_seek(&spectrum, check->txn, VIB_SPECTRA);
        if (rc < 0)
            break;
        if (rc == 0 || spectrum != id)
            tell(check, id, what);
    }
    return rc;
}

/* Hashes lead to as many ids as there are spectra. */
static int check_count(struct check *check)
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
    tell(check, 0, what);
    return VIB_OK;
}

static int check_tables(struct check *check)
{
    int rc = check_orphans(check, VIB_FIELDS, "metadata without a spectrum");

    if (rc == VIB_OK)
        rc = check_orphans(check, VIB_VECTORS, "a vector without a spectrum");
    if (rc == VIB_OK)
        rc = check_orphans(check, VIB_PROFILES,
                           "a profile without a spectrum");
    return rc == VIB_OK ? check_count(check) : rc;
}

/* ---- the index --------------------------------------------------------- */

/* Found, or crowded out by others that are as near as can be. */
static bool index_finds(const vib_neighbour *nearest, size_t n, uint64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (nearest[i].id == id)
            return true;
    return n == INDEX_NEAREST && nearest[n - 1].score > 0.9999f;
}

/* Ask for vectors from all over the library, as a search would. */
static int ask_index(struct check *check, const vib_view *view,
                     const vib_rows *rows)
{
    vib_neighbour nearest[INDEX_NEAREST];
    size_t missed = 0;
    char what[96];

    for (size_t i = 0; i < rows->count; i++) {
        size_t found = 0;
        vib_ask ask = { .view = view,
                        .txn = check->txn,
                        .vectors = rows->row + i * view->dimension,
                        .n = 1,
                        .room = INDEX_NEAREST };
        int rc = vib_nearest(nearest, &found, &ask);

        if (rc < 0)
            return rc;
        missed += !index_finds(nearest, found, rows->id[i]);
    }
    if (missed * 100 <= rows->count)
        return VIB_OK;
    snprintf(what, sizeof what, "the index misses %zu of %zu spectra: rebuild "
             "it", missed, rows->count);
    tell(check, 0, what);
    return VIB_OK;
}

static int check_index(struct check *check)
{
    vib_rows rows = VIB_ROWS_INIT;
    vib_view *view = NULL;
    int rc = vib_view_acquire(&view, check->db, check->txn);

    if (rc < 0) /* vectors that cannot be read have been told */
        return rc == VIB_BAD_DATA ? VIB_OK : rc;
    if (view->trouble[0])
        tell(check, 0, view->trouble);
    if (view->indexed) {
        rc = vib_rows_sample(&rows,
                             (vib_span){ check->txn, view->dimension, 0, NULL },
                             view->spectra, INDEX_SAMPLE);
        if (rc == VIB_OK)
            rc = ask_index(check, view, &rows);
    }
    vib_rows_release(&rows);
    vib_view_release(check->db, view);
    return judge(check, 0, rc);
}

int vib_db_check(size_t *found, const vib_db *db, vib_finding *report,
                 void *payload)
{
    struct check check = { db, NULL, report, payload, 0 };
    int rc = vib_txn_begin(&check.txn, db->store, VIB_READ);

    if (rc == VIB_OK)
        rc = check_spectra(&check);
    if (rc == VIB_OK)
        rc = check_tables(&check);
    if (rc == VIB_OK)
        rc = check_index(&check);
    vib_txn_abort(check.txn);
    if (rc == VIB_OK)
        *found = check.found;
    return rc;
}
