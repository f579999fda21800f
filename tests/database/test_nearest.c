/* Vectors of the store searched in chunks, through filters and around an
 * index, against all of them searched in memory. */
#include "library.h"

#include "clusters.h"
#include "derived.h"
#include "nearest.h"
#include "scene.h"

enum { D = 16, N = VIB_ROWS_CHUNK + 3000, Q = 12, K = 10 };

static struct scene scene;
static float *rows;
static uint64_t *ids;
static vib_txn *txn;
static vib_neighbour truth[Q * K], out[Q * K];
static size_t truth_found[Q], found[Q];

/* N vectors, without spectra, in a transaction that is never committed. */
static void vectors_make(void)
{
    scene_begin(&scene);
    rows = clusters_make(N, D, 0.5, 1);
    ids = ids_make(N);
    OK(vib_txn_begin(&txn, scene.db->store, VIB_WRITE));
    for (size_t i = 0; i < N; i++)
        OK(vib_vector_put(txn, 0, ids[i], rows + i * D, D));
}

static void vectors_free(void)
{
    vib_txn_abort(txn);
    free(rows);
    free(ids);
    scene_end(&scene);
}

TestSuite(nearest, .init = vectors_make, .fini = vectors_free);

static void expect_truth(void)
{
    for (size_t q = 0; q < Q; q++) {
        cr_assert_eq(found[q], truth_found[q]);
        for (size_t i = 0; i < found[q]; i++) {
            cr_assert_eq(out[q * K + i].id, truth[q * K + i].id);
            cr_assert_eq(out[q * K + i].score, truth[q * K + i].score);
        }
    }
}

/* What is asked of all vectors above `after`, of which `index` has the others,
 * if there is one. */
static void ask(vib_held *held, uint64_t after, const vib_filter *filter)
{
    vib_view view = { .spectra = N,
                      .dimension = D,
                      .held = held,
                      .indexed = held != NULL,
                      .after = after,
                      .rows = { NULL, NULL, N - (size_t)after } };
    vib_ask how = { &view, txn, filter, rows, Q, K, K };

    OK(vib_nearest(out, found, &how));
}

static vib_held index_of(const char *factory, size_t n)
{
    vib_held held = { .index = NULL };

    OK(vib_index_build(&held.index, factory, rows, ids, n, D));
    return held;
}

Test(nearest, chunks_give_what_memory_gives)
{
    vib_exact_search(truth, truth_found, rows, ids, N, D, rows, Q, K);
    ask(NULL, 0, NULL);
    expect_truth();
}

Test(nearest, what_the_index_has_not_is_read_in_chunks_beside_it)
{
    vib_held held = index_of("Flat", 1000);

    vib_exact_search(truth, truth_found, rows, ids, N, D, rows, Q, K);
    ask(&held, 1000, NULL);
    expect_truth();
    vib_index_close(held.index);
}

/* Every `step`-th vector in memory is the truth for a filter of them. */
static vib_filter filter_make(size_t step)
{
    vib_filter filter = { malloc(N * sizeof *filter.id), 0 };
    float *left = malloc(N * D * sizeof *left);

    for (size_t i = 0; i < N; i += step) {
        memcpy(left + filter.count * D, rows + i * D, D * sizeof *left);
        filter.id[filter.count++] = ids[i];
    }
    vib_exact_search(truth, truth_found, left, filter.id, filter.count, D, rows,
                     Q, K);
    free(left);
    return filter;
}

Test(nearest, a_filter_is_exact_with_and_without_an_index)
{
    static const size_t steps[] = { 2, 10, 100, N / 3 };

    for (size_t i = 0; i < 4; i++) {
        vib_filter filter = filter_make(steps[i]);
        vib_held held = index_of("Flat", 9000);

        ask(NULL, 0, &filter);
        expect_truth();
        ask(&held, 9000, &filter);
        expect_truth();
        vib_index_close(held.index);
        vib_filter_release(&filter);
    }
}

/* One cell of 1000 does not hold ten rows that pass. */
Test(nearest, as_many_as_must_be_are_found_though_the_index_sees_few)
{
    vib_filter filter = filter_make(5);
    vib_held held = index_of("IVF300,SQ8", N);

    ask(&held, N, &filter);
    for (size_t q = 0; q < Q; q++)
        cr_expect_eq(found[q], K);
    vib_index_close(held.index);
    vib_filter_release(&filter);
}

Test(nearest, a_sample_is_spread_over_all)
{
    vib_rows sample = VIB_ROWS_INIT;

    vib_span all = { txn, 0, D, 0, NULL };

    OK(vib_rows_sample(&sample, all, N, 100, NULL));
    cr_expect_eq(sample.count, 100);
    for (size_t i = 0; i < 100; i++) {
        cr_expect(sample.id[i] > i * N / 100 - (i > 0) &&
                  sample.id[i] <= (i + 1) * N / 100);
        cr_expect_eq(memcmp(sample.row + i * D,
                            rows + (sample.id[i] - 1) * D, D * sizeof *rows),
                     0);
    }
    vib_rows_release(&sample);
    OK(vib_rows_sample(&sample, all, N, 2 * N, NULL));
    cr_expect_eq(sample.count, N);
    vib_rows_release(&sample);
}

Test(nearest, a_sample_leaves_out_what_an_earlier_one_has)
{
    vib_rows first = VIB_ROWS_INIT, second = VIB_ROWS_INIT;
    vib_span all = { txn, 0, D, 0, NULL };

    OK(vib_rows_sample(&first, all, N, 100, NULL));
    for (size_t wanted = 200; wanted <= N; wanted += N - 200) {
        OK(vib_rows_sample(&second, all, N, wanted, &first));
        cr_expect_eq(second.count, wanted < N ? wanted : N - 100);
        for (size_t i = 0; i < first.count; i++)
            for (size_t j = 0; j < second.count; j++)
                cr_expect_neq(first.id[i], second.id[j]);
        vib_rows_release(&second);
    }
    vib_rows_release(&first);
}
