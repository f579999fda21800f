/* plain_faiss.h - FAISS through its own C API, as a program that needs nothing
 * else would use it. */
#ifndef PLAIN_FAISS_H
#define PLAIN_FAISS_H

#include <stddef.h>
#include <stdint.h>

typedef struct plain_faiss plain_faiss;

/* Train on sample [sample_n][dimension] and fill with rows [n][dimension];
 * `setting` is FAISS's search parameter. Ends the program when it cannot. */
plain_faiss *plain_faiss_build(const char *factory, const char *setting,
                               const float *sample, size_t sample_n,
                               const float *rows, size_t n, size_t dimension);

/* The k nearest rows of queries [n][dimension]: row [n][k], score [n][k]. */
void plain_faiss_search(int64_t *row, float *score, const plain_faiss *index,
                        const float *queries, size_t n, size_t k);

/* To a file and back. */
void plain_faiss_write(const plain_faiss *index, const char *path);
plain_faiss *plain_faiss_read(const char *path, const char *setting);

void plain_faiss_close(plain_faiss *index);

#endif
