/* engine.h - FAISS, as far as it is used: rows numbered from 0, compared by
 * inner product. FAISS's headers define names like OK for whoever includes
 * them; engine.c alone does. */
#ifndef VIB_ENGINE_H
#define VIB_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef struct vib_engine vib_engine;

/* An empty index, trained on rows [n][dimension]. VIB_BAD_ARG: FAISS refuses
 * the string or the rows. */
int vib_engine_create(vib_engine **out, const char *factory, const float *rows,
                      size_t n, size_t dimension);

/* Append rows [n][dimension]. */
int vib_engine_add(vib_engine *engine, const float *rows, size_t n);

/* How hard to search, in FAISS's words: "efSearch=64". */
int vib_engine_set_effort(vib_engine *engine, const char *effort);

/* The k best rows of each query [n][dimension] into rows and scores [n][k],
 * best first; what is missing is row -1. On the thread that calls. */
int vib_engine_search(int64_t *rows, float *scores, const vib_engine *engine,
                      const float *queries, size_t n, size_t k);

/* Row i as it is kept, which may be coarser than it was. False where the kind
 * of index cannot give its rows back. */
bool vib_engine_row(float *row, const vib_engine *engine, size_t i);

size_t vib_engine_count(const vib_engine *engine);
size_t vib_engine_dimension(const vib_engine *engine);

/* The index as FAISS writes it, to and from an open file. Only bytes known to
 * be our own may be read: FAISS trusts them. */
int vib_engine_write(FILE *file, const vib_engine *engine);
int vib_engine_read(vib_engine **out, FILE *file);

void vib_engine_close(vib_engine *engine); /* accepts NULL */

#endif
