#include "rate.h"

#include "random.h"
#include "vibrary.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

enum { TRIED = 20000, BATCH = 20000 };

/* Answers whose sign is 2 higher where they are right; known and right say what
 * Bayes's rule makes of it. */
static vib_chance draw(vib_random *random, bool right)
{
    double sign = vib_random_normal(random) + (right ? 2 : 0);
    double wrong = exp(-sign * sign / 2), fits = exp(-pow(sign - 2, 2) / 2);
    double present = 0.8 * fits + 0.2 * wrong; /* one in five is wrong */

    return (vib_chance){ (float)(present / (present + wrong)),
                         (float)(0.8 * fits / present) };
}

static vib_trials make_trials(void)
{
    vib_random random = vib_random_stream(1, 2, 3);
    vib_trials trials = { .absent = calloc(TRIED, sizeof *trials.absent),
                          .wrong = calloc(TRIED, sizeof *trials.wrong),
                          .present = TRIED };

    for (size_t i = 0; i < TRIED; i++) {
        trials.absent[trials.absents++] = draw(&random, false);
        if (vib_random_chance(&random, 0.2))
            trials.wrong[trials.wrongs++] = draw(&random, false);
    }
    return trials;
}

/* A batch of which the share `absent` has no right answer. */
static void make_batch(vib_chance *chances, bool *wrong, double absent)
{
    vib_random random = vib_random_stream(4, 5, 6);

    for (size_t i = 0; i < BATCH; i++) {
        bool known = !vib_random_chance(&random, absent);

        wrong[i] = !known || vib_random_chance(&random, 0.2);
        chances[i] = draw(&random, !wrong[i]);
    }
}

static double wrong_share(const bool *keep, const bool *wrong)
{
    double kept = 0, bad = 0;

    for (size_t i = 0; i < BATCH; i++) {
        kept += keep[i];
        bad += keep[i] && wrong[i];
    }
    return kept > 0 ? bad / kept : 0;
}

Test(rate, the_share_that_is_not_in_the_library_is_found)
{
    vib_chance *chances = calloc(BATCH, sizeof *chances);
    bool *wrong = calloc(BATCH, sizeof *wrong);
    static const double shares[] = { 0.1, 0.5, 0.9 };

    for (size_t s = 0; s < 3; s++) {
        make_batch(chances, wrong, shares[s]);
        cr_expect_float_eq(vib_rate_absent(chances, BATCH), shares[s], 0.05);
    }
    free(chances);
    free(wrong);
}

Test(rate, what_is_kept_is_wrong_as_often_as_is_said)
{
    vib_trials trials = make_trials();
    vib_chance *chances = calloc(BATCH, sizeof *chances);
    bool *wrong = calloc(BATCH, sizeof *wrong);
    bool *keep = calloc(BATCH, sizeof *keep);
    static const double levels[] = { 0.01, 0.05, 0.1 };
    size_t before = 0;

    make_batch(chances, wrong, 0.2);
    for (size_t l = 0; l < 3; l++) {
        vib_rate rate;
        double truth;

        cr_assert_eq(vib_rate_keep(keep, &rate, &trials, chances, BATCH,
                                   levels[l]), VIB_OK);
        truth = wrong_share(keep, wrong);
        cr_expect_leq(rate.wrong, levels[l]);
        cr_expect_gt(rate.wrong, 0.8 * levels[l]);
        cr_expect_gt(rate.kept, before);
        cr_expect(rate.low < rate.wrong && rate.high > rate.wrong);
        cr_expect(truth < 1.25 * rate.wrong && truth > 0.8 * rate.wrong,
                  "%g: %g", rate.wrong, truth);
        before = rate.kept;
    }
    vib_trials_release(&trials);
    free(chances);
    free(wrong);
    free(keep);
}

Test(rate, without_enough_wrong_answers_nothing_is_said)
{
    vib_chance absent[] = { { 0.1f, 0.5f } };
    const vib_trials trials = { .absent = absent, .absents = 1,
                                .present = 50 };
    const vib_chance chances[] = { { 0.9f, 0.9f }, { NAN, NAN } };
    bool keep[] = { true, true };
    vib_rate rate;

    cr_assert_eq(vib_rate_keep(keep, &rate, &trials, chances, 2, 0.5), VIB_OK);
    cr_expect_eq(rate.kept, 0);
    cr_expect_eq(rate.least, 1);
    cr_expect(!keep[0] && !keep[1]);
}

Test(rate, trials_come_back_from_their_bytes)
{
    vib_chance absent[] = { { 0.1f, 0.2f }, { 0.3f, 0.4f } };
    vib_chance wrong[] = { { 0.5f, 0.6f } };
    const vib_trials trials = { absent, wrong, 2, 1, 7 };
    vib_buffer bytes = { NULL, 0, 0, false };
    vib_trials back;
    vib_cursor cursor;

    vib_trials_write(&bytes, &trials);
    cursor = (vib_cursor){ bytes.data, bytes.size, 0, false };
    cr_assert_eq(vib_trials_read(&back, &cursor), VIB_OK);
    cr_expect(back.absents == 2 && back.wrongs == 1 && back.present == 7);
    cr_expect_eq(back.absent[1].right, 0.4f);
    cr_expect_eq(back.wrong[0].known, 0.5f);
    vib_trials_release(&back);
    for (size_t n = 0; n < bytes.size; n++) { /* cut anywhere */
        cursor = (vib_cursor){ bytes.data, n, 0, false };
        cr_expect_eq(vib_trials_read(&back, &cursor), VIB_BAD_DATA);
    }
    bytes.data[bytes.size - 1] ^= 0x80; /* less than 0 */
    cursor = (vib_cursor){ bytes.data, bytes.size, 0, false };
    cr_expect_eq(vib_trials_read(&back, &cursor), VIB_BAD_DATA);
    vib_buffer_release(&bytes);
}
