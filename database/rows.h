/* rows.h - vectors of the store, laid one after the other in memory. */
#ifndef VIB_ROWS_H
#define VIB_ROWS_H

#include "filter.h"
#include "store.h"

enum {
    VIB_ROWS_HELD = 1 << 24, /* floats kept in memory for searching: 64 MB   */
    VIB_ROWS_CHUNK = 1 << 14 /* rows read at a time when there are more      */
};

typedef struct vib_rows {
    float *row;   /* [count][dimension]   */
    uint64_t *id; /* [count] ascending    */
    size_t count;
} vib_rows;
#define VIB_ROWS_INIT { NULL, NULL, 0 }

/* Room for `most` rows, none in it. */
int vib_rows_make(vib_rows *out, size_t most, size_t dimension);
void vib_rows_release(vib_rows *rows);

/* Which vectors of a state. */
typedef struct vib_span {
    vib_txn *txn;
    uint64_t set;             /* as in derived.h                             */
    size_t dimension;
    uint64_t after;           /* ids above it                                */
    const vib_filter *filter; /* of these, those it lets through; NULL: all  */
} vib_span;

/* Fill *rows, which has room for `most`, with the next of the span and move
 * span->after behind them. None is left when rows->count is 0. */
int vib_rows_take(vib_rows *rows, vib_span *span, size_t most);

/* How many vectors there are, and all of them in memory when they are at most
 * VIB_ROWS_HELD floats; else rows->row is NULL. */
int vib_rows_load(vib_rows *out, vib_span span);

/* `wanted` of the span's `all` vectors, evenly chosen, or all if fewer; none of
 * those of `without`, an earlier sample, or NULL. */
int vib_rows_sample(vib_rows *out, vib_span span, size_t all, size_t wanted,
                    const vib_rows *without);

#endif
