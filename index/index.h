/* index.h - rows of floats: the k with the largest inner product. The only
 * layer that knows FAISS. */
#ifndef VIB_INDEX_H
#define VIB_INDEX_H

#include "vibrary.h"

typedef struct vib_index vib_index;

typedef struct vib_neighbour {
    uint64_t id;
    float score; /* inner product */
} vib_neighbour;

/* What an index file was built from; a file with another stamp is stale. */
typedef struct vib_stamp {
    uint8_t library[16]; /* which library                                    */
    uint8_t encoder[16]; /* which vectors                                    */
    uint64_t last_id;    /* the largest id given out at the time             */
    uint64_t count;      /* rows                                             */
} vib_stamp;

/* A factory string and its terminator, of whatever index. */
enum { VIB_FACTORY_ROOM = 96 };

/* The factory string for n vectors of this dimension into factory [room]:
 * "Flat" while exact search of one query stays under 2 ms, then approximate. */
void vib_index_choose(char *factory, size_t room, size_t n, size_t dimension);

/* Build from rows [n][dimension], finite, and their ids [n], distinct.
 * `factory` is FAISS's string or "exact", which is "Flat". VIB_BAD_ARG: FAISS
 * refuses it, with these rows. */
int vib_index_build(vib_index **out, const char *factory, const float *rows,
                    const uint64_t *ids, size_t n, size_t dimension);

/* The nearest rows of each query [n][dimension], best first: found [n] counts,
 * out [n][k]. Ties go to the smaller id. Where the index keeps whole rows
 * (Flat, HNSW) a score has the bits vib_exact_search() gives, whatever the
 * batch. Parallel over queries. */
int vib_index_search(vib_neighbour *out, size_t *found, const vib_index *index,
                     const float *queries, size_t n, size_t k);

/* The same, exactly, over rows in memory, without an index: the truth for
 * recall and the search of what is not yet in an index. */
int vib_exact_search(vib_neighbour *out, size_t *found, const float *rows,
                     const uint64_t *ids, size_t rows_n, size_t dimension,
                     const float *queries, size_t n, size_t k);

/* The stamp, the factory string and FAISS's bytes, checksummed, in one file
 * that is replaced at once. Loading verifies everything: VIB_BAD_DATA. */
int vib_index_save(const vib_index *index, const vib_stamp *stamp,
                   const char *path);
int vib_index_load(vib_index **out, vib_stamp *stamp, const char *path);

/* The string it was built with; lives as long as the index. */
const char *vib_index_factory(const vib_index *index);
size_t vib_index_count(const vib_index *index);
size_t vib_index_dimension(const vib_index *index);
void vib_index_close(vib_index *index); /* accepts NULL */

#endif
