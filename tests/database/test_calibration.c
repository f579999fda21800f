#include "vibrary.h"

#include <criterion/criterion.h>

#include "scene.h"

static vib_calibration calibrated(vib_db *db)
{
    vib_calibration calibration;

    OK(vib_db_calibrate(&calibration, db, NULL, NULL));
    return calibration;
}

Test(calibration, of_a_small_library_says_what_is_missing)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_calibration calibration;
    vib_hits hits;

    scene_begin(&scene);
    scene_fill(scene.db, 5, 2);
    OK(vib_db_calibration(&calibration, scene.db));
    cr_expect_not(calibration.usable);
    cr_expect(strstr(calibration.why, "not been calibrated"));
    calibration = calibrated(scene.db);
    cr_expect_not(calibration.usable);
    cr_expect_eq(calibration.queries, 10);
    cr_expect_eq(calibration.compounds, 5);
    cr_expect(strstr(calibration.why, "it takes 60 of 30"));
    hits = scene_search(scene.db, scene_spectrum(1, 9), &how);
    cr_expect_eq(hits.names, 0);
    cr_expect(isnan(hits.known));
    cr_expect(isnan(hits.hit[0].p));
    vib_hits_release(&hits);
    scene_end(&scene);
}

Test(calibration, tells_answers_how_sure_they_are)
{
    enum { COMPOUNDS = 60 };
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_calibration calibration;
    double inside = 0, known = 0, unknown = 0;

    scene_begin(&scene);
    scene_fill(scene.db, COMPOUNDS, 3);
    calibration = calibrated(scene.db);
    cr_assert(calibration.usable, "%s", calibration.why);
    cr_expect_eq(calibration.queries, 3 * COMPOUNDS);
    cr_expect_eq(calibration.compounds, COMPOUNDS);
    how.by_compound = true;
    for (uint64_t i = 1; i <= COMPOUNDS; i++) {
        char name[32];
        vib_hits hits = scene_search(scene.db, scene_spectrum(i, 9), &how);
        vib_hits other =
            scene_search(scene.db, scene_spectrum(i + 1000, 9), &how);

        snprintf(name, sizeof name, "compound %d", (int)i);
        cr_expect_geq(hits.names, 1);
        for (size_t k = 0; k < hits.count; k++) {
            cr_expect(k == 0 || hits.hit[k].p <= hits.hit[k - 1].p);
            cr_expect_eq(k < hits.names, k == 0 || hits.hit[k].p > 0.05f);
            inside += k < hits.names && strcmp(hits.hit[k].name, name) == 0;
        }
        known += (double)hits.known / COMPOUNDS;
        unknown += (double)other.known / COMPOUNDS;
        vib_hits_release(&hits);
        vib_hits_release(&other);
    }
    cr_expect_geq(inside / COMPOUNDS, 0.85);
    cr_expect_gt(known, unknown + 0.3);
    scene_end(&scene);
}

/* Answers that are certain are kept where few are wrong, and those of which
 * nothing is known are not. */
Test(calibration, keeps_the_answers_that_can_be_relied_on)
{
    enum { COMPOUNDS = 60, SURE = 40, N = SURE + 20 };
    struct scene scene;
    vib_answer answers[N];
    bool keep[N];
    vib_kept kept;

    scene_begin(&scene);
    scene_fill(scene.db, COMPOUNDS, 3);
    cr_expect_eq(vib_db_keep(keep, &kept, scene.db, answers, 0, 0.05),
                 VIB_NOT_FOUND);
    cr_expect(strstr(vib_last_error(), "not been calibrated"));
    calibrated(scene.db);
    for (size_t i = 0; i < N; i++)
        answers[i] = i < SURE ? (vib_answer){ 1, 1 }
                              : (vib_answer){ i % 2 ? 0.001f : NAN, 0.1f };
    OK(vib_db_keep(keep, &kept, scene.db, answers, N, 0.6));
    cr_expect_float_eq(kept.absent, 0.2, 0.01);
    cr_expect_leq(kept.least, kept.wrong);
    cr_expect_leq(kept.wrong, 0.6);
    for (size_t i = 0; i < N; i++)
        cr_expect(i < SURE || i % 2 || !keep[i]);
    OK(vib_db_keep(keep, &kept, scene.db, answers, 0, 0.05));
    cr_expect_eq(kept.kept, 0);
    scene_end(&scene);
}

Test(calibration, is_kept_until_much_has_changed)
{
    struct scene scene;
    vib_calibration calibration;

    scene_begin(&scene);
    scene_fill(scene.db, 50, 3);
    calibrated(scene.db);
    vib_db_close(scene.db);
    OK(vib_db_open(&scene.db, scene.path, VIB_WRITE));
    scene_add_range(scene.db, 200, 210);
    OK(vib_db_calibration(&calibration, scene.db));
    cr_expect(calibration.usable);
    cr_expect_not(calibration.stale);
    scene_add_range(scene.db, 211, 215);
    OK(vib_db_calibration(&calibration, scene.db));
    cr_expect_not(calibration.usable);
    cr_expect(calibration.stale);
    cr_expect(strstr(calibration.why, "16 spectra were added"));
    cr_expect(calibrated(scene.db).usable);
    scene_end(&scene);
}

Test(calibration, of_the_same_library_is_the_same)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    float p[2], known[2];

    scene_begin(&scene);
    scene_fill(scene.db, 50, 3);
    for (int i = 0; i < 2; i++) {
        vib_hits hits;

        vib_set_threads(i + 1);
        calibrated(scene.db);
        hits = scene_search(scene.db, scene_spectrum(7, 9), &how);
        p[i] = hits.hit[1].p;
        known[i] = hits.known;
        vib_hits_release(&hits);
    }
    vib_set_threads(0);
    cr_expect_eq(p[0], p[1]);
    cr_expect_eq(known[0], known[1]);
    scene_end(&scene);
}

static int stop(size_t done, size_t total, const char *line, void *payload)
{
    (void)done;
    (void)total;
    (void)line;
    (void)payload;
    return 1;
}

Test(calibration, can_be_stopped_and_then_keeps_nothing)
{
    struct scene scene;
    vib_calibration calibration;

    scene_begin(&scene);
    scene_fill(scene.db, 60, 3);
    cr_expect_eq(vib_db_calibrate(&calibration, scene.db, stop, NULL),
                 VIB_STOPPED);
    OK(vib_db_calibration(&calibration, scene.db));
    cr_expect(strstr(calibration.why, "not been calibrated"));
    scene_end(&scene);
}
