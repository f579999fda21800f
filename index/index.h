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
    uint64_t last_id;    /* the largest id at the time                       */
    uint64_t count;      /* rows                                             */
} vib_stamp;

/* The factory string for n vectors of this dimension: "Flat" while exact
 * search of one query stays under 2 ms, then approximate. */
void vib_index_choose(char *factory, size_t room, size_t n, size_t dimension);

/* Build from rows [n][dimension] and their ids [n]. `factory` is FAISS's.
 * VIB_BAD_ARG: FAISS refuses the string. */
int vib_index_build(vib_index **out, const char *factory, const float *rows,
                    const uint64_t *ids, size_t n, size_t dimension);

/* The nearest rows of each query [n][dimension], best first: found [n] counts,
 * out [n][k]. Ties go to the smaller id. Parallel over queries. */
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

const char *vib_index_factory(const vib_index *index);
size_t vib_index_count(const vib_index *index);
void vib_index_close(vib_index *index);

#endif
