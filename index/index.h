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
    uint8_t build[16];   /* which building: random                           */
    uint64_t last_id;    /* the largest id given out at the time             */
    uint64_t count;      /* rows                                             */
} vib_stamp;

/* Where whole rows are kept: an index may hold them coarser, and may hold rows
 * that are gone. */
typedef struct vib_originals {
    /* Copy row `id` into out [dimension]. 1: done; 0: it is not to be found, a
     * search passes it over; negative: failed. Many threads call it at once. */
    int (*read)(float *out, uint64_t id, void *payload);
    void *payload;
} vib_originals;

/* A factory string and its terminator, of whatever index. */
enum { VIB_FACTORY_ROOM = 96 };

/* ---- Building ---------------------------------------------------------- */

/* The factory string for n vectors of this dimension into factory [room]:
 * "Flat" while exact search of one query stays under 2 ms, then cells with
 * rows of one byte a float. */
void vib_index_choose(char *factory, size_t room, size_t n, size_t dimension);

/* How many of n rows, evenly chosen, are enough to train this kind on; 0: it
 * needs none. */
size_t vib_index_sample(const char *factory, size_t n);

/* An empty index of rows of `dimension` floats, trained on rows [n][dimension].
 * `factory` is FAISS's string or "exact", which is "Flat". VIB_BAD_ARG: FAISS
 * refuses it, with these rows. */
int vib_index_create(vib_index **out, const char *factory, const float *rows,
                     size_t n, size_t dimension);

/* Add rows [n][dimension], finite, and their ids [n], distinct. */
int vib_index_append(vib_index *index, const float *rows, const uint64_t *ids,
                     size_t n);

/* Both for rows in memory. */
int vib_index_build(vib_index **out, const char *factory, const float *rows,
                    const uint64_t *ids, size_t n, size_t dimension);

/* Questions whose exact answers are known. */
typedef struct vib_trial {
    const float *queries;       /* [n][dimension]                            */
    const uint64_t *own;        /* [n] a row that does not count, or 0       */
    const vib_neighbour *truth; /* [n][k + 1] by vib_exact_search()          */
    const size_t *found;        /* [n] of truth                              */
    size_t n, k;
} vib_trial;

/* Search harder until, of the k best of each query, a share of VIB_RECALL_GOAL
 * is found, and two standard errors of the trial more (at most half of what is
 * left to 1), or until nothing helps any more. The recall that was reached
 * stays with the index. It holds for other queries when those of the trial are
 * like them: not rows that the index was trained on. */
#define VIB_RECALL_GOAL 0.99f
int vib_index_tune(vib_index *index, const vib_trial *trial,
                   const vib_originals *originals);

/* ---- Searching --------------------------------------------------------- */

/* The nearest rows of each query [n][dimension], best first: found [n] counts,
 * out [n][k]. Ties go to the smaller id. With `originals` every score has the
 * bits vib_exact_search() gives, whatever the batch; so it has without (NULL)
 * where the index keeps whole rows (Flat, HNSW). Fewer than k are found where
 * an approximate index sees no more. Parallel over queries. */
int vib_index_search(vib_neighbour *out, size_t *found, const vib_index *index,
                     const float *queries, size_t n, size_t k,
                     const vib_originals *originals);

/* The same, exactly, over rows in memory, without an index: the truth for
 * recall and the search of what is not yet in an index. */
int vib_exact_search(vib_neighbour *out, size_t *found, const float *rows,
                     const uint64_t *ids, size_t rows_n, size_t dimension,
                     const float *queries, size_t n, size_t k);

/* ---- Keeping ----------------------------------------------------------- */

/* The stamp, the factory string and FAISS's bytes, checksummed, in one file
 * that is replaced at once. Loading verifies everything: VIB_BAD_DATA. */
int vib_index_save(const vib_index *index, const vib_stamp *stamp,
                   const char *path);
int vib_index_load(vib_index **out, vib_stamp *stamp, const char *path);

/* What an index is. The strings live as long as it does. */
typedef struct vib_index_facts {
    const char *factory; /* the string it was built with                     */
    const char *effort;  /* how hard it searches, "nprobe=24", or ""         */
    size_t count;        /* rows                                             */
    size_t dimension;
    size_t trial;        /* queries recall was measured with; 0: it was not  */
    float recall;        /* share of the exact ten nearest that were found   */
} vib_index_facts;

void vib_index_describe(vib_index_facts *out, const vib_index *index);
void vib_index_close(vib_index *index); /* accepts NULL */

#endif
