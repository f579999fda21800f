/* store.c - putting, getting and scanning records through the store, which
 * checks each one, and through LMDB alone, in turns.
 *
 *     store NEW_FOLDER [RECORDS [BYTES]]
 */
#include "collection.h"
#include "measure.h"
#include "plain_lmdb.h"
#include "random.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    PATH = 256,
    BATCH = 256, /* records a transaction: as vib_db_add() takes them */
    ROUNDS = 9,
    GETS = 20000
};

struct bench {
    char plain_path[PATH], store_path[PATH];
    plain_lmdb *plain;
    vib_store *store;
    size_t n, size;
    uint8_t *data; /* [BATCH][size] */
};

static void put_ours(struct bench *b, uint64_t first, size_t n)
{
    vib_txn *txn = NULL;

    must(vib_txn_begin(&txn, b->store, VIB_WRITE));
    for (size_t i = 0; i < n; i++)
        must(vib_put(txn, VIB_SPECTRA, first + i,
                     (vib_value){ b->data + i * b->size, b->size }));
    must(vib_txn_commit(txn));
}

static uint64_t get_ours(const struct bench *b, const uint64_t *ids, size_t n)
{
    uint64_t sum = 0;
    vib_txn *txn = NULL;

    must(vib_txn_begin(&txn, b->store, VIB_READ));
    for (size_t i = 0; i < n; i++) {
        vib_value value;

        must(vib_get(&value, txn, VIB_SPECTRA, ids[i]));
        sum += sum_words(value.data, value.size);
    }
    vib_txn_abort(txn);
    return sum;
}

static uint64_t scan_ours(const struct bench *b)
{
    uint64_t sum = 0, id = 1;
    vib_value value;
    vib_txn *txn = NULL;

    must(vib_txn_begin(&txn, b->store, VIB_READ));
    for (; vib_scan(&id, &value, txn, VIB_SPECTRA) == 1; id++)
        sum += sum_words(value.data, value.size);
    vib_txn_abort(txn);
    return sum;
}

static void line(const char *what, double *ours, double *plain, size_t n,
                 double each, const char *unit)
{
    double a = quantile(ours, n, 0.5), b = quantile(plain, n, 0.5);

    printf("%s\t%.4g\t%.4g\t%.2f\t%s\n", what, each * a, each * b, a / b, unit);
}

/* Whole transactions, synced, in turns. */
static void measure_put(struct bench *b)
{
    size_t batches = b->n / BATCH;
    double *ours = must_allocate(batches, sizeof *ours);
    double *plain = must_allocate(batches, sizeof *plain);

    for (size_t i = 0; i < batches; i++) {
        vib_random random = vib_random_stream(1, 0, i);
        double start;

        for (size_t k = 0; k + 8 <= BATCH * b->size; k += 8) {
            uint64_t word = vib_random_u64(&random);

            memcpy(b->data + k, &word, sizeof word);
        }
        start = now();
        plain_lmdb_put(b->plain, 1 + i * BATCH, BATCH, b->data, b->size);
        plain[i] = now() - start;
        start = now();
        put_ours(b, 1 + i * BATCH, BATCH);
        ours[i] = now() - start;
    }
    line("put of 256, synced", ours, plain, batches, 1e3, "ms");
    free(ours);
    free(plain);
}

static void check_same(uint64_t a, uint64_t b)
{
    if (a == b)
        return;
    fprintf(stderr, "the two sides read different bytes\n");
    exit(1);
}

static void measure_get(const struct bench *b)
{
    uint64_t *ids = must_allocate(GETS, sizeof *ids);
    size_t stored = b->n / BATCH * BATCH;
    double ours[ROUNDS], plain[ROUNDS];

    for (size_t round = 0; round < ROUNDS; round++) {
        vib_random random = vib_random_stream(2, 0, round);
        uint64_t sum;
        double start;

        for (size_t i = 0; i < GETS; i++)
            ids[i] = 1 + vib_random_below(&random, stored);
        start = used();
        sum = plain_lmdb_get(b->plain, ids, GETS);
        plain[round] = used() - start;
        start = used();
        check_same(sum, get_ours(b, ids, GETS));
        ours[round] = used() - start;
    }
    line("get, anywhere, processor", ours, plain, ROUNDS, 1e6 / GETS, "us");
    free(ids);
}

static void measure_scan(const struct bench *b)
{
    double ours[ROUNDS], plain[ROUNDS];
    size_t stored = b->n / BATCH * BATCH;

    for (size_t round = 0; round < ROUNDS; round++) {
        double start = used();
        uint64_t sum = plain_lmdb_scan(b->plain);

        plain[round] = used() - start;
        start = used();
        check_same(sum, scan_ours(b));
        ours[round] = used() - start;
    }
    line("scan, a record, processor", ours, plain, ROUNDS,
         1e6 / (double)stored, "us");
}

static void measure_open(struct bench *b)
{
    double ours[ROUNDS], plain[ROUNDS];

    for (size_t round = 0; round < ROUNDS; round++) {
        double start;

        vib_store_close(b->store);
        plain_lmdb_close(b->plain);
        start = now();
        b->plain = plain_lmdb_open(b->plain_path);
        plain[round] = now() - start;
        start = now();
        must(vib_store_open(&b->store, b->store_path, VIB_WRITE));
        ours[round] = now() - start;
    }
    line("open", ours, plain, ROUNDS, 1e3, "ms");
}

int main(int argc, char **argv)
{
    struct bench b = { .n = 100000, .size = 4096 };

    if (argc > 2)
        b.n = (size_t)atoll(argv[2]);
    if (argc > 3)
        b.size = (size_t)atoll(argv[3]) / 8 * 8;
    if (argc < 2 || argc > 4 || b.n < BATCH || b.size < 8 ||
        mkdir(argv[1], 0777) < 0) {
        fprintf(stderr, "usage: store NEW_FOLDER [RECORDS [BYTES]]\n");
        return 2;
    }
    snprintf(b.plain_path, PATH, "%s/plain", argv[1]);
    snprintf(b.store_path, PATH, "%s/store", argv[1]);
    b.data = must_allocate(BATCH, b.size);
    if (mkdir(b.plain_path, 0777) < 0)
        return 1;
    b.plain = plain_lmdb_open(b.plain_path);
    must(vib_store_create(b.store_path, NULL, 0));
    must(vib_store_open(&b.store, b.store_path, VIB_WRITE));
    printf("# %zu records of %zu bytes\nfigure\tstore\tLMDB\tratio\tunit\n",
           b.n / BATCH * BATCH, b.size);
    measure_put(&b);
    measure_get(&b);
    measure_scan(&b);
    measure_open(&b);
    vib_store_close(b.store);
    plain_lmdb_close(b.plain);
    remove_folder(argv[1]);
    free(b.data);
    return 0;
}
