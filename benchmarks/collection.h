/* collection.h - all spectra of some files in memory. */
#ifndef COLLECTION_H
#define COLLECTION_H

#include "vibrary.h"

struct collection {
    vib_spectrum *spectra; /* [n] */
    size_t n;
};

/* Read everything under `path`, or under all of `paths`; says why and exits
 * when that cannot be done: a benchmark on a part of the data would be a wrong
 * one. */
struct collection collection_read(const char *path);
struct collection collection_read_all(const char *const *paths, size_t count);
void collection_release(struct collection *collection);

/* Memory or the end. */
void *must_allocate(size_t count, size_t size);

/* The end, with the library's message, when `status` is negative. */
void must(int status);

#endif
