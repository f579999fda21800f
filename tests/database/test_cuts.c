/* Vectors of spectra that are cut to what they share. */
#include "cuts.h"

#include "scene.h"

/* Two spectra, of which the second has only the points from 300 on. */
static void begin(vib_encoder **encoder, vib_cuts **cuts, vib_spectrum s[2])
{
    *encoder = scene_encoder(1);
    OK(vib_cuts_new(cuts, *encoder));
    for (size_t i = 0; i < 2; i++)
        s[i] = made_spectrum(i + 1, 0);
    memmove(s[1].x, s[1].x + 300, (s[1].n - 300) * sizeof *s[1].x);
    memmove(s[1].y, s[1].y + 300, (s[1].n - 300) * sizeof *s[1].y);
    s[1].n -= 300;
}

static void end(vib_encoder *encoder, vib_cuts *cuts, vib_spectrum s[2])
{
    vib_cuts_free(cuts);
    vib_encoder_close(encoder);
    for (size_t i = 0; i < 2; i++)
        vib_spectrum_release(&s[i]);
}

/* The place of the whole spectrum cut to the range of the other. */
static size_t cut(vib_cuts *cuts, const vib_spectrum s[2], uint64_t id,
                  size_t *query)
{
    size_t reference;

    if (!vib_cuts_reference(&reference, cuts, id))
        vib_cuts_grid(cuts, reference, &s[0], true);
    *query = vib_cuts_query(cuts);
    vib_cuts_grid(cuts, *query, &s[1], false);
    OK(vib_cuts_status(cuts, *query));
    return vib_cuts_find(cuts, reference, *query, NULL);
}

Test(cuts, the_same_is_encoded_once)
{
    vib_encoder *encoder;
    vib_cuts *cuts;
    vib_spectrum s[2];
    size_t query[3], first;

    begin(&encoder, &cuts, s);
    cr_assert(vib_cuts_begin(cuts));
    first = cut(cuts, s, 7, &query[0]);
    cr_assert_eq(cut(cuts, s, 7, &query[1]), first);
    cr_assert_neq(cut(cuts, s, 8, &query[2]), first, "another reference");
    cr_assert_neq(query[0], query[1]);
    OK(vib_cuts_encode(cuts));
    end(encoder, cuts, s);
}

Test(cuts, a_weight_of_nothing_cuts_too)
{
    vib_encoder *encoder;
    vib_cuts *cuts;
    vib_spectrum s[2];
    float weight[4096] = { 0 };
    size_t query, all, some;

    begin(&encoder, &cuts, s);
    cr_assert(vib_cuts_begin(cuts));
    all = cut(cuts, s, 7, &query);
    for (size_t i = 0; i < 4096; i++)
        weight[i] = i % 100 < 90 ? 2 : 0;
    some = vib_cuts_find(cuts, query, query, weight);
    cr_assert_neq(vib_cuts_find(cuts, query, query, NULL), some);
    OK(vib_cuts_encode(cuts));
    cr_assert_neq(vib_cuts_vector(cuts, all)[0],
                  vib_cuts_vector(cuts, some)[0]);
    end(encoder, cuts, s);
}

Test(cuts, ends_that_differ_by_a_hair_make_one_cut)
{
    vib_encoder *encoder;
    vib_cuts *cuts;
    vib_spectrum s[2];
    size_t query, found[30], different = 0;

    begin(&encoder, &cuts, s);
    cr_assert(vib_cuts_begin(cuts));
    for (size_t i = 0; i < 30; i++) {
        found[i] = cut(cuts, s, 7, &query);
        different += i > 0 && found[i] != found[i - 1];
        s[1].n -= 2;
    }
    cr_assert_gt(different, 0);
    cr_assert_lt(different, 12, "%zu of 30", different);
    OK(vib_cuts_encode(cuts));
    end(encoder, cuts, s);
}

Test(cuts, are_of_no_use_to_more_threads)
{
    vib_encoder *encoder;
    vib_cuts *cuts;
    vib_spectrum s[2];

    vib_set_threads(2);
    begin(&encoder, &cuts, s);
    vib_set_threads(1);
    cr_assert(vib_cuts_fits(cuts));
    vib_set_threads(3);
    cr_assert_not(vib_cuts_fits(cuts));
    vib_set_threads(0);
    end(encoder, cuts, s);
}

Test(cuts, what_was_forgotten_comes_out_the_same_again)
{
    enum { DIMENSIONS = 8 };
    vib_encoder *encoder;
    vib_cuts *cuts;
    vib_spectrum s[2];
    float before[DIMENSIONS];
    size_t query, place, rounds = 0;

    begin(&encoder, &cuts, s);
    cr_assert(vib_cuts_begin(cuts));
    place = cut(cuts, s, 7, &query);
    OK(vib_cuts_encode(cuts));
    memcpy(before, vib_cuts_vector(cuts, place), sizeof before);
    while (vib_cuts_begin(cuts) && ++rounds < 1000)
        for (size_t i = 0; i < VIB_CUTS_CURVES; i++)
            vib_cuts_query(cuts);
    cr_assert_lt(rounds, 1000, "it never forgets");
    place = cut(cuts, s, 7, &query);
    OK(vib_cuts_encode(cuts));
    cr_assert_eq(memcmp(before, vib_cuts_vector(cuts, place), sizeof before),
                 0);
    end(encoder, cuts, s);
}
