#include "confidence.h"

#include "random.h"
#include "vibrary.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

Test(confidence, a_name_stands_by_its_score_among_the_others)
{
    const float scores[] = { 0.9f, 0.85f, 0.5f };

    cr_expect_float_eq(vib_standing(scores, 1, 0), 0, 1e-6);
    cr_expect_float_eq(vib_standing(scores, 3, 1),
                       log(exp(1) + 1 + exp(-7)), 1e-4);
    cr_expect_lt(vib_standing(scores, 3, 0), vib_standing(scores, 3, 1));
    cr_expect(isinf(vib_standing(scores, 3, 3)));
}

Test(confidence, p_is_the_share_that_stood_no_better)
{
    const float standing[] = { 3, 1, 2, INFINITY };
    vib_confidence made;

    cr_assert_eq(vib_confidence_make(&made, standing, 4, NULL, 0), VIB_OK);
    cr_expect_float_eq(vib_confidence_p(&made, 0.5f), 1, 1e-6);
    cr_expect_float_eq(vib_confidence_p(&made, 2), 0.8f, 1e-6);
    cr_expect_float_eq(vib_confidence_p(&made, 2.5f), 0.6f, 1e-6);
    cr_expect_float_eq(vib_confidence_p(&made, INFINITY), 0.4f, 1e-6);
    vib_confidence_release(&made);
}

/* A right name of the same kind as those it was made of is in the set as often
 * as was asked for. */
Test(confidence, sets_hold_the_right_name_as_often_as_they_say)
{
    enum { MADE = 1000, TRIED = 20000 };
    vib_random random = vib_random_stream(1, 2, 3);
    float *standing = calloc(MADE, sizeof *standing);
    vib_confidence made;
    double inside = 0;

    for (size_t i = 0; i < MADE; i++)
        standing[i] = (float)exp(vib_random_normal(&random));
    cr_assert_eq(vib_confidence_make(&made, standing, MADE, NULL, 0), VIB_OK);
    for (size_t i = 0; i < TRIED; i++)
        inside += vib_confidence_p(&made, (float)exp(vib_random_normal(
                                              &random))) > 0.05f;
    cr_expect_float_eq(inside / TRIED, 0.95, 0.02);
    vib_confidence_release(&made);
    free(standing);
}

/* Signs of unknowns are lower by one standard deviation in one of them. */
static vib_example draw(vib_random *random, bool known)
{
    vib_example example = { .known = known };

    for (size_t i = 0; i < VIB_SIGNS; i++)
        example.signs.sign[i] = (float)vib_random_normal(random);
    example.signs.sign[2] += known ? 1 : 0;
    return example;
}

Test(confidence, known_is_a_probability_that_holds)
{
    enum { N = 4000 };
    vib_random random = vib_random_stream(4, 5, 6);
    vib_example *examples = calloc(N, sizeof *examples);
    vib_confidence made;
    double said = 0, is = 0, n = 0;

    for (size_t i = 0; i < N; i++) /* three unknowns to a known */
        examples[i] = draw(&random, i % 4 == 0);
    cr_assert_eq(vib_confidence_make(&made, NULL, 0, examples, N), VIB_OK);
    cr_expect_float_eq(made.known.weight[2], 1, 0.15);
    cr_expect_float_eq(made.known.weight[0], 0, 0.15);
    for (size_t i = 0; i < N; i++) { /* half and half */
        vib_example fresh = draw(&random, i % 2 == 0);
        float known = vib_confidence_chance(&made, &fresh.signs).known;

        if (known < 0.6f || known > 0.8f)
            continue;
        said += (double)known;
        is += fresh.known;
        n++;
    }
    cr_expect_gt(n, 300);
    cr_expect_float_eq(said / n, is / n, 0.06);
    vib_confidence_release(&made);
    free(examples);
}

Test(confidence, comes_back_from_its_bytes)
{
    const float standing[] = { 1, 2, 3 };
    const vib_example examples[] = { { { { 1, 2, 3 } }, true, true },
                                     { { { 1, 0, 1 } }, true, false },
                                     { { { 0, 1, 1 } }, false, false } };
    vib_buffer bytes = { NULL, 0, 0, false };
    vib_confidence made, back;
    vib_cursor cursor;

    cr_assert_eq(vib_confidence_make(&made, standing, 3, examples, 3), VIB_OK);
    vib_confidence_write(&bytes, &made);
    cursor = (vib_cursor){ bytes.data, bytes.size, 0, false };
    cr_assert_eq(vib_confidence_read(&back, &cursor), VIB_OK);
    cr_expect_eq(back.queries, 3);
    cr_expect_eq(back.standing[2], 3);
    cr_expect_neq(back.right.weight[1], 0);
    for (size_t i = 0; i < VIB_SIGNS; i++) {
        cr_expect_eq(back.known.middle[i], made.known.middle[i]);
        cr_expect_eq(back.known.weight[i], made.known.weight[i]);
        cr_expect_eq(back.right.weight[i], made.right.weight[i]);
    }
    vib_confidence_release(&back);
    for (size_t n = 0; n < bytes.size; n++) { /* cut anywhere */
        cursor = (vib_cursor){ bytes.data, n, 0, false };
        cr_expect_eq(vib_confidence_read(&back, &cursor), VIB_BAD_DATA);
    }
    bytes.data[bytes.size - 1] ^= 0x80; /* the last standing below the others */
    cursor = (vib_cursor){ bytes.data, bytes.size, 0, false };
    cr_expect_eq(vib_confidence_read(&back, &cursor), VIB_BAD_DATA);
    vib_buffer_release(&bytes);
    vib_confidence_release(&made);
}
