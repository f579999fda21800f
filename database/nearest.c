#include "nearest.h"

#include "derived.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

/* A filter that lets fewer than one in this many through is searched exactly:
 * the index would find mostly others. */
enum { NARROW = 64 };

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* ---- lists ------------------------------------------------------------- */

/* Merge b into a, both best first, and keep the best `room`; `spare` has room
 * for them. */
static void merge(vib_neighbour *a, size_t *a_count, const vib_neighbour *b,
                  size_t b_count, size_t room, vib_neighbour *spare)
{
    size_t n = 0, i = 0, j = 0;

    while (n < room && (i < *a_count || j < b_count)) {
        bool first = j == b_count ||
                     (i < *a_count && (a[i].score > b[j].score ||
                                       (a[i].score == b[j].score &&
                                        a[i].id < b[j].id)));

        spare[n++] = first ? a[i++] : b[j++];
    }
    memcpy(a, spare, n * sizeof *a);
    *a_count = n;
}

/* Room for the answers of one more source, and for merging them. */
typedef struct second {
    vib_neighbour *list;  /* [n][room] */
    size_t *found;        /* [n]       */
    vib_neighbour *spare; /* [room]    */
} second;

static int second_make(second *out, const vib_ask *ask)
{
    out->list = vib_new(ask->n * ask->room, sizeof *out->list);
    out->found = vib_new(ask->n, sizeof *out->found);
    out->spare = vib_new(ask->room, sizeof *out->spare);
    return out->list && out->found && out->spare ? VIB_OK : VIB_NO_MEMORY;
}

static void second_free(second *s)
{
    free(s->list);
    free(s->found);
    free(s->spare);
}

/* Search rows in memory and merge what they give into out and found. */
static int merge_rows(vib_neighbour *out, size_t *found, const vib_ask *ask,
                      const vib_rows *rows, second *s)
{
    int rc = vib_exact_search(s->list, s->found, rows->row, rows->id,
                              rows->count, ask->view->dimension, ask->vectors,
                              ask->n, ask->room);

    for (size_t i = 0; i < ask->n && rc == VIB_OK; i++)
        merge(out + i * ask->room, &found[i], s->list + i * ask->room,
              s->found[i], ask->room, s->spare);
    return rc;
}

/* All vectors with ids above `after` that may be found. */
static vib_span span_after(const vib_ask *ask, uint64_t after)
{
    return (vib_span){ ask->txn, ask->view->set.keys, ask->view->dimension,
                       after, ask->filter };
}

/* ---- exactly ----------------------------------------------------------- */

/* The same for a span of any length, a chunk at a time. */
static int merge_span(vib_neighbour *out, size_t *found, const vib_ask *ask,
                      vib_span span, second *s)
{
    vib_rows chunk = VIB_ROWS_INIT;
    int rc = vib_rows_make(&chunk, VIB_ROWS_CHUNK, span.dimension);

    while (rc == VIB_OK) {
        rc = vib_rows_take(&chunk, &span, VIB_ROWS_CHUNK);
        if (rc < 0 || chunk.count == 0)
            break;
        rc = merge_rows(out, found, ask, &chunk, s);
    }
    vib_rows_release(&chunk);
    return rc;
}

int vib_nearest_exact(vib_neighbour *out, size_t *found, const vib_ask *ask,
                      vib_span span)
{
    second s = { NULL, NULL, NULL };
    int rc = second_make(&s, ask);

    memset(found, 0, ask->n * sizeof *found);
    if (rc == VIB_OK)
        rc = merge_span(out, found, ask, span, &s);
    second_free(&s);
    return rc;
}

/* All that is stored and passes the filter, or what was added after the index:
 * from memory where it is there and no filter asks for a part of it. */
static int merge_added(vib_neighbour *out, size_t *found, const vib_ask *ask,
                       second *s)
{
    const vib_view *view = ask->view;

    if (view->rows.row && !ask->filter)
        return merge_rows(out, found, ask, &view->rows, s);
    return merge_span(out, found, ask,
                      span_after(ask, view->after), s);
}

/* ---- through the index ------------------------------------------------- */

/* A row of the index as the store has it, unless it was removed since or does
 * not pass the filter. */
static int read_original(float *out, uint64_t id, void *payload)
{
    const vib_ask *ask = payload;
    const uint8_t *stored = NULL;
    int rc;

    if (!vib_filter_has(ask->filter, id))
        return 0;
    rc = vib_vector_get(&stored, ask->txn, ask->view->set.keys, id,
                        ask->view->dimension);
    if (rc < 0)
        return rc == VIB_NOT_FOUND ? 0 : rc;
    memcpy(out, stored, ask->view->dimension * sizeof *out);
    return 1;
}

/* The index sees a part of its rows for each query. Where that was too few,
 * look at everything. */
static int complete(vib_neighbour *out, size_t *found, const vib_ask *ask)
{
    const vib_view *view = ask->view;
    size_t all = ask->filter ? ask->filter->count : view->spectra;
    size_t least = smaller(smaller(ask->least, ask->room), all);
    int rc = VIB_OK;

    for (size_t i = 0; i < ask->n && rc == VIB_OK; i++) {
        vib_ask again = *ask;

        again.vectors += i * view->dimension;
        again.n = 1;
        if (found[i] < least)
            rc = vib_nearest_exact(out + i * ask->room, &found[i], &again,
                                   span_after(ask, 0));
    }
    return rc;
}

static int through_index(vib_neighbour *out, size_t *found, const vib_ask *ask)
{
    vib_ask payload = *ask;
    vib_originals originals = { read_original, &payload };
    second s = { NULL, NULL, NULL };
    int rc = vib_index_search(out, found, ask->view->held->index, ask->vectors,
                              ask->n, ask->room, &originals);

    if (rc == VIB_OK && ask->view->rows.count > 0) {
        rc = second_make(&s, ask);
        if (rc == VIB_OK)
            rc = merge_added(out, found, ask, &s);
        second_free(&s);
    }
    return rc == VIB_OK ? complete(out, found, ask) : rc;
}

int vib_nearest(vib_neighbour *out, size_t *found, const vib_ask *ask)
{
    const vib_view *view = ask->view;
    bool narrow = ask->filter && ask->filter->count < view->spectra / NARROW;

    if (view->indexed && !narrow)
        return through_index(out, found, ask);
    if (!view->indexed && view->rows.row && !ask->filter)
        return vib_exact_search(out, found, view->rows.row, view->rows.id,
                                view->rows.count, view->dimension,
                                ask->vectors, ask->n, ask->room);
    return vib_nearest_exact(out, found, ask,
                             span_after(ask, 0));
}
