/* plain_lmdb.h - LMDB as a program that needs nothing else would use it. */
#ifndef PLAIN_LMDB_H
#define PLAIN_LMDB_H

#include <stddef.h>
#include <stdint.h>

typedef struct plain_lmdb plain_lmdb;

/* An environment in folder `path`, made where it is missing; synced at each
 * commit. Whatever fails ends the program. */
plain_lmdb *plain_lmdb_open(const char *path);
void plain_lmdb_close(plain_lmdb *lmdb);

/* Put records first .. first + n - 1 of `size` bytes at `data`, one after the
 * other, in one transaction. */
void plain_lmdb_put(plain_lmdb *lmdb, uint64_t first, size_t n,
                    const uint8_t *data, size_t size);

/* The sums of all 8-byte words: of records ids [n], and of all, in order. */
uint64_t plain_lmdb_get(plain_lmdb *lmdb, const uint64_t *ids, size_t n);
uint64_t plain_lmdb_scan(plain_lmdb *lmdb);

/* The sum of the 8-byte words among `size` bytes. */
uint64_t sum_words(const void *data, size_t size);

#endif
