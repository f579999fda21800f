#include "rows.h"

#include "derived.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

int vib_rows_make(vib_rows *out, size_t most, size_t dimension)
{
    vib_rows rows = { vib_new_aligned(most, dimension * sizeof *rows.row),
                      vib_new(most, sizeof *rows.id), 0 };

    if (!rows.row || !rows.id) {
        vib_rows_release(&rows);
        return VIB_NO_MEMORY;
    }
    *out = rows;
    return VIB_OK;
}

void vib_rows_release(vib_rows *rows)
{
    free(rows->row);
    free(rows->id);
    *rows = (vib_rows)VIB_ROWS_INIT;
}

/* The next vector of the span, its id in span->after. 1, 0: there is none, or
 * negative. */
static int span_next(const uint8_t **out, vib_span *span)
{
    const vib_filter *filter = span->filter;
    uint64_t id = span->after + 1;
    int rc;

    if (filter) {
        size_t at = vib_filter_find(filter, id);

        do { /* an id of the filter may have no vector in a damaged library */
            if (at == filter->count)
                return 0;
            id = filter->id[at++];
            rc = vib_vector_get(out, span->txn, span->set, id,
                                span->dimension);
        } while (rc == VIB_NOT_FOUND);
        rc = rc < 0 ? rc : 1;
    } else {
        rc = vib_vector_next(&id, out, span->txn, span->set,
                             span->dimension);
    }
    if (rc > 0)
        span->after = id;
    return rc;
}

static void put(vib_rows *rows, const uint8_t *vector, const vib_span *span)
{
    memcpy(rows->row + rows->count * span->dimension, vector,
           span->dimension * sizeof *rows->row);
    rows->id[rows->count++] = span->after;
}

int vib_rows_take(vib_rows *rows, vib_span *span, size_t most)
{
    const uint8_t *vector = NULL;
    int rc = 0;

    rows->count = 0;
    while (rows->count < most && (rc = span_next(&vector, span)) > 0)
        put(rows, vector, span);
    return rc < 0 ? rc : VIB_OK;
}

/* Count the span by its keys alone, no further than `most`. */
static int span_count(size_t *out, vib_span span, size_t most)
{
    uint64_t id = span.after + 1;
    size_t count = 0;
    int rc = 0;

    for (; count < most && (rc = vib_derived_seek(&id, span.txn, VIB_VECTORS,
                                                  span.set)) > 0; id++)
        count++;
    *out = count;
    return rc < 0 ? rc : VIB_OK;
}

int vib_rows_load(vib_rows *out, vib_span span)
{
    vib_rows rows = VIB_ROWS_INIT;
    size_t count = 0;
    int rc = span_count(&count, span, SIZE_MAX);

    if (rc < 0)
        return rc;
    if (count > VIB_ROWS_HELD / span.dimension) {
        *out = (vib_rows){ NULL, NULL, count };
        return VIB_OK;
    }
    rc = vib_rows_make(&rows, count, span.dimension);
    if (rc == VIB_OK)
        rc = vib_rows_take(&rows, &span, count);
    if (rc < 0) {
        vib_rows_release(&rows);
        return rc;
    }
    *out = rows;
    return VIB_OK;
}

/* The next vector of the span that is not in `without` [count], of which *at
 * are behind us. */
static int next_but(const uint8_t **out, vib_span *span,
                    const vib_rows *without, size_t *at)
{
    int rc;

    while ((rc = span_next(out, span)) > 0) {
        while (*at < without->count && without->id[*at] < span->after)
            ++*at;
        if (*at == without->count || without->id[*at] != span->after)
            break;
    }
    return rc;
}

int vib_rows_sample(vib_rows *out, vib_span span, size_t all, size_t wanted,
                    const vib_rows *without)
{
    static const vib_rows none = VIB_ROWS_INIT;
    const vib_rows *but = without ? without : &none;
    vib_rows rows = VIB_ROWS_INIT;
    const uint8_t *vector = NULL;
    size_t at = 0, left = all > but->count ? all - but->count : 0;
    int rc = vib_rows_make(&rows, wanted, span.dimension);

    for (size_t i = 0; rc >= 0 && rows.count < wanted; i++) {
        rc = next_but(&vector, &span, but, &at);
        if (rc <= 0)
            break;
        if (i >= (size_t)((double)rows.count * (double)left / (double)wanted))
            put(&rows, vector, &span);
    }
    if (rc < 0) {
        vib_rows_release(&rows);
        return rc;
    }
    *out = rows;
    return VIB_OK;
}
