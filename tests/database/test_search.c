#include "scene.h"

#include "threads.h"

static const vib_score scores[] = {
    VIB_FUSED,          VIB_EMBEDDING,    VIB_HQI,           VIB_ALIGNED,
    VIB_PEARSON,        VIB_COSINE,       VIB_PEARSON_ROOT,  VIB_COSINE_ROOT,
    VIB_PEARSON_FIRST,  VIB_COSINE_FIRST, VIB_PEARSON_SECOND,
    VIB_COSINE_SECOND,  VIB_EUCLIDEAN,    VIB_SHIFTED,       VIB_PEAKS,
    VIB_EMBEDDING_ALIGNED
};

Test(search, every_spectrum_finds_itself_first_by_every_score)
{
    struct scene scene;

    scene_begin(&scene);
    scene_fill(scene.db, 20, 3);
    for (size_t s = 0; s < sizeof scores / sizeof *scores; s++)
        for (uint64_t i = 0; i < 60; i++)
            cr_expect_eq(scene_first(scene.db,
                                     scene_spectrum(i / 3 + 1, i % 3 + 1),
                                     scores[s]),
                         i + 1);
    scene_end(&scene);
}

Test(search, a_spectrum_compared_with_itself_scores_one)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits;

    scene_begin(&scene);
    scene_fill(scene.db, 5, 1);
    hits = scene_search(scene.db, scene_spectrum(3, 1), &how);
    cr_assert_eq(hits.count, 5);
    cr_expect_eq(hits.hit[0].id, 3);
    cr_expect_eq(hits.hit[0].hqi, 1);
    cr_expect_eq(hits.hit[0].overlap, 1);
    cr_expect_float_eq(hits.hit[0].embedding, 1, 1e-5);
    cr_expect_str_eq(hits.hit[0].name, "compound 3");
    vib_hits_release(&hits);
    scene_end(&scene);
}

Test(search, an_unknown_finds_its_compound_by_hqi)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;

    scene_begin(&scene);
    scene_fill(scene.db, 30, 2);
    how.score = VIB_HQI;
    for (uint64_t i = 1; i <= 30; i++) {
        vib_hits hits = scene_search(scene.db, scene_spectrum(i, 9), &how);
        char name[32];

        snprintf(name, sizeof name, "compound %d", (int)i);
        cr_expect_str_eq(hits.hit[0].name, name);
        vib_hits_release(&hits);
    }
    scene_end(&scene);
}

Test(search, hits_are_ordered_by_the_score_asked_for)
{
    struct scene scene;

    scene_begin(&scene);
    scene_fill(scene.db, 40, 1);
    for (size_t s = 0; s < sizeof scores / sizeof *scores; s++) {
        vib_search how = VIB_SEARCH_DEFAULT;
        vib_hits hits;

        how.score = scores[s];
        hits = scene_search(scene.db, scene_spectrum(7, 9), &how);
        cr_assert_eq(hits.count, how.k);
        for (size_t i = 0; i < hits.count; i++) {
            const vib_hit *hit = &hits.hit[i];

            cr_expect(i == 0 || hit->score <= hits.hit[i - 1].score);
            if (how.score == VIB_HQI)
                cr_expect_eq(hit->score, hit->hqi);
            if (how.score == VIB_ALIGNED)
                cr_expect_eq(hit->score, hit->aligned);
            cr_expect_geq(hit->aligned, hit->hqi);
            if (how.score == VIB_EMBEDDING)
                cr_expect_eq(hit->score, hit->embedding);
        }
        vib_hits_release(&hits);
    }
    scene_end(&scene);
}

/* Few candidates must not change what the scores of a hit are. */
Test(search, a_hit_has_the_same_scores_however_it_was_found)
{
    struct scene scene;
    vib_search all = VIB_SEARCH_DEFAULT, few = VIB_SEARCH_DEFAULT;
    vib_hits a, b;

    scene_begin(&scene);
    scene_fill(scene.db, 60, 1);
    all.score = VIB_EMBEDDING;
    all.k = 60;
    few.score = VIB_EMBEDDING;
    few.k = 5;
    a = scene_search(scene.db, scene_spectrum(7, 9), &all);
    b = scene_search(scene.db, scene_spectrum(7, 9), &few);
    for (size_t i = 0; i < 5; i++) {
        cr_expect_eq(a.hit[i].id, b.hit[i].id);
        cr_expect_eq(a.hit[i].embedding, b.hit[i].embedding);
        cr_expect_eq(a.hit[i].hqi, b.hit[i].hqi);
        cr_expect_eq(a.hit[i].overlap, b.hit[i].overlap);
    }
    vib_hits_release(&a);
    vib_hits_release(&b);
    scene_end(&scene);
}

Test(search, among_the_querys_own_points_its_name_comes_first_then_the_id)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits;

    scene_begin(&scene);
    scene_fill(scene.db, 3, 1);
    scene_add(scene.db, scene_named(8, 0, "a", NULL)); /* 4 */
    scene_add(scene.db, scene_named(8, 0, "b", NULL)); /* 5 */
    scene_add(scene.db, scene_named(8, 0, "c", NULL)); /* 6 */
    for (size_t s = 0; s < sizeof scores / sizeof *scores; s++) {
        how.score = scores[s];
        hits = scene_search(scene.db, scene_named(8, 0, "c", NULL), &how);
        cr_expect_eq(hits.hit[0].id, 6);
        cr_expect_eq(hits.hit[1].id, 4);
        cr_expect_eq(hits.hit[2].id, 5);
        vib_hits_release(&hits);
    }
    scene_end(&scene);
}

Test(search, a_query_that_cannot_be_searched_says_so_alone)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_spectrum queries[3] = { scene_spectrum(1, 1), VIB_SPECTRUM_INIT,
                                scene_spectrum(2, 1) };
    vib_hits hits[3];

    scene_begin(&scene);
    scene_fill(scene.db, 3, 1);
    OK(vib_db_search(hits, scene.db, queries, 3, &how));
    cr_expect_eq(hits[0].hit[0].id, 1);
    cr_expect_lt(hits[1].status, 0);
    cr_expect_eq(hits[1].count, 0);
    cr_expect(hits[1].reason[0] != 0);
    cr_expect_eq(hits[2].hit[0].id, 2);
    for (int i = 0; i < 3; i++) {
        vib_hits_release(&hits[i]);
        vib_spectrum_release(&queries[i]);
    }
    scene_end(&scene);
}

Test(search, an_empty_library_has_no_hits)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;

    scene_begin(&scene);
    for (size_t s = 0; s < sizeof scores / sizeof *scores; s++) {
        vib_hits hits;

        how.score = scores[s];
        hits = scene_search(scene.db, scene_spectrum(1, 1), &how);
        cr_expect_eq(hits.status, VIB_OK);
        cr_expect_eq(hits.count, 0);
        vib_hits_release(&hits);
    }
    scene_end(&scene);
}

/* More queries than a batch, any number of threads, in one call or many. */
Test(search, answers_do_not_depend_on_threads_or_batches)
{
    enum { N = 270 };
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_spectrum *queries = calloc(N, sizeof *queries);
    vib_hits *together = calloc(N, sizeof *together);

    scene_begin(&scene);
    scene_fill(scene.db, 50, 2);
    how.candidates = 20;
    for (uint64_t i = 0; i < N; i++)
        queries[i] = scene_spectrum(i % 60, 5 + i / 60);
    vib_set_threads(3);
    OK(vib_db_search(together, scene.db, queries, N, &how));
    vib_set_threads(1);
    for (size_t i = 0; i < N; i += 10) {
        vib_hits alone = VIB_HITS_INIT;

        OK(vib_db_search(&alone, scene.db, &queries[i], 1, &how));
        cr_assert_eq(alone.count, together[i].count);
        for (size_t k = 0; k < alone.count; k++) {
            cr_expect_eq(alone.hit[k].id, together[i].hit[k].id);
            cr_expect_eq(alone.hit[k].score, together[i].hit[k].score);
        }
        vib_hits_release(&alone);
    }
    vib_set_threads(0);
    for (size_t i = 0; i < N; i++) {
        vib_hits_release(&together[i]);
        vib_spectrum_release(&queries[i]);
    }
    free(queries);
    free(together);
    scene_end(&scene);
}
