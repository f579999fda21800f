#include "view.h"

#include "library.h"
#include "memory.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Views are counted: the newest is kept for the next call, older ones end with
 * the last call that uses them. The lock guards all counts. */
struct vib_views {
    pthread_mutex_t lock;
    vib_view *newest; /* or NULL */
};

int vib_views_new(vib_views **out)
{
    vib_views *views = vib_new(1, sizeof *views);

    if (!views)
        return VIB_NO_MEMORY;
    pthread_mutex_init(&views->lock, NULL);
    *out = views;
    return VIB_OK;
}

static void held_release(vib_held *held)
{
    if (held && --held->users == 0)
        vib_held_free(held);
}

static void view_free(vib_view *view)
{
    held_release(view->held);
    vib_rows_release(&view->rows);
    vib_cuts_free(view->cuts);
    free(view);
}

static void view_release(vib_view *view)
{
    if (view && --view->users == 0)
        view_free(view);
}

void vib_views_free(vib_views *views)
{
    if (!views)
        return;
    view_release(views->newest);
    pthread_mutex_destroy(&views->lock);
    free(views);
}

/* The index of the newest view when the file is still the one marked, else
 * what the file is now. */
static int held_acquire(vib_held **out, const vib_db *db, const vib_set *set,
                        const vib_file_mark *mark)
{
    vib_view *newest = db->views->newest;

    if (newest && newest->set.encoder == set->encoder &&
        vib_held_same(mark, &newest->held->mark)) {
        newest->held->users++;
        *out = newest->held;
        return VIB_OK;
    }
    return vib_held_load(out, db->path, vib_store_library(db->store),
                         vib_encoder_identity(set->encoder));
}

/* Whether the store knows the index file: it is the newest, or the one before.
 * Of a library that was put back from an old copy it is not, where ids may mean
 * other spectra by now. Negative: failed. */
static int is_of_store(const vib_stamp *stamp, vib_txn *txn)
{
    vib_value builds = { NULL, 0 };
    int rc = vib_get_fact(&builds, txn, VIB_FACT_INDEX);

    if (rc < 0)
        return rc == VIB_NOT_FOUND ? 0 : rc;
    for (size_t at = 0; at + sizeof stamp->build <= builds.size;
         at += sizeof stamp->build)
        if (memcmp((const uint8_t *)builds.data + at, stamp->build,
                   sizeof stamp->build) == 0)
            return 1;
    return 0;
}

/* Use the index for the ids it was built from, and rows for those above. An
 * index that has others, of a later state, or fewer than are stored is of no
 * use. */
static int load_after_index(vib_view *view, vib_txn *txn)
{
    const vib_stamp *stamp = &view->held->stamp;
    vib_span span = { txn, view->set.keys, view->dimension, stamp->last_id,
                      NULL };
    int known = is_of_store(stamp, txn);
    int rc = known < 0 ? known : vib_rows_load(&view->rows, span);

    if (rc < 0)
        return rc;
    view->indexed = known && stamp->last_id <= view->last_id &&
                    view->spectra - view->rows.count <= stamp->count;
    if (view->indexed) {
        view->after = stamp->last_id;
        return VIB_OK;
    }
    view->trouble = "the index file is of another state of the library";
    vib_rows_release(&view->rows);
    return VIB_OK;
}

static int load_rows(vib_view *view, vib_txn *txn)
{
    int rc = view->held->index ? load_after_index(view, txn) : VIB_OK;

    if (rc < 0 || view->indexed)
        return rc;
    return vib_rows_load(&view->rows, (vib_span){ txn, view->set.keys,
                                                  view->dimension, 0, NULL });
}

/* What tells one state from another, without its vectors. */
static int read_state(vib_view *out, const vib_db *db, vib_txn *txn)
{
    uint64_t spectra;
    int rc = vib_last_id(&out->last_id, txn);

    if (rc == VIB_OK)
        rc = vib_table_count(&spectra, txn, VIB_SPECTRA);
    if (rc == VIB_OK)
        rc = vib_db_set(&out->set, db, txn);
    if (rc == VIB_OK)
        out->spectra = (size_t)spectra;
    return rc;
}

static int view_load(vib_view **out, const vib_db *db, vib_txn *txn,
                     const vib_view *state, const vib_file_mark *mark)
{
    vib_view *view = vib_new(1, sizeof *view);
    int rc;

    if (!view)
        return VIB_NO_MEMORY;
    *view = *state;
    view->dimension = vib_encoder_dimension(view->set.encoder);
    view->users = 1;
    rc = held_acquire(&view->held, db, &view->set, mark);
    if (rc == VIB_OK) {
        view->trouble = view->held->trouble;
        rc = load_rows(view, txn);
    }
    if (rc < 0) {
        view_free(view);
        return rc;
    }
    *out = view;
    return VIB_OK;
}

static bool same_state(const vib_view *a, const vib_view *b)
{
    return a->last_id == b->last_id && a->spectra == b->spectra &&
           a->set.encoder == b->set.encoder && a->set.keys == b->set.keys;
}

static bool later(const vib_view *a, const vib_view *b)
{
    return a->last_id > b->last_id ||
           (a->last_id == b->last_id && a->spectra < b->spectra);
}

/* A view just made becomes the newest, unless another thread has seen a later
 * commit in the meantime. */
static void publish(vib_views *views, vib_view *view)
{
    if (views->newest && later(views->newest, view))
        return;
    view_release(views->newest);
    views->newest = view;
    view->users++;
}

static int acquire(vib_view **out, const vib_db *db, vib_txn *txn,
                   const vib_view *state)
{
    vib_view *newest = db->views->newest;
    vib_file_mark mark;
    int rc = vib_held_mark(&mark, db->path);

    if (rc < 0)
        return rc;
    if (newest && same_state(newest, state) &&
        vib_held_same(&mark, &newest->held->mark)) {
        newest->users++;
        *out = newest;
        return VIB_OK;
    }
    rc = view_load(out, db, txn, state, &mark);
    if (rc == VIB_OK)
        publish(db->views, *out);
    return rc;
}

int vib_view_acquire(vib_view **out, const vib_db *db, vib_txn *txn)
{
    vib_view state = { .spectra = 0 };
    int rc = read_state(&state, db, txn);

    if (rc < 0)
        return rc;
    pthread_mutex_lock(&db->views->lock);
    rc = acquire(out, db, txn, &state);
    pthread_mutex_unlock(&db->views->lock);
    return rc;
}

void vib_view_release(const vib_db *db, vib_view *view)
{
    pthread_mutex_lock(&db->views->lock);
    view_release(view);
    pthread_mutex_unlock(&db->views->lock);
}

/* Put `cuts` in the place of those that the view has, and return these. */
static vib_cuts *exchange(const vib_db *db, vib_view *view, vib_cuts *cuts)
{
    vib_cuts *had;

    pthread_mutex_lock(&db->views->lock);
    had = view->cuts;
    view->cuts = cuts;
    pthread_mutex_unlock(&db->views->lock);
    return had;
}

int vib_view_take_cuts(vib_cuts **out, const vib_db *db, vib_view *view)
{
    vib_cuts *had = exchange(db, view, NULL);

    if (had && vib_cuts_fits(had)) {
        *out = had;
        return VIB_OK;
    }
    vib_cuts_free(had);
    return vib_cuts_new(out, view->set.encoder);
}

void vib_view_give_cuts(const vib_db *db, vib_view *view, vib_cuts *cuts)
{
    vib_cuts_free(exchange(db, view, cuts));
}
