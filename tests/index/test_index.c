/* test_index.c - FAISS's answers against the exact ones. */
#include "index.h"

#include "clusters.h"

#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

enum { N = 1500, D = 24, Q = 50, K = 10 };

static float *rows;
static uint64_t *ids;
static vib_neighbour truth[Q * K], out[Q * K];
static size_t found[Q];

static void rows_make(void)
{
    rows = clusters_make(N, D, 0.5, 1);
    ids = ids_make(N);
    vib_set_threads(2);
}

static void rows_free(void)
{
    free(rows);
    free(ids);
}

TestSuite(index, .init = rows_make, .fini = rows_free);

static vib_index *build(const char *factory)
{
    vib_index *index = NULL;

    cr_assert_eq(vib_index_build(&index, factory, rows, ids, N, D), VIB_OK,
                 "%s", vib_last_error());
    return index;
}

/* Rows that are no row of the index but near some. */
static float *queries_make(void)
{
    float *queries = clusters_make(N, D, 0.6, 1);

    cr_assert_eq(vib_exact_search(truth, found, rows, ids, N, D, queries, Q, K),
                 VIB_OK);
    return queries;
}

static double recall(void)
{
    int hits = 0;

    for (int q = 0; q < Q; q++)
        for (int i = 0; i < K; i++)
            for (int j = 0; j < K; j++)
                hits += out[q * K + i].id == truth[q * K + j].id;
    return (double)hits / (Q * K);
}

Test(index, flat_is_exact_to_the_bit)
{
    vib_index *index = build("Flat");
    float *queries = queries_make();

    cr_assert_eq(vib_index_search(out, found, index, queries, Q, K,
                                  NULL), VIB_OK);
    for (int i = 0; i < Q * K; i++) {
        cr_assert_eq(out[i].id, truth[i].id);
        cr_assert_eq(out[i].score, truth[i].score);
    }
    free(queries);
    vib_index_close(index);
}

Test(index, one_query_gives_what_the_batch_gave)
{
    vib_index *index = build("HNSW32");
    vib_neighbour single[K];
    size_t one;

    cr_assert_eq(vib_index_search(out, found, index, rows, Q, K,
                                  NULL), VIB_OK);
    for (int q = 0; q < Q; q++) {
        cr_assert_eq(vib_index_search(single, &one, index, rows + q * D, 1, K,
                                  NULL),
                     VIB_OK);
        cr_assert_eq(one, found[q]);
        for (size_t i = 0; i < one; i++) {
            cr_assert_eq(single[i].id, out[(size_t)q * K + i].id);
            cr_assert_eq(single[i].score, out[(size_t)q * K + i].score);
        }
    }
    vib_index_close(index);
}

Test(index, approximate_kinds_recall_nearly_all)
{
    static const struct {
        const char *factory;
        double floor;
    } kinds[] = { { "HNSW32", 0.99 }, { "IVF32,SQ8", 0.95 }, { "SQ8", 0.95 } };
    float *queries = queries_make();

    for (int i = 0; i < 3; i++) {
        vib_index *index = build(kinds[i].factory);

        cr_assert_eq(vib_index_search(out, found, index, queries, Q, K,
                                  NULL), VIB_OK,
                     "%s", vib_last_error());
        cr_expect_gt(recall(), kinds[i].floor, "%s: %.4f", kinds[i].factory,
                     recall());
        vib_index_close(index);
    }
    free(queries);
}

Test(index, every_row_finds_itself_first)
{
    static const char *const kinds[] = { "Flat", "HNSW32" };

    for (int i = 0; i < 2; i++) {
        vib_index *index = build(kinds[i]);
        vib_neighbour *first = malloc(N * sizeof *first);
        size_t *counts = malloc(N * sizeof *counts);

        cr_assert_eq(vib_index_search(first, counts, index, rows, N, 1,
                                  NULL),
                     VIB_OK);
        for (size_t row = 0; row < N; row++)
            cr_assert_eq(first[row].id, ids[row], "%s, row %zu", kinds[i], row);
        free(first);
        free(counts);
        vib_index_close(index);
    }
}

/* More equal rows than the spare candidates: the smaller ids must come. */
Test(index, ties_go_to_the_smaller_id_however_many)
{
    static const char *const kinds[] = { "Flat", "HNSW32" };

    for (size_t i = 0; i < N; i++)
        ids[i] = N - i;
    for (size_t i = 0; i < 120; i++)
        memcpy(rows + 12 * i * D, rows, D * sizeof *rows);
    for (int kind = 0; kind < 2; kind++) {
        vib_index *index = build(kinds[kind]);

        vib_exact_search(truth, found, rows, ids, N, D, rows, 1, K);
        cr_assert_eq(vib_index_search(out, found, index, rows, 1, K,
                                  NULL), VIB_OK);
        cr_assert_eq(found[0], K);
        for (int i = 0; i < K; i++)
            cr_expect_eq(out[i].id, truth[i].id, "%s: %d", kinds[kind], i);
        vib_index_close(index);
    }
}

Test(index, fewer_rows_than_asked_for_are_counted)
{
    vib_index *index = NULL;
    vib_neighbour few[20];

    cr_assert_eq(vib_index_build(&index, "Flat", rows, ids, 5, D), VIB_OK);
    cr_assert_eq(vib_index_search(few, found, index, rows, 1, 20, NULL),
                 VIB_OK);
    cr_expect_eq(found[0], 5);
    cr_expect_eq(few[0].id, 1);
    cr_assert_eq(vib_index_search(few, found, index, rows, 1, 0, NULL), VIB_OK);
    cr_expect_eq(found[0], 0);
    vib_index_close(index);
}

Test(index, an_empty_index_finds_nothing)
{
    vib_index *index = NULL;
    vib_index_facts facts;

    cr_assert_eq(vib_index_build(&index, "Flat", NULL, NULL, 0, D), VIB_OK);
    cr_assert_eq(vib_index_search(out, found, index, rows, 2, K,
                                  NULL), VIB_OK);
    cr_expect_eq(found[0] + found[1], 0);
    vib_index_describe(&facts, index);
    cr_expect_eq(facts.count, 0);
    vib_index_close(index);
}

Test(index, a_string_faiss_does_not_know_is_a_bad_argument)
{
    static const char *const wrong[] = { "", "Flatt", "IVF9999,Flat", "PQ7",
                                         "\n" };

    for (int i = 0; i < 5; i++) {
        vib_index *index = NULL;

        cr_expect_eq(vib_index_build(&index, wrong[i], rows, ids, N, D),
                     VIB_BAD_ARG, "'%s'", wrong[i]);
        cr_expect_null(index);
        cr_expect_null(strstr(vib_last_error(), ".cpp"), "%s",
                       vib_last_error());
        vib_index_close(index);
    }
}

/* FAISS has warnings for too few rows. */
Test(index, nothing_is_printed_however_few_the_rows)
{
    static const char *const kinds[] = { "IVF64,SQ8", "IVF64,Flat", "PQ4x4",
                                         "IVF16,PQ4x4", "RQ2x5" };
    FILE *told = tmpfile();
    int before = dup(STDERR_FILENO);

    cr_assert(told && before >= 0);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        vib_index *index = NULL;
        off_t size;

        dup2(fileno(told), STDERR_FILENO);
        vib_index_build(&index, kinds[i], rows, ids, 300, D);
        dup2(before, STDERR_FILENO);
        size = lseek(fileno(told), 0, SEEK_END);
        cr_expect_eq(size, 0, "%s: %lld bytes", kinds[i], (long long)size);
        cr_expect_not_null(index, "%s: %s", kinds[i], vib_last_error());
        vib_index_close(index);
    }
    close(before);
    fclose(told);
}

Test(index, exact_is_another_word_for_flat)
{
    vib_index *index = build("exact");
    vib_index_facts facts;

    vib_index_describe(&facts, index);
    cr_expect_str_eq(facts.factory, "Flat");
    cr_expect_eq(facts.count, N);
    cr_expect_eq(facts.dimension, D);
    vib_index_close(index);
}

Test(index, the_kind_follows_the_size)
{
    char small[VIB_FACTORY_ROOM], large[VIB_FACTORY_ROOM];

    vib_index_choose(small, sizeof small, 4339, 128);
    cr_expect_str_eq(small, "Flat");
    vib_index_choose(small, sizeof small, 0, 128);
    cr_expect_str_eq(small, "Flat");
    vib_index_choose(large, sizeof large, 500000, 128);
    cr_expect_str_eq(large, "IVF2828,SQ8");
    vib_index_choose(large, sizeof large, 4000000, 128);
    cr_expect_str_eq(large, "IVF8000,SQ8");
}

/* ---- with the whole rows at hand --------------------------------------- */

static bool gone[N + 1]; /* by id */

static int read_row(float *row, uint64_t id, void *payload)
{
    int *reads = payload;

#pragma omp atomic
    ++*reads;
    if (gone[id])
        return 0;
    memcpy(row, rows + (id - 1) * D, D * sizeof *row);
    return 1;
}

static int refuse_row(float *row, uint64_t id, void *payload)
{
    (void)row;
    (void)payload;
    return id % 7 ? 1 : VIB_BAD_DATA;
}

Test(index, coarse_rows_are_scored_whole_and_find_themselves_first)
{
    static const char *const kinds[] = { "IVF32,SQ4", "IVF32,SQ8", "SQ8" };
    int reads = 0;
    vib_originals originals = { read_row, &reads };

    for (int kind = 0; kind < 3; kind++) {
        vib_index *index = build(kinds[kind]);

        for (size_t row = 0; row < N; row++) {
            vib_neighbour exact;
            size_t one;

            cr_assert_eq(vib_index_search(out, found, index, rows + row * D, 1,
                                          K, &originals), VIB_OK);
            vib_exact_search(&exact, &one, rows, ids, N, D, rows + row * D, 1,
                             1);
            cr_assert_eq(out[0].id, ids[row], "%s, row %zu", kinds[kind], row);
            cr_assert_eq(out[0].score, exact.score);
        }
        vib_index_close(index);
    }
    cr_expect_gt(reads, N);
}

Test(index, what_is_gone_is_passed_over_and_others_come_in_its_place)
{
    static const char *const kinds[] = { "Flat", "HNSW32", "SQ8" };
    int reads = 0;
    vib_originals originals = { read_row, &reads };

    memset(gone, true, sizeof gone);
    for (size_t id = 1; id <= N; id += 20)
        gone[id] = false;
    for (int kind = 0; kind < 3; kind++) {
        vib_index *index = build(kinds[kind]);

        cr_assert_eq(vib_index_search(out, found, index, rows, Q, K,
                                      &originals), VIB_OK);
        for (int q = 0; q < Q; q++)
            cr_expect_eq(found[q], K, "%s", kinds[kind]);
        for (int i = 0; i < Q * K; i++)
            cr_expect_not(gone[out[i].id]);
        vib_index_close(index);
    }
}

Test(index, a_row_that_cannot_be_read_fails_the_search)
{
    vib_originals originals = { refuse_row, NULL };
    vib_index *index = build("HNSW32");

    cr_expect_eq(vib_index_search(out, found, index, rows, Q, K, &originals),
                 VIB_BAD_DATA);
    vib_index_close(index);
}

/* ---- tuning ------------------------------------------------------------ */

/* The first Q rows ask for their neighbours. */
static vib_index_facts tune(vib_index *index)
{
    static vib_neighbour nearest[Q * (K + 1)];
    int reads = 0;
    vib_originals originals = { read_row, &reads };
    vib_trial trial = { rows, ids, nearest, found, Q, K };
    vib_index_facts facts;

    memset(gone, false, sizeof gone);
    vib_exact_search(nearest, found, rows, ids, N, D, rows, Q, K + 1);
    cr_assert_eq(vib_index_tune(index, &trial, &originals), VIB_OK, "%s",
                 vib_last_error());
    vib_index_describe(&facts, index);
    return facts;
}

Test(index, effort_is_raised_until_recall_reaches_the_goal)
{
    static const char *const kinds[] = { "IVF64,SQ8", "IVF64,SQ4", "HNSW4",
                                         "IVF32_HNSW8,Flat" };

    for (int kind = 0; kind < 4; kind++) {
        vib_index *index = build(kinds[kind]);
        vib_index_facts facts = tune(index);

        cr_expect_geq(facts.recall, VIB_RECALL_GOAL, "%s: %.4f at %s",
                      kinds[kind], (double)facts.recall, facts.effort);
        cr_expect_eq(facts.trial, Q);
        cr_expect(facts.effort[0] != 0);
        vib_index_close(index);
    }
}

Test(index, the_goal_is_reached_by_queries_that_were_not_tuned_on_too)
{
    static const char *const kinds[] = { "IVF64,SQ8", "HNSW4" };

    for (int kind = 0; kind < 2; kind++) {
        int reads = 0;
        vib_originals originals = { read_row, &reads };
        vib_index *index = build(kinds[kind]);
        float *queries;

        tune(index);
        queries = queries_make();
        cr_assert_eq(vib_index_search(out, found, index, queries, Q, K,
                                      &originals), VIB_OK);
        cr_expect_geq(recall(), (double)VIB_RECALL_GOAL, "%s: %.4f",
                      kinds[kind], recall());
        free(queries);
        vib_index_close(index);
    }
}

Test(index, what_has_no_effort_to_raise_is_measured_all_the_same)
{
    vib_index *index = build("Flat");
    vib_index_facts facts = tune(index);

    cr_expect_eq(facts.recall, 1.0f);
    cr_expect_str_eq(facts.effort, "");
    vib_index_close(index);
}

Test(index, more_candidates_scored_whole_make_up_for_coarse_rows)
{
    vib_index *index = build("PQ4x4");
    vib_index_facts facts = tune(index);

    cr_expect_geq(facts.recall, VIB_RECALL_GOAL, "%.4f",
                  (double)facts.recall);
    vib_index_close(index);
}

Test(index, whole_cells_need_no_sample_beyond_their_number)
{
    cr_expect_eq(vib_index_sample("HNSW32", 500000), 0);
    cr_expect_eq(vib_index_sample("Flat", 500000), 0);
    cr_expect_eq(vib_index_sample("IVF4000,SQ8", 1000000), 256000);
    cr_expect_eq(vib_index_sample("IVF4000,SQ8", 1000), 1000);
    cr_expect_eq(vib_index_sample("IVF99999999999999999999,SQ8", 1000), 1000);
    cr_expect_eq(vib_index_sample("PQ16", 100000), 64000);
    cr_expect_eq(vib_index_sample("PQ8x12", 1000000), 4096 * 64);
}
