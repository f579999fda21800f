/* test_exact.c - search without an index. */
#include "index.h"

#include "clusters.h"

#include <criterion/criterion.h>
#include <string.h>

enum { DIMENSION = 3 };

static const float rows[5][DIMENSION] = {
    { 1, 0, 0 }, { 0, 1, 0 }, { 0, 1, 0 }, { 0, 0.5f, 0 }, { -1, 0, 0 },
};
static const uint64_t ids[5] = { 50, 40, 30, 20, 10 };

Test(exact, best_first_and_ties_to_the_smaller_id)
{
    static const float query[DIMENSION] = { 0, 1, 0 };
    vib_neighbour out[4];
    size_t found = 0;

    cr_assert_eq(vib_exact_search(out, &found, rows[0], ids, 5, DIMENSION,
                                  query, 1, 4), VIB_OK);
    cr_assert_eq(found, 4);
    cr_expect_eq(out[0].id, 30);
    cr_expect_eq(out[1].id, 40);
    cr_expect_eq(out[2].id, 20);
    cr_expect_eq(out[3].id, 10, "0 of id 10 ties with 0 of id 50");
    cr_expect_eq(out[0].score, 1.0f);
    cr_expect_eq(out[2].score, 0.5f);
}

Test(exact, fewer_rows_than_asked_for_are_counted)
{
    static const float query[DIMENSION] = { 1, 0, 0 };
    vib_neighbour out[9];
    size_t found = 99;

    cr_assert_eq(vib_exact_search(out, &found, rows[0], ids, 5, DIMENSION,
                                  query, 1, 9), VIB_OK);
    cr_expect_eq(found, 5);
    cr_expect_eq(out[4].score, -1.0f);
    cr_assert_eq(vib_exact_search(out, &found, NULL, NULL, 0, DIMENSION, query,
                                  1, 9), VIB_OK);
    cr_expect_eq(found, 0);
    cr_assert_eq(vib_exact_search(out, &found, rows[0], ids, 5, DIMENSION,
                                  query, 1, 0), VIB_OK);
    cr_expect_eq(found, 0);
}

static int before(const void *a, const void *b)
{
    const vib_neighbour *l = a, *r = b;

    if (l->score != r->score)
        return l->score > r->score ? -1 : 1;
    return l->id < r->id ? -1 : l->id > r->id;
}

/* Against all scores, sorted. The score of a row does not depend on where in
 * which block it stands, so single scores are those of the whole search. */
Test(exact, agrees_with_sorting_everything)
{
    enum { N = 333, D = 21, Q = 19, K = 12 };
    float *many = clusters_make(N, D, 0.3, 5);
    uint64_t *names = ids_make(N);
    vib_neighbour all[N], out[Q][K];
    size_t found[Q], one;

    memcpy(many + 7 * D, many + 200 * D, D * sizeof *many); /* a tie */
    cr_assert_eq(vib_exact_search(out[0], found, many, names, N, D,
                                  many + 3 * D, Q, K), VIB_OK);
    for (size_t q = 0; q < Q; q++) {
        for (size_t i = 0; i < N; i++)
            vib_exact_search(&all[i], &one, many + i * D, names + i, 1, D,
                             many + (q + 3) * D, 1, 1);
        qsort(all, N, sizeof *all, before);
        cr_assert_eq(found[q], K);
        for (size_t i = 0; i < K; i++) {
            cr_expect_eq(out[q][i].id, all[i].id);
            cr_expect_eq(out[q][i].score, all[i].score);
        }
    }
    free(many);
    free(names);
}

Test(exact, any_number_of_threads_gives_the_same_bits)
{
    enum { N = 500, D = 40, Q = 100, K = 10 };
    float *many = clusters_make(N, D, 0.5, 6);
    uint64_t *names = ids_make(N);
    static vib_neighbour one[Q * K], four[Q * K];
    size_t found[Q];

    vib_set_threads(1);
    vib_exact_search(one, found, many, names, N, D, many, Q, K);
    vib_set_threads(4);
    vib_exact_search(four, found, many, names, N, D, many, Q, K);
    for (int i = 0; i < Q * K; i++) {
        cr_assert_eq(one[i].id, four[i].id);
        cr_assert_eq(one[i].score, four[i].score);
    }
    free(many);
    free(names);
}
