#include "vibrary.h"

#include <criterion/criterion.h>

#include "scene.h"

/* The part of a spectrum above point `from`. */
static vib_spectrum part(vib_spectrum whole, size_t from)
{
    whole.n -= from;
    memmove(whole.x, whole.x + from, whole.n * sizeof *whole.x);
    memmove(whole.y, whole.y + from, whole.n * sizeof *whole.y);
    return whole;
}

static vib_hit first_hit(const vib_db *db, vib_spectrum query, vib_score score)
{
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits;
    vib_hit hit;

    how.k = 1;
    how.score = score;
    hits = scene_search(db, query, &how);
    cr_assert_eq(hits.count, 1);
    hit = hits.hit[0];
    hit.name = NULL;
    vib_hits_release(&hits);
    return hit;
}

/* Half of a stored spectrum, by the vector of the whole and by `score`. */
static void search_half(vib_hit *apart, vib_hit *shared, vib_score score)
{
    struct scene scene;

    scene_begin(&scene);
    scene_add(scene.db, scene_spectrum(1, 0));
    *apart = first_hit(scene.db, part(scene_spectrum(1, 0), 300),
                       VIB_EMBEDDING);
    *shared = first_hit(scene.db, part(scene_spectrum(1, 0), 300), score);
    scene_end(&scene);
}

Test(window, half_a_spectrum_is_compared_with_half_of_the_reference)
{
    vib_hit apart, fused;

    search_half(&apart, &fused, VIB_FUSED);
    cr_assert_gt(fused.embedding, 0.99);
    cr_assert_lt(apart.embedding, fused.embedding - 0.01);
    cr_assert_gt(fused.score, 0.98);
}

Test(window, so_it_is_by_vectors_alone)
{
    vib_hit apart, shared;

    search_half(&apart, &shared, VIB_EMBEDDING_ALIGNED);
    cr_assert_gt(shared.score, 0.99);
    cr_assert_lt(apart.score, shared.score - 0.01);
}

Test(window, vectors_alone_forgive_a_move)
{
    struct scene scene;
    vib_spectrum moved[2] = { scene_spectrum(1, 0), scene_spectrum(1, 0) };
    vib_hit stay, aligned;

    scene_begin(&scene);
    scene_add(scene.db, scene_spectrum(1, 0));
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < moved[k].n; i++)
            moved[k].x[i] += 8; /* two points of the grid */
    stay = first_hit(scene.db, moved[0], VIB_EMBEDDING);
    aligned = first_hit(scene.db, moved[1], VIB_EMBEDDING_ALIGNED);
    cr_assert_lt(stay.score, 0.96);
    cr_assert_gt(aligned.score, 0.965); /* a move costs 0.03 */
    cr_assert_eq(aligned.embedding, stay.embedding);
    scene_end(&scene);
}

Test(window, the_whole_is_compared_as_it_is)
{
    struct scene scene;
    vib_hit apart, fused;

    scene_begin(&scene);
    scene_add(scene.db, scene_spectrum(1, 0));
    apart = first_hit(scene.db, part(scene_spectrum(1, 2), 20),
                      VIB_EMBEDDING);
    fused = first_hit(scene.db, part(scene_spectrum(1, 2), 20), VIB_FUSED);
    cr_assert_eq(apart.embedding, fused.embedding);
    scene_end(&scene);
}

/* More pairs than are encoded at a time, each query with its own hits. */
Test(window, many_at_once_are_scored_as_each_alone)
{
    enum { REFERENCES = 70, QUERIES = 5 };
    struct scene scene;
    vib_spectrum queries[QUERIES];
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits together[QUERIES], alone;

    scene_begin(&scene);
    scene_add_range(scene.db, 1, REFERENCES);
    for (size_t i = 0; i < QUERIES; i++)
        queries[i] = part(scene_spectrum(i + 1, 2), 350);
    OK(vib_db_search(together, scene.db, queries, QUERIES, &how));
    for (size_t i = 0; i < QUERIES; i++) {
        alone = scene_search(scene.db, queries[i], &how);
        cr_assert_eq(alone.count, together[i].count);
        for (size_t k = 0; k < alone.count; k++) {
            cr_assert_eq(alone.hit[k].id, together[i].hit[k].id);
            cr_assert_eq(alone.hit[k].score, together[i].hit[k].score);
        }
        vib_hits_release(&alone);
        vib_hits_release(&together[i]);
    }
    scene_end(&scene);
}
