#include "vibrary.h"

#include <criterion/criterion.h>

#include "scene.h"

/* A library of spectrum 1 alone, whose references are seen through a slit. */
static vib_db *open_library(const char *path, const char *slit)
{
    vib_training training = made_training(1);
    vib_encoder *encoder = NULL;
    vib_db *db = NULL;
    char pipeline[128];

    snprintf(pipeline, sizeof pipeline, "%s%s", training.pipeline, slit);
    training.pipeline = pipeline;
    OK(vib_encoder_train(&encoder, NULL, NULL, &training));
    OK(vib_db_create(path, encoder));
    vib_encoder_close(encoder);
    OK(vib_db_open(&db, path, VIB_WRITE));
    scene_add(db, scene_spectrum(1, 0));
    return db;
}

/* How near that spectrum is, measured with a slit of so many cm^-1 and, if
 * `half`, over half of its range. */
static vib_hit search_broadened(const vib_db *db, double width, bool half,
                                vib_score score)
{
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_spectrum query = scene_spectrum(1, 0);
    vib_hits hits;
    vib_hit hit;

    if (width > 0)
        OK(vib_spectrum_harm(&query, VIB_HARM_BROADEN, width, 0));
    if (half)
        query.n /= 2;
    how.k = 1;
    how.score = score;
    hits = scene_search(db, query, &how);
    cr_assert_eq(hits.count, 1);
    hit = hits.hit[0];
    vib_hits_release(&hits);
    return hit;
}

/* By `score` and over half of the range or all of it, the spectrum is nearer
 * when it is as broad as its reference, then at least `least`. */
static void expect_broad_nearer(bool half, vib_score score, float least)
{
    char path[96];
    vib_db *db;
    float as_is, broad;

    scratch_make();
    snprintf(path, sizeof path, "%s/slit.vib", scratch);
    db = open_library(path, " slit=40");
    as_is = search_broadened(db, 0, half, score).embedding;
    broad = search_broadened(db, 40, half, score).embedding;
    cr_assert_gt(broad, least);
    cr_assert_lt(as_is, broad - 0.01);
    cr_assert_eq(search_broadened(db, 0, false, VIB_HQI).score, 1);
    vib_db_close(db);
    scratch_remove();
}

Test(slit, a_reference_is_found_as_a_poorer_instrument_sees_it)
{
    expect_broad_nearer(false, VIB_EMBEDDING, 0.995f);
}

Test(slit, so_is_the_part_of_it_that_the_unknown_has_too)
{
    expect_broad_nearer(true, VIB_FUSED, 0.99f);
}

Test(slit, without_one_it_is_found_as_it_is)
{
    char path[96];
    vib_db *db;

    scratch_make();
    snprintf(path, sizeof path, "%s/slit.vib", scratch);
    db = open_library(path, "");
    cr_assert_gt(search_broadened(db, 0, false, VIB_EMBEDDING).embedding,
                 0.9999);
    cr_assert_lt(search_broadened(db, 40, false, VIB_EMBEDDING).embedding,
                 0.99);
    vib_db_close(db);
    scratch_remove();
}
