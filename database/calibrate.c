/* calibrate.c - what a library says about its own spectra while their specimens
 * are hidden. */
#include "library.h"

#include "calibration.h"
#include "memory.h"
#include "random.h"
#include "selftest.h"

#include <stdlib.h>
#include <string.h>

enum {
    SAMPLE = 1500, /* spectra that are searched for, about */
    ROOM = 2 * SAMPLE,
    PORTION = 128  /* at a time */
};

/* Whether another specimen has this name. */
struct names {
    struct owner {
        char *name, *specimen;
    } *item; /* [count] sorted by name */
    size_t count;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct owner *)a)->name,
                  ((const struct owner *)b)->name);
}

static bool has_other(const struct names *names, const char *name,
                      const char *specimen)
{
    size_t low = 0, high = names->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(names->item[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < names->count && strcmp(names->item[low].name, name) == 0;
         low++)
        if (strcmp(names->item[low].specimen, specimen) != 0)
            return true;
    return false;
}

static void names_release(struct names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        free(names->item[i].name);
        free(names->item[i].specimen);
    }
    free(names->item);
}

static int append_owner(struct names *names, size_t *room, const char *name,
                        const char *specimen)
{
    void *item = names->item;
    struct owner *owner;
    int rc = vib_reserve(&item, room, names->count + 1, sizeof *names->item);

    names->item = item;
    if (rc < 0)
        return rc;
    owner = &names->item[names->count++];
    owner->name = vib_copy_text(name, strlen(name));
    owner->specimen = vib_copy_text(specimen, strlen(specimen));
    return owner->name && owner->specimen ? VIB_OK : VIB_NO_MEMORY;
}

/* Name and specimen of all spectra that have both. */
static int names_read(struct names *out, const vib_db *db)
{
    size_t room = 0;
    uint64_t id = 0;
    int rc = VIB_OK;

    while (rc == VIB_OK && (rc = vib_db_next(&id, db)) == 1) {
        vib_spectrum fields = VIB_SPECTRUM_INIT;
        const char *name, *specimen;

        rc = vib_db_fields(&fields, db, id);
        name = vib_spectrum_get(&fields, VIB_KEY_NAME);
        specimen = vib_spectrum_get(&fields, VIB_KEY_SPECIMEN);
        if (rc == VIB_OK && name && *name && specimen)
            rc = append_owner(out, &room, name, specimen);
        vib_spectrum_release(&fields);
    }
    if (rc == VIB_OK && out->count)
        qsort(out->item, out->count, sizeof *out->item, by_name);
    return rc;
}

/* ---- the sample -------------------------------------------------------- */

/* The spectra that are searched for, and what becomes of it. */
struct sample {
    const vib_db *db;
    vib_selftest *exam;
    struct names names;
};

/* Keep the answers for one spectrum, its specimen hidden, unless they say
 * nothing. */
static int keep_case(vib_selftest *exam, const struct names *names,
                     const vib_spectrum *query, vib_hits *hits)
{
    const char *name = vib_spectrum_get(query, VIB_KEY_NAME);
    const char *specimen = vib_spectrum_get(query, VIB_KEY_SPECIMEN);
    vib_selftest_case *item = &exam->item[exam->n];

    if (hits->status < 0 || hits->count < 2)
        return VIB_OK;
    item->name = vib_copy_text(name, strlen(name));
    if (!item->name)
        return VIB_NO_MEMORY;
    item->shared = has_other(names, name, specimen);
    item->hits = *hits;
    *hits = (vib_hits)VIB_HITS_INIT;
    exam->n++;
    return VIB_OK;
}

static void release_all(vib_spectrum *spectra, size_t n)
{
    for (size_t i = 0; i < n; i++)
        vib_spectrum_release(&spectra[i]);
}

static int try_portion(const struct sample *sample, vib_spectrum *queries,
                       size_t n)
{
    vib_hits hits[PORTION];
    vib_search how = VIB_SEARCH_DEFAULT;
    int rc;

    how.k = VIB_STANDING_NAMES;
    how.by_compound = true;
    how.leave_out = VIB_KEY_SPECIMEN;
    how.level = 0;
    rc = vib_db_search(hits, sample->db, queries, n, &how);
    if (rc == VIB_OK)
        for (size_t i = 0; i < n; i++) {
            if (rc == VIB_OK)
                rc = keep_case(sample->exam, &sample->names, &queries[i],
                               &hits[i]);
            vib_hits_release(&hits[i]);
        }
    release_all(queries, n);
    return rc;
}

/* Whether spectrum `id` is of the sample; the same ones each time. */
static bool is_drawn(uint64_t id, size_t of)
{
    vib_random random = vib_random_stream(id, 0, 0);

    return vib_random_uniform(&random) * (double)of < SAMPLE;
}

/* The next spectrum of the sample that says its name and specimen. 1: found;
 * 0: there is none. */
static int next_query(vib_spectrum *out, uint64_t *id,
                      const struct sample *sample)
{
    int rc;

    while ((rc = vib_db_next(id, sample->db)) == 1) {
        const char *name;

        if (!is_drawn(*id, sample->names.count))
            continue;
        rc = vib_db_get(out, sample->db, *id);
        if (rc < 0)
            return rc;
        name = vib_spectrum_get(out, VIB_KEY_NAME);
        if (name && *name && vib_spectrum_get(out, VIB_KEY_SPECIMEN))
            return 1;
        vib_spectrum_release(out);
    }
    return rc;
}

/* Who is told how far it is. */
struct listener {
    vib_progress *progress; /* or NULL */
    void *payload;
};

static int run(const struct sample *sample, const struct listener *listener)
{
    vib_spectrum queries[PORTION];
    size_t done = 0, n;
    uint64_t id = 0;
    size_t all = sample->names.count, most = all < SAMPLE ? all : SAMPLE;
    int rc, tried;

    do {
        for (n = 0, rc = 1; n < PORTION && rc == 1; n += rc == 1) {
            queries[n] = (vib_spectrum)VIB_SPECTRUM_INIT;
            rc = next_query(&queries[n], &id, sample);
        }
        if (rc < 0)
            release_all(queries, n);
        else if (n > 0 && (tried = try_portion(sample, queries, n)) < 0)
            rc = tried;
        done += n;
        if (rc == 1 && listener->progress &&
            listener->progress(done, most, NULL, listener->payload))
            return VIB_STOPPED;
    } while (rc == 1 && done + PORTION <= ROOM);
    return rc < 0 ? rc : VIB_OK;
}

static int keep(vib_calibration *out, vib_db *db,
                const vib_confidence *confidence,
                const vib_calibration *measured)
{
    vib_confidence kept = VIB_CONFIDENCE_INIT;
    vib_calibration calibration;
    vib_txn *txn = NULL;
    int rc = vib_txn_begin(&txn, db->store, VIB_WRITE);

    if (rc < 0)
        return rc;
    rc = vib_calibration_put(txn, confidence, measured);
    if (rc == VIB_OK)
        rc = vib_calibration_load(&kept, &calibration, txn);
    vib_confidence_release(&kept);
    if (rc < 0) {
        vib_txn_abort(txn);
        return rc;
    }
    rc = vib_txn_commit(txn);
    if (rc == VIB_OK)
        *out = calibration;
    return rc;
}

int vib_db_calibrate(vib_calibration *out, vib_db *db, vib_progress *progress,
                     void *payload)
{
    const struct listener listener = { progress, payload };
    vib_confidence confidence = VIB_CONFIDENCE_INIT;
    vib_calibration measured = { .usable = false };
    vib_selftest exam = { vib_new(ROOM, sizeof *exam.item), 0 };
    struct sample sample = { db, &exam, { NULL, 0 } };
    int rc = exam.item ? names_read(&sample.names, db) : VIB_NO_MEMORY;

    if (rc == VIB_OK)
        rc = run(&sample, &listener);
    if (rc == VIB_OK)
        rc = vib_selftest_learn(&confidence, &exam, NULL);
    if (rc == VIB_OK)
        rc = vib_selftest_try(&confidence.trials, &exam);
    if (rc == VIB_OK)
        rc = vib_selftest_measure(&measured, &exam);
    if (rc == VIB_OK)
        rc = keep(out, db, &confidence, &measured);
    vib_confidence_release(&confidence);
    names_release(&sample.names);
    vib_selftest_release(&exam);
    return rc;
}
