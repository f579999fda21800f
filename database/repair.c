/* repair.c - a library made anew from what can be read of a damaged one. */
#include "check.h"

#include "entry.h"
#include "memory.h"
#include "prepare.h"
#include "record.h"
#include "status.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Spectra on their way from the old store, which lends the records. */
struct rescue {
    uint64_t id[VIB_BATCH];
    vib_entry entry[VIB_BATCH];
    vib_spectrum spectrum[VIB_BATCH];
    vib_buffer bare[VIB_BATCH]; /* records of fields, where none was readable */
    size_t n;
};

struct repair {
    const char *path;
    const vib_encoder *encoder;
    vib_store *old, *new;
    vib_txn *from;      /* the state of `old` */
    uint64_t last_id;   /* of it; 0: not known */
    uint64_t reached;   /* the largest id seen */
    bool made;          /* the folder of `new` is ours */
    struct rescue *rescue;
    vib_finding *report;
    void *payload;
    vib_repaired tally;
};

/* Damage is what a repair is for; any other failure ends it. */
static bool is_damage(int rc)
{
    return rc == VIB_BAD_DATA || rc == VIB_NOT_FOUND;
}

/* Go on after damage; no one else writes, so that what was borrowed stays. */
static int go_on(struct repair *repair, int rc)
{
    return rc == VIB_BAD_DATA ? vib_txn_renew(repair->from) : VIB_OK;
}

static void tell(const struct repair *repair, uint64_t id, const char *what)
{
    if (repair->report)
        repair->report(id, what, repair->payload);
}

static void lose(struct repair *repair, uint64_t id, const char *why)
{
    char what[256];

    snprintf(what, sizeof what, "%s; it is left out", why);
    tell(repair, id, what);
    repair->tally.lost++;
}

/* ---- one spectrum ------------------------------------------------------ */

static void rescue_clear(struct rescue *rescue)
{
    for (size_t i = 0; i < rescue->n; i++) {
        vib_spectrum_release(&rescue->spectrum[i]);
        vib_buffer_release(&rescue->bare[i]);
    }
    rescue->n = 0;
}

/* Without its metadata a spectrum is still found, and says why it has none. */
static int bare_fields(struct repair *repair, size_t i, uint64_t id)
{
    struct rescue *rescue = repair->rescue;
    vib_field remark = { (char[]){ "remark" },
                         (char[]){ "its metadata was damaged" } };
    vib_spectrum bare = { .fields = &remark, .field_count = 1 };
    int rc = vib_fields_write(&rescue->bare[i], &bare);

    if (rc < 0)
        return rc;
    rescue->entry[i].fields = (vib_value){ rescue->bare[i].data,
                                           rescue->bare[i].size };
    repair->tally.bare++;
    tell(repair, id, "its metadata cannot be read; it is kept without");
    return VIB_OK;
}

/* With them: the vector is made of units and laser line too. */
static int take_fields(struct repair *repair, size_t i, uint64_t id)
{
    vib_entry *entry = &repair->rescue->entry[i];
    int rc = vib_get(&entry->fields, repair->from, VIB_FIELDS, id);

    if (rc == VIB_OK)
        rc = vib_fields_read(&repair->rescue->spectrum[i], entry->fields.data,
                             entry->fields.size);
    if (!is_damage(rc))
        return rc;
    rc = go_on(repair, rc);
    return rc == VIB_OK ? bare_fields(repair, i, id) : rc;
}

/* Take spectrum `id` along, or say why not. */
static int take(struct repair *repair, uint64_t id)
{
    struct rescue *rescue = repair->rescue;
    size_t i = rescue->n;
    vib_entry *entry = &rescue->entry[i];
    int rc = vib_get(&entry->points, repair->from, VIB_SPECTRA, id);

    if (rc == VIB_OK)
        rc = vib_points_read(&rescue->spectrum[i], entry->points.data,
                             entry->points.size);
    if (is_damage(rc)) {
        lose(repair, id, vib_last_error());
        return go_on(repair, rc);
    }
    if (rc < 0)
        return rc;
    rescue->id[i] = id;
    rescue->n++; /* what it holds is released from here on */
    entry->content = vib_content_hash(&rescue->spectrum[i]);
    return take_fields(repair, i, id);
}

/* ---- into the new store ------------------------------------------------ */

static int put_all(struct repair *repair, vib_txn *txn,
                   const vib_prepared *prepared)
{
    struct rescue *rescue = repair->rescue;
    int rc = VIB_OK;

    for (size_t i = 0; i < rescue->n && rc == VIB_OK; i++) {
        vib_entry *entry = &rescue->entry[i];

        if (prepared->status[i] < 0) {
            lose(repair, rescue->id[i], prepared->reason[i]);
            continue;
        }
        entry->dimension = prepared->dimension;
        entry->vector = prepared->vectors + i * prepared->dimension;
        entry->profile = &prepared->profiles[i];
        rc = vib_entry_put(txn, rescue->id[i], entry);
        repair->tally.spectra++;
    }
    return rc;
}

/* All that is made of the spectra is made again. */
static int put_batch(struct repair *repair)
{
    struct rescue *rescue = repair->rescue;
    const vib_spectrum *spectra[VIB_BATCH];
    vib_prepared prepared = VIB_PREPARED_INIT;
    vib_txn *txn = NULL;
    int rc;

    for (size_t i = 0; i < rescue->n; i++)
        spectra[i] = &rescue->spectrum[i];
    rc = vib_prepare(&prepared, repair->encoder, spectra, rescue->n);
    if (rc == VIB_OK)
        rc = vib_txn_begin(&txn, repair->new, VIB_WRITE);
    if (rc == VIB_OK)
        rc = put_all(repair, txn, &prepared);
    if (rc == VIB_OK)
        rc = vib_txn_commit(txn);
    else
        vib_txn_abort(txn);
    vib_prepared_release(&prepared);
    rescue_clear(rescue);
    return rc;
}

/* The first id >= *id of which there may be a spectrum: 1; 0: there is none. On
 * a page that cannot be read it may be any. */
static int seek(uint64_t *id, struct repair *repair)
{
    int rc = vib_seek(id, repair->from, VIB_SPECTRA);

    if (rc != VIB_BAD_DATA)
        return rc;
    rc = go_on(repair, rc);
    return rc < 0 ? rc : *id <= repair->last_id;
}

/* Whether any table has a sound entry of this id; negative: failed. */
static int is_known(struct repair *repair, uint64_t id)
{
    static const vib_table tables[] = { VIB_SPECTRA, VIB_FIELDS, VIB_VECTORS,
                                        VIB_PROFILES };
    int rc = VIB_NOT_FOUND;

    for (size_t i = 0; i < sizeof tables / sizeof *tables && is_damage(rc);
         i++) {
        vib_value value;
        int going = VIB_OK;

        rc = vib_get(&value, repair->from, tables[i], id);
        if (rc < 0)
            going = go_on(repair, rc);
        if (going < 0)
            return going;
    }
    return rc == VIB_OK ? 1 : is_damage(rc) ? 0 : rc;
}

static int move_spectra(struct repair *repair)
{
    uint64_t id = 1;
    int rc;

    for (; (rc = seek(&id, repair)) > 0; id++) {
        rc = is_known(repair, id);
        if (rc == 0)
            continue;
        repair->reached = id;
        rc = rc < 0 ? rc : take(repair, id);
        if (rc == VIB_OK && repair->rescue->n == VIB_BATCH)
            rc = put_batch(repair);
        if (rc < 0)
            break;
    }
    if (rc == VIB_OK)
        rc = put_batch(repair);
    rescue_clear(repair->rescue);
    return rc;
}

/* Those that the new library has from the beginning. */
static bool is_made(const char *name)
{
    return strcmp(name, VIB_FACT_ENCODER) == 0 ||
           strcmp(name, VIB_FACT_VECTORS) == 0 ||
           strcmp(name, VIB_FACT_NEXT) == 0;
}

/* What else the library says of itself, as far as it can be read. */
static int move_facts(struct repair *repair, vib_txn *txn)
{
    char name[VIB_FACT_NAME] = "";
    vib_value value;
    int rc;

    while ((rc = vib_next_fact(name, &value, repair->from)) != 0) {
        if (rc == 1 && !is_made(name))
            rc = vib_put_fact(txn, name, value);
        if (rc == VIB_BAD_DATA) {
            tell(repair, 0, vib_last_error());
            rc = go_on(repair, rc);
        }
        if (rc < 0)
            return rc;
    }
    return VIB_OK;
}

/* The facts, and that no id is given out again. */
static int finish(struct repair *repair)
{
    uint64_t last = repair->last_id > repair->reached ? repair->last_id
                                                      : repair->reached;
    vib_txn *txn = NULL;
    int rc = vib_txn_begin(&txn, repair->new, VIB_WRITE);

    if (rc == VIB_OK)
        rc = move_facts(repair, txn);
    if (rc == VIB_OK)
        rc = vib_put_last_id(txn, last);
    if (rc == VIB_OK)
        return vib_txn_commit(txn);
    vib_txn_abort(txn);
    return rc;
}

/* ---- the encoder ------------------------------------------------------- */

/* The library's own, or `spare` where it cannot be read. */
static int find_encoder(vib_encoder **out, struct repair *repair,
                        const vib_encoder *spare)
{
    vib_value value;
    vib_buffer copy = { NULL, 0, 0, false };
    int rc = vib_get_fact(&value, repair->from, VIB_FACT_ENCODER);

    if (rc == VIB_OK)
        rc = vib_encoder_from_bytes(out, value.data, value.size);
    if (!is_damage(rc))
        return rc;
    rc = go_on(repair, rc);
    if (rc < 0)
        return rc;
    if (!spare)
        return vib_fail(VIB_BAD_DATA, "the encoder in %s cannot be read; name "
                        "the model that it was made with", repair->path);
    tell(repair, 0, "the encoder cannot be read; the one given takes its "
         "place");
    rc = vib_encoder_to_bytes(&copy, spare);
    if (rc == VIB_OK)
        rc = vib_encoder_from_bytes(out, copy.data, copy.size);
    vib_buffer_release(&copy);
    return rc;
}

/* ---- all of it --------------------------------------------------------- */

static int open_old(struct repair *repair)
{
    int rc = vib_store_open(&repair->old, repair->path, VIB_READ);

    if (rc == VIB_BAD_DATA)
        return vib_fail(rc, "%s cannot be repaired, since what says how to "
                        "read it is damaged: put a backup in its place",
                        repair->path);
    if (rc == VIB_OK)
        rc = vib_txn_begin(&repair->from, repair->old, VIB_READ);
    if (rc < 0)
        return rc;
    rc = vib_last_id(&repair->last_id, repair->from);
    return is_damage(rc) ? go_on(repair, rc) : rc;
}

/* Make the new library in folder `path`. */
static int rebuild_into(struct repair *repair, const char *path,
                        const vib_encoder *spare)
{
    vib_encoder *encoder = NULL;
    int rc = open_old(repair);

    if (rc == VIB_OK)
        rc = find_encoder(&encoder, repair, spare);
    if (rc == VIB_OK)
        rc = vib_db_create(path, encoder);
    repair->made = rc == VIB_OK;
    if (rc == VIB_OK)
        rc = vib_store_open(&repair->new, path, VIB_WRITE);
    repair->encoder = encoder;
    if (rc == VIB_OK)
        rc = move_spectra(repair);
    if (rc == VIB_OK)
        rc = finish(repair);
    vib_txn_abort(repair->from);
    vib_store_close(repair->old);
    vib_store_close(repair->new);
    vib_encoder_close(encoder);
    return rc;
}

/* The library had an index file, so that it is large: make one again. That it
 * could not be made is no loss. */
static void index_again(const char *path, const char *aside)
{
    vib_file_mark mark = { .present = false };
    vib_db *db = NULL;

    if (vib_held_mark(&mark, aside) < 0 || !mark.present)
        return;
    if (vib_db_open(&db, path, VIB_WRITE) == VIB_OK)
        (void)vib_db_index(db, NULL);
    vib_db_close(db);
}

static int replace(struct repair *repair, const vib_encoder *spare)
{
    char *beside = vib_store_beside(repair->path, ".repaired");
    int rc = VIB_NO_MEMORY;

    repair->rescue = vib_new(1, sizeof *repair->rescue);
    if (!beside || !repair->rescue)
        goto out;
    rc = rebuild_into(repair, beside, spare);
    if (rc < 0 && repair->made)
        vib_store_remove(beside);
    if (rc == VIB_OK)
        rc = vib_store_replace(repair->tally.aside,
                               sizeof repair->tally.aside, repair->path,
                               beside);
    if (rc == VIB_OK)
        index_again(repair->path, repair->tally.aside);
out:
    free(repair->rescue);
    free(beside);
    return rc;
}

/* Whether only the index is wrong, and then make it again: 1; 0: there is more,
 * or less. */
static int repair_index(const char *path, vib_repaired *out)
{
    vib_check check = { .report = NULL };
    vib_db_facts facts;
    vib_db *db = NULL;
    int rc = vib_db_open(&db, path, VIB_WRITE);

    if (rc < 0)
        return is_damage(rc) ? 0 : rc;
    check.db = db;
    rc = vib_txn_begin(&check.txn, db->store, VIB_READ);
    if (rc == VIB_OK)
        rc = vib_check_store(&check);
    vib_txn_abort(check.txn);
    if (rc == VIB_OK && check.found == 0) {
        rc = vib_check_index(&check);
        if (rc == VIB_OK && check.found)
            rc = vib_db_index(db, NULL);
        if (rc == VIB_OK)
            rc = vib_db_describe(&facts, db);
        out->spectra = rc == VIB_OK ? facts.spectra : 0;
        rc = rc == VIB_OK ? 1 : rc;
    }
    vib_db_close(db);
    return rc;
}

int vib_db_repair(vib_repaired *out, const char *path,
                  const vib_encoder *spare, vib_finding *report, void *payload)
{
    struct repair repair = { .path = path, .report = report,
                             .payload = payload };
    int rc = vib_store_alone(path);

    if (rc == VIB_OK)
        rc = repair_index(path, &repair.tally);
    if (rc == VIB_OK)
        rc = replace(&repair, spare);
    if (rc < 0)
        return rc;
    *out = repair.tally;
    return VIB_OK;
}
