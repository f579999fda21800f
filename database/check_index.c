/* check_index.c - the index file against the store. */
#include "check.h"

#include "nearest.h"

#include <stdio.h>

enum {
    INDEX_SAMPLE = 1000, /* spectra the index is asked for         */
    INDEX_NEAREST = 10,  /* where it must find each of them        */
    INDEX_LOOKS = 3,     /* at a file that stays where it is       */
    LOOKS_MOST = 100     /* at ones that do not                    */
};

/* Found, or crowded out by others that are as near as can be. */
static bool index_finds(const vib_neighbour *nearest, size_t n, uint64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (nearest[i].id == id)
            return true;
    return n == INDEX_NEAREST && nearest[n - 1].score > 0.9999f;
}

/* Ask for vectors from all over the library, as a search would; how many of
 * them are not found. */
static int ask_index(size_t *missed, const vib_ask *how, const vib_rows *rows)
{
    vib_neighbour nearest[INDEX_NEAREST];

    *missed = 0;
    for (size_t i = 0; i < rows->count; i++) {
        vib_ask ask = *how;
        size_t found = 0;
        int rc;

        ask.vectors = rows->row + i * ask.view->dimension;
        rc = vib_nearest(nearest, &found, &ask);
        if (rc < 0)
            return rc;
        *missed += !index_finds(nearest, found, rows->id[i]);
    }
    return VIB_OK;
}

/* What is wrong with the index into `what`, "" for nothing. */
static int look(char *what, size_t room, vib_txn *txn, const vib_view *view)
{
    const vib_ask ask = { .view = view, .txn = txn, .n = 1,
                          .room = INDEX_NEAREST };
    const vib_span all = { txn, view->set.keys, view->dimension, 0, NULL };
    vib_rows rows = VIB_ROWS_INIT;
    size_t missed = 0;
    int rc = VIB_OK;

    snprintf(what, room, "%s", view->trouble);
    if (!view->indexed)
        return VIB_OK;
    rc = vib_rows_sample(&rows, all, view->spectra, INDEX_SAMPLE, NULL);
    if (rc == VIB_OK)
        rc = ask_index(&missed, &ask, &rows);
    if (rc == VIB_OK && missed * 100 > rows.count)
        snprintf(what, room, "the index misses %zu of %zu spectra: rebuild it",
                 missed, rows.count);
    vib_rows_release(&rows);
    return rc;
}

static int look_afresh(char *what, size_t room, const vib_db *db)
{
    vib_view *view = NULL;
    vib_txn *txn = NULL;
    int rc = vib_txn_begin(&txn, db->store, VIB_READ);

    if (rc == VIB_OK)
        rc = vib_view_acquire(&view, db, txn);
    if (rc == VIB_OK)
        rc = look(what, room, txn, view);
    vib_view_release(db, view);
    vib_txn_abort(txn);
    return rc;
}

/* The same; *moved: another file was put in its place meanwhile. */
static int look_between(char *what, size_t room, const vib_db *db, bool *moved)
{
    vib_file_mark before, after;
    int rc = vib_held_mark(&before, db->path);

    if (rc == VIB_OK)
        rc = look_afresh(what, room, db);
    if (rc == VIB_OK)
        rc = vib_held_mark(&after, db->path);
    *moved = rc == VIB_OK && !vib_held_same(&before, &after);
    return rc;
}

/* The file changes apart from the store: one that was made after the state that
 * is looked at began is no damage, however often that happens. What is still
 * wrong when looked at anew is. */
int vib_check_index(vib_check *check)
{
    char what[96] = "";
    int looks = 0, rc = VIB_OK;

    for (int i = 0; i < LOOKS_MOST && looks < INDEX_LOOKS; i++) {
        bool moved = false;

        rc = look_between(what, sizeof what, check->db, &moved);
        if (rc < 0 || !what[0])
            break;
        looks += !moved;
    }
    if (rc == VIB_OK && looks == INDEX_LOOKS)
        vib_check_tell(check, 0, what);
    /* Vectors that cannot be read have been told. */
    return rc == VIB_BAD_DATA ? VIB_OK : rc;
}
