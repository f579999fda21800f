#include "selftest.h"

#include "random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMPOUNDS = 200, CASES = 5 * COMPOUNDS, HITS = 10, NAME = 16 };

static char names[COMPOUNDS + HITS][NAME];

/* Answers in which the right name's score is above that of the others by
 * `ahead`, give or take a tenth. */
static vib_selftest make(double ahead)
{
    vib_random random = vib_random_stream(1, 2, 3);
    vib_selftest exam = { calloc(CASES, sizeof *exam.item), CASES };

    for (size_t i = 0; i < COMPOUNDS + HITS; i++)
        snprintf(names[i], NAME, "name %zu", i);
    for (size_t i = 0; i < CASES; i++) {
        vib_selftest_case *item = &exam.item[i];
        size_t right = i % COMPOUNDS;
        vib_hit *hit = calloc(HITS, sizeof *hit);

        item->name = strdup(names[right]);
        item->shared = true;
        item->hits = (vib_hits)VIB_HITS_INIT;
        item->hits.hit = hit;
        item->hits.count = HITS;
        for (size_t k = 0; k < HITS; k++) {
            double score = 0.5 + 0.1 * vib_random_normal(&random) +
                           (k == 0 ? ahead : 0);

            hit[k].name = names[(right + 17 * k) % COMPOUNDS];
            hit[k].score = hit[k].embedding = hit[k].hqi = (float)score;
            hit[k].aligned = (float)score;
        }
        for (size_t k = 1; k < HITS; k++) /* best first */
            for (size_t j = k; j > 0 && hit[j].score > hit[j - 1].score; j--) {
                vib_hit spare = hit[j];

                hit[j] = hit[j - 1];
                hit[j - 1] = spare;
            }
    }
    return exam;
}

static vib_calibration measure(double ahead)
{
    vib_selftest exam = make(ahead);
    vib_calibration calibration = { .usable = false };

    cr_assert_eq(vib_selftest_measure(&calibration, &exam), VIB_OK);
    vib_selftest_release(&exam);
    return calibration;
}

Test(selftest, sets_hold_the_right_name_and_are_small_where_it_is_clear)
{
    vib_calibration clear = measure(1), dim = measure(0.1);

    cr_expect_float_eq(dim.coverage, 0.95, 0.02);
    cr_expect_gt(dim.set_size, 3);
    cr_expect_geq(clear.coverage, 0.95);
    cr_expect_float_eq(clear.set_size, 1, 0.05);
}

Test(selftest, what_is_there_is_told_from_what_is_not_as_far_as_it_can)
{
    vib_calibration clear = measure(1), dim = measure(0.1), none = measure(-1);

    cr_expect_gt(clear.auroc, 0.99);
    cr_expect_lt(clear.false_alarms, 0.02);
    cr_expect(dim.auroc > 0.52 && dim.auroc < 0.8, "%g", dim.auroc);
    cr_expect_float_eq(none.auroc, 0.5, 0.1);
    cr_expect_gt(none.false_alarms, 0.85);
}

Test(selftest, intervals_hold_what_was_measured)
{
    vib_calibration dim = measure(0.1);

    cr_expect_lt(dim.coverage_range[0], dim.coverage);
    cr_expect_gt(dim.coverage_range[1], dim.coverage);
    cr_expect_gt(dim.coverage_range[0], dim.coverage - 0.05);
    cr_expect(dim.auroc_gain[0] < dim.auroc - dim.hqi_auroc &&
              dim.auroc_gain[1] > dim.auroc - dim.hqi_auroc);
    cr_expect(dim.alarms_gain[0] < dim.false_alarms - dim.hqi_false_alarms &&
              dim.alarms_gain[1] > dim.false_alarms - dim.hqi_false_alarms);
}

Test(selftest, every_case_is_tried_with_its_name_and_without)
{
    vib_selftest exam = make(0.1);
    size_t right = 0;
    vib_trials trials;

    for (size_t i = 0; i < CASES; i++)
        right += strcmp(exam.item[i].hits.hit[0].name, exam.item[i].name) == 0;
    cr_assert(right > 100 && right < CASES - 100);
    cr_assert_eq(vib_selftest_try(&trials, &exam), VIB_OK);
    cr_expect_eq(trials.present, CASES);
    cr_expect_eq(trials.absents, CASES);
    cr_expect_eq(trials.wrongs, CASES - right);
    for (size_t i = 0; i < trials.wrongs; i++)
        cr_expect(trials.wrong[i].right > 0 && trials.wrong[i].right < 1);
    vib_trials_release(&trials);
    vib_selftest_release(&exam);
}

/* A spectrum that is stored under another name too is no unknown. */
Test(selftest, a_twin_is_no_trial)
{
    vib_selftest exam = make(-1); /* never right */
    vib_trials trials;

    exam.item[0].hits.hit[0].hqi = 0.9997f;
    exam.item[0].hits.hit[0].overlap = 1;
    exam.item[1].hits.hit[0].hqi = 0.998f; /* another specimen's */
    exam.item[1].hits.hit[0].overlap = 1;
    cr_assert_eq(vib_selftest_try(&trials, &exam), VIB_OK);
    cr_expect_eq(trials.present, CASES - 1);
    cr_expect_eq(trials.absents, CASES - 1);
    cr_expect_eq(trials.wrongs, CASES - 1);
    vib_trials_release(&trials);
    vib_selftest_release(&exam);
}

Test(selftest, what_is_skipped_teaches_nothing)
{
    const bool skipped[VIB_SELFTEST_PARTS] = { true, false, false, true,
                                               false };
    vib_confidence all, part;
    vib_selftest exam = make(1);

    cr_assert_eq(vib_selftest_learn(&all, &exam, NULL), VIB_OK);
    cr_assert_eq(vib_selftest_learn(&part, &exam, skipped), VIB_OK);
    cr_expect_eq(all.queries, CASES);
    cr_expect_eq(all.compounds, COMPOUNDS);
    cr_expect(part.compounds > COMPOUNDS / 3 && part.compounds < COMPOUNDS);
    cr_expect_eq(part.queries, 5 * part.compounds);
    vib_confidence_release(&all);
    vib_confidence_release(&part);
    vib_selftest_release(&exam);
}
